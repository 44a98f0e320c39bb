"""Pieces of HTML kept from a page to the next, in the memory of each process.

For pieces that are the same for everyone: the key names all that they show. Nothing is ever
outdated: what changes changes the key, and what is no longer asked for is forgotten first.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from flask_babel import get_locale
from markupsafe import Markup
from wtforms import Form

MOST = 4000


class Kept:
    """`{% call keep(key, …) %}…{% endcall %}` in templates."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._pieces, self._lock = most, OrderedDict(), Lock()

    def __call__(self, *key: Hashable, caller: Callable[[], Markup]) -> Markup:
        """The piece of this key in the reader's language, written by `caller` the first time."""
        whole = (str(get_locale()), *key)
        with self._lock:
            piece = self._pieces.get(whole)
            if piece is not None:
                self._pieces.move_to_end(whole)
                return piece
        piece = caller()
        with self._lock:
            self._pieces[whole] = piece
            while len(self._pieces) > self._most:
                self._pieces.popitem(last=False)
        return piece


def mark_of(form: Form, *offering: str) -> tuple:
    """All that a form of filters shows: what is asked, what is refused, what these fields offer."""
    asked = tuple(
        (name, str(f.data), tuple(map(str, f.errors))) for name, f in form._fields.items()
    )
    offered = (one for name in offering for one in form[name].choices)
    return asked, tuple((one.value, str(one.label)) for one in offered)
