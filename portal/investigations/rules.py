"""When an investigation may open, be carried to a committee, and close."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from flask_babel import gettext as _

from portal.investigations.words import (
    Criterion,
    EntryKind,
    HypothesisState,
    InvestigationState as State,
    InvestigationVerb as Verb,
)
from portal.irritants.words import IrritantState
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.machine import Machine
from portal.kernel.periods import add_months, days_between

USUAL_WEEKS = 9
LONGEST_MONTHS = 6
MARKS = range(11)
REPORT_LENGTH = 200
USUAL_INTERVIEWS = 30

INVESTIGATION = Machine(
    {
        (State.RUNNING, Verb.LAUNCH): State.CLOSED,
        (State.RUNNING, Verb.CONCLUDE): State.CLOSED,
    }
)


class Person(Protocol):
    """Somebody, by their number."""

    id: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What must be known before one investigates."""

    question: str
    irritant_states: tuple[str, ...]
    sponsor_ref: str
    understands: bool
    accepts_stop: bool
    protects: bool
    days_per_week: float
    started_on: date
    planned_end_on: date


def usual_end(started_on: date) -> date:
    """The end that is planned unless somebody says otherwise: nine weeks."""
    return started_on + timedelta(weeks=USUAL_WEEKS)


def check_open(opening: Opening) -> None:
    """Raise Refused unless there is a problem, an engaged sponsor, freed time and an end."""
    if not text.length(opening.question):
        raise Refused(
            _("Écrivez la question à laquelle l’investigation doit répondre."), field="question"
        )
    _check_irritants(opening.irritant_states)
    _check_engagement(opening)
    if opening.days_per_week < 1:
        raise Refused(
            _("Prévoyez au moins un jour par semaine pour l’intrapreneur."), field="days_per_week"
        )
    check_planned_end(opening.started_on, opening.planned_end_on)


def _check_irritants(states: tuple[str, ...]) -> None:
    if not states:
        raise Refused(_("Choisissez au moins un irritant retenu."), field="irritants")
    if any(state != IrritantState.SELECTED for state in states):
        raise Refused(_("Seuls des irritants retenus entrent en investigation."), field="irritants")


def _check_engagement(opening: Opening) -> None:
    if not opening.sponsor_ref:
        raise Refused(_("Indiquez le sponsor qui s’engage."), field="sponsor")
    if not (opening.understands and opening.accepts_stop and opening.protects):
        raise Refused(
            _(
                "Le sponsor s’engage sur les trois points : le programme, l’arrêt possible, la protection."
            ),
            field="engagement",
        )


def check_planned_end(started_on: date, planned_end_on: date) -> None:
    """Raise Refused unless the end is after the start, within six months."""
    if planned_end_on <= started_on:
        raise Refused(_("Choisissez une fin postérieure au début."), field="planned_end_on")
    if planned_end_on > add_months(started_on, LONGEST_MONTHS):
        raise Refused(
            _("Prévoyez une fin d’ici six mois : neuf semaines suffisent souvent."),
            field="planned_end_on",
        )


def moved_end(planned_end_on: date, decided_on: date, months: int) -> date:
    """The planned end after a provisional go: months from the end planned, or from a late decision."""
    return add_months(max(planned_end_on, decided_on), months)


def days_over(planned_end_on: date, today: date) -> int:
    """How many days past its planned end; 0 when not past."""
    return max(0, days_between(planned_end_on, today))


def check_marks(marks: Mapping[str, int]) -> None:
    """Raise Refused unless each line of the grid is marked from 0 to 10."""
    for criterion in Criterion:
        if marks.get(criterion) not in MARKS:
            raise Refused(_("Notez chaque ligne de la grille de 0 à 10."), field=criterion.value)


def missing_before_committee(
    *, report: str, interviews: int, hypotheses: Iterable[str], sponsor_engaged: bool
) -> list[str]:
    """Sentences saying what remains before the committee; empty when it can be carried there."""
    states = list(hypotheses)
    checks = [
        (sponsor_engaged, _("L’engagement du sponsor")),
        (interviews > 0, _("Au moins un entretien consigné")),
        (bool(states), _("Au moins une hypothèse")),
        (HypothesisState.OPEN not in states, _("Une conclusion pour chaque hypothèse")),
        (text.length(report) >= REPORT_LENGTH, _("Le rapport de ce qui a été appris")),
    ]
    return [sentence for is_done, sentence in checks if not is_done]


def check_send(state: str, missing: list[str]) -> None:
    """Raise Refused unless a running investigation has all that a committee reads."""
    if state != State.RUNNING:
        raise Refused(_("Cette investigation est déjà close."))
    if missing:
        raise Refused(
            _("Avant le comité, il reste à réunir : %(missing)s.", missing=text.listed(missing))
        )


def check_same_incubator(incubator_ref: str, carried_by: list[str | None]) -> None:
    """Raise Refused unless one incubator carries every irritant."""
    if any(ref != incubator_ref for ref in carried_by):
        raise Refused(
            _(
                "Une investigation réunit des irritants d’un seul incubateur : transférez d’abord les autres."
            ),
            field="irritants",
        )


def check_people(
    opener_id: int | None, intrapreneur: Person, coach: Person | None, sponsor: Person | None
) -> None:
    """Raise Refused unless they are different people, and none appoints themselves."""
    named = {"intrapreneur": intrapreneur, "coach": coach, "sponsor": sponsor}
    seen: set[int | None] = {opener_id}
    for field, person in named.items():
        if person is not None and person.id in seen:
            raise Refused(
                _(
                    "Désignez ici une autre personne : on ne se nomme pas soi-même, et chaque rôle a la sienne."
                ),
                field=field,
            )
        seen.add(person.id if person is not None else None)


def check_entry_day(on: date, today: date) -> None:
    """Raise Refused for a day that has not come."""
    if on > today:
        raise Refused(
            _("Consignez ce qui a eu lieu : choisissez une date passée, ou aujourd’hui."),
            field="on",
        )


def check_met(kind: str, met: str | None, persons: int | None) -> None:
    """Raise Refused if people are told of what was no interview."""
    if kind != EntryKind.INTERVIEW and (met or persons):
        raise Refused(_("Des personnes rencontrées se disent d’un entretien."), field="kind")


def check_conclusion(state: str, conclusion: str, *, field: str = "conclusion") -> None:
    """Raise Refused unless a hypothesis or a solution is kept or dropped, with what showed it."""
    if state == HypothesisState.OPEN:
        raise Refused(_("Choisissez : la garder, ou l’écarter."), field="state")
    if not text.length(conclusion):
        raise Refused(_("Écrivez ce qui l’a montré."), field=field)


def check_log(state: str) -> None:
    """Raise Refused unless one still learns."""
    if state != State.RUNNING:
        raise Refused(_("Cette investigation est close : son journal ne change plus."))
