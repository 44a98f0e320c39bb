"""The words of administration."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class AccountKind(Word):
    """What an account is, for good: the three exclude one another."""

    AGENT = "agent", _l("agent public")
    AUDITOR = "auditor", _l("compte d’audit, qui lit et ne décide rien")
    ADMINISTRATOR = "administrator", _l("compte d’administration, qui ne siège ni ne vote")


class IncubatorRole(Word):
    """What the programme's direction gives in an incubator."""

    DIRECTOR = "director", _l("responsable d’incubateur")
    OFFICER = "officer", _l("chargé de tri")
