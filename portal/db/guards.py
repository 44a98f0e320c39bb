"""Tables to which lines are only ever added: the database refuses the rest, whoever asks."""

from alembic import op

_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'insert only: %', TG_TABLE_NAME; END $$
"""


def insert_only(table: str) -> None:
    """Refuse UPDATE and DELETE (and TRUNCATE on PostgreSQL) on this table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        op.execute(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION portal_insert_only()"
        )
        no_truncate(table)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, 'insert only: {table}'); END"
        )


def no_truncate(table: str) -> None:
    """Refuse TRUNCATE on this table; the embedded database does not know the verb."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION portal_insert_only()"
        )


def lift(table: str, *triggers: str) -> None:
    """Take these triggers off this table, those that are there."""
    on = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
    for trigger in triggers:
        op.execute(f"DROP TRIGGER IF EXISTS {trigger}{on}")


def only_while(table: str, condition: str, *, on: str = "INSERT UPDATE DELETE") -> None:
    """Refuse these verbs on a row unless `condition` holds; `{row}` stands for the row before.

    For an INSERT the row is the new one. Used where a state closes what was open (ballots).
    """
    for verb in on.split():
        row = "NEW" if verb == "INSERT" else "OLD"
        if op.get_bind().dialect.name == "postgresql":
            _only_while_postgresql(table, verb, condition)
        else:
            op.execute(
                f"CREATE TRIGGER {table}_{verb.lower()}_only_while BEFORE {verb} ON {table}"
                f" WHEN NOT ({condition.format(row=row)})"
                f" BEGIN SELECT RAISE(ABORT, 'closed: {table}'); END"
            )


def _only_while_postgresql(table: str, verb: str, condition: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION portal_only_while_{table}() RETURNS trigger"
        " LANGUAGE plpgsql AS $$ DECLARE given record; BEGIN"
        " IF TG_OP = 'INSERT' THEN given := NEW; ELSE given := OLD; END IF;"
        f" IF NOT ({condition.format(row='given')}) THEN"
        f" RAISE EXCEPTION 'closed: {table}'; END IF;"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_{verb.lower()}_only_while BEFORE {verb} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION portal_only_while_{table}()"
    )
