"""Reading never writes: the session refuses a flush outside a transaction."""

import pytest

from portal.extensions import db
from portal.kernel.refs import new_ref
from portal.people.models import Person
from tests.support.apps import MONDAY


def test_a_write_outside_a_transaction_is_an_error(app):
    with app.app_context():
        db.session().add(
            Person(ref=new_ref("per"), email="x@y.fr", name="X", made_at=MONDAY.astimezone())
        )

        with pytest.raises(RuntimeError, match="outside transaction"):
            db.session().flush()

        db.session().rollback()


def test_a_transaction_inside_a_transaction_is_an_error(app):
    from portal.db.engine import transaction

    with app.app_context(), transaction(), pytest.raises(RuntimeError), transaction():
        pass
