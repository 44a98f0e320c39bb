"""How often one may try, by account and by place (a client address, kept as a digest)."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from portal.people.throttling import Limit
from portal.people.words import Attempted

_QUARTER, _HOUR = timedelta(minutes=15), timedelta(hours=1)

SIGN_IN_ACCOUNT = Limit(
    Attempted.SIGN_IN,
    10,
    _QUARTER,
    _l("Trop d’essais pour cette adresse. Attendez un quart d’heure."),
)
# Whole administrations come from one address: it stops a machine, not a Monday morning.
SIGN_IN_PLACE = Limit(
    Attempted.SIGN_IN,
    100,
    _QUARTER,
    _l("Trop d’essais depuis votre réseau. Attendez un quart d’heure."),
)
RESET_ACCOUNT = Limit(
    Attempted.RESET,
    3,
    _HOUR,
    _l("Trop de demandes pour cette adresse. Relisez vos courriers, ou attendez une heure."),
)
RESET_PLACE = Limit(
    Attempted.RESET,
    30,
    _HOUR,
    _l("Trop de demandes depuis votre réseau. Attendez une heure."),
)
INVITATIONS = Limit(
    Attempted.INVITATION,
    5,
    timedelta(days=1),
    _l("Cette personne a déjà reçu cinq invitations aujourd’hui. Attendez demain."),
)
# More than anybody says with care in an hour; far less than what drowns a thread.
COMMENTS = Limit(
    Attempted.COMMENT,
    20,
    _HOUR,
    _l("Vous avez publié vingt commentaires en une heure : reprenez un peu plus tard."),
)
