"""What a proposal must say, and what its outcome does to its subject."""

from dataclasses import dataclass

from flask_babel import gettext as _

from portal.committees.words import (
    DIRECTIONS,
    SAFEGUARDED,
    Direction,
    EffectKind as Kind,
    Outcome,
    StopReason,
    SubjectKind,
)
from portal.kernel.errors import Refused
from portal.startups.words import LIVE_PHASES, Phase

USUAL_MONTHS, MONTHS = 6, range(1, 13)
USUAL_PROVISIONAL_MONTHS, PROVISIONAL_MONTHS = 2, range(1, 3)

_USUAL_END = {
    Direction.TRANSFER: Phase.TRANSFERRED,
    Direction.OPERATE: Phase.OPERATED,
    Direction.MERGE: Phase.MERGED,
}
LEAVING = frozenset(_USUAL_END)
"""Directions that are not adopted on a no-go: the phase is kept and the item returns."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is put to the vote, fixed before it opens. Amounts are in whole euros.

    `phase` is the phase that `next_phase` goes to, or that leads to a transfer, an
    operation or a merger; None with these three means the end state itself.
    """

    subject: SubjectKind
    direction: Direction
    months: int = USUAL_MONTHS
    amount: int = 0
    phase: Phase | None = None
    provisional_months: int = USUAL_PROVISIONAL_MONTHS
    provisional_amount: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What proclaiming does; `phase` is the new phase or end state, None when it is kept."""

    kind: Kind
    phase: Phase | None = None
    months: int = 0
    amount: int = 0
    reason: StopReason | None = None

    @property
    def stops(self) -> bool:
        """Whether funding ends for want of a majority to go on: a reason is then named."""
        return self.kind in {Kind.INCONCLUSIVE, Kind.STOP, Kind.SAFEGUARD}

    @property
    def grants(self) -> bool:
        """Whether a grant and a term follow."""
        return self.kind in {
            Kind.CREATE_STARTUP,
            Kind.NEW_GRANT,
            Kind.CHANGE_PHASE,
            Kind.PROVISIONAL_GRANT,
        }


def effect(proposal: Proposal, outcome: Outcome, *, reason: StopReason | None = None) -> Effect:
    """The line of the table: subject × direction × outcome. `reason` is the stop's, if any."""
    if outcome == Outcome.DEFERRED:
        return Effect(Kind.NOTHING)
    if outcome == Outcome.PROVISIONAL:
        return _on_provisional(proposal)
    return _on_go(proposal) if outcome == Outcome.GO else _on_no_go(proposal, reason)


def _on_go(proposal: Proposal) -> Effect:
    money = {"months": proposal.months, "amount": proposal.amount}
    if proposal.direction == Direction.LAUNCH:
        return Effect(Kind.CREATE_STARTUP, Phase.CONSTRUCTION, **money)
    if proposal.direction == Direction.NEXT_PHASE:
        return Effect(Kind.CHANGE_PHASE, proposal.phase, **money)
    if proposal.direction not in LEAVING:
        return Effect(Kind.NEW_GRANT, **money)
    if proposal.phase in LIVE_PHASES:
        return Effect(Kind.CHANGE_PHASE, proposal.phase, **money)
    return Effect(Kind.END_STATE, _USUAL_END[proposal.direction])


def _on_provisional(proposal: Proposal) -> Effect:
    months, amount = proposal.provisional_months, proposal.provisional_amount
    if proposal.subject == SubjectKind.INVESTIGATION:
        return Effect(Kind.MOVE_PLANNED_END, months=months)
    return Effect(Kind.PROVISIONAL_GRANT, months=months, amount=amount)


def _on_no_go(proposal: Proposal, reason: StopReason | None) -> Effect:
    if proposal.subject == SubjectKind.INVESTIGATION:
        return Effect(Kind.INCONCLUSIVE, reason=reason)
    if proposal.direction in LEAVING:
        return Effect(Kind.RETURN_TO_AGENDA)
    if reason in SAFEGUARDED:
        return Effect(Kind.SAFEGUARD, reason=reason)
    return Effect(Kind.STOP, Phase.STOPPED, reason=reason)


def check_proposal(proposal: Proposal) -> None:
    """Raise Refused unless the proposal can be put to the vote as it stands."""
    if proposal.direction not in DIRECTIONS[proposal.subject]:
        raise Refused(_("Choisissez une suite qui convient à ce point."), field="direction")
    check_months(proposal.months)
    check_provisional_months(proposal.provisional_months)
    if proposal.amount < 0 or proposal.provisional_amount < 0:
        raise Refused(_("Indiquez un montant en euros, par exemple 150000."), field="amount")
    _check_phase(proposal)


def _check_phase(proposal: Proposal) -> None:
    if proposal.direction == Direction.NEXT_PHASE and proposal.phase not in LIVE_PHASES:
        raise Refused(_("Nommez la phase proposée."), field="phase")
    if proposal.direction not in LEAVING or proposal.phase in (None, *LIVE_PHASES):
        return
    if proposal.phase != _USUAL_END[proposal.direction]:
        raise Refused(_("Cette fin ne correspond pas à la suite proposée."), field="phase")


def check_months(months: int) -> None:
    """Raise Refused unless funding is for one to twelve months."""
    if months not in MONTHS:
        raise Refused(_("Indiquez une durée de un à douze mois."), field="months")


def check_provisional_months(months: int) -> None:
    """Raise Refused unless a provisional go is for one or two months."""
    if months not in PROVISIONAL_MONTHS:
        raise Refused(_("Un sursis dure un ou deux mois."), field="provisional_months")
