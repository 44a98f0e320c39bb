"""Joining a file without a page, for tests whose matter is elsewhere."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files import actions as files, store
from portal.files.models import StoredFile
from portal.files.words import FileKind
from portal.irritants import attaching
from portal.irritants.models import Irritant
from portal.policy import Actor
from tests.files import samples
from tests.support.apps import MONDAY


def put(session: Session, actor: Actor, irritant: Irritant, name: str = "preuve") -> StoredFile:
    """A small PDF of this name, whose content no other name has."""
    content = samples.PDF + name.encode()
    digest = hashlib.sha256(content).hexdigest()
    known = {"name": f"{name}.pdf", "kind": FileKind.PDF, "content": content, "sha256": digest}
    received = files.Received(**known)
    attaching.attach(session, actor, irritant, received, store=store.ours(), now=MONDAY)
    query = select(StoredFile).where(
        StoredFile.owner_ref == irritant.ref, StoredFile.sha256 == digest
    )
    return session.scalars(query).one()
