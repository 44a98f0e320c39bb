"""Telling people: a line in the inbox and a mail, in the transaction of the fact."""

from collections.abc import Iterable
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.db.inserting import insert_or_nothing
from portal.kernel.refs import new_ref
from portal.notices.models import Notice
from portal.outbox import actions as outbox
from portal.people.models import Person


def tell(
    session: Session,
    people: Iterable[Person],
    *,
    event: str,
    kind: str,
    subject_ref: str,
    title: str,
    body: str,
    path: str,
    now: datetime,
) -> int:
    """Tell each of these people this event, once each however often it is told.

    `event` names the fact (at most 80 signs, for example `declined:irr-7k2m9qhx:3`); `path` is
    the page to open. Returns how many were newly told.
    """
    wanted = {person.id: person for person in people if person.deactivated_at is None}
    if not wanted:
        return 0
    common = {"event": event, "kind": kind, "subject_ref": subject_ref, "title": title[:250]}
    common |= {"body": body, "path": path, "at": now}
    rows = [common | {"ref": new_ref("not"), "person_id": one} for one in wanted]
    adding = insert_or_nothing(session, Notice, ("person_id", "event"))
    fresh = set(session.scalars(adding.returning(Notice.person_id), rows))
    texts = {
        wanted[one].email: _mail(wanted[one], body or title, path) for one in wanted if one in fresh
    }
    outbox.post_all(session, texts, event=event, kind=kind, subject=title[:250], now=now)
    return len(fresh)


def mark_read(notice: Notice, now: datetime) -> None:
    """The person has seen the notice."""
    notice.read_at = notice.read_at or now


def _mail(person: Person, body: str, path: str) -> str:
    base = current_app.extensions["portal.settings"].base_url
    return _(
        "Bonjour %(name)s,\n\n%(body)s\n\nVoir : %(link)s\n\n"
        "Ce message est envoyé par le portail ; n’y répondez pas.",
        name=person.name,
        body=body,
        link=base + path,
    )
