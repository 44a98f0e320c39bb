"""What a point listed again takes from the dossier before it: the grid, the files and what they show."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.committees import dossier_queries
from portal.committees.dossier_models import DossierGrid
from portal.committees.item_models import Item
from portal.files import actions as files
from portal.files.models import StoredFile


def carry(session: Session, item: Item, again: Item, *, now: datetime) -> None:
    """Copy them; `again` is already in the database."""
    grid = dossier_queries.grid(session, item.dossier)
    if grid is not None:
        session.add(DossierGrid(dossier_id=again.dossier.id, texts=dict(grid.texts)))
    share(session, dossier_queries.files_of(session, item), again, now=now)


def share(session: Session, kept: list[StoredFile], item: Item, *, now: datetime) -> None:
    """Join the same files to this item, whose figures are shown by its own."""
    moved = {file.ref: files.share(session, file, item.ref, now=now).ref for file in kept}
    for rung in item.dossier.rungs:
        rung.file_ref = moved.get(rung.file_ref) if rung.file_ref else None
    session.flush()
