"""Writing a line of the journal, in the transaction of what it tells."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from flask import g, has_request_context
from sqlalchemy.orm import Session

from portal.journal.models import JournalEntry
from portal.policy import Act, Actor


def record(
    session: Session,
    actor: Actor,
    act: Act,
    subject: Any,
    *,
    now: datetime,
    before: dict | None = None,
    after: dict | None = None,
    motive: str = "",
) -> JournalEntry:
    """Add the line that tells this act upon `subject` (anything with a `ref`, or a ref)."""
    entry = JournalEntry(
        at=now,
        person_id=actor.person_id,
        act=act.value,
        subject_ref=subject if isinstance(subject, str) else subject.ref,
        before=_plain(before),
        after=_plain(after),
        motive=motive,
        request_id=g.get("request_id", "") if has_request_context() else "",
    )
    session.add(entry)
    return entry


def _plain(values: dict | None) -> dict | None:
    return {key: _json(value) for key, value in values.items()} if values is not None else None


def _json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [_json(one) for one in value]
    return value
