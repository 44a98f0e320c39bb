"""The inbox of each person."""

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import Json, code, day, moment, pk, ref
from portal.notices.words import Group, Pace

_FOR_DIGEST = "pace IN ('daily', 'weekly') AND digested_at IS NULL AND read_at IS NULL"


class Notice(Base):
    """Something told to one person, once for an event."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "event"),
        Index("ix_notice_person_id_id", "person_id", "id"),
        Index(
            "ix_notice_for_digest",
            "person_id",
            sqlite_where=text(_FOR_DIGEST),
            postgresql_where=text(_FOR_DIGEST),
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    event: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(40))
    subject_ref: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(250))
    body: Mapped[str] = mapped_column(Text, default="")
    path: Mapped[str] = mapped_column(String(200))
    # What the person had chosen when it happened: a later choice changes later mails.
    pace: Mapped[Pace] = mapped_column(code(Pace), default=Pace.NOW, server_default="now")
    at: Mapped[moment]
    read_at: Mapped[moment | None]
    digested_at: Mapped[moment | None]


class Preference(Base):
    """How fast mails follow for a person, group by group; a group that is absent is at once."""

    __tablename__ = "notice_preference"

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    paces: Mapped[dict[str, str]] = mapped_column(Json)
    # What was chosen before a mail was stopped from itself, by group: so that it can be undone.
    stopped: Mapped[dict[str, str] | None] = mapped_column(Json)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    def pace(self, group: Group) -> Pace:
        """What was chosen for this group."""
        return Pace(self.paces.get(group.value, Pace.NOW.value))


class Digest(Base):
    """The mail of a day to a person: one, whoever runs the clock and however often."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("person_id", "on_day"),)

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on_day: Mapped[day]
    made_at: Mapped[moment]
