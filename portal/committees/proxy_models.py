"""Written proxies: a member who cannot come lets another one vote in their name."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.committees.models import Sitting
from portal.db.base import Base
from portal.db.types import moment, pk, ref
from portal.people.models import Person

_STANDS = text("ended_at IS NULL")


class SittingProxy(Base):
    """One member speaks for another in a sitting; it counts for what opens while it stands."""

    __tablename__ = "sitting_proxy"
    __table_args__ = (
        CheckConstraint("giver_id <> holder_id", name="two_people"),
        CheckConstraint("ended_at IS NULL OR ended_at >= given_at", name="ends_after"),
        Index(
            "uq_sitting_proxy_giver",
            "sitting_id",
            "giver_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index(
            "uq_sitting_proxy_holder",
            "sitting_id",
            "holder_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), index=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # Where the paper is, when somebody else than the giver wrote it here.
    paper: Mapped[str] = mapped_column(String(300), default="")
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[moment]
    ended_at: Mapped[moment | None]

    sitting: Mapped[Sitting] = relationship()
    giver: Mapped[Person] = relationship(foreign_keys=[giver_id], lazy="joined")
    holder: Mapped[Person] = relationship(foreign_keys=[holder_id], lazy="joined")

    @property
    def committee_ref(self) -> str:
        """What policy reads."""
        return self.sitting.committee_ref
