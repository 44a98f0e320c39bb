"""Entering an irritant in a call, and taking it out."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.calls import entry_queries, queries, rules
from portal.calls.entry_models import Answer, Entry
from portal.calls.models import Call, Question
from portal.calls.words import EntryState, EntryVerb
from portal.irritants import queries as irritants, retaining
from portal.irritants.models import Irritant
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor
from portal.web.filters import day_text


def check_window(call: Call, now: datetime) -> None:
    """Raise Refused outside the window of the call."""
    today = paris_day(now)
    rules.check_window_is_open(
        call.state_on(today),
        is_early=today < call.opens_on,
        opens=day_text(call.opens_on),
        closes=day_text(call.closes_on),
    )


def enter(
    session: Session,
    actor: Actor,
    call: Call,
    irritant: Irritant,
    *,
    answers: dict[Question, str],
    now: datetime,
) -> Entry:
    """Enter one's own irritant, with the answers given to each wording. Once, however often asked.

    The caller has read that the conditions of engagement were agreed to.
    """
    policy.require(actor, Act.CALL_ENTER, call)
    policy.require(actor, Act.IRRITANT_SUBMIT, irritant)
    queries.lock(session, call)
    check_window(call, now)
    irritants.lock(session, irritant)
    _check(call, irritant)
    found = entry_queries.of_irritant(session, call, irritant.ref)
    if found is not None and found.state is not EntryState.WITHDRAWN:
        return found
    retaining.entrust(session, actor, irritant, call.incubator_ref, now=now)
    made = _again(found, now) if found else _new(session, actor, call, irritant, now)
    made.conditions = call.conditions
    made.answers = []
    session.flush()
    # A question that nobody had answered may have gone since the page was shown.
    known = {question.id for question in call.questions}
    told = {question.id: text for question, text in answers.items() if text}
    made.answers = [
        Answer(question_id=one, text=text) for one, text in told.items() if one in known
    ]
    done = {"call": call.ref, "verb": "enter"}
    journal.record(session, actor, Act.CALL_ENTER, made, now=now, after=done)
    session.flush()
    return made


def _check(call: Call, irritant: Irritant) -> None:
    rules.check_may_enter(
        state=irritant.state,
        confidential=irritant.confidential,
        carried_by=irritant.incubator_ref,
        house=call.incubator_ref,
        title=call.incubator.title,
    )


def _again(entry: Entry, now: datetime) -> Entry:
    entry.state = rules.ENTRY.after(entry.state, EntryVerb.ENTER)
    entry.entered_at = now
    return entry


def _new(session: Session, actor: Actor, call: Call, irritant: Irritant, now: datetime) -> Entry:
    made = Entry(
        ref=new_ref("ent"),
        call_id=call.id,
        irritant_ref=irritant.ref,
        author_id=actor.person_id,
        entered_at=now,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Refused(_("Cet irritant est déjà dans l’appel."), field="irritant") from None
    return made


def withdraw(session: Session, actor: Actor, entry: Entry, *, now: datetime) -> None:
    """Take it out of the call. The irritant itself goes on as before."""
    policy.require(actor, Act.CALL_WITHDRAW, entry)
    queries.lock(session, entry.call)
    entry_queries.lock(session, entry)
    if entry.state is EntryState.WITHDRAWN:
        return
    entry.state = rules.ENTRY.after(entry.state, EntryVerb.WITHDRAW)
    told = {"call": entry.call.ref, "verb": "withdraw"}
    journal.record(session, actor, Act.CALL_WITHDRAW, entry, now=now, after=told)
    session.flush()
