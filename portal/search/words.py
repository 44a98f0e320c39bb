"""The coded words of what was tried before."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class Past(Word):
    """How something that looked into a problem ended without going on."""

    INCONCLUSIVE = "inconclusive", _l("Investigation sans suite")
    STOPPED = "stopped", _l("Startup arrêtée")
