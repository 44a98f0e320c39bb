"""Writing many rows fast: COPY on PostgreSQL, prepared inserts on SQLite, a batch at a time."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

Row = dict[str, Any]


class Writer:
    """Rows of several tables, kept until `flush`; ids are given by us, so that rows may refer."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"
        self._waiting: dict[str, list[tuple]] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        self._last: dict[str, int] = {}

    def add(self, table: Table, row: Row) -> int:
        """Keep a row to be written; every row of a table has the same columns. Returns its id."""
        name = table.name
        if name not in self._last:
            self._last[name] = self.connection.scalar(select(func.max(table.c.id))) or 0
            self._columns[name] = ("id", *row)
            self._waiting[name] = []
        self._last[name] += 1
        plain = _for_sqlite if self.is_sqlite else _for_postgresql
        self._waiting[name].append((self._last[name], *map(plain, row.values())))
        return self._last[name]

    def flush(self) -> None:
        """Write what waits, parents before children in the order of their first row."""
        for name, rows in self._waiting.items():
            if rows:
                (self._insert if self.is_sqlite else self._copy)(name, self._columns[name], rows)
            self._waiting[name] = []

    def finish(self) -> None:
        """Write the rest, and let the database's own numbering go on after ours."""
        self.flush()
        if not self.is_sqlite:
            for name, last in self._last.items():
                sequence = f"pg_get_serial_sequence('{name}', 'id')"
                self.connection.execute(text(f"SELECT setval({sequence}, {last})"))

    def _insert(self, name: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {name} ({_listed(columns)}) VALUES ({marks})"
        self.connection.exec_driver_sql(statement, rows)

    def _copy(self, name: str, columns: tuple[str, ...], rows: Iterable[tuple]) -> None:
        driver = self.connection.connection.driver_connection
        statement = f"COPY {name} ({_listed(columns)}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{one}"' for one in columns)


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return _for_postgresql(value)


def _for_postgresql(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
