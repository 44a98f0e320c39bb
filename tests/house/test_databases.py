"""Both databases are migrated, empty and told the time by the test."""

from sqlalchemy import func, inspect, select

from portal.db.base import Base
from portal.db.migrate import is_current
from portal.extensions import db
from tests.support.apps import MONDAY, writing


def test_each_test_starts_from_an_empty_migrated_database(app_both):
    with app_both.app_context():
        assert is_current(db.engine)
        tables = set(inspect(db.engine).get_table_names())
        rows = {
            table.name: db.session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }

    assert rows.keys() <= tables
    # The line that the round of time updates is put in by its migration.
    assert {name: count for name, count in rows.items() if count} == {"heartbeat": 1}


def test_clock_of_the_test_is_the_clock_of_the_application(app_both, clock):
    from portal.db.engine import moment

    with writing(app_both) as session:
        assert moment(session) == MONDAY
        clock.move_to(MONDAY.replace(hour=18))
        assert moment(session) == MONDAY.replace(hour=18)
