"""What kinds of public bodies there are, and how lists of them are read."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word

KINDS = {
    "administration-centrale": _l("administration centrale"),
    "service-deconcentre": _l("service déconcentré"),
    "operateur": _l("opérateur"),
    "securite-sociale": _l("sécurité sociale"),
    "collectivite-territoriale": _l("collectivité territoriale"),
    "autre": _l("autre"),
}
"""The codes that the programme's sheets use; others are free."""


class HouseState(Word):
    """Which incubators one looks at."""

    OPEN = "ouverts", _l("Ouverts")
    CLOSED = "fermes", _l("Fermés")
    ALL = "tous", _l("Tous")


class OrganisationOrder(Word):
    """In which order organisations are read."""

    NAME = "nom", _l("Par nom")
    KIND = "type", _l("Par type")
    MINISTRY = "domaine", _l("Par domaine ministériel")
