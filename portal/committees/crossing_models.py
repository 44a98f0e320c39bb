"""What a change of course or a merger proposes beside the months and the money."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from portal.committees.item_models import Item
from portal.committees.words import Side
from portal.db.base import Base
from portal.db.types import code, moment, pk
from portal.people.models import Person
from portal.startups.models import Startup


class Crossing(Base):
    """The course proposed (title, mission, what is kept), or the startup that receives.

    What the startup said before is copied when the dossier freezes: it reads the same for ever.
    """

    __tablename__ = "item_crossing"

    id: Mapped[pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), unique=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    mission: Mapped[str] = mapped_column(Text, default="")
    kept: Mapped[str] = mapped_column(Text, default="")
    title_before: Mapped[str] = mapped_column(String(200), default="")
    mission_before: Mapped[str] = mapped_column(Text, default="")
    receiver_ref: Mapped[str | None] = mapped_column(ForeignKey("startup.ref"), index=True)
    leftover: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    # Read as `item.crossing`: None unless its direction is one of the two.
    item: Mapped[Item] = relationship(backref=backref("crossing", uselist=False))
    receiver: Mapped[Startup | None] = relationship(lazy="joined")
    answers: Mapped[list["MergeAnswer"]] = relationship(
        order_by="MergeAnswer.id", lazy="selectin", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    def answer_of(self, side: Side) -> "MergeAnswer | None":
        """What this side of the receiver said, if it has."""
        return next((one for one in self.answers if one.side is side), None)

    def keep_before(self, startup: Startup) -> None:
        """Copy what the startup says today beside what is proposed."""
        self.title_before, self.mission_before = startup.title, startup.mission

    @property
    def receiver_refs(self) -> tuple[str, ...]:
        """What policy reads: whose team answers."""
        return (self.receiver_ref,) if self.receiver_ref else ()

    @property
    def receiver_incubator_refs(self) -> tuple[str, ...]:
        """What policy reads: whose directors answer."""
        return self.receiver.incubator_refs if self.receiver else ()


class MergeAnswer(Base):
    """The receiver's team, or its director, agrees to receive; or says no, and why."""

    __tablename__ = "merge_answer"
    __table_args__ = (
        UniqueConstraint("crossing_id", "side"),
        CheckConstraint("agrees OR motive <> ''", name="declined_with_a_motive"),
    )

    id: Mapped[pk]
    crossing_id: Mapped[int] = mapped_column(ForeignKey("item_crossing.id"))
    side: Mapped[Side] = mapped_column(code(Side))
    agrees: Mapped[bool]
    motive: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[moment]

    person: Mapped[Person] = relationship(lazy="joined")
