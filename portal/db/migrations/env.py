"""Runs the migrations on the connection that `portal.db.migrate` hands over."""

from alembic import context

from portal.db.base import Base

# Made by hand in migrations, unknown to the models.
_OURS = ("search_fts",)


def include(_object, name, kind, _reflected, _compare_to) -> bool:
    return not (kind == "table" and (name or "").startswith(_OURS)) and name not in (
        "vector",
        "ix_search_line_vector",
    )


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_object=include,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
