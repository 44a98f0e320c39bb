"""What may befall an agenda once it was told."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class Change(Word):
    """What became of a point after the convening."""

    ENTERED = "entered", _l("inscrit")
    LEFT = "left", _l("retiré")
