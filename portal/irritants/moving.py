"""What every step of an irritant shares: the line in the journal, the people told, publication."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.irritants import coauthor_queries, messages, queries, rules
from portal.irritants.messages import Answer, Message
from portal.irritants.models import Irritant
from portal.irritants.words import ANSWERED_STATES, IrritantState as State, IrritantVerb as Verb
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.notices import actions as notices
from portal.people.models import Person
from portal.policy import Act, Actor
from portal.search import actions as search


def enter(irritant: Irritant, state: State, *, now: datetime) -> None:
    """Be in this state from now on, with what follows from it."""
    irritant.state = state
    if state is State.QUALIFIED:
        irritant.qualified_at = irritant.qualified_at or now
    # Merged, it has no answer yet: the head's will be its own.
    if state in ANSWERED_STATES and state is not State.MERGED:
        irritant.answered_at = irritant.answered_at or now
    publish_when_due(irritant, now=now)


def publish_when_due(irritant: Irritant, *, now: datetime) -> None:
    """Be on the public site if, and only if, everything that it needs is there."""
    ready = rules.may_be_published(
        irritant.state,
        consent=irritant.publish_consent,
        confidential=irritant.confidential,
        qualified=irritant.qualified_at is not None,
    )
    irritant.published_at = (irritant.published_at or now) if ready else None


def record(
    session: Session,
    actor: Actor,
    act: Act,
    irritant: Irritant,
    verb: str,
    *,
    now: datetime,
    motive: str = "",
    before: dict | None = None,
    **after: object,
) -> None:
    """Leave the line of this step; `verb` chooses its sentence in the history."""
    told = {"verb": verb, "state": irritant.state} | after
    journal.record(session, actor, act, irritant, now=now, before=before, after=told, motive=motive)
    session.flush()


def tell_step(
    session: Session, actor: Actor, irritant: Irritant, verb: Verb, answer: Answer, *, now: datetime
) -> int:
    """Tell this step to those whom it concerns."""
    due_on = irritant.due_on(paris_day(now))
    return tell(
        session,
        concerned(session, actor, irritant, verb, now=now),
        irritant,
        verb,
        lambda: messages.step(verb, irritant, answer, due_on=due_on),
        now=now,
    )


def concerned(
    session: Session, actor: Actor, irritant: Irritant, verb: Verb, *, now: datetime
) -> list[Person]:
    """The author, and for most steps whoever said « moi aussi » or follows, but for `actor`."""
    if verb in messages.AUTHOR_ONLY:
        return coauthor_queries.tellers(session, irritant)
    found = queries.audience(session, [irritant], paris_day(now))
    everyone = [one for one in found if one.id == irritant.author_id or one.id != actor.person_id]
    if verb is Verb.WITHDRAW:
        return [person for person in everyone if person.id != irritant.author_id]
    return everyone


def tell(
    session: Session,
    people: Iterable[Person],
    irritant: Irritant,
    event: str,
    message: Callable[[], Message],
    *,
    now: datetime,
    desk: bool = False,
    end: str = "",
) -> int:
    """Tell these people something about the irritant, once for this version of it.

    `message` writes it in the language in force; `desk`: they triage it, and open it there.
    """
    return notices.tell(
        session,
        people,
        event=f"{event}:{irritant.ref}:{irritant.version}",
        kind=f"{'triage' if desk else 'irritant'}.{event}"[:40],
        subject_ref=irritant.ref,
        title=lambda: message().title,
        body=lambda: message().body,
        path=f"/tri/{irritant.ref}" if desk else f"/irritants/{irritant.ref}{end}",
        now=now,
    )


def index(session: Session, irritant: Irritant) -> None:
    """Make it findable by what it says, never by who says it."""
    words = [str(word.label) for word in irritant.user_types]
    search.index(
        session,
        "irritant",
        irritant.ref,
        irritant.title,
        irritant.problem,
        irritant.administration,
        irritant.territory,
        *words,
    )


def today(now: datetime) -> date:
    """The day in Paris."""
    return paris_day(now)
