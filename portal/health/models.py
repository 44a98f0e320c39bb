"""The pulse of what runs beside the pages."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import moment


class Heartbeat(Base):
    """When this last came to its end. In the database: any host may ask, whichever one beats."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[moment | None]
