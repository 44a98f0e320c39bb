"""How roles and accounts are called."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word
from portal.policy import Kind, Role


class Language(Word):
    """In what a person reads the portal and its mails; each is called by its own name."""

    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"


class LinkPurpose(Word):
    """Why a link to choose a password was sent."""

    RESET = "reset", _l("mot de passe oublié")
    INVITATION = "invitation", _l("invitation")


class Attempted(Word):
    """What is counted against abuse."""

    SIGN_IN = "sign_in", _l("mot de passe faux")
    RESET = "reset", _l("mot de passe oublié")
    INVITATION = "invitation", _l("invitation envoyée")
    COMMENT = "comment", _l("commentaire publié")


# Shown beside a password to choose, and refused as one.
EXAMPLE = _l("treize cigognes lisent au grenier")

ROLE_LABELS = {
    Role.DIRECTOR: _l("responsable d’incubateur"),
    Role.OFFICER: _l("chargé de tri"),
    Role.TEAM: _l("membre de l’équipe"),
    Role.COACH: _l("coach"),
    Role.SPONSOR: _l("sponsor"),
    Role.SEAT: _l("membre du comité"),
    Role.CHAIR: _l("président du comité"),
    Role.DEPUTY: _l("suppléant du président"),
    Role.SECRETARY: _l("secrétaire du comité"),
    Role.PROGRAMME: _l("direction du programme"),
    Role.AUDITOR: _l("auditeur"),
    Role.ADMINISTRATOR: _l("administrateur"),
}
KIND_LABELS = {
    Kind.AGENT: _l("agent public"),
    Kind.AUDITOR: _l("compte d’audit"),
    Kind.ADMINISTRATOR: _l("compte d’administration"),
}
# Roles that bear on one thing, and the prefix of that thing's reference.
SCOPES = {
    Role.DIRECTOR: ("inc",),
    Role.OFFICER: ("inc",),
    Role.TEAM: ("stu", "inv"),
    Role.COACH: ("stu", "inv"),
    Role.SPONSOR: ("stu", "inv"),
    Role.SEAT: ("com",),
    Role.CHAIR: ("com",),
    Role.DEPUTY: ("com",),
    Role.SECRETARY: ("com",),
}

AT_ONCE = _l("Le rôle compte encore ce jour-là. Pour une fin immédiate, écrivez la veille.")
"""What a form that ends a role says of the last day."""
