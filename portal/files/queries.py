"""Named reads of files. Who may read them is the matter of what owns them."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.files import rules
from portal.files.models import FileContent, StoredFile
from portal.kernel.errors import Missing


def of_owner(session: Session, owner_ref: str, *, withdrawn: bool = False) -> list[StoredFile]:
    """The files of a thing, in their order; with those withdrawn that may be put back, if asked."""
    query = select(StoredFile).where(StoredFile.owner_ref == owner_ref)
    if not withdrawn:
        query = query.where(StoredFile.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(StoredFile.id)))


def by_ref(session: Session, owner_ref: str, ref: str) -> StoredFile:
    """This file of this thing, withdrawn or not, or Missing."""
    query = select(StoredFile).where(StoredFile.owner_ref == owner_ref, StoredFile.ref == ref)
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def among(session: Session, owner_refs: list[str], ref: str) -> StoredFile:
    """This file of any of these things, withdrawn or not, or Missing."""
    query = select(StoredFile).where(StoredFile.owner_ref.in_(owner_refs), StoredFile.ref == ref)
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def same(session: Session, owner_ref: str, digest: str) -> StoredFile | None:
    """The live file of this thing that has this content."""
    query = select(StoredFile).where(
        StoredFile.owner_ref == owner_ref,
        StoredFile.sha256 == digest,
        StoredFile.withdrawn_at.is_(None),
    )
    return session.scalars(query).first()


def to_purge(session: Session, now: datetime, most: int) -> list[StoredFile]:
    """Files withdrawn for too long to be put back."""
    query = select(StoredFile).where(StoredFile.withdrawn_at < now - rules.UNDO)
    return list(session.scalars(query.order_by(StoredFile.id).limit(most)))


def orphans(session: Session, now: datetime, most: int) -> list[FileContent]:
    """Contents that no file names, long after they were last asked for; held until the end."""
    named = exists().where(StoredFile.sha256 == FileContent.sha256)
    query = (
        select(FileContent)
        .where(FileContent.asked_at < now - rules.ORPHAN, ~named)
        .order_by(FileContent.asked_at, FileContent.sha256)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def held(session: Session, digest: str) -> FileContent | None:
    """The line of this content, held until the end of the transaction."""
    query = select(FileContent).where(FileContent.sha256 == digest).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).first()
