"""What the team writes on the ten lines of the grid; and what was frozen for a sitting it left."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.db.base import Base
from portal.db.types import Big, Json, moment, pk, ref


class DossierGrid(Base):
    """One text for each line of the grid (code of the line → prose); its own version."""

    __tablename__ = "dossier_grid"

    id: Mapped[pk]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), unique=True)
    texts: Mapped[dict] = mapped_column(Json, default=dict)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FormerDossier(Base):
    """A dossier as it was frozen for a sitting that its point left; rows are only ever added."""

    __tablename__ = "former_dossier"

    id: Mapped[pk]
    ref: Mapped[ref]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), index=True)
    # None: it was frozen before sittings were kept here.
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id"))
    # When it was to be held: a sitting put later keeps its name.
    sitting_at: Mapped[moment | None]
    frozen_at: Mapped[moment]
    frozen: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    left_at: Mapped[moment]
    # Its addenda are those up to this one that no earlier freeze has; 0 when there was none.
    last_addendum: Mapped[int] = mapped_column(Big, default=0)

    item: Mapped[Item] = relationship()
    sitting: Mapped[Sitting | None] = relationship(lazy="joined")

    # What policy reads: whoever read it then reads it still, those of the committee it left too.
    presider_id = None

    @property
    def committee_ref(self) -> str:
        """The committee that it was frozen for."""
        return self.sitting.committee.ref if self.sitting else self.item.committee_ref

    @property
    def incubator_ref(self) -> str:
        """The incubator of that committee."""
        return self.sitting.committee.incubator_ref if self.sitting else self.item.incubator_ref

    @property
    def subject_refs(self) -> tuple[str, ...]:
        """Teams, coaches and sponsors are those of the subject."""
        return self.item.subject_refs

    @property
    def recused_ids(self) -> frozenset[int]:
        """Whoever withdrew from the point withdrew from all that was ever read of it."""
        return self.item.recused_ids

    @property
    def roll_ids(self) -> frozenset[int]:
        """Who votes on the point."""
        return self.item.roll_ids
