"""States and the verbs that move between them."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from portal.kernel.errors import Refused

_REFUSAL = _l(
    "Cela n’est plus possible : l’état a changé entre-temps. Relisez la page avant de continuer."
)


class Machine:
    """`Machine({("draft", "submit"): "submitted"})`: what each verb makes of each state.

    States and verbs are strings (or `Word`s, which are strings).
    """

    def __init__(self, moves: Mapping[tuple[str, str], str], *, refusal: str = _REFUSAL) -> None:
        self._moves = dict(moves)
        self._refusal = refusal

    @property
    def moves(self) -> dict[tuple[str, str], str]:
        """A copy of the table, for documents and tests."""
        return dict(self._moves)

    @property
    def states(self) -> set[str]:
        """Every state that the table names."""
        return {state for state, _ in self._moves} | set(self._moves.values())

    def after(self, state: str, verb: str) -> str:
        """The state that `verb` leads to. Raises Refused when it has no meaning in `state`."""
        if (state, verb) not in self._moves:
            raise Refused(str(self._refusal))
        return self._moves[state, verb]

    def can(self, state: str, verb: str) -> bool:
        """Whether `verb` has a meaning in `state`."""
        return (state, verb) in self._moves

    def verbs(self, state: str) -> list[str]:
        """The verbs of `state`, in the order of the table."""
        return [verb for origin, verb in self._moves if origin == state]

    def is_final(self, state: str) -> bool:
        """Whether nothing leaves `state`."""
        return not self.verbs(state)
