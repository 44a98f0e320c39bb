"""« Moi aussi »: said once by person and irritant, taken back as easily."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import bringing_back, family, queries, rules
from portal.irritants.models import Irritant, Support
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.people.models import Person
from portal.policy import Act, Actor

# What may be told besides, each of it whenever one wishes.
TOLD = frozenset({"context", "people", "hours", "territory", "administration"})


def support(
    session: Session, actor: Actor, irritant: Irritant, *, now: datetime, **told: str | int | None
) -> Support:
    """Say « moi aussi », or change what one tells of it (`TOLD`). However often said, it counts once.

    What is not given stays as it was; the administration is at first that of the person.
    """
    queries.lock(session, irritant)
    policy.require(actor, Act.IRRITANT_SUPPORT, irritant)
    if not rules.accepts_support(irritant.state):
        raise Refused(_("Cet irritant a reçu sa réponse : « moi aussi » est clos."))
    said = queries.support_of(session, irritant, actor)
    if said is None:
        said = _say(session, actor, irritant, now)
        journal.record(
            session, actor, Act.IRRITANT_SUPPORT, irritant, now=now, after={"verb": "support"}
        )
    for name in TOLD & told.keys():
        setattr(said, name, told[name])
    session.flush()
    family.recount(session, irritant)
    bringing_back.bring_back(session, irritant, now=now)
    return said


def unsupport(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> None:
    """Take « moi aussi » back; nothing happens to whoever did not say it.

    What one said on an irritant merged into it goes too: it is one word for one problem.
    """
    family.hold_all(session, irritant)
    policy.require(actor, Act.IRRITANT_SUPPORT, irritant)
    if not forget_support(session, irritant, actor.person_id):
        return
    journal.record(
        session, actor, Act.IRRITANT_SUPPORT, irritant, now=now, after={"verb": "unsupport"}
    )
    session.flush()


def forget_support(session: Session, irritant: Irritant, person_id: int) -> bool:
    """Drop what this person said on it, or on one merged into it; whether there was anything."""
    there = family.has(Support.irritant_id, irritant)
    gone = session.execute(delete(Support).where(there, Support.person_id == person_id))
    if gone.rowcount:
        for one in _counting(session, irritant):
            family.recount(session, one)
    return bool(gone.rowcount)


def _counting(session: Session, irritant: Irritant) -> list[Irritant]:
    """The irritants whose count holds what is said on this one."""
    head = [irritant.head] if irritant.head else []
    return [irritant, *head, *family.gathered(session, irritant, None)]


def _say(session: Session, actor: Actor, irritant: Irritant, now: datetime) -> Support:
    said = Support(irritant_id=irritant.id, person_id=actor.person_id, at=now)
    unit = select(Person.unit).where(Person.id == actor.person_id)
    said.administration = unit.scalar_subquery()
    try:
        with session.begin_nested():
            session.add(said)
    except IntegrityError:
        return queries.support_of(session, irritant, actor)
    return said
