"""What administration reads."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.journal.models import JournalEntry
from portal.kernel.errors import Missing
from portal.outbox.models import Mail
from portal.outbox.words import MailState
from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.policy import Act, Kind, Role

IN_INCUBATORS = (Role.DIRECTOR, Role.OFFICER)
LATE = timedelta(minutes=15)
PROPOSAL_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class Outbox:
    """How mail goes. `late` counts those that should have left a quarter of an hour ago."""

    waiting: int
    late: int
    dead: int
    sent_today: int


def outbox(session: Session, now: datetime) -> Outbox:
    """The state of the outbox, in one query."""
    waiting = Mail.state == MailState.WAITING
    counts = session.execute(
        select(
            func.count(Mail.id).filter(waiting),
            func.count(Mail.id).filter(waiting, Mail.next_at < now - LATE),
            func.count(Mail.id).filter(Mail.state == MailState.DEAD),
            func.count(Mail.id).filter(Mail.sent_at >= now - timedelta(days=1)),
        )
    ).one()
    return Outbox(*counts)


def dead_mails(session: Session, most: int = 50) -> list[Mail]:
    """Mails that were given up, newest first. Their bodies and subjects are shown to nobody."""
    query = select(Mail).where(Mail.state == MailState.DEAD).order_by(Mail.id.desc()).limit(most)
    return list(session.scalars(query))


def mandates_of(session: Session, person: Person) -> list[Mandate]:
    """Every mandate of a person, those without end first, then newest first."""
    query = select(Mandate).where(Mandate.person_id == person.id)
    return list(session.scalars(query.order_by(Mandate.ends_on.is_not(None), Mandate.id.desc())))


def open_mandate(
    session: Session, person: Person, role: Role, scope: str | None, today: date
) -> Mandate:
    """The mandate without end, or whose end is to come, of this person in this role; or Missing."""
    where = Mandate.scope_ref == scope if scope else Mandate.scope_ref.is_(None)
    query = (
        select(Mandate)
        .where(
            Mandate.person_id == person.id,
            Mandate.role == role,
            where,
            or_(Mandate.ends_on.is_(None), Mandate.ends_on > today),
        )
        .options(joinedload(Mandate.person))
        .order_by(Mandate.ends_on.is_not(None), Mandate.ends_on.desc())
    )
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def staff(session: Session, today: date, refs: list[str]) -> dict[str, list[Mandate]]:
    """Directors and officers of these incubators in force or to come, in one query."""
    query = (
        select(Mandate)
        .where(
            Mandate.scope_ref.in_(refs),
            Mandate.role.in_(IN_INCUBATORS),
            or_(Mandate.ends_on.is_(None), Mandate.ends_on > today),
        )
        .options(joinedload(Mandate.person))
        .order_by(Mandate.role, Mandate.id)
    )
    found: dict[str, list[Mandate]] = defaultdict(list)
    for mandate in session.scalars(query):
        found[mandate.scope_ref].append(mandate)
    return found


def administrators(session: Session) -> list[Person]:
    """Active administrators."""
    query = select(Person).where(Person.kind == Kind.ADMINISTRATOR, Person.deactivated_at.is_(None))
    return list(session.scalars(query.order_by(Person.id)))


def proposal(session: Session, person: Person, now: datetime) -> JournalEntry | None:
    """The proposal to give this person the programme's direction that waits for a second voice.

    It is a line of the journal, so it needs no table; giving the role or a week ends it.
    """
    query = (
        select(JournalEntry)
        .where(
            JournalEntry.subject_ref == person.ref,
            JournalEntry.act == Act.ROLE_GRANT.value,
            JournalEntry.at > now - PROPOSAL_LASTS,
        )
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )
    last = session.scalars(query).first()
    return last if last is not None and "proposed" in (last.after or {}) else None


def author_of(session: Session, entry: JournalEntry) -> Person | None:
    """Who wrote this line of the journal."""
    return people.named(session, {entry.person_id}).get(entry.person_id)
