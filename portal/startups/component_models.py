"""What a startup makes that others take, and what it takes from others."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import code, day, moment, pk, ref
from portal.startups.models import Startup
from portal.startups.sheet_words import ComponentKind


class Component(Base):
    """A brick or an API; withdrawn, those who took it still see it."""

    __tablename__ = "startup_component"
    __table_args__ = (
        Index(
            "uq_startup_component_name",
            "startup_id",
            "name",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    kind: Mapped[ComponentKind] = mapped_column(code(ComponentKind))
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(300))
    link: Mapped[str] = mapped_column(String(500), default="")
    withdrawn_at: Mapped[moment | None]

    startup: Mapped[Startup] = relationship()


class Reuse(Base):
    """A startup takes a component of another one, or something made elsewhere, told by its name."""

    __tablename__ = "startup_reuse"
    __table_args__ = (
        CheckConstraint("(component_id IS NULL) = (name <> '')", name="one_thing"),
        Index("ix_startup_reuse_startup_id", "startup_id"),
        Index("ix_startup_reuse_component_id", "component_id"),
        Index(
            "uq_startup_reuse_component_live",
            "startup_id",
            "component_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND component_id IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND component_id IS NOT NULL"),
        ),
        Index(
            "uq_startup_reuse_name_live",
            "startup_id",
            "name",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND component_id IS NULL"),
            postgresql_where=text("ended_at IS NULL AND component_id IS NULL"),
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    component_id: Mapped[int | None] = mapped_column(ForeignKey("startup_component.id"))
    name: Mapped[str] = mapped_column(String(120), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    since: Mapped[day]
    ended_at: Mapped[moment | None]

    startup: Mapped[Startup] = relationship()
    component: Mapped[Component | None] = relationship()
