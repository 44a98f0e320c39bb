"""Administrations, operators and authorities, and the incubators that they carry."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import Json, pk, ref


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

    @property
    def short_name(self) -> str:
        """The acronym where there is one."""
        return self.acronym or self.name


class Incubator(Base):
    """A place that carries startups; one that is `hidden` is left out of public lists."""

    __tablename__ = "incubator"

    id: Mapped[pk]
    ref: Mapped[ref]
    source_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    short_description: Mapped[str] = mapped_column(Text, default="")
    owner_ref: Mapped[str | None] = mapped_column(ForeignKey("organisation.ref"), index=True)
    website: Mapped[str] = mapped_column(String(500), default="")
    hidden: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(Text, default="")
    extra: Mapped[dict] = mapped_column(Json, default=dict)
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Organisation | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def incubator_ref(self) -> str:
        """What policy reads: an incubator is carried by itself."""
        return self.ref
