"""What the tests of backups do and ask."""

from sqlalchemy import select

from portal.backup import actions
from portal.extensions import db
from portal.people.models import Person
from tests.support.apps import MONDAY


def quiet(_done: int, _total: int) -> None:
    """No progress."""


def make(kept, folder):
    """Back up there."""
    return actions.create(kept, folder, MONDAY, quiet)


def people(app) -> list[str]:
    """The addresses of the accounts."""
    with app.app_context():
        found = list(db.session().scalars(select(Person.email).order_by(Person.email)))
        db.session.remove()
        return found


def give_back(kept, folder, *, force=True) -> str:
    """Restore from there; under what name the former database stays."""
    found = actions.check_restorable(kept, folder, force=force)
    return actions.restore(kept, folder, found, MONDAY)
