"""For which organisation each sponsor answers, and the organisations that left."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import day, moment, pk, ref
from portal.organisations.models import Organisation
from portal.people.models import Mandate


class SponsorLink(Base):
    """The organisation whose money this sponsor's mandate speaks for.

    Needed where several organisations sponsor a startup; a single one goes without saying.
    """

    __tablename__ = "sponsor_link"

    id: Mapped[pk]
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), unique=True)
    organisation_ref: Mapped[str] = mapped_column(ForeignKey("organisation.ref"), index=True)

    mandate: Mapped[Mandate] = relationship()


class FormerSponsor(Base):
    """An organisation that sponsored a startup, until its last day; its money stays as it was said.

    `position`, `share`, `since` and `added_at` are those of its line among the sponsors.
    """

    __tablename__ = "startup_sponsor_past"
    __table_args__ = (
        CheckConstraint("since IS NULL OR last_on >= since", name="days"),
        CheckConstraint("motive <> ''", name="motive"),
        Index("ix_startup_sponsor_past_startup_id", "startup_id"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    organisation_ref: Mapped[str] = mapped_column(ForeignKey("organisation.ref"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    share: Mapped[int | None]
    since: Mapped[day | None]
    added_at: Mapped[moment | None]
    last_on: Mapped[day]
    motive: Mapped[str] = mapped_column(Text)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[moment]

    organisation: Mapped[Organisation] = relationship(lazy="joined")
