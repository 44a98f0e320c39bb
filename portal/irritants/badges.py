"""A state as a word and a shape."""

from portal.irritants.words import IrritantState as State

_KINDS = {
    State.SUBMITTED: "new",
    State.RETURNED: "warning",
    State.QUALIFIED: "info",
    State.SELECTED: "success",
    State.INVESTIGATING: "info",
    State.ANSWERED: "success",
}


def badge(state: State) -> tuple[str, str]:
    """The label, capitalised, and the kind of badge."""
    label = str(state.label)
    return label[:1].upper() + label[1:], _KINDS.get(state, "none")
