"""The words of the desk's own tools."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class Shape(Word):
    """The sign that goes with the name of a label: told apart without colours."""

    ROUND = "round", _l("● rond")
    TRIANGLE = "triangle", _l("▲ triangle")
    SQUARE = "square", _l("■ carré")
    DIAMOND = "diamond", _l("◆ losange")
    STAR = "star", _l("★ étoile")

    @property
    def sign(self) -> str:
        """The sign alone."""
        return {"round": "●", "triangle": "▲", "square": "■", "diamond": "◆", "star": "★"}[self]
