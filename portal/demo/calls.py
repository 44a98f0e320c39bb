"""Two calls for problems: one in which everyone has their answer, one that is being read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from portal.calls import actions, entry_queries
from portal.calls.actions import Told
from portal.calls.entry_models import Entry
from portal.calls.models import Call
from portal.calls.words import Criterion, Part, QuestionKind, Verdict
from portal.demo.stage import Stage, Story
from portal.demo.tale import Tale
from portal.demo.tales import TALES
from portal.irritants import actions as irritants
from portal.kernel.periods import PARIS

OPENED, CLOSED, SORTED, PITCHED, TOLD = -140, -112, -104, -92, -90
CONDITIONS = (
    "- votre responsable est d’accord\n"
    "- un jour par semaine est libéré si votre irritant est lauréat\n"
    "- vous venez le présenter en trois minutes"
)
QUESTIONS = (
    (QuestionKind.LONG, "Qui le vit avec vous, et qui pourrait en témoigner ?", "", True),
    (
        QuestionKind.CHOICE,
        "Depuis quand ?",
        "Moins d’un an\nUn à cinq ans\nPlus de cinq ans",
        True,
    ),
    (QuestionKind.YES_NO, "Avez-vous déjà rencontré des usagers à ce sujet ?", "", False),
)
ANSWERS = ("Deux collègues du guichet, et l’association du quartier.", "Un à cinq ans", "yes")


@dataclass(frozen=True)
class File:
    """An irritant of the first call: who tells it, what the pre-jury marked, how far it went."""

    name: str
    author: str
    title: str
    problem: str
    people: int
    marks: tuple[int, ...]
    end: str = ""
    named: bool = True


FILES = (
    File(
        "copies",
        "odile",
        "On photocopie à l’accueil des pièces que l’on a déjà",
        "Chaque demande repart de zéro : l’agent photocopie la carte et le justificatif, même quand le dossier de l’an passé les contient. Trois cents copies par jour au seul guichet d’entrée.",
        14_000,
        (9, 8, 9),
        "lauréat",
    ),
    File(
        "traductions",
        "leila",
        "Une famille paie deux fois la traduction du même acte",
        "La traduction acceptée par un service est redemandée par l’autre, avec un autre tampon. Une traduction coûte soixante euros, et trois semaines.",
        900,
        (8, 9, 7),
        "lauréat",
    ),
    File(
        "signatures",
        "gaspard",
        "Une signature manquante renvoie le dossier par la poste",
        "Un dossier sur six revient pour une case non signée. L’usager le découvre trois semaines plus tard, et reprend sa place dans la file.",
        5_200,
        (7, 8, 6),
        "entendu",
    ),
    File(
        "tampons",
        "simon",
        "Le tampon humide est exigé sur un document imprimé en ligne",
        "Le document se télécharge, mais un service demande qu’il soit tamponné au guichet. Les gens reviennent exprès.",
        1_100,
        (7, 6, 6),
        "retiré",
        named=False,
    ),
    File(
        "adresses",
        "paulin",
        "Le justificatif de domicile doit avoir moins de trois mois",
        "Une facture annuelle ne suffit pas. Les personnes hébergées n’en ont aucune, et la mairie refait une attestation.",
        2_600,
        (6, 4, 5),
    ),
    File(
        "chemises",
        "mireille",
        "Les dossiers changent de couleur de chemise d’un site à l’autre",
        "Chaque site a son code de couleurs : un dossier transféré est reclassé à la main.",
        70,
        (3, 2, 4),
    ),
    File(
        "enveloppes",
        "fatou",
        "L’enveloppe de retour n’est pas au bon format",
        "Le formulaire se plie en quatre pour entrer dans l’enveloppe fournie, et la lecture optique échoue.",
        8_000,
        (4, 5, 3),
    ),
)
MESSAGE = (
    "Merci pour ce dossier. Le jury a préféré des problèmes qui touchent plus de démarches à la"
    " fois ; il retient votre témoignage pour la suite."
)
PARKED = (
    "Le guichet unique ouvre dans l’année : nous relirons cet irritant une fois qu’il fonctionne."
)
READERS = ("coach", "membre2", "yvette")


def stories(stage: Stage) -> list[Story]:
    """The three of them: concluded, being read, in preparation."""
    return [_concluded(stage), _being_read(stage), _in_preparation(stage)]


def _concluded(stage: Stage) -> Story:
    yield stage.at(OPENED - 4, 10)
    call = _call(
        stage,
        "directrice",
        "forge",
        "Moins de papiers au guichet",
        "les pièces demandées plusieurs fois",
        OPENED,
        CLOSED,
        "Nous cherchons **ce qui oblige un usager à revenir avec un papier**.\n\nDites-le avec vos"
        " mots et un ordre de grandeur : chaque année, combien de personnes ?",
    )
    yield from _deposits(stage, call)
    yield stage.at(CLOSED + 3, 15)
    for file in FILES:
        for who, mark in zip(READERS, file.marks, strict=True):
            _review(stage, who, call, file.name, mark)
    yield stage.at(SORTED, 11)
    listed = [file.name for file in FILES if file.end]
    refs = [_entry(stage, call, name).ref for name in listed]
    stage.do("directrice", actions.fix_short_list, call, refs)
    at = datetime.combine(stage.day(PITCHED), time(14), PARIS)
    place = "Salle des Tilleuls, et en visio"
    stage.do("directrice", actions.set_pitch_day, call, at=at, place=place)
    yield from _end(stage, call)


def _deposits(stage: Stage, call: Call) -> Iterator[datetime]:
    for rank, file in enumerate(FILES):
        yield stage.at(OPENED + 3 * rank + 1, 9)
        tale = Tale(
            file.author,
            "forge",
            file.title,
            file.problem,
            people=file.people,
            named=file.named,
        )
        told = {"values": tale.answers(stage.things["forge"].ref), "version": 0}
        key = f"demonstration-{file.name}"
        stage.things[file.name] = stage.do(file.author, irritants.save_draft, key=key, **told)
        stage.do(file.author, irritants.submit, stage.things[file.name])
        _enter(stage, file.author, call, file.name)


def _end(stage: Stage, call: Call) -> Iterator[datetime]:
    withdrawn = next(file for file in FILES if file.end == "retiré")
    yield stage.at(SORTED + 4, 9)
    stage.do(withdrawn.author, actions.withdraw, _entry(stage, call, withdrawn.name))
    yield stage.at(PITCHED, 16)
    for file in (one for one in FILES if one.end in ("lauréat", "entendu")):
        for who in ("sponsor", "membre"):
            verdict = Verdict.KEEP if file.end == "lauréat" else Verdict.DROP
            _review(stage, who, call, file.name, 9, verdict=verdict)
    yield stage.at(PITCHED, 18)
    laureates = [file.name for file in FILES if file.end == "lauréat"]
    refs = [_entry(stage, call, name).ref for name in laureates]
    stage.do("directrice", actions.award, call, refs)
    yield stage.at(TOLD, 10)
    others = [file.name for file in FILES if file.end in ("", "entendu")]
    refs = [_entry(stage, call, name).ref for name in others]
    stage.do("directrice", actions.answer, call, refs, message=MESSAGE)
    for name in (*others, withdrawn.name):
        told = {"motive": PARKED, "review_on": stage.day(120)}
        stage.do("directrice", irritants.park, stage.things[name], **told)
    stage.do("directrice", actions.conclude, call)


def _being_read(stage: Stage) -> Story:
    yield stage.at(-12, 9)
    call = _call(
        stage,
        "directrice",
        "forge",
        "Répondre du premier coup",
        "l’accueil, au téléphone et au guichet",
        -11,
        12,
        "Un usager rappelle en moyenne trois fois. **Qu’est-ce qui empêche de répondre la première"
        " fois ?**",
    )
    for offset, name in ((-10, "delais"), (-8, "cartes"), (-7, "handicap"), (-2, "badges")):
        yield stage.at(offset, 17)
        _enter(stage, TALES[name].author, call, name)
    yield stage.at(-1, 10)
    _review(stage, "coach", call, "delais", 8)
    _review(stage, "coach", call, "cartes", 5)
    _review(stage, "yvette", call, "delais", 6)


def _in_preparation(stage: Stage) -> Story:
    yield stage.at(-3, 14)
    told = Told(
        title="Les petites communes et leurs démarches",
        opens_on=stage.day(20),
        closes_on=stage.day(48),
        theme="les secrétariats de mairie",
    )
    house = stage.things["fabrique"].ref
    stage.do("directeur2", actions.prepare, incubator_ref=house, told=told)


def _call(stage: Stage, who, house, title, theme, opens, closes, introduction: str) -> Call:
    told = Told(
        title=title,
        theme=theme,
        introduction=introduction,
        opens_on=stage.day(opens),
        closes_on=stage.day(closes),
        targets="Préfectures et sous-préfectures\nMairies du département",
        conditions=CONDITIONS,
    )
    call = stage.do(who, actions.prepare, incubator_ref=stage.things[house].ref, told=told)
    for kind, label, choices, required in QUESTIONS:
        asked = {"kind": kind, "label": label, "choices": choices, "required": required}
        stage.do(who, actions.ask, call, **asked)
    named = [(one, Part.PREJURY) for one in READERS]
    named += [(one, Part.JURY) for one in ("sponsor", "membre")]
    for one, part in named:
        stage.do(who, actions.appoint, call, stage.people[one], part=part)
    stage.do(who, actions.publish, call)
    return call


def _enter(stage: Stage, who: str, call: Call, name: str) -> None:
    answers = dict(zip(call.asked, ANSWERS, strict=True))
    stage.do(who, actions.enter, call, stage.things[name], answers=answers)


def _entry(stage: Stage, call: Call, name: str) -> Entry:
    return entry_queries.of_irritant(stage.session, call, stage.things[name].ref)


def _review(stage: Stage, who: str, call: Call, name: str, mark: int, verdict=None) -> None:
    lower = max(mark - 1, 0)
    marks = dict(zip(Criterion, (mark, lower, mark, lower), strict=True))
    ticked = verdict or (Verdict.KEEP if mark > 6 else Verdict.UNSURE if mark > 4 else Verdict.DROP)
    told = {"verdict": ticked, "marks": marks, "comment": "", "version": 0}
    stage.do(who, actions.review, _entry(stage, call, name), **told)
