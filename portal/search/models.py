"""Derived lines: what can be found, and by which stems."""

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import pk


class SearchLine(Base):
    """The stems of one thing. The full-text index over `terms` is made by the migration."""

    __tablename__ = "search_line"
    __table_args__ = (
        Index(
            "ix_search_line_state",
            "state",
            sqlite_where=text("state <> ''"),
            postgresql_where=text("state <> ''"),
        ),
    )

    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(String(16), index=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True)
    terms: Mapped[str] = mapped_column(Text)
    # Of what was tried and did not go on, and of nothing else: how it ended, why, and its words.
    state: Mapped[str] = mapped_column(String(16), default="", server_default="")
    title: Mapped[str] = mapped_column(String(200), default="", server_default="")
    gist: Mapped[str] = mapped_column(Text, default="", server_default="")
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
