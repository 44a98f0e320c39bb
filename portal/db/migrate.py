"""Migrations, run by our own command so that no configuration file is needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

_HERE = Path(__file__).parent / "migrations"


def config() -> Config:
    """Alembic's configuration, made in memory."""
    made = Config()
    made.set_main_option("script_location", str(_HERE))
    return made


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to `revision`."""
    _run(engine, lambda ready: command.upgrade(ready, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Bring the schema down to `revision`."""
    _run(engine, lambda ready: command.downgrade(ready, revision))


def is_current(engine: Engine) -> bool:
    """Whether the schema is that of this code."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory.from_config(config()).get_current_head()


def _run(engine: Engine, step) -> None:
    with engine.connect() as connection:
        ready = config()
        ready.attributes["connection"] = connection.execution_options(portal_write=True)
        step(ready)
        connection.commit()
