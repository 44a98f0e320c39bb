"""Every set of settings that was ever in force; the last one is."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import Json, moment, pk
from portal.people.models import Person
from portal.settings.rules import Values


class SettingsVersion(Base):
    """What was set, by whom, when and why. Lines are only ever added (triggers refuse the rest)."""

    __tablename__ = "settings_version"

    id: Mapped[pk]
    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[moment]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    motive: Mapped[str] = mapped_column(Text)
    told: Mapped[dict] = mapped_column(Json)

    person: Mapped[Person] = relationship()

    @property
    def values(self) -> Values:
        """The settings of this version."""
        return Values.read(self.told)
