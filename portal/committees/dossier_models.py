"""What the team writes on the ten lines of the grid, apart from the rest of its dossier."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import Json, pk


class DossierGrid(Base):
    """One text for each line of the grid (code of the line → prose); its own version."""

    __tablename__ = "dossier_grid"

    id: Mapped[pk]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), unique=True)
    texts: Mapped[dict] = mapped_column(Json, default=dict)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
