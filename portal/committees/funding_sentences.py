"""The money of a decision, said in French; what the public may read names no imputation."""

from flask_babel import gettext as _

from portal.committees.funding_models import FundingLine
from portal.committees.funding_rules import state_of
from portal.committees.words import FundingState, LineState
from portal.kernel.text import plural

BADGES = {
    FundingState.TO_CONFIRM: "warning",
    FundingState.INCOMPLETE: "error",
    FundingState.CONFIRMED: "success",
}
LINE_BADGES = {
    LineState.TO_CONFIRM: "warning",
    LineState.DECLINED: "error",
    LineState.CONFIRMED: "success",
}


def organisation(line: FundingLine) -> str:
    """Whose line it is."""
    return line.organisation.name if line.organisation else _("sponsor à désigner")


def summary(amount: int, lines: list[FundingLine]) -> str:
    """« financement à confirmer : 1 ligne sur 2 », « financement confirmé »."""
    state = state_of(amount, lines)
    if state is FundingState.CONFIRMED:
        return str(state.label)
    if any(line.organisation_ref is None for line in lines):
        return _("%(state)s : sponsor à désigner", state=state.label)
    waiting = [line for line in lines if line.state is LineState.TO_CONFIRM]
    missing = waiting if state is FundingState.TO_CONFIRM else _lacking(lines)
    told = plural(len(missing), "ligne", "lignes")
    return _("%(state)s : %(lines)s sur %(all)s", state=state.label, lines=told, all=len(lines))


def _lacking(lines: list[FundingLine]) -> list[FundingLine]:
    """The lines that bring less than was asked of them."""
    return [
        line
        for line in lines
        if line.state is LineState.DECLINED
        or (line.amount is not None and line.amount < line.asked)
    ]
