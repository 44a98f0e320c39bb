"""What people fill in about investigations."""

from collections.abc import Iterable
from typing import Any, ClassVar

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import BooleanField, Form

from portal.investigations import report_queries
from portal.investigations.desk_models import OpinionLine
from portal.investigations.models import Hypothesis
from portal.investigations.personal_data import spotted
from portal.investigations.queries import Wanted
from portal.investigations.words import (
    Channel,
    Conclusion,
    Criterion,
    EngagementPoint,
    EntryKind,
    InvestigationOutcome,
    InvestigationRole,
    InvestigationState,
    Kept,
    Met,
)
from portal.kernel.territories import territory_choices
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import Day, LongText, Pick, PickSeveral, Radio, Select, Several, Text, Whole

_DAYS = [(str(tenths), f"{tenths / 10:g}".replace(".", ",")) for tenths in range(10, 55, 5)]


class FilterForm(Form):
    """What a list of investigations is asked for."""

    q = Text(_l("Chercher"), needed=False)
    etat = Select(_l("État"), words=InvestigationState, needed=False)
    issue = Select(_l("Ce qu’il en est sorti"), words=InvestigationOutcome, needed=False)
    incubateur = Pick(_l("Incubateur"), needed=False)
    miennes = BooleanField(_l("Celles qui me concernent"))

    def wanted(self) -> Wanted:
        """What is asked; what makes no sense in the address is left out."""
        self.validate()
        return Wanted(
            words=self._sound("q") or "",
            state=self._sound("etat"),
            outcome=self._sound("issue"),
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


class CarefulForm(PageForm):
    """A form whose words may tell who somebody is: pointed at, then kept if that is meant."""

    careful: ClassVar[str] = "text"
    sure = BooleanField(_l("C’est bien ainsi : personne n’est reconnaissable"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.spotted: list[str] = []

    def validate(self, extra_validators=None) -> bool:
        """Shape; and, unless one is sure, nothing that looks like somebody's name or number."""
        # Read once it is known to be short enough to be read.
        if not super().validate(extra_validators):
            return False
        self.spotted = spotted(self[self.careful].data)
        if self.sure.data or not self.spotted:
            return True
        told = _(
            "Ceci peut désigner quelqu’un : %(found)s. Retirez-le, ou cochez la case plus bas.",
            found=", ".join(self.spotted[:5]),
        )
        self[self.careful].errors = [told]
        return False

    def values(self) -> dict[str, Any]:
        """What was said, but for the tick."""
        return {name: value for name, value in super().values().items() if name != "sure"}


class EntryForm(CarefulForm):
    """A line of the logbook."""

    kind = Select(_l("Ce que c’est"), words=EntryKind, ask=_l("Choisissez ce que vous consignez."))
    on = Day(_l("Jour"), ask=_l("Écrivez le jour, par exemple 04/12/2026."))
    text = LongText(
        _l("Ce qui a été appris"), ask=_l("Écrivez ce que vous avez appris, en quelques lignes.")
    )
    met = Select(_l("Qui avez-vous rencontré ?"), words=Met, needed=False)
    persons = Whole(_l("Combien de personnes ?"), least=1, most=1000, needed=False)
    channel = Select(_l("De quelle façon ?"), words=Channel, needed=False)
    territory = Pick(_l("Dans quel département ?"), needed=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.territory.choices = [("", _l("Choisir…")), *territory_choices()]

    def values(self) -> dict[str, Any]:
        """What was said; no département is an empty one."""
        told = super().values()
        return told | {"territory": told["territory"] or ""}


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


class SolutionForm(PageForm):
    """What will be tried."""

    what = Text(
        _l("Nouvelle solution à essayer"),
        most=500,
        ask=_l("Écrivez ce que vous allez essayer, par exemple « un message à chaque étape »."),
    )
    hypotheses = PickSeveral(_l("Hypothèses mises à l’épreuve"), needed=False)

    def offer(self, hypotheses: Iterable[Hypothesis]) -> "SolutionForm":
        """Give the hypotheses of the investigation."""
        self.hypotheses.choices = [(one.ref, one.text) for one in hypotheses]
        return self


class TriedForm(VersionedForm, CarefulForm):
    """What came of it."""

    careful = "observed"
    users = Whole(
        _l("Avec combien d’usagers ?"),
        most=1_000_000,
        ask=_l("Indiquez combien d’usagers l’ont essayée, par exemple 12."),
    )
    observed = LongText(
        _l("Ce que l’on a observé"), most=2000, ask=_l("Écrivez ce que l’on a observé.")
    )
    state = Radio(_l("Et maintenant"), words=Kept, ask=_l("Gardez-la ou écartez-la."))


class ReportForm(VersionedForm, CarefulForm):
    """What was learned, for the committee and for those who waited."""

    careful = "report"
    report = LongText(
        _l("Rapport"), most=40_000, ask=_l("Écrivez ce que l’investigation a appris.")
    )


class OpinionForm(PageForm):
    """The grid: for each line, a mark and what is to be said of it."""

    @classmethod
    def marks(cls) -> list[tuple[Criterion, str, str]]:
        """Each criterion, with the names of its two fields."""
        return [(one, one.value, f"{one.value}_said") for one in Criterion]

    def lines(self) -> dict[Criterion, tuple[int, str]]:
        """What was said of each line."""
        return {one: (self[mark].data, self[said].data or "") for one, mark, said in self.marks()}

    def fill(self, lines: Iterable[OpinionLine]) -> "OpinionForm":
        """Begin by what was said the last time."""
        for line in lines:
            self[line.criterion.value].data = line.mark
            self[f"{line.criterion.value}_said"].data = line.comment
        return self


for _one, _mark, _said in OpinionForm.marks():
    _told = _l("Une note de 0 à 10.")
    setattr(OpinionForm, _mark, Whole(_one.label, most=10, ask=_told))
    setattr(OpinionForm, _said, LongText(_l("Pourquoi"), most=1000, needed=False))


class PassagesForm(VersionedForm):
    """What the public will not read of the report."""

    passages = LongText(_l("Passages à masquer, un par ligne"), most=8000, needed=False)

    def values(self) -> dict[str, list[str]]:
        """One passage by line, empty lines left out."""
        lines = (line.strip() for line in (self.passages.data or "").splitlines())
        return {"passages": list(dict.fromkeys(line for line in lines if line))}


class PublishForm(VersionedForm):
    """One button, upon what was read."""


class RetractForm(PageForm):
    """Why the public will read it no more."""

    motive = LongText(
        _l("Motif du retrait"), most=1000, ask=_l("Dites pourquoi, par exemple « à corriger ».")
    )


class ReportFilters(Form):
    """What the list of public reports is asked for."""

    q = Text(_l("Chercher"), needed=False)
    issue = Select(_l("Ce qu’il en est sorti"), words=InvestigationOutcome, needed=False)

    def offer(self) -> "ReportFilters":
        """Let the list begin by all of them."""
        self.issue.choices = [("", _l("Tous")), *self.issue.choices[1:]]
        return self

    def wanted(self) -> report_queries.Wanted:
        """What is asked; what makes no sense in the address is left out."""
        self.validate()
        words = "" if self.q.errors else self.q.data or ""
        outcome = None if self.issue.errors else self.issue.data
        return report_queries.Wanted(words=words, outcome=outcome)


class MemberForm(PageForm):
    """Somebody who joins the team."""

    person = Text(_l("Adresse de la personne"), most=254, ask=_l("Écrivez l’adresse de l’agent."))
    role = Radio(_l("Rôle"), words=InvestigationRole, ask=_l("Choisissez son rôle."))
