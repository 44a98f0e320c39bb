"""`portal user`: the first accounts of an instance, made by the machine that runs it."""

from collections.abc import Callable

import click
from flask_babel import gettext as _

from portal.db.engine import clock, transaction
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.people import actions, queries
from portal.people.words import ROLE_LABELS
from portal.policy import MACHINE, Kind, Role


def create(email: str, *, name: str, kind: str, unit: str, password: str | None) -> int:
    """Open an account, without a password when it is None; its exit code."""

    def made() -> str:
        if password is not None and not password.strip():
            raise Refused(_("Le mot de passe est vide : rien n’a été fait."))
        now = clock().now()
        told = {"email": email, "name": name, "unit": unit, "kind": Kind(kind)}
        told["password"] = password or ""
        with transaction() as session:
            person = actions.create_person(session, MACHINE, now=now, **told)
            return _("Compte ouvert : %(email)s (%(ref)s).", email=person.email, ref=person.ref)

    return _told(made)


def appoint(email: str, role: str, scope: str | None) -> int:
    """Give a role from today; its exit code."""

    def made() -> str:
        wanted = _role(role)
        now = clock().now()
        with transaction() as session:
            person = queries.by_email(session, email)
            if person is None:
                raise Refused(_("Aucun compte n’a cette adresse."))
            told = {"now": now, "starts_on": paris_day(now)}
            actions.appoint(session, MACHINE, person, wanted, scope, **told)
            return _("%(name)s : %(role)s.", name=person.name, role=ROLE_LABELS[wanted])

    return _told(made)


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        known = ", ".join(role.value for role in Role)
        raise Refused(_("Rôle inconnu. Rôles connus : %(known)s.", known=known)) from None


def _told(made: Callable[[], str]) -> int:
    try:
        click.echo(made())
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        return 1
    return 0
