"""The clock of a startup: grants, terms, the committee's date, reminders and escalation."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_babel import gettext as _

from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.periods import add_months, days_between, last_working_day_before
from portal.startups.words import FUNDED_PHASES, Escalation, Phase, TermNote, TermState

USUAL_MONTHS = 6
LONGEST_MONTHS = 12
LONGEST_EXTENSION = 2
MONEY_LEAD_DAYS = 45
FREEZE_BEGINS = (12, 15)
FREEZE_ENDS = (2, 5)
FREEZE_FROM_MONTHS = 3
FIRST_DAYS = 14
REMINDER_DAYS = (60, 45, 30, 7)
WINDOW_DAYS = 60
ESCALATION_DAYS = {Escalation.SPONSOR: 0, Escalation.DIRECTOR: 15, Escalation.PROGRAMME: 30}


@dataclass(frozen=True, slots=True)
class Target:
    """The day by which the committee should sit, beside the nominal term, and why they differ."""

    on: date
    nominal_on: date
    notes: tuple[TermNote, ...] = ()

    @property
    def has_warning(self) -> bool:
        """Whether no better day could be found."""
        return TermNote.TOO_CLOSE in self.notes


@dataclass(frozen=True, slots=True)
class Grant:
    """Months of funding from a day. `amount` is in whole euros.

    `anchor` is the first day of the chain of grants (this one's if not told) and `anchor_months`
    the months from there to this one, so that 31 August comes back to 31 August.
    """

    granted_from: date
    months: int
    amount: int = 0
    money_ends_on: date | None = None
    extension_months: int = 0
    anchor: date | None = None
    anchor_months: int = 0

    @property
    def months_from_anchor(self) -> int:
        """Months from the anchor to the term, an extension included."""
        return self.anchor_months + self.months + self.extension_months

    @property
    def nominal_on(self) -> date:
        """The term: the anchor plus the months granted, an extension included."""
        return nominal_term(self.anchor or self.granted_from, self.months_from_anchor)

    @property
    def target(self) -> Target:
        """The committee's date."""
        return target_date(self.granted_from, self.nominal_on, self.months, self.money_ends_on)


def nominal_term(anchor: date, months: int) -> date:
    """Calendar months from the anchor, clipped to the end of the month."""
    return add_months(anchor, months)


@dataclass(frozen=True, slots=True)
class Term:
    """What the clock of a startup shows: nominal term, committee's date, money's end."""

    on: date | None = None
    target_on: date | None = None
    is_presumed: bool = False
    money_ends_on: date | None = None


def term(
    grant: Grant | None,
    phase: Phase | None,
    *,
    phase_started_on: date | None = None,
    last_committee_on: date | None = None,
    in_safeguard: bool = False,
) -> Term:
    """The term of the current grant; without one, the presumed term of a funded phase."""
    if phase is None or phase.is_end or in_safeguard:
        return Term()
    if grant is not None:
        return Term(grant.nominal_on, grant.target.on, False, grant.money_ends_on)
    presumed = presumed_term(last_committee_on, phase_started_on)
    return Term(presumed, None, True) if phase in FUNDED_PHASES and presumed else Term()


def next_grant(
    previous: Grant | None,
    *,
    decided_on: date,
    months: int,
    amount: int,
    money_ends_on: date | None = None,
) -> Grant:
    """The grant that a decision opens: it continues the chain when the decision came in time."""
    start = granted_from(previous.nominal_on if previous else None, decided_on)
    if previous is None or start != previous.nominal_on:
        return Grant(start, months, amount, money_ends_on, anchor=start)
    anchor = previous.anchor or previous.granted_from
    return Grant(
        start,
        months,
        amount,
        money_ends_on,
        anchor=anchor,
        anchor_months=previous.months_from_anchor,
    )


def recorded_grant(
    granted_on: date, term_on: date, *, amount: int, money_ends_on: date | None = None
) -> Grant:
    """The grant that a director states, whose term is told rather than counted."""
    months = max(1, months_to(granted_on, term_on))
    if nominal_term(granted_on, months) == term_on:
        return Grant(granted_on, months, amount, money_ends_on, anchor=granted_on)
    return Grant(granted_on, months, amount, money_ends_on, anchor=term_on, anchor_months=-months)


def months_to(start: date, end: date) -> int:
    """Whole months from a day to another, rounded to the nearest."""
    whole = (end.year - start.year) * 12 + end.month - start.month
    return whole + round((end.day - start.day) / 31)


def granted_from(previous_nominal: date | None, decided_on: date) -> date:
    """The term of the grant before if the decision came in time, else the day of decision."""
    if previous_nominal is not None and decided_on <= previous_nominal:
        return previous_nominal
    return decided_on


def target_date(
    granted_from: date, nominal: date, months: int, money_ends_on: date | None = None
) -> Target:
    """The committee's date: the earlier of the term and 45 days before the money's end,
    moved before the year-end freeze for three months or more, and never in the first
    fourteen days (the term then stands, with a warning).
    """
    on, notes = nominal, []
    if money_ends_on and money_ends_on - timedelta(days=MONEY_LEAD_DAYS) < nominal:
        on = money_ends_on - timedelta(days=MONEY_LEAD_DAYS)
        notes.append(TermNote.MONEY)
    if months >= FREEZE_FROM_MONTHS and in_freeze(on):
        on = before_freeze(on)
        notes.append(TermNote.FREEZE)
    if on < granted_from + timedelta(days=FIRST_DAYS):
        on, notes = nominal, [TermNote.TOO_CLOSE]
    if money_ends_on and money_ends_on < nominal:
        notes.append(TermNote.MONEY_SHORT)
    return Target(on, nominal, tuple(notes))


def in_freeze(day: date) -> bool:
    """From 15 December to 5 February, both included: no order can be placed."""
    month_day = (day.month, day.day)
    return month_day >= FREEZE_BEGINS or month_day <= FREEZE_ENDS


def before_freeze(day: date) -> date:
    """The last working day before the freeze that holds `day`."""
    year = day.year if (day.month, day.day) >= FREEZE_BEGINS else day.year - 1
    return last_working_day_before(date(year, *FREEZE_BEGINS) - timedelta(days=1))


def term_state(
    today: date,
    term_on: date | None,
    presumed: bool = False,
    *,
    target_on: date | None = None,
    phase: str | None = None,
    window_days: int = WINDOW_DAYS,
) -> TermState:
    """Where the clock stands. Soon: `window_days` before the committee's date (else the term) or
    less. Overdue: the day after the term. A presumed term is never overdue.
    """
    if phase is not None and Phase(phase).is_end:
        return TermState.ENDED
    if term_on is None:
        return TermState.NONE
    if presumed:
        return TermState.PRESUMED
    if today > term_on:
        return TermState.OVERDUE
    window = min(target_on or term_on, term_on) - timedelta(days=window_days)
    return TermState.SOON if today >= window else TermState.ON_TIME


def days_overdue(today: date, term_on: date) -> int:
    """Days past the term; 0 when not past."""
    return max(0, days_between(term_on, today))


def presumed_term(last_committee_on: date | None, phase_started_on: date | None) -> date | None:
    """For an imported startup: six months from its latest committee or phase start."""
    known = [day for day in (last_committee_on, phase_started_on) if day]
    return add_months(max(known), USUAL_MONTHS) if known else None


def reminder_due(
    today: date, on: date, reminder_days: tuple[int, ...] = REMINDER_DAYS
) -> int | None:
    """Which reminder (so many days before) holds today, if any: the nearest one.

    Tell each startup, day `on` and number once, and running late or twice changes nothing.
    """
    left = days_between(today, on)
    passed = [days for days in reminder_days if 0 <= left <= days]
    return min(passed, default=None)


def escalations_due(today: date, term_on: date) -> list[Escalation]:
    """Who must have heard by today that the term is reached: sponsor, +15 director, +30 programme."""
    past = days_between(term_on, today)
    return [level for level, days in ESCALATION_DAYS.items() if past >= days]


def was_in_time(decided_on: date, nominal_on: date) -> bool:
    """Whether a decision came before the term was over, that day included."""
    return decided_on <= nominal_on


def check_extension(grant: Grant, months: int, motive: str) -> None:
    """Raise Refused unless this is the grant's only extension, of one or two months, motivated."""
    if grant.extension_months:
        raise Refused(_("Ce financement a déjà été prolongé : la suite revient au comité."))
    if not 1 <= months <= LONGEST_EXTENSION:
        raise Refused(_("Une prolongation dure un ou deux mois."), field="months")
    if not text.length(motive):
        raise Refused(_("Indiquez pourquoi le comité ne peut se tenir à temps."), field="motive")


def extended(grant: Grant, months: int, motive: str) -> Grant:
    """The grant with its one extension, whose term replaces the term before. Raises Refused."""
    check_extension(grant, months, motive)
    return replace(grant, extension_months=months)


def check_recorded(
    granted_on: date, term_on: date, amount: int, money_ends_on: date | None, today: date
) -> None:
    """Raise Refused unless a director may state this as the current grant of a startup."""
    if granted_on > today:
        raise Refused(_("Indiquez le jour où ce financement a été accordé."), field="granted_on")
    if term_on <= granted_on:
        raise Refused(_("Indiquez un terme qui vient après le jour de l’accord."), field="term_on")
    if term_on > add_months(granted_on, LONGEST_MONTHS):
        raise Refused(
            _("Un financement dure douze mois au plus : vérifiez le terme."), field="term_on"
        )
    if amount < 0:
        raise Refused(_("Indiquez un montant en euros, par exemple 150000."), field="amount")
    if money_ends_on and money_ends_on <= granted_on:
        raise Refused(
            _("Indiquez une fin des crédits qui vient après le jour de l’accord."),
            field="money_ends_on",
        )


def check_grant_size(grant: Grant) -> None:
    """Raise Refused unless the months and the amount are those of a grant."""
    if not 1 <= grant.months <= LONGEST_MONTHS:
        raise Refused(_("Indiquez une durée de un à douze mois."), field="months")
    if grant.amount < 0:
        raise Refused(_("Indiquez un montant en euros, par exemple 150000."), field="amount")


def check_grant(grant: Grant, today: date) -> None:
    """Raise Refused unless a director may record this as the current grant of a startup."""
    check_grant_size(grant)
    if grant.granted_from > today:
        raise Refused(_("Indiquez le jour où ce financement a commencé."), field="granted_from")
    if grant.money_ends_on and grant.money_ends_on <= grant.granted_from:
        raise Refused(
            _("La fin des crédits vient après le début du financement."), field="money_ends_on"
        )
