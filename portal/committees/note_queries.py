"""Named reads of notes and grids. A private note is only ever read by its owner's number."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.committees.dossier_models import FormerDossier
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.note_models import Grid, PrivateNote, SittingNote


def of_sitting(session: Session, sitting: Sitting) -> SittingNote | None:
    """The secretary's notes."""
    query = select(SittingNote).where(SittingNote.sitting_id == sitting.id)
    return session.scalars(query).first()


def private(session: Session, item: Item, person_id: int | None) -> PrivateNote | None:
    """What this person wrote for themselves."""
    query = select(PrivateNote).where(
        PrivateNote.item_id == item.id, PrivateNote.person_id == person_id
    )
    return session.scalars(query).first()


def all_private(session: Session, person_id: int | None) -> list[PrivateNote]:
    """All that this person wrote for themselves, oldest first."""
    query = select(PrivateNote).where(PrivateNote.person_id == person_id)
    return list(
        session.scalars(query.options(joinedload(PrivateNote.item)).order_by(PrivateNote.id))
    )


def grid_of(session: Session, item: Item, person_id: int | None) -> Grid | None:
    """This person's grid."""
    query = select(Grid).where(Grid.item_id == item.id, Grid.person_id == person_id)
    return session.scalars(query).first()


def reopened_at(session: Session, item: Item) -> datetime | None:
    """When its dossier was last opened again; None if it never was."""
    query = select(FormerDossier.left_at).where(FormerDossier.item_id == item.id)
    return session.scalars(query.order_by(FormerDossier.id.desc()).limit(1)).first()


def is_of_now(grid: Grid, since: datetime | None) -> bool:
    """Whether it was given upon the dossier of now, and not upon one frozen before."""
    return since is None or grid.at > since


def grids(session: Session, item: Item, since: datetime | None) -> list[Grid]:
    """The grids of those who have not withdrawn, given since its dossier reopened."""
    query = select(Grid).where(Grid.item_id == item.id).order_by(Grid.id)
    found = [one for one in session.scalars(query) if is_of_now(one, since)]
    return [one for one in found if one.person_id not in item.recused_ids]
