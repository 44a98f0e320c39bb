"""Everyone answered: a message to each who is no laureate, then the call is concluded."""

from datetime import datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.calls import entry_queries, rules
from portal.calls.entry_models import Entry
from portal.calls.models import Call
from portal.calls.preparing import hold, record
from portal.calls.selecting import held, told_of
from portal.calls.words import EntryVerb
from portal.irritants import coauthor_queries
from portal.irritants.words import OPEN_STATES
from portal.kernel.periods import paris_day
from portal.notices import actions as notices
from portal.policy import Actor
from portal.web.filters import day_text


def check_answers(call: Call, entries: list[Entry], message: str) -> None:
    """Raise Refused unless each of these may now be told."""
    rules.check_message(message)
    for entry in entries:
        rules.check_answer(
            is_shortlisted=call.shortlisted_at is not None,
            is_kept_in_list=entry.shortlisted_at is not None,
            is_chosen=call.laureates_at is not None,
        )
        rules.ENTRY.after(entry.state, EntryVerb.ANSWER)


def answer(
    session: Session, actor: Actor, call: Call, refs: list[str], *, message: str, now: datetime
) -> int:
    """Tell each of these that they are no laureates, why, and what becomes of their irritant.

    The irritant itself goes on, with its promise. Returns how many were told.
    """
    hold(session, actor, call, now)
    chosen = held(session, call, refs)
    check_answers(call, chosen, message)
    for entry in chosen:
        entry.state = rules.ENTRY.after(entry.state, EntryVerb.ANSWER)
        entry.answer, entry.answered_at = message, now
    record(session, actor, call, "answer", now=now, entries=refs)
    for entry in chosen:
        _tell(session, call, entry, now)
    return len(told_of(session, chosen))


def _tell(session: Session, call: Call, entry: Entry, now: datetime) -> None:
    notices.tell(
        session,
        coauthor_queries.tellers(session, entry.irritant),
        event=f"call.answered:{entry.ref}",
        kind="call.answered",
        subject_ref=call.ref,
        title=_l("Réponse à votre dossier pour l’appel « %(title)s »", title=call.title),
        body=lambda: said(entry, now),
        path=f"/irritants/{entry.irritant_ref}",
        now=now,
    )


def said(entry: Entry, now: datetime, message: str = "") -> str:
    """The message, as its author reads it."""
    return "\n\n".join([message or entry.answer, what_follows(entry, now)])


def what_follows(entry: Entry, now: datetime) -> str:
    """Where the irritant stands: not being a laureate takes nothing from it."""
    irritant = entry.irritant
    due_on = irritant.due_on(paris_day(now))
    if irritant.state in OPEN_STATES and due_on is not None:
        return _(
            "Votre irritant « %(title)s » n’est pas perdu : il reste à l’étude, et sa réponse est"
            " attendue le %(day)s au plus tard.",
            title=irritant.title,
            day=day_text(due_on),
        )
    return _(
        "Votre irritant « %(title)s » suit son cours : il est « %(state)s ».",
        title=irritant.title,
        state=irritant.state.label,
    )


def conclude(session: Session, actor: Actor, call: Call, *, now: datetime) -> None:
    """Everyone has their answer: its funnel is public. Raises Refused naming who waits."""
    state = hold(session, actor, call, now)
    waiting = entry_queries.waiting(session, call)
    rules.check_close(state, [entry.irritant.title for entry in waiting])
    for entry in entry_queries.answered_elsewhere(session, call):
        # The triage told its author why: nothing more is sent.
        entry.state = rules.ENTRY.after(entry.state, EntryVerb.ANSWER)
        entry.answer, entry.answered_at = entry.irritant.motive, now
    call.answered_at = now
    # Nobody deposited, or nobody waits: what was never fixed is fixed as it stands.
    call.shortlisted_at = call.shortlisted_at or now
    record(session, actor, call, "conclude", now=now)
