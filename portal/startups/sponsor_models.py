"""For which organisation each sponsor answers."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import pk
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
