"""What kinds of public bodies there are."""

from flask_babel import lazy_gettext as _l

KINDS = {
    "administration-centrale": _l("administration centrale"),
    "service-deconcentre": _l("service déconcentré"),
    "operateur": _l("opérateur"),
    "securite-sociale": _l("sécurité sociale"),
    "collectivite-territoriale": _l("collectivité territoriale"),
    "autre": _l("autre"),
}
"""The codes that the programme's sheets use; others are free."""
