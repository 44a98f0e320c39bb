"""What a database holds, and whether it is whole."""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from portal.backup.manifest import BadBackup, State
from portal.db import schema
from portal.register import queries as register

# Made by the search of SQLite for itself: their rows say nothing of ours.
_INNER = ("search_fts_", "sqlite_")


def state(connection: Connection) -> State:
    """Revision, rows of each table, head of the register."""
    with Session(connection) as session:
        revision = schema.found(session)
        if revision is None:
            raise BadBackup("La base n’a pas de schéma : il n’y a rien à sauvegarder.")
        count, head = register.head(session)
        return State(revision, rows(connection), count, head)


def digests(connection: Connection) -> list[str]:
    """The contents that attached files name, each once; none in a schema without files."""
    if not inspect(connection).has_table("stored_file"):
        return []
    query = text("SELECT DISTINCT sha256 FROM stored_file ORDER BY sha256")
    return list(connection.scalars(query))


def rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    quoted = connection.dialect.identifier_preparer.quote
    names = [n for n in inspect(connection).get_table_names() if not n.startswith(_INNER)]
    # The names come from the database, quoted as it asks.
    counted = {name: text(f"SELECT count(*) FROM {quoted(name)}") for name in sorted(names)}  # noqa: S608
    return {name: connection.scalar(query) for name, query in counted.items()}


def is_empty(connection: Connection) -> bool:
    """Whether nothing would be lost: no row but those that migrations put in."""
    own = {"alembic_version", "heartbeat"}
    return not any(count for name, count in rows(connection).items() if name not in own)


def prove(connection: Connection, told: State) -> None:
    """Raise BadBackup unless this database is whole, and the one that the manifest tells."""
    if connection.dialect.name == "sqlite":
        _prove_file(connection)
    found = state(connection)
    if found.revision != told.revision:
        raise BadBackup(f"Le schéma est {found.revision}, le manifeste dit {told.revision}.")
    if found.rows != told.rows:
        names = {n for n in found.rows.keys() | told.rows.keys()
                 if found.rows.get(n) != told.rows.get(n)}  # fmt: skip
        raise BadBackup(f"Le nombre de lignes diffère : {', '.join(sorted(names))}.")
    if (found.register_count, found.register_head) != (told.register_count, told.register_head):
        raise BadBackup("La tête du registre n’est pas celle du manifeste.")
    with Session(connection) as session:
        if fault := register.fault(session):
            raise BadBackup(f"Registre rompu à l’entrée {fault[0]} : {fault[1]}.")


def _prove_file(connection: Connection) -> None:
    said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    if said != ["ok"]:
        raise BadBackup(f"Le fichier est abîmé : {said[0]}.")
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise BadBackup(f"Des lignes pointent dans le vide : {orphans[0][0]}.")
