"""The words of health."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class Pulse(Word):
    """How one organ does; the code is what `/sante/pret` answers."""

    FINE = "bon", _l("bon")
    LATE = "retard", _l("en retard")
    SHORT = "juste", _l("presque plein")
    ILL = "panne", _l("en panne")
