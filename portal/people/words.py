"""How roles and accounts are called."""

from flask_babel import lazy_gettext as _l

from portal.policy import Kind, Role

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
