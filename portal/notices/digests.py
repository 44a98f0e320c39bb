"""The digests: one mail to a person and day, of what they chose to be told so, by day or week."""

from datetime import date, datetime, time, timedelta

from flask_babel import force_locale, gettext as _, ngettext
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.kernel.periods import PARIS, paris_day
from portal.notices import queries
from portal.notices.models import Digest, Notice
from portal.notices.queries import Cuts
from portal.notices.words import DIGEST, Group, Pace, group_of
from portal.outbox import actions as outbox, letters
from portal.outbox.stopping import stop_key
from portal.people.models import Person
from portal.settings import queries as settings


def write_due(session: Session, now: datetime, *, most: int = 100) -> int:
    """Write the digests of today to at most so many people; 0 once none is left, or before its hour.

    They tell what happened before the hour of the settings, in Paris, whenever this runs.
    """
    today = paris_day(now)
    cuts = cuts_of(today, settings.current(session).digest_hour)
    if now < cuts[Pace.DAILY]:
        return 0
    people = queries.awaiting_digest(session, cuts, today, most)
    return sum(_write(session, person, today, cuts, now) for person in people)


def cuts_of(today: date, hour: int) -> Cuts:
    """Up to when each digest of that day tells; that of the week, up to its last Monday."""
    at = time(hour)
    monday = today - timedelta(days=today.weekday())
    return {
        Pace.DAILY: datetime.combine(today, at, PARIS),
        Pace.WEEKLY: datetime.combine(monday, at, PARIS),
    }


def _write(session: Session, person: Person, today: date, cuts: Cuts, now: datetime) -> bool:
    try:
        with session.begin_nested():
            session.add(Digest(person_id=person.id, on_day=today, made_at=now))
    except IntegrityError:
        # Another host wrote it in the meantime.
        return False
    waiting = queries.for_digest(session, person.id, cuts)
    stopped = queries.preference(session, person.id).stopped or {}
    notices = [one for one in waiting if group_of(one.kind) not in stopped]
    if notices:
        _post(session, person, notices, today, now)
    told = update(Notice).where(Notice.id.in_([each.id for each in waiting]))
    session.execute(told.values(digested_at=now))
    return True


def _post(
    session: Session, person: Person, notices: list[Notice], today: date, now: datetime
) -> None:
    with force_locale(person.language.value):
        subject = ngettext(
            "Votre résumé : %(num)s message", "Votre résumé : %(num)s messages", len(notices)
        )
        body = letters.letter(
            person.name, _("Depuis votre dernier résumé :"), *_groups(notices), can_stop=True
        )
    outbox.post(
        session,
        event=f"digest:{today}",
        address=person.email,
        kind="digest",
        subject=subject,
        body=body,
        now=now,
        stop_key=stop_key(person.ref, DIGEST),
    )


def _groups(notices: list[Notice]) -> list[str]:
    """A paragraph for each group, then one for each thing with what was said of it."""
    parts: list[str] = []
    for group in (*Group, None):
        told = [each for each in notices if group_of(each.kind) is group]
        if told:
            title = str(group.label) if group else _("Autres messages")
            parts += [f"* {title} *", *_subjects(told)]
    return parts


def _subjects(notices: list[Notice]) -> list[str]:
    by_subject: dict[str, list[Notice]] = {}
    for each in notices:
        by_subject.setdefault(each.subject_ref, []).append(each)
    return [_subject(told) for told in by_subject.values()]


def _subject(told: list[Notice]) -> str:
    lines = [f"- {each.title}" for each in told]
    paths = dict.fromkeys(each.path for each in told)
    return "\n".join([*lines, *(f"  {letters.address(path)}" for path in paths)])
