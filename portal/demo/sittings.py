"""The sittings: one signed, one whose minutes wait, one under way, one convened, one planned."""

from datetime import datetime, timedelta

from portal.committees.words import Choice, Direction, StopReason
from portal.demo import dossiers, hearing
from portal.demo.hearing import GO
from portal.demo.stage import BEFORE, Stage, Story
from portal.startups import queries as startups

_FIRST, _SECOND, _COMING, _LATER = -130, -9, 12, 45


def stories(stage: Stage) -> list[Story]:
    """All of them."""
    return [_first(stage), _second(stage), _present(stage), _coming(stage)]


def _first(stage: Stage) -> Story:
    held = stage.working(_FIRST)
    yield stage.at(-165, 11)
    hearing.plan(stage, "first", stage.at(held, 14))
    yield stage.at(-148, 10)
    hearing.send_investigation(
        stage,
        "pnt-titres",
        "inv-titres",
        "Où en est mon titre",
        "Dire à chacun où en est son titre, pour qu’il n’ait plus à revenir au guichet",
    )
    hearing.send_investigation(
        stage,
        "pnt-naissance",
        "inv-naissance",
        "Après la naissance",
        "Éviter aux parents de perdre une aide",
    )
    yield stage.at(-146, 10)
    hearing.write(stage, "pnt-titres", dossiers.TITRES)
    hearing.write(stage, "pnt-naissance", dossiers.NAISSANCE)
    hearing.take_up(stage, "first", "pnt-titres", "pnt-naissance")
    yield stage.at(held - 7, 9)
    hearing.convene(stage, "first")
    yield stage.at(held - 3, 9)
    hearing.declare(stage, "pnt-titres")
    hearing.declare(stage, "pnt-naissance", out=("membre3",))
    yield stage.at(held, 14, 2)
    hearing.begin(stage, "first")
    yield from hearing.decide(
        stage,
        "pnt-titres",
        lambda minute: stage.at(held, 14, 25 + minute),
        {
            "presidente": GO,
            "membre": GO,
            "membre2": GO,
            "membre3": (Choice.PROVISIONAL, "Deux mois suffiraient pour vérifier.", None),
        },
        "L’essai de Vaubrun divise les venues sans objet par cinq. Le comité demande le même chiffre à Sainte-Ombre dans six mois.",
    )
    stopped = (Choice.NO_GO, "Le service existe.", StopReason.EXISTING_SOLUTION)
    yield from hearing.decide(
        stage,
        "pnt-naissance",
        lambda minute: stage.at(held, 15, 5 + minute),
        {
            "presidente": stopped,
            "membre": stopped,
            "membre2": (Choice.PROVISIONAL, "Les maternités mériteraient deux mois.", None),
        },
        "Le service utile existe depuis le printemps. C’est un résultat, et l’équipe a bien fait de le dire.",
        StopReason.EXISTING_SOLUTION,
    )
    yield stage.at(held, 15, 40)
    hearing.finish(stage, "first")
    yield stage.at(held + 1, 10)
    hearing.publish(stage, "pnt-titres", "pnt-naissance")
    prose = "Les deux équipes ont présenté leurs essais. La discussion a porté sur ce qui prouve qu’une venue au guichet était inutile."
    hearing.write_minutes(stage, "first", prose)
    yield stage.at(held + 1, 17)
    hearing.dissent(
        stage,
        "pnt-titres",
        "membre3",
        "L’essai d’une seule préfecture ne dit rien des autres : deux mois auraient suffi pour le savoir.",
    )
    yield stage.at(held + 2, 9)
    hearing.sign(stage, "first", "secretaire")
    yield stage.at(held + 4, 18)
    hearing.sign(stage, "first", "presidente")
    yield stage.at(held + 9, 10)
    hearing.correct(
        stage,
        "first",
        "Lire « l’essai de la sous-préfecture de Vaubrun » au lieu de « les essais ».",
        "Un seul essai avait été mené à cette date.",
    )
    born = startups.born_of(stage.session, stage.things["inv-titres"].ref)
    stage.things["ou-en-est"] = born


def _second(stage: Stage) -> Story:
    held = stage.working(_SECOND)
    yield stage.at(-42, 11)
    hearing.plan(stage, "second", stage.at(held, 9, 30))
    yield stage.at(-26, 10)
    hearing.send_startup(stage, "pnt-trajets", "trajets-solidaires", "leila")
    hearing.send_startup(stage, "pnt-carnet", "carnet-atelier", "paulin")
    hearing.send_startup(stage, "pnt-navette", "navette-marches", "loic")
    told = {"direction": Direction.PIVOT}
    hearing.send_startup(stage, "pnt-registre", "registre-benevoles", "directrice", **told)
    points = ("pnt-trajets", "pnt-carnet", "pnt-navette", "pnt-registre")
    hearing.take_up(stage, "second", *points)
    yield stage.at(-24, 16)
    hearing.write(stage, "pnt-trajets", dossiers.TRAJETS)
    hearing.write(stage, "pnt-carnet", dossiers.CARNET)
    hearing.write(stage, "pnt-navette", dossiers.NAVETTE)
    hearing.write(stage, "pnt-registre", dossiers.REGISTRE)
    hearing.turn(stage, "pnt-registre", "directrice", **dossiers.NOUVEAU_CAP)
    yield stage.at(-23, 9)
    hearing.propose(
        stage,
        "pnt-trajets",
        "coach",
        24,
        "Mesurer les soins maintenus dans le troisième canton",
        "Relevé d’un mois, canton par canton",
    )
    hearing.propose(
        stage,
        "pnt-trajets",
        "sponsor",
        38,
        "Désigner qui reprendra le standard",
        "Lettre signée de l’administration qui le reprend",
    )
    yield stage.at(held - 7, 9)
    hearing.convene(stage, "second")
    yield stage.at(held - 2, 9)
    hearing.declare(stage, "pnt-trajets", "pnt-carnet", "pnt-navette", "pnt-registre")
    yield stage.at(held, 9, 32)
    hearing.begin(stage, "second", {"membre2": "amandine"})
    doubt = (Choice.PROVISIONAL, "Le troisième canton doit être tenu d’abord.", None)
    no_effect = (Choice.NO_GO, "Rien n’a changé pour les ateliers.", StopReason.NO_IMPACT)
    yield from hearing.decide(
        stage,
        "pnt-trajets",
        lambda minute: stage.at(held, 10, 10 + minute),
        {"presidente": doubt, "membre": doubt, "amandine": GO, "membre3": no_effect},
        "Deux mois pour tenir le troisième canton et désigner un repreneur. Le service est utile ; sa suite n’est pas assurée.",
    )
    yield from hearing.decide(
        stage,
        "pnt-carnet",
        lambda minute: stage.at(held, 11, minute),
        {
            "presidente": no_effect,
            "membre": no_effect,
            "amandine": no_effect,
            "membre3": (Choice.PROVISIONAL, "Deux mois avec le département.", None),
        },
        "Le carnet est bien fait, et les ateliers ne sont pas plus remplis. Ce qui a été appris sur l’annonce est gardé.",
        StopReason.NO_IMPACT,
    )
    unpaid = (Choice.NO_GO, "Le service est utile, et personne ne le paie.", StopReason.NO_FUNDING)
    yield from hearing.decide(
        stage,
        "pnt-navette",
        lambda minute: stage.at(held, 11, 15 + minute),
        {"presidente": unpaid, "membre": unpaid, "amandine": unpaid, "membre3": GO},
        "La navette remplit son rôle. Faute de crédits, le comité laisse trois mois pour trouver qui la reprend.",
        StopReason.NO_FUNDING,
    )
    yield from hearing.decide(
        stage,
        "pnt-registre",
        lambda minute: stage.at(held, 11, 35 + minute),
        {"presidente": GO, "membre": GO, "amandine": GO, "membre3": doubt},
        "Les communes ne cherchent plus des bénévoles, elles cherchent des lieux ouverts la nuit. L’équipe a la preuve que le même annuaire y répond.",
    )
    yield stage.at(held, 11, 55)
    hearing.finish(stage, "second")
    yield stage.at(held + 2, 17)
    hearing.publish(stage, "pnt-carnet", "pnt-navette")
    prose = "Le comité a comparé les deux services avec la même question : qu’est-ce qui n’aurait pas eu lieu sans eux ?"
    hearing.write_minutes(stage, "second", prose)
    yield stage.at(-2, 15)
    hearing.hand_in(stage, "pnt-trajets", "coach", *dossiers.RELEVE)


def _present(stage: Stage) -> Story:
    starts_at = (stage.end - BEFORE).replace(second=0, microsecond=0)
    yield stage.at(-45, 9)
    hearing.plan(stage, "present", starts_at)
    yield stage.at(-25, 7)
    hearing.send_startup(stage, "pnt-rendez-vous", "rendez-vous-tenu", None)
    hearing.send_startup(stage, "pnt-dossier", "dossier-en-commun", None)
    hearing.take_up(stage, "present", "pnt-rendez-vous", "pnt-dossier")
    yield stage.at(-14, 17)
    hearing.write(stage, "pnt-rendez-vous", dossiers.RENDEZ_VOUS)
    hearing.write(stage, "pnt-dossier", dossiers.DOSSIER)
    yield stage.at(-7, 9)
    hearing.convene(stage, "present")
    yield stage.at(-4, 18)
    told = "Une quatrième sous-préfecture a signé hier : la lettre est chez la présidente."
    hearing.add(stage, "pnt-rendez-vous", "odile", told)
    yield stage.at(-3, 12)
    hearing.declare(stage, "pnt-rendez-vous")
    hearing.give_grid(stage, "pnt-dossier", "membre2", 4, 3, 4, 3, 4, 3, 5, 3, 4, 4)
    hearing.give_grid(stage, "pnt-dossier", "presidente", 3, 2, 4, 2, 3, 3, 4, 2, 4, 5)
    yield _after(starts_at, 2)
    hearing.begin(stage, "present")
    hearing.note(
        stage,
        "present",
        "La présidente rappelle ce qui était promis en juin. L’équipe montre la prise de rendez-vous.",
    )
    yield _after(starts_at, 5)
    hearing.open_vote(stage, "pnt-rendez-vous")
    yield _after(starts_at, 12)
    hearing.cast(stage, "pnt-rendez-vous", "presidente", GO)
    yield _after(starts_at, 15)
    cautious = (Choice.PROVISIONAL, "Attendre les trois signatures.", None)
    hearing.cast(stage, "pnt-rendez-vous", "membre", cautious)


def _after(starts_at: datetime, minutes: int) -> datetime:
    return starts_at + timedelta(minutes=minutes)


def _coming(stage: Stage) -> Story:
    yield stage.at(-5, 9)
    hearing.plan(stage, "coming", stage.at(stage.working(_COMING), 10))
    hearing.plan(stage, "later", stage.at(stage.working(_LATER), 14))
    yield stage.at(-4, 7)
    hearing.send_startup(stage, "pnt-ou-en-est", "ou-en-est", None)
    hearing.take_up(stage, "coming", "pnt-ou-en-est")
    yield stage.at(-2, 11)
    hearing.convene(stage, "coming")
