"""What is filled in about an exit."""

from flask_babel import lazy_gettext as _l

from portal.handovers.words import HealthState, LineState, Scenario, StandardsKept
from portal.startups.sheet_forms import SheetChangeForm
from portal.web.input import Day, LongText, Pick, Radio, Select, Text, Whole

_DAY = _l("Écrivez une date, par exemple 04/12/2026.")


class PlanForm(SheetChangeForm):
    """Where the service goes."""

    scenario = Radio(
        _l("Où va le service ?"), words=Scenario, ask=_l("Choisissez où va le service.")
    )
    fallback = Select(_l("Et si ce n’est pas possible ?"), words=Scenario, needed=False)
    host_ref = Pick(_l("Structure d’accueil"), needed=False)
    contact_role = Text(
        _l("Contact dans cette structure"),
        most=200,
        needed=False,
        description=_l("Une fonction suffit, par exemple « cheffe du bureau des usages »."),
    )
    contact = Text(
        _l("Adresse de son compte, s’il en a un"),
        most=254,
        needed=False,
        description=_l("Cette personne fera le bilan du service après sa sortie."),
    )
    final_on = Day(_l("Date de sortie souhaitée"), needed=False)
    vision = LongText(
        _l("Organisation visée"),
        most=5000,
        needed=False,
        description=_l("Qui décide, qui développe, qui répond aux usagers. Markdown accepté."),
    )


class StepForm(SheetChangeForm):
    """When a step should be over, and when it was."""

    expected_on = Day(_l("Fin prévue"), needed=False)
    done_on = Day(_l("Fin réelle"), needed=False)


class LineForm(SheetChangeForm):
    """Where a line of the list stands."""

    state = Radio(_l("Où en est-on ?"), words=LineState, ask=_l("Dites où l’on en est."))
    on = Day(_l("Constaté le"), ask=_DAY)
    proof = LongText(
        _l("Preuve, ou explication"),
        most=1000,
        needed=False,
        description=_l("Si c’est fait ou sans objet : ce qui le montre, ou pourquoi."),
    )
    link = Text(_l("Lien vers la preuve"), most=500, needed=False)


class StayForm(SheetChangeForm):
    """Somebody of the host who comes, and until when."""

    who = Text(
        _l("Qui vient de la structure d’accueil ?"),
        most=120,
        ask=_l("Écrivez un nom ou une fonction."),
        description=_l("Un nom ou une fonction. Seuls les agents le lisent."),
    )
    starts_on = Day(_l("Premier jour"), ask=_DAY)
    ends_on = Day(
        _l("Dernier jour"),
        needed=False,
        description=_l("Vide : cette personne reste jusqu’à la sortie."),
    )
    share = Whole(
        _l("Part de son temps, en pour cent"),
        least=1,
        most=100,
        ask=_l("Écrivez une part de 1 à 100, par exemple 50."),
    )


class HealthForm(SheetChangeForm):
    """How a service fares after its exit."""

    state = Radio(_l("Comment va le service ?"), words=HealthState, ask=_l("Dites comment il va."))
    usage = Text(
        _l("Qui s’en sert encore ?"),
        most=200,
        needed=False,
        description=_l("Un chiffre et sa période, sauf s’il est fermé. Chacun le lira."),
    )
    source = Text(
        _l("D’où vient ce chiffre"),
        most=300,
        needed=False,
        description=_l("Sauf s’il est fermé. Chacun le lira."),
    )
    satisfaction = Text(_l("Ce qu’en disent les usagers"), most=200, needed=False)
    runner = Text(
        _l("Qui le fait tourner"),
        most=200,
        needed=False,
        description=_l(
            "Une équipe, un service ou un prestataire, sauf s’il est fermé ; pas de nom."
        ),
    )
    incidents = LongText(_l("Incidents depuis la sortie"), most=2000, needed=False)
    standards = Select(_l("Les standards sont-ils tenus ?"), words=StandardsKept, needed=False)
    advice = LongText(_l("Ce qu’il faudrait faire"), most=2000, needed=False)
