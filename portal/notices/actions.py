"""Telling people: a line in the inbox and a mail, in the transaction of the fact."""

from collections.abc import Callable, Iterable
from datetime import datetime

from flask_babel import force_locale, gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import and_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.db.inserting import insert_or_nothing
from portal.journal import actions as journal
from portal.kernel.errors import Stale
from portal.kernel.refs import new_ref
from portal.notices import queries
from portal.notices.models import Notice, Preference
from portal.notices.words import Group, Pace, group_of, stop_sort
from portal.outbox import actions as outbox, letters
from portal.outbox.stopping import stop_key
from portal.people.models import Person
from portal.people.words import Language
from portal.policy import Act, Actor

# What is said: a text as it is, or what writes it in the language in force when it is called.
Said = str | LazyString | Callable[[], str]


def tell(
    session: Session,
    people: Iterable[Person],
    *,
    event: str,
    kind: str,
    subject_ref: str,
    title: Said,
    body: Said,
    path: str,
    now: datetime,
    calendar: Callable[[Person], str] | None = None,
) -> int:
    """Tell each of these people this event, once each however often it is told.

    `event` names the fact (at most 80 signs, for example `declined:irr-7k2m9qhx:3`); `path` is
    the page to open. Title and body are written in the language of each, here and now: give them
    lazy (`_l`) or as a function. The mail follows at the pace that the person chose for this kind.
    `calendar` writes what goes along for a calendar program: such a mail waits for no digest.
    Returns how many were newly told.
    """
    wanted = {person.id: person for person in people if person.deactivated_at is None}
    if not wanted:
        return 0
    texts = {each: _written(each, title, body) for each in {p.language for p in wanted.values()}}
    paces = queries.paces(session, list(wanted), group_of(kind))
    if calendar is not None:
        # A date read in a digest comes too late for whoever keeps a calendar.
        paces = {one: pace for one, pace in paces.items() if pace is Pace.NONE}
    common = {"event": event, "kind": kind, "subject_ref": subject_ref, "path": path, "at": now}
    rows = [
        common
        | {
            "ref": new_ref("not"),
            "person_id": person.id,
            "title": texts[person.language][0],
            "body": texts[person.language][1],
            "pace": paces.get(person.id, Pace.NOW),
        }
        for person in wanted.values()
    ]
    adding = insert_or_nothing(session, Notice, ("person_id", "event"))
    fresh = set(session.scalars(adding.returning(Notice.person_id), rows))
    mailed = [
        person
        for person in wanted.values()
        if person.id in fresh and paces.get(person.id, Pace.NOW) is Pace.NOW
    ]
    sort = stop_sort(kind)
    stops = {person.email: stop_key(person.ref, sort) for person in mailed} if sort else {}
    written = {
        person.email: _letter(person, *texts[person.language], path, can_stop=bool(sort))
        for person in mailed
    }
    dated = {one.email: _dated(one, calendar) for one in wanted.values() if one.email in written}
    outbox.post_all(session, written, event=event, kind=kind, now=now, stops=stops, calendars=dated)
    return len(fresh)


def _dated(person: Person, calendar: Callable[[Person], str] | None) -> str:
    if calendar is None:
        return ""
    with force_locale(person.language.value):
        return calendar(person)


def mark_read(notice: Notice, now: datetime) -> None:
    """The person has seen the notice."""
    notice.read_at = notice.read_at or now


def mark_all_read(session: Session, actor: Actor, newest: Notice, *, now: datetime) -> int:
    """Mark read what a person has not opened, up to `newest`, the last that they were shown.

    Returns how many; `unmark` undoes exactly those, told `now` again.
    """
    policy.require(actor, Act.NOTICE_READ)
    unread = and_(queries.unread(actor.person_id), Notice.id <= newest.id)
    count = session.execute(update(Notice).where(unread).values(read_at=now)).rowcount
    if count:
        told = {"read": count, "at": now}
        journal.record(session, actor, Act.NOTICE_READ, actor.ref, now=now, after=told)
    return count


def unmark(session: Session, actor: Actor, at: datetime, *, now: datetime) -> int:
    """Make new again what this person marked read all at once, at that moment; how many."""
    policy.require(actor, Act.NOTICE_READ)
    marked = queries.marked_at(actor.person_id, at)
    count = session.execute(update(Notice).where(marked).values(read_at=None)).rowcount
    if count:
        told = {"unread": count, "at": at}
        journal.record(session, actor, Act.NOTICE_READ, actor.ref, now=now, after=told)
    return count


def choose(
    session: Session,
    actor: Actor,
    paces: dict[Group, Pace],
    *,
    version: int,
    now: datetime,
) -> Preference:
    """Choose how fast mails follow, from now on. Raises Stale if another page chose meanwhile."""
    policy.require(actor, Act.NOTICE_CHOOSE)
    kept = queries.preference(session, actor.person_id)
    if kept.version != version:
        raise Stale(kept)
    before = kept.paces
    kept.paces = {group.value: pace.value for group, pace in paces.items()}
    kept.stopped = None
    if kept.id is None:
        _keep_first(session, kept)
    journal.record(
        session, actor, Act.NOTICE_CHOOSE, actor.ref, now=now, before=before, after=kept.paces
    )
    session.flush()
    return kept


def _keep_first(session: Session, chosen: Preference) -> None:
    chosen.version = 1
    try:
        with session.begin_nested():
            session.add(chosen)
    except IntegrityError:
        raise Stale(queries.preference(session, chosen.person_id)) from None


def _written(language: Language, title: Said, body: Said) -> tuple[str, str]:
    with force_locale(language.value):
        return _text(title)[:250], _text(body)


def _text(said: Said) -> str:
    return str(said()) if callable(said) else str(said)


def _letter(person: Person, title: str, body: str, path: str, *, can_stop: bool) -> tuple[str, str]:
    with force_locale(person.language.value):
        link = _("Voir : %(link)s", link=letters.address(path))
        return title, letters.letter(person.name, body or title, link, can_stop=can_stop)
