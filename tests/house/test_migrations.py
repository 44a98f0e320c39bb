"""The migrations make exactly the models, on both databases, and can be undone."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from portal.db import migrate
from portal.db.base import Base
from portal.db.engine import transaction
from portal.extensions import db
from portal.search.models import SearchLine
from portal.startups.models import Startup
from portal.startups.words import Phase
from tests.journeys.cast import gather
from tests.support.apps import MONDAY


def _by_hand(_object, name, kind, _reflected, _compare_to) -> bool:
    """What migrations make and models do not know: the full-text index and its column."""
    made = kind == "table" and (name or "").startswith("search_fts")
    return not made and name not in ("vector", "ix_search_line_vector", "alembic_version")


@pytest.mark.filterwarnings(
    "ignore:autogenerate skipping metadata-specified expression-based index"
)
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_migrations_make_the_models(app_both):
    with app_both.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _by_hand})

        assert compare_metadata(context, Base.metadata) == []


def test_migrations_go_down_to_nothing_and_up_again(app_both):
    with app_both.app_context():
        before = set(inspect(db.engine).get_table_names())

        migrate.downgrade(db.engine, "base")
        emptied = set(inspect(db.engine).get_table_names())
        migrate.upgrade(db.engine)

        assert emptied <= {"alembic_version"}
        assert set(inspect(db.engine).get_table_names()) == before
        assert migrate.is_current(db.engine)


def test_each_migration_goes_down_and_up_with_rows_in_place(app_both):
    """The rows of lower migrations survive the undoing of those above."""
    gather(app_both)
    with app_both.app_context():
        held = _rows(db.engine, KEPT)
        for revision in ("0005", "0004", "0003", "0002", "0001"):
            migrate.downgrade(db.engine, revision)
        low = _rows(db.engine, KEPT)
        migrate.upgrade(db.engine)

        assert low == held == _rows(db.engine, KEPT)
        assert all(held.values())


def test_what_was_stopped_before_says_why(app_both):
    made = {"ref": "stu-00000001", "title": "Alma", "mission": "Dire où en est un dossier."}
    ended = {"current_phase": Phase.STOPPED, "end_reason": "no_impact", "made_at": MONDAY}
    with app_both.app_context():
        with transaction() as session:
            session.add(Startup(**made, **ended))
            session.add(SearchLine(kind="startup", ref=made["ref"], terms="alma"))
        migrate.downgrade(db.engine, "0016")
        migrate.upgrade(db.engine)
        with db.engine.connect() as connection:
            told = (
                "SELECT l.state, l.title = s.title, l.gist = s.mission, l.reason FROM search_line l"
            )
            rows = connection.execute(text(f"{told} JOIN startup s ON s.ref = l.ref")).all()

    assert {tuple(row) for row in rows} == {("stopped", True, True, "pas d’impact constaté")}


KEPT = ("person", "mandate", "journal_entry")


def _rows(engine, tables: tuple[str, ...]) -> dict[str, int]:
    with engine.connect() as connection:
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in tables}
