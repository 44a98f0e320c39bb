"""What people fill in about investigations."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form

from portal.investigations.queries import Wanted
from portal.investigations.words import (
    Conclusion,
    EngagementPoint,
    EntryKind,
    InvestigationRole,
    InvestigationState,
)
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import Day, LongText, Pick, PickSeveral, Radio, Select, Several, Text

_DAYS = [(str(tenths), f"{tenths / 10:g}".replace(".", ",")) for tenths in range(10, 55, 5)]


class FilterForm(Form):
    """What a list of investigations is asked for."""

    q = Text(_l("Chercher"), needed=False)
    etat = Select(_l("État"), words=InvestigationState, needed=False)
    incubateur = Pick(_l("Incubateur"), needed=False)
    miennes = BooleanField(_l("Celles qui me concernent"))

    def wanted(self) -> Wanted:
        """What is asked; what makes no sense in the address is left out."""
        self.validate()
        return Wanted(
            words=self._sound("q") or "",
            state=self._sound("etat"),
            incubator_ref=self._sound("incubateur") or "",
            mine=self.miennes.data,
        )

    def _sound(self, name: str):
        return None if self[name].errors else self[name].data


class OpeningForm(PageForm):
    """What must be known before one investigates."""

    irritants = PickSeveral(
        _l("Irritants retenus à comprendre ensemble"),
        ask=_l("Cochez au moins un irritant retenu."),
    )
    title = Text(_l("Titre de l’investigation"), ask=_l("Donnez un titre court."))
    question = LongText(
        _l("Question à laquelle elle doit répondre"),
        most=2000,
        ask=_l("Écrivez la question, par exemple « Pourquoi les familles envoient-elles… ? »"),
    )
    sponsor = Text(_l("Nom du sponsor"), most=120, ask=_l("Indiquez le sponsor qui s’engage."))
    sponsor_title = Text(_l("Fonction du sponsor"), most=160, needed=False)
    sponsor_organisation = Text(_l("Administration du sponsor"), needed=False)
    sponsor_email = Text(_l("Adresse du sponsor, s’il a un compte ici"), most=254, needed=False)
    engagement = Several(
        _l("Engagement du sponsor"),
        words=EngagementPoint,
        needed=True,
        ask=_l("Cochez les trois points une fois que le sponsor s’y est engagé."),
    )
    intrapreneur = Text(
        _l("Adresse de l’intrapreneur"),
        most=254,
        ask=_l("Écrivez l’adresse de l’agent qui mènera l’investigation."),
    )
    coach = Text(_l("Adresse du coach"), most=254, needed=False)
    days_per_week = Pick(
        _l("Jours par semaine libérés pour l’intrapreneur"),
        ask=_l("Choisissez le temps libéré chaque semaine."),
        default="20",
    )
    planned_end_on = Day(
        _l("Fin prévue"), ask=_l("Écrivez une date, neuf semaines suffisent souvent.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.days_per_week.choices = _DAYS


class EntryForm(PageForm):
    """A line of the logbook."""

    kind = Select(_l("Ce que c’est"), words=EntryKind, ask=_l("Choisissez ce que vous consignez."))
    on = Day(_l("Jour"), ask=_l("Écrivez le jour, par exemple 04/12/2026."))
    text = LongText(
        _l("Ce qui a été appris"), ask=_l("Écrivez ce que vous avez appris, en quelques lignes.")
    )


class HypothesisForm(PageForm):
    """What is believed and will be checked."""

    hypothesis = Text(
        _l("Nouvelle hypothèse"),
        most=500,
        ask=_l("Écrivez ce que vous croyez, sous une forme que les faits peuvent démentir."),
    )


class ConclusionForm(VersionedForm):
    """Whether facts confirmed a hypothesis."""

    state = Radio(
        _l("Ce que disent les faits"), words=Conclusion, ask=_l("Gardez-la ou écartez-la.")
    )
    conclusion = LongText(_l("Ce qui l’a montré"), most=2000, ask=_l("Écrivez ce qui l’a montré."))


class ReportForm(VersionedForm):
    """What was learned, for the committee and for those who waited."""

    report = LongText(
        _l("Rapport"), most=40_000, ask=_l("Écrivez ce que l’investigation a appris.")
    )


class MemberForm(PageForm):
    """Somebody who joins the team."""

    person = Text(_l("Adresse de la personne"), most=254, ask=_l("Écrivez l’adresse de l’agent."))
    role = Radio(_l("Rôle"), words=InvestigationRole, ask=_l("Choisissez son rôle."))
