"""Which mandates go together, and how long a session and a guess last. Pure."""

from datetime import date, timedelta

from flask_babel import gettext as _

from portal.kernel.errors import Refused
from portal.people.words import SCOPES
from portal.policy import Kind, Role

SESSION_LASTS = timedelta(hours=12)
FAILURES_COUNTED = timedelta(minutes=15)
MOST_FAILURES = 10
EXCLUSIVE = {Role.AUDITOR: Kind.AUDITOR, Role.ADMINISTRATOR: Kind.ADMINISTRATOR}
# In one committee the secretary keeps the minutes and does not vote; chair and deputy are two.
_APART = (
    {Role.SECRETARY, Role.SEAT},
    {Role.SECRETARY, Role.CHAIR},
    {Role.SECRETARY, Role.DEPUTY},
    {Role.CHAIR, Role.DEPUTY},
)


def check_scope(role: Role, scope: str | None) -> None:
    """Raise Refused unless the role bears on a thing of the right sort (or on none)."""
    prefixes = SCOPES.get(role, ())
    if bool(scope) != bool(prefixes) or (scope and scope[:3] not in prefixes):
        raise Refused(_("Ce rôle ne porte pas sur cet objet."))


def check_compatible(kind: Kind, role: Role, same_scope: set[Role]) -> None:
    """Raise Refused where roles exclude each other (administrator ⊥ seat ⊥ auditor)."""
    wanted = EXCLUSIVE.get(role, Kind.AGENT)
    if kind is not wanted:
        raise Refused(_("Ce rôle est incompatible avec la nature de ce compte."))
    if any(role in pair and pair - {role} <= same_scope for pair in _APART):
        raise Refused(_("Ces deux rôles ne se cumulent pas dans un même comité."))


def in_force(starts_on: date, ends_on: date | None, today: date) -> bool:
    """A mandate counts from its first day and stops at once on its last."""
    return starts_on <= today and (ends_on is None or today < ends_on)


def check_end(known: date | None, ends_on: date) -> None:
    """Raise Refused if the end of a mandate would be put off: a role is given, never prolonged."""
    if known is not None and ends_on > known:
        raise Refused(
            _("Ce mandat prend déjà fin plus tôt : donnez-en un nouveau."), field="ends_on"
        )


def check_dates(starts_on: date, ends_on: date | None) -> None:
    """Raise Refused if a mandate would end before it begins."""
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("La fin du mandat précède son début."), field="ends_on")
