"""Verbs about oneself: one's name, unit and language, and nothing else."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.people import credentials, rules
from portal.people.models import Person
from portal.people.words import Language
from portal.policy import Act, Actor


def update(
    session: Session,
    actor: Actor,
    person: Person,
    *,
    name: str,
    unit: str,
    language: Language,
    now: datetime,
) -> None:
    """Change how one is shown. Role, address and incubator are not one's own to change."""
    policy.require(actor, Act.SELF_UPDATE)
    rules.check_name(name)
    wanted = {"name": name, "unit": unit, "language": language}
    before = {field: getattr(person, field) for field in wanted}
    changed = {field for field in wanted if wanted[field] != before[field]}
    if not changed:
        return
    for field in changed:
        setattr(person, field, wanted[field])
    journal.record(
        session,
        actor,
        Act.SELF_UPDATE,
        person,
        now=now,
        before={field: before[field] for field in sorted(changed)},
        after={field: wanted[field] for field in sorted(changed)},
    )
    session.flush()


def choose_language(
    session: Session, actor: Actor, person: Person, language: Language, *, now: datetime
) -> None:
    """Change the language alone, from any page."""
    told = {"name": person.name, "unit": person.unit, "language": language}
    update(session, actor, person, **told, now=now)


def end_other_sessions(
    session: Session, actor: Actor, person: Person, *, here: str, now: datetime
) -> int:
    """End one's sessions but the one in hand; how many ended."""
    policy.require(actor, Act.SESSION_REVOKE)
    ended = credentials.end_sessions(session, person, now, but=here)
    if ended:
        after = {"ended": ended}
        journal.record(session, actor, Act.SESSION_REVOKE, person, now=now, after=after)
    session.flush()
    return ended
