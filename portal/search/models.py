"""Derived lines: what can be found, and by which stems."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import pk


class SearchLine(Base):
    """The stems of one thing. The full-text index over `terms` is made by the migration."""

    __tablename__ = "search_line"

    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(String(16), index=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True)
    terms: Mapped[str] = mapped_column(Text)
