"""Which mandates go together, what a password is, how long a session and a link last. Pure."""

import unicodedata
from datetime import date, timedelta

from flask_babel import gettext as _

from portal.kernel.errors import Refused
from portal.people.words import EXAMPLE, SCOPES, LinkPurpose
from portal.policy import Kind, Role

SESSION_LASTS = timedelta(hours=12)
LINKS_LAST = {LinkPurpose.RESET: timedelta(hours=1), LinkPurpose.INVITATION: timedelta(days=7)}
LINKS_KEPT = timedelta(days=30)
SHORTEST, LONGEST, FEWEST_SIGNS = 12, 200, 5
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
    """A mandate counts from `starts_on`; `ends_on` is the first day without it."""
    return starts_on <= today and (ends_on is None or today < ends_on)


def within(
    span: tuple[date, date | None], limits: tuple[date, date | None]
) -> tuple[date, date | None]:
    """The days of `span` that are among those of `limits`; none at all is a span that never counts."""
    starts_on, ends = max(span[0], limits[0]), [one for one in (span[1], limits[1]) if one]
    ends_on = min(ends, default=None)
    return (span[0], span[0]) if ends_on and ends_on <= starts_on else (starts_on, ends_on)


def check_end(known: date | None, ends_on: date) -> None:
    """Raise Refused if the end of a mandate would be put off: a role is given, never prolonged."""
    if known is not None and ends_on > known:
        raise Refused(
            _("Ce mandat prend déjà fin plus tôt : donnez-en un nouveau."), field="ends_on"
        )


def check_dates(starts_on: date, ends_on: date | None) -> None:
    """Raise Refused if a mandate would end before it begins; ended the eve, it never counts."""
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("La fin du mandat précède son début."), field="ends_on")


def check_span(starts_on: date, ends_on: date | None) -> None:
    """Raise Refused unless a mandate that is given counts one day at least."""
    if ends_on is not None and ends_on <= starts_on:
        raise Refused(_("Le dernier jour du mandat précède son premier."), field="ends_on")


def check_once(*, has_it: bool) -> None:
    """Raise Refused if the person holds this very role on one of these days."""
    if has_it:
        raise Refused(_("Cette personne a déjà ce rôle à ces dates."), field="starts_on")


def same_signs(password: str) -> str:
    """The password in one spelling: an accent typed on another keyboard is the same accent."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str, again: str, *, email: str) -> None:
    """Raise Refused unless this may be a password: long, not one sign repeated, not known to all."""
    password = same_signs(password)
    if len(password) < SHORTEST:
        raise Refused(
            _("Écrivez au moins 12 signes : quatre mots sans rapport entre eux suffisent."),
            field="new_password",
        )
    known = {email.casefold(), str(EXAMPLE).casefold()}
    if password.strip().casefold() in known or len(set(password)) < FEWEST_SIGNS:
        raise Refused(
            _("Choisissez une suite de mots à vous : celle-ci se devine."), field="new_password"
        )
    if password != same_signs(again):
        raise Refused(_("Écrivez deux fois le même mot de passe."), field="new_password_again")


def check_name(name: str) -> None:
    """Raise Refused unless a person can be called so: letters, and no address to click."""
    if not any(sign.isalpha() for sign in name) or any(sign in name for sign in "@/<>"):
        raise Refused(_("Écrivez votre prénom et votre nom."), field="name")


def check_invitable(*, has_password: bool, closed: bool) -> None:
    """Raise Refused unless this account still waits for its first password."""
    if closed:
        raise Refused(_("Ce compte est fermé : rouvrez-le avant d’inviter la personne."))
    if has_password:
        raise Refused(_("Cette personne a déjà choisi son mot de passe."))
