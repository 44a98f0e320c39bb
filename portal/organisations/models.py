"""Administrations, operators and authorities, and the incubators that they carry."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import Json, day, pk, ref


class Organisation(Base):
    """A public body; sponsors and owners point at it. `source_id` is its name in the files."""

    __tablename__ = "organisation"

    id: Mapped[pk]
    ref: Mapped[ref]
    source_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    acronym: Mapped[str] = mapped_column(String(80), default="")
    kind: Mapped[str] = mapped_column(String(80), default="")
    ministry: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    extra: Mapped[dict] = mapped_column(Json, default=dict)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}

    @property
    def short_name(self) -> str:
        """The acronym where there is one."""
        return self.acronym or self.name


class Incubator(Base):
    """A place that carries startups; one that is `hidden` is left out of public lists.

    Once closed it receives nothing more; `successor_ref` is the one that took over what it had.
    """

    __tablename__ = "incubator"
    __table_args__ = (
        CheckConstraint("(closed_on IS NULL) = (closing_motive = '')", name="closed_with_a_motive"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    source_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    short_description: Mapped[str] = mapped_column(Text, default="")
    owner_ref: Mapped[str | None] = mapped_column(ForeignKey("organisation.ref"), index=True)
    website: Mapped[str] = mapped_column(String(500), default="")
    contact: Mapped[str] = mapped_column(String(254), default="", server_default="")
    hidden: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(Text, default="")
    extra: Mapped[dict] = mapped_column(Json, default=dict)
    closed_on: Mapped[day | None]
    closing_motive: Mapped[str] = mapped_column(Text, default="", server_default="")
    successor_ref: Mapped[str | None] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Organisation | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_closed(self) -> bool:
        """Whether it receives nothing more."""
        return self.closed_on is not None

    @property
    def incubator_ref(self) -> str:
        """What policy reads: an incubator is carried by itself."""
        return self.ref
