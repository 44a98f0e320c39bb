"""The technical file of a service that may be taken over: one answer for each topic."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.refs import new_ref
from portal.policy import MACHINE, Act, Actor
from portal.startups import after_rules as rules, queries
from portal.startups.after_models import TechnicalAnswer
from portal.startups.after_words import TechnicalState, TechnicalTopic
from portal.startups.models import Startup


def answers(session: Session, startup: Startup) -> dict[TechnicalTopic, TechnicalAnswer]:
    """What is said so far, by topic."""
    query = select(TechnicalAnswer).where(TechnicalAnswer.startup_id == startup.id)
    found = session.scalars(query.execution_options(populate_existing=True))
    return {one.topic: one for one in found}


def lacking(session: Session, startup: Startup) -> list[TechnicalTopic]:
    """What is still to be said."""
    query = select(TechnicalAnswer.topic, TechnicalAnswer.state)
    found = session.execute(query.where(TechnicalAnswer.startup_id == startup.id))
    return rules.missing(dict(found.all()))


def lacking_of(session: Session, startups: list[Startup]) -> dict[int, list[TechnicalTopic]]:
    """The same for several, by startup, in one query."""
    ids = [one.id for one in startups]
    query = select(TechnicalAnswer.startup_id, TechnicalAnswer.topic, TechnicalAnswer.state)
    told: dict[int, dict] = {one: {} for one in ids}
    for key, topic, state in session.execute(query.where(TechnicalAnswer.startup_id.in_(ids))):
        told[key][topic] = state
    return {key: rules.missing(said) for key, said in told.items()}


def tell(
    session: Session,
    actor: Actor,
    startup: Startup,
    topic: TechnicalTopic,
    *,
    state: TechnicalState,
    body: str,
    ends_on: date | None,
    now: datetime,
) -> TechnicalAnswer:
    """Say, or say again, what whoever takes over must know; the text before stays in the journal."""
    startup = queries.lock(session, startup)
    policy.require(actor, Act.TECHNICAL_EDIT, startup)
    rules.check_technical(state, body)
    found = answers(session, startup).get(topic)
    before = {"state": found.state, "body": found.body} if found else None
    if found is None:
        found = TechnicalAnswer(ref=new_ref("tec"), startup_id=startup.id, topic=topic)
        session.add(found)
    found.state, found.body, found.ends_on, found.at = state, body, ends_on, now
    told = {"topic": topic, "state": state, "body": body, "ends_on": ends_on}
    journal.record(session, actor, Act.TECHNICAL_EDIT, found, now=now, before=before, after=told)
    session.flush()
    return found


def freeze(session: Session, startup: Startup, *, now: datetime) -> None:
    """The safeguard ends: the journal keeps what the file lacked on that day."""
    told = {"lacking": lacking(session, startup)}
    journal.record(session, MACHINE, Act.TECHNICAL_EDIT, startup, now=now, after=told)
