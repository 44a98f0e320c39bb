"""What was learned from a stop: written by those who carried it, published by the director.

Where no director is left in force, the programme publishes it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor
from portal.startups import (
    after_rules as rules,
    measure_queries,
    publishing,
    queries,
    sheet_says,
)
from portal.startups.after_models import Lesson
from portal.startups.after_words import TAUGHT
from portal.startups.models import Startup

_TEXTS = ("learned", "why", "advice", "aftermath")


def of(session: Session, startup: Startup) -> Lesson | None:
    """What was written about the stop that runs, read anew; None while the service lives."""
    if startup.current_phase not in TAUGHT:
        return None
    query = select(Lesson).where(
        Lesson.startup_id == startup.id, Lesson.decision_ref == publishing.stop_ref(startup)
    )
    return session.scalars(query.execution_options(populate_existing=True)).first()


def published(session: Session, startup: Startup) -> Lesson | None:
    """The last one that everybody reads, of this stop or of one before."""
    query = select(Lesson).where(Lesson.startup_id == startup.id, Lesson.published_at.is_not(None))
    return session.scalars(query.order_by(Lesson.id.desc()).limit(1)).first()


def by_decision(session: Session, refs: Iterable[str]) -> dict[str, str]:
    """For each of these decisions whose lesson is published, the startup that tells it."""
    wanted = [one for one in refs if one]
    query = (
        select(Lesson.decision_ref, Startup.ref)
        .join(Startup, Lesson.startup_id == Startup.id)
        .where(Lesson.decision_ref.in_(wanted), Lesson.published_at.is_not(None))
    )
    return dict(session.execute(query).all()) if wanted else {}


def of_decision(session: Session, ref: str) -> tuple[Lesson, str] | None:
    """The published lesson of this decision, and the startup that tells it."""
    query = (
        select(Lesson, Startup.ref)
        .join(Startup, Lesson.startup_id == Startup.id)
        .where(Lesson.decision_ref == ref, Lesson.published_at.is_not(None))
    )
    found = session.execute(query).first()
    return (found[0], found[1]) if found else None


def write(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    learned: str,
    why: str,
    advice: str,
    aftermath: str,
    figures: list[str],
    motive: str,
    now: datetime,
) -> Lesson:
    """Write it, or write it again; `figures` are measures whose last figure is told and dated."""
    startup = queries.lock(session, startup)
    policy.require(actor, Act.LESSON_WRITE, startup)
    rules.check_taught(startup.current_phase)
    found = of(session, startup)
    is_published = found is not None and found.published_at is not None
    rules.check_correction(is_published, policy.may(actor, Act.LESSON_PUBLISH, startup), motive)
    before, picked = _told(found) if found else None, _picked(session, startup, figures)
    if found is None:
        found = Lesson(
            ref=new_ref("lec"), startup_id=startup.id, decision_ref=publishing.stop_ref(startup)
        )
        session.add(found)
    found.learned, found.why, found.advice, found.aftermath = learned, why, advice, aftermath
    found.figures, found.written_at = picked, now
    journal.record(
        session,
        actor,
        Act.LESSON_WRITE,
        found,
        now=now,
        before=before,
        after=_told(found),
        motive=motive if is_published else "",
    )
    session.flush()
    return found


def publish(
    session: Session, actor: Actor, startup: Startup, lesson: Lesson, *, now: datetime
) -> None:
    """Let everybody read it; published twice, it is published once."""
    startup = queries.lock(session, startup)
    policy.require(actor, Act.LESSON_PUBLISH, publishing.case(session, startup, paris_day(now)))
    rules.check_taught(startup.current_phase)
    if lesson.published_at is not None:
        return
    lesson.published_at = now
    for subject in (startup, lesson):
        journal.record(session, actor, Act.LESSON_PUBLISH, subject, now=now)
    session.flush()


def due_on(startup: Startup) -> date | None:
    """By when it is written; nothing is asked about a stop decided elsewhere."""
    if (
        startup.current_phase not in TAUGHT
        or not publishing.stop_ref(startup)
        or startup.ended_on is None
    ):
        return None
    return rules.lesson_due_on(startup.ended_on)


def is_late(startup: Startup, now: datetime) -> bool:
    """Whether its day has passed."""
    on = due_on(startup)
    return on is not None and on < paris_day(now)


def _picked(session: Session, startup: Startup, refs: list[str]) -> list[dict]:
    found = measure_queries.measures(session, startup)
    return [
        {
            "ref": one.ref,
            "name": one.name,
            "figure": sheet_says.figure(one.last.value, one.unit),
            "on": one.last.on.isoformat(),
        }
        for one in found
        if one.ref in refs and one.last is not None
    ]


def _told(lesson: Lesson) -> dict:
    return {name: getattr(lesson, name) for name in _TEXTS} | {
        "figures": [one["name"] for one in lesson.figures]
    }
