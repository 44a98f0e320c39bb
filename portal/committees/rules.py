"""When an item and its sitting may move: machines, ballots, closing, deferral, convening."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from flask_babel import gettext as _

from portal.committees.effects import Effect
from portal.committees.vote_rules import ballot_faults
from portal.committees.words import (
    SETTLED_STATES,
    UNFINISHED_STATES,
    Choice,
    ConditionState,
    ItemState as Item,
    ItemVerb as Do,
    Outcome,
    SittingState as Sitting,
    SittingVerb as Act,
)
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.machine import Machine
from portal.kernel.periods import days_between, paris_day, start_of_paris_day
from portal.startups.sheet_rules import check_link

CONVENING_DAYS = 7
FREEZE_DAYS = 7
AGENDA_WINDOW_DAYS = 60
USUAL_VOTE = timedelta(minutes=20)
DEFERRALS_BEFORE_ESCALATION = 2

ITEM = Machine(
    {
        (Item.LISTED, Do.OPEN): Item.OPEN,
        (Item.OPEN, Do.CLOSE): Item.CLOSED,
        (Item.CLOSED, Do.PROCLAIM): Item.PROCLAIMED,
        (Item.PROCLAIMED, Do.PUBLISH): Item.PUBLISHED,
        (Item.OPEN, Do.CANCEL): Item.LISTED,
        (Item.LISTED, Do.DEFER): Item.DEFERRED,
        (Item.CLOSED, Do.DEFER): Item.DEFERRED,
        (Item.LISTED, Do.MISS_QUORUM): Item.NO_QUORUM,
        (Item.OPEN, Do.MISS_QUORUM): Item.NO_QUORUM,
        (Item.LISTED, Do.VOID): Item.VOIDED,
        (Item.OPEN, Do.VOID): Item.VOIDED,
        (Item.CLOSED, Do.VOID): Item.VOIDED,
    }
)

SITTING = Machine(
    {
        (Sitting.PLANNED, Act.CONVENE): Sitting.CONVENED,
        (Sitting.CONVENED, Act.OPEN): Sitting.IN_SESSION,
        (Sitting.IN_SESSION, Act.CLOSE): Sitting.CLOSED,
        (Sitting.CLOSED, Act.SIGN): Sitting.MINUTED,
        (Sitting.PLANNED, Act.CANCEL): Sitting.CANCELLED,
        (Sitting.CONVENED, Act.CANCEL): Sitting.CANCELLED,
    }
)


class AgendaItem(Protocol):
    """What the closing of a sitting reads of an item."""

    title: str
    state: str
    motive: str


# Settings


def check_configure(*, has_open_vote: bool) -> None:
    """Raise Refused while a vote is open: its rules are those it opened with."""
    if has_open_vote:
        raise Refused(
            _("Un vote est ouvert dans ce comité : ses réglages changent une fois le vote clos.")
        )


# Convening and freezing


def check_convening(
    now: datetime,
    starts_at: datetime,
    *,
    urgency: str = "",
    item_count: int,
    notice_days: int = CONVENING_DAYS,
) -> None:
    """Raise Refused unless convened `notice_days` ahead (or with a motive), with an agenda."""
    if starts_at <= now:
        raise Refused(_("Choisissez une séance à venir."), field="starts_at")
    if item_count < 1:
        raise Refused(_("Inscrivez au moins un point à l’ordre du jour."))
    ahead = days_between(paris_day(now), paris_day(starts_at))
    if ahead < notice_days and not text.length(urgency):
        raise Refused(
            _(
                "La séance a lieu dans moins de %(days)s jours : indiquez le motif d’urgence.",
                days=notice_days,
            ),
            field="urgency",
        )


def freezes_at(
    convened_at: datetime, starts_at: datetime, freeze_days: int = FREEZE_DAYS
) -> datetime:
    """When dossiers freeze: the later of the convening and the first moment of D−7 in Paris.

    `freeze_days` are those of the settings when the sitting was convened.
    """
    day = paris_day(starts_at) - timedelta(days=freeze_days)
    return max(convened_at, start_of_paris_day(day))


def sitting_day_for(
    days: Iterable[date], today: date, on: date, window_days: int = AGENDA_WINDOW_DAYS
) -> date | None:
    """The next sitting within that window before `on`; None: « aucune séance avant l’échéance »."""
    first = max(today, on - timedelta(days=window_days))
    return min((day for day in days if first <= day <= on), default=None)


def check_evidence(rungs: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise Refused when a rung bears a date or a source without its figure, or a false address."""
    for rung, told in rungs.items():
        check_link(told.get("link", ""), f"{rung}_link")
        around = [told.get(name) for name in ("measured_on", "source", "link", "file_ref")]
        if not text.length(told["figure"]) and any(around):
            raise Refused(
                _("Écrivez le chiffre, ou effacez sa date et sa source."), field=f"{rung}_figure"
            )


# Opening


def check_open(sitting_state: str, item_state: str, conditions: Iterable[str]) -> None:
    """Raise Refused unless the sitting is open and every former condition is settled.

    `conditions` are the states of the conditions that head the item.
    """
    if sitting_state != Sitting.IN_SESSION:
        raise Refused(_("Ouvrez d’abord la séance."))
    ITEM.after(item_state, Do.OPEN)
    if ConditionState.OPEN in list(conditions):
        raise Refused(_("Levez ou abandonnez par écrit chaque réserve avant d’ouvrir le vote."))


def check_cancel(ballot_count: int) -> None:
    """Raise Refused once somebody has voted."""
    if ballot_count:
        raise Refused(_("Un bulletin est déjà déposé : le vote va à son terme."))


# Ballots and closing


def choices(past_outcomes: Iterable[str] = ()) -> list[Choice]:
    """What a ballot offers, given the subject's outcomes so far, oldest first.

    After a provisional outcome there is no second one; a deferral in between decides nothing.
    """
    decided = [outcome for outcome in past_outcomes if outcome != Outcome.DEFERRED]
    is_on_notice = bool(decided) and decided[-1] == Outcome.PROVISIONAL
    return [choice for choice in Choice if not (is_on_notice and choice == Choice.PROVISIONAL)]


def check_ballot(
    state: str,
    closes_at: datetime | None,
    now: datetime,
    *,
    choice: str,
    motive: str = "",
    reason: str | None = None,
    offered: Collection[str] = tuple(Choice),
) -> None:
    """Raise Refused unless this ballot can be cast now."""
    if is_vote_over(state, closes_at, now):
        raise Refused(_("Le vote est clos."))
    if choice not in offered:
        raise Refused(_("Choisissez l’une des réponses proposées."), field="choice")
    for field, told in ballot_faults(choice, motive, reason).items():
        raise Refused(told, field=field)


def is_vote_over(state: str, closes_at: datetime | None, now: datetime) -> bool:
    """Whether no ballot counts any more, whoever looks first."""
    return state != Item.OPEN or closes_at is None or now >= closes_at


def check_close(
    state: str, closes_at: datetime, now: datetime, *, expected: Collection, voted: Collection
) -> None:
    """Raise Refused unless the time is over, or every present or represented member has voted."""
    ITEM.after(state, Do.CLOSE)
    waiting = frozenset(expected) - frozenset(voted)
    if now < closes_at and (waiting or not expected):
        raise Refused(
            _(
                "Avant l’heure, le vote se clôt quand chacun a voté : il manque %(missing)s.",
                missing=text.plural(len(waiting), "bulletin", "bulletins"),
            )
        )


def check_extend(state: str, closes_at: datetime, new_closes_at: datetime, now: datetime) -> None:
    """Raise Refused unless an open vote, not yet over, is given more time."""
    if is_vote_over(state, closes_at, now):
        raise Refused(_("Le vote est clos : il ne se prolonge plus."))
    if new_closes_at <= closes_at:
        raise Refused(_("Choisissez une heure postérieure à la clôture prévue."), field="hour")


# After the vote


def check_proclaim(
    state: str, outcome: str, effect: Effect, *, reasons_on_ballots: Collection[str] = ()
) -> None:
    """Raise Refused unless a decision was reached and a stop bears a reason from the ballots."""
    ITEM.after(state, Do.PROCLAIM)
    if outcome == Outcome.DEFERRED:
        raise Refused(
            _("Le vote n’a pas départagé : reportez le point, avec un motif et une date.")
        )
    if effect.stops and effect.reason not in reasons_on_ballots:
        raise Refused(
            _("Choisissez la raison de l’arrêt parmi celles des bulletins."), field="reason"
        )


def check_defer(
    state: str, outcome: str | None, *, motive: str, next_on: date | None, today: date
) -> None:
    """Raise Refused unless nothing was decided and the deferral says why and until when."""
    ITEM.after(state, Do.DEFER)
    if state == Item.CLOSED and outcome != Outcome.DEFERRED:
        raise Refused(_("Le vote a donné une décision : proclamez-la."))
    check_motive(motive)
    if next_on is None or next_on <= today:
        raise Refused(_("Choisissez une prochaine date, à venir."), field="next_on")


def check_motive(motive: str) -> None:
    """Raise Refused unless a motive is written."""
    if not text.length(motive):
        raise Refused(_("Écrivez le motif : il figurera au procès-verbal."), field="motive")


def escalates(deferral_count: int) -> bool:
    """Whether the deferrals in a row of one subject are told to the programme."""
    return deferral_count >= DEFERRALS_BEFORE_ESCALATION


def check_condition(
    *, what: str, owner: object, due_on: date | None, proof: str, today: date
) -> None:
    """Raise Refused unless a condition says what, who, when and how it will be seen."""
    if not text.length(what):
        raise Refused(_("Écrivez ce qui est attendu."), field="what")
    if not owner:
        raise Refused(_("Indiquez qui s’en charge."), field="owner")
    if due_on is None or due_on <= today:
        raise Refused(_("Choisissez une date à venir."), field="due_on")
    if not text.length(proof):
        raise Refused(_("Indiquez la preuve attendue."), field="proof")


# Closing the sitting


def what_prevents_closing(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """The items still undecided, or put off without a recorded motive."""
    return [item for item in items if not _is_settled(item)]


def _is_settled(item: AgendaItem) -> bool:
    needs_motive = item.state in UNFINISHED_STATES
    return item.state in SETTLED_STATES and (not needs_motive or bool(text.length(item.motive)))


def check_close_sitting(state: str, items: Iterable[AgendaItem]) -> None:
    """Raise Refused, naming them, while items are undecided."""
    SITTING.after(state, Act.CLOSE)
    waiting = [f"«\u00a0{item.title}\u00a0»" for item in what_prevents_closing(items)]
    if waiting:
        raise Refused(_("Il reste à décider : %(items)s.", items=text.listed(waiting)))
