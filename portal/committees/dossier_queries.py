"""Named reads around a dossier: its grid, its files, the committee before, what binds still."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.committees.decision_models import Decision
from portal.committees.dossier_models import DossierGrid, FormerDossier
from portal.committees.item_models import Addendum, Dossier, Item
from portal.committees.models import Sitting
from portal.committees.words import SubjectKind
from portal.files import queries as files
from portal.files.models import StoredFile
from portal.kernel.errors import Missing
from portal.startups.models import Startup
from portal.startups.words import EventKind


@dataclass(frozen=True, slots=True)
class Before:
    """The last committee that heard the startup, and whether none heard it since its launch."""

    on: date | None
    decision_ref: str | None
    is_first: bool


def grid(session: Session, dossier: Dossier) -> DossierGrid | None:
    """What the team wrote on the lines of the grid, read anew; None before the first word."""
    query = select(DossierGrid).where(DossierGrid.dossier_id == dossier.id)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def files_of(session: Session, item: Item, *, withdrawn: bool = False) -> list[StoredFile]:
    """The files of its dossier, those of its addenda apart."""
    return files.of_owner(session, item.ref, withdrawn=withdrawn)


def formers(session: Session, item: Item) -> list[FormerDossier]:
    """What was frozen for the sittings that this item left, oldest first."""
    query = select(FormerDossier).where(FormerDossier.item_id == item.id)
    return list(session.scalars(query.order_by(FormerDossier.id)))


def left_behind(session: Session, sitting: Sitting) -> list[FormerDossier]:
    """What was frozen for this sitting by the points that left it, oldest first."""
    query = select(FormerDossier).where(FormerDossier.sitting_id == sitting.id)
    return list(
        session.scalars(query.options(joinedload(FormerDossier.item)).order_by(FormerDossier.id))
    )


def former(session: Session, ref: str, former_ref: str) -> FormerDossier:
    """One of them, or Missing."""
    query = select(FormerDossier).join(FormerDossier.item)
    found = session.scalars(query.where(Item.ref == ref, FormerDossier.ref == former_ref)).first()
    if found is None:
        raise Missing
    return found


def addenda_of(former: FormerDossier, every: list[FormerDossier]) -> list[Addendum]:
    """What was added to this frozen text, and neither to an earlier nor to a later one."""
    before = max((one.last_addendum for one in every if one.id < former.id), default=0)
    told = former.item.dossier.addenda
    return [one for one in told if before < one.id <= former.last_addendum]


def addenda_now(dossier: Dossier, every: list[FormerDossier]) -> list[Addendum]:
    """What was added to the text as it is frozen now."""
    last = max((one.last_addendum for one in every), default=0)
    return [one for one in dossier.addenda if one.id > last]


def files_of_addenda(session: Session, addenda: list[Addendum]) -> dict[str, list[StoredFile]]:
    """The files of each addendum that has any, by its mark; one query for all."""
    marks = [one.files_ref for one in addenda if one.files_ref]
    if not marks:
        return {}
    query = select(StoredFile).where(
        StoredFile.owner_ref.in_(marks), StoredFile.withdrawn_at.is_(None)
    )
    told: dict[str, list[StoredFile]] = {}
    for one in session.scalars(query.order_by(StoredFile.id)):
        told.setdefault(one.owner_ref, []).append(one)
    return told


def before(session: Session, item: Item, startup: Startup, today: date) -> Before:
    """The committee before this one: decided here, or known from the programme's sheets."""
    query = select(Decision.ref, Decision.decided_on, Decision.subject_kind).where(
        Decision.startup_ref == startup.ref, Decision.item_id != item.id
    )
    decided = session.execute(query.order_by(Decision.decided_on, Decision.id)).all()
    known = [one.on for one in startup.events if one.name == EventKind.COMMITTEE]
    known = [day for day in known if day <= today]
    days = known + [one.decided_on for one in startup.grants if one.decided_on <= today]
    is_first = not known and all(one.subject_kind is not SubjectKind.STARTUP for one in decided)
    last = decided[-1] if decided else None
    if last is not None and last.decided_on >= max(days, default=last.decided_on):
        return Before(last.decided_on, last.ref, is_first)
    return Before(max(days, default=None), None, is_first)
