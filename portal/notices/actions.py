"""Telling people: a line in the inbox and a mail, in the transaction of the fact."""

from collections.abc import Iterable
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

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
    told = set(
        session.scalars(
            select(Notice.person_id).where(Notice.event == event, Notice.person_id.in_(wanted))
        )
    )
    fresh = [person for person_id, person in wanted.items() if person_id not in told]
    for person in fresh:
        session.add(
            Notice(
                ref=new_ref("not"),
                person_id=person.id,
                event=event,
                kind=kind,
                subject_ref=subject_ref,
                title=title[:250],
                body=body,
                path=path,
                at=now,
            )
        )
        _mail(session, person, event, kind, title, body, path, now)
    session.flush()
    return len(fresh)


def mark_read(notice: Notice, now: datetime) -> None:
    """The person has seen the notice."""
    notice.read_at = notice.read_at or now


def _mail(session, person, event, kind, title, body, path, now) -> None:
    base = current_app.extensions["portal.settings"].base_url
    text = _(
        "Bonjour %(name)s,\n\n%(body)s\n\nVoir : %(link)s\n\n"
        "Ce message est envoyé par le portail ; n’y répondez pas.",
        name=person.name,
        body=body or title,
        link=base + path,
    )
    outbox.post(
        session,
        event=event,
        address=person.email,
        kind=kind,
        subject=title[:250],
        body=text,
        now=now,
    )
