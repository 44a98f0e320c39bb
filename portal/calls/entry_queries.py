"""Named reads of what was entered in a call."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from portal.calls import rules
from portal.calls.entry_models import Answer, Assessment, Entry
from portal.calls.models import Call, CallMember
from portal.calls.words import WAITING_STATES, EntryState, Part, Stage
from portal.irritants import coauthor_queries
from portal.irritants.models import Irritant
from portal.irritants.words import IrritantState
from portal.kernel.errors import Missing
from portal.policy import Actor

_SHOWN = (
    joinedload(Entry.irritant).options(
        joinedload(Irritant.author), selectinload(Irritant.coauthors)
    ),
    selectinload(Entry.reviews).joinedload(Assessment.person),
)


def by_ref(session: Session, call: Call, ref: str) -> Entry:
    """An entry of this call with all that its page shows, or Missing."""
    query = select(Entry).where(Entry.call_id == call.id, Entry.ref == ref)
    answers = selectinload(Entry.answers).joinedload(Answer.question)
    found = session.scalars(query.options(*_SHOWN, joinedload(Entry.call), answers)).first()
    if found is None:
        raise Missing
    return found


def lock(session: Session, entry: Entry) -> None:
    """Hold the row until the end of the transaction, and read again what it says."""
    session.flush()
    query = select(Entry).where(Entry.id == entry.id).with_for_update(of=Entry)
    session.scalars(query.execution_options(populate_existing=True)).one()
    session.expire(entry, ["reviews"])


def of_call(session: Session, call: Call, refs: Collection[str] | None = None) -> list[Entry]:
    """The entries of a call by deposit, or those that bear these references."""
    query = select(Entry).where(Entry.call_id == call.id).options(*_SHOWN)
    if refs is not None:
        query = query.where(Entry.ref.in_(refs))
    return list(session.scalars(query.order_by(Entry.entered_at, Entry.id)))


def mine(session: Session, call: Call, actor: Actor) -> list[Entry]:
    """What this person entered in the call, by deposit."""
    if not actor.is_agent:
        return []
    query = select(Entry).where(Entry.call_id == call.id, Entry.author_id == actor.person_id)
    query = query.options(joinedload(Entry.irritant))
    return list(session.scalars(query.order_by(Entry.entered_at, Entry.id)))


def of_irritant(session: Session, call: Call, irritant_ref: str) -> Entry | None:
    """The entry of this irritant in this call, whatever became of it."""
    query = select(Entry).where(Entry.call_id == call.id, Entry.irritant_ref == irritant_ref)
    return session.scalars(query).first()


def eligible(session: Session, call: Call, actor: Actor) -> list[Irritant]:
    """What this person may enter: their open irritants that this incubator or nobody follows."""
    inside = exists().where(
        Entry.call_id == call.id,
        Entry.irritant_ref == Irritant.ref,
        Entry.state != EntryState.WITHDRAWN,
    )
    query = select(Irritant).where(
        Irritant.author_id == actor.person_id,
        Irritant.state.in_(rules.MAY_ENTER),
        Irritant.confidential.is_(False),
        func.coalesce(Irritant.incubator_ref, call.incubator_ref) == call.incubator_ref,
        not_(inside),
    )
    return list(session.scalars(query.order_by(Irritant.submitted_at.desc(), Irritant.id.desc())))


def counts(session: Session, call: Call) -> dict[Stage, int]:
    """The funnel: how many entries reached each step."""
    query = select(*(func.count().filter(reached(stage)) for stage in Stage))
    numbers = session.execute(query.where(Entry.call_id == call.id)).one()
    return dict(zip(Stage, numbers, strict=True))


def reached(stage: Stage) -> ColumnElement[bool]:
    """The condition that an entry came as far as this step."""
    read = exists().where(
        Assessment.entry_id == Entry.id,
        Assessment.part == Part.PREJURY,
        Assessment.recused.is_(False),
    )
    return {
        Stage.DEPOSITED: Entry.id.is_not(None),
        Stage.READ: read,
        Stage.SHORTLIST: Entry.shortlisted_at.is_not(None),
        Stage.PITCHED: Entry.pitched_at.is_not(None),
        Stage.LAUREATES: Entry.state == EntryState.LAUREATE,
    }[stage]


def at_stage(call: Call, stage: Stage) -> Select[tuple[Entry]]:
    """The entries that came as far as this step, by deposit."""
    query = select(Entry).where(Entry.call_id == call.id, reached(stage)).options(*_SHOWN)
    return query.order_by(Entry.entered_at, Entry.id)


# The triage answered meanwhile, with a motive that the author was sent.
ANSWERED_ELSEWHERE = (IrritantState.DECLINED, IrritantState.PARKED, IrritantState.REDIRECTED)


def waiting(session: Session, call: Call) -> list[Entry]:
    """Who is still owed an answer, by deposit; who took their irritant back waits no more."""
    settled = (IrritantState.WITHDRAWN, *ANSWERED_ELSEWHERE)
    return _unanswered(session, call, Irritant.state.not_in(settled))


def answered_elsewhere(session: Session, call: Call) -> list[Entry]:
    """Whose irritant the triage answered meanwhile, by deposit."""
    return _unanswered(session, call, Irritant.state.in_(ANSWERED_ELSEWHERE))


def _unanswered(session: Session, call: Call, which: ColumnElement[bool]) -> list[Entry]:
    query = (
        select(Entry)
        .join(Irritant, Irritant.ref == Entry.irritant_ref)
        .where(Entry.call_id == call.id, Entry.state.in_(WAITING_STATES), which)
        .options(joinedload(Entry.irritant).joinedload(Irritant.author))
    )
    return list(session.scalars(query.order_by(Entry.entered_at, Entry.id)))


def short_list(session: Session, call: Call) -> list[Entry]:
    """Who pitches or pitched, in the order of passing."""
    query = select(Entry).where(
        Entry.call_id == call.id,
        Entry.shortlisted_at.is_not(None),
        Entry.state != EntryState.WITHDRAWN,
    )
    return list(session.scalars(query.options(*_SHOWN).order_by(Entry.pitch_rank, Entry.id)))


def to_read(call_ids: Collection[int], actor: Actor, part: Part) -> ColumnElement[bool]:
    """The condition that this person has still to read an entry, in this round."""
    states = (
        (EntryState.ENTERED,)
        if part is Part.PREJURY
        else (EntryState.SHORTLISTED, EntryState.PITCHED)
    )
    mine = aliased(Assessment)
    done = exists().where(
        mine.entry_id == Entry.id, mine.person_id == actor.person_id, mine.part == part
    )
    return and_(
        Entry.call_id.in_(call_ids),
        Entry.state.in_(states),
        Entry.author_id != actor.person_id,
        Entry.irritant.has(
            and_(Irritant.state != IrritantState.WITHDRAWN, ~coauthor_queries.written_by(actor))
        ),
        not_(done),
    )


def next_to_read(session: Session, call: Call, actor: Actor, part: Part) -> Entry | None:
    """The entry with the fewest readers that this person has not read; the pitch's in its order."""
    read = func.count(Assessment.id)
    query = (
        select(Entry)
        .outerjoin(Assessment, and_(Assessment.entry_id == Entry.id, Assessment.part == part))
        .where(to_read([call.id], actor, part))
        .group_by(Entry.id)
    )
    order = (read, Entry.id) if part is Part.PREJURY else (Entry.pitch_rank, Entry.id)
    return session.scalars(query.order_by(*order).limit(1)).first()


def progress(session: Session, call: Call, actor: Actor, part: Part) -> tuple[int, int]:
    """How many entries this person has read in this round, and of how many."""
    left = session.scalar(select(func.count(Entry.id)).where(to_read([call.id], actor, part)))
    mine = and_(Assessment.person_id == actor.person_id, Assessment.part == part)
    query = select(func.count(Assessment.id)).join(Entry, Entry.id == Assessment.entry_id)
    query = query.where(Entry.call_id == call.id, mine, Entry.state != EntryState.WITHDRAWN)
    done = session.scalar(query) or 0
    return done, done + (left or 0)


def parts_of(session: Session, actor: Actor) -> list[tuple[Call, Part]]:
    """The calls under way in which this person has a part."""
    query = (
        select(Call, CallMember.part)
        .join(CallMember, CallMember.call_id == Call.id)
        .where(
            CallMember.person_id == actor.person_id,
            CallMember.ended_at.is_(None),
            Call.published_at.is_not(None),
            Call.answered_at.is_(None),
        )
        .order_by(Call.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]
