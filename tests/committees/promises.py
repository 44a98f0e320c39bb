"""What must be true of the tables whatever has happened, read there and nowhere else."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.committees.decision_models import Decision
from portal.committees.item_models import Item, Recusal, RollMember
from portal.committees.vote_models import Ballot
from portal.committees.words import Choice, EffectKind, ItemState
from portal.journal.models import JournalEntry
from portal.notices.models import Notice
from portal.policy import Act
from portal.register import queries as register
from portal.register.chain import GENESIS
from portal.register.models import RegisterEntry as Entry
from portal.startups.models import PhasePeriod, Startup

MOVING = {EffectKind.CHANGE_PHASE, EffectKind.STOP, EffectKind.END_STATE}


def hold(session: Session) -> None:
    """Every promise, of every item, decision and startup of the database."""
    for promise in (
        votes_close_once,
        ballots_are_those_of_members_who_stayed,
        decided_items_have_one_decision,
        the_register_is_the_sequence_of_decisions,
        phases_are_the_sequence_of_decisions,
        nobody_is_told_twice_of_a_decision,
    ):
        promise(session)


def votes_close_once(session: Session) -> None:
    """One closing for each vote, whatever the number of hosts (P16)."""
    query = select(JournalEntry.subject_ref).where(JournalEntry.act == Act.VOTE_CLOSE)
    query = query.group_by(JournalEntry.subject_ref).having(func.count(JournalEntry.id) > 1)
    assert list(session.scalars(query)) == []


def ballots_are_those_of_members_who_stayed(session: Session) -> None:
    """One each, of whoever is on the frozen roll and has not withdrawn; counted all, alone (P2–P6)."""
    rolls = _by_item(session, RollMember.item_id, RollMember.person_id)
    out = _by_item(session, Recusal.item_id, Recusal.person_id)
    voters = _by_item(session, Ballot.item_id, Ballot.person_id)
    choices = _by_item(session, Ballot.item_id, Ballot.choice)
    assert set(voters) <= set(rolls)
    for number, found in rolls.items():
        assert len(voters[number]) == len(set(voters[number]))
        assert set(voters[number]) <= set(found) - set(out[number])
    counted = select(Item.id, Item.counts).where(Item.opened_at.is_not(None))
    for number, counts in session.execute(counted):
        if counts is None:
            continue
        assert {one: counts[one] for one in map(str, Choice)} == {
            str(one): choices[number].count(one) for one in Choice
        }
        assert counts["roll"] == len(rolls[number])
        assert counts["recused"] == len(set(rolls[number]) & set(out[number]))


def _by_item(session: Session, item_id, column) -> dict[int, list]:
    found = defaultdict(list)
    for number, value in session.execute(select(item_id, column)):
        found[number].append(value)
    return found


def decided_items_have_one_decision(session: Session) -> None:
    """No decision without its point, nor the reverse (P19)."""
    decided = (ItemState.PROCLAIMED, ItemState.PUBLISHED)
    items = session.scalars(select(Item.id).where(Item.state.in_(decided)).order_by(Item.id))
    decisions = session.scalars(select(Decision.item_id).order_by(Decision.item_id))
    assert list(items) == list(decisions)


def the_register_is_the_sequence_of_decisions(session: Session) -> None:
    """One sealed entry for each decision, in the order in which they were proclaimed (P20, P26)."""
    sealed = (Entry.seq, Entry.type, Entry.subject_ref, Entry.prev, Entry.hash, Entry.at)
    entries = session.execute(select(*sealed).order_by(Entry.seq)).all()
    query = select(Decision.register_seq, Decision.ref).order_by(Decision.id)
    assert [(one.seq, one.type, one.subject_ref) for one in entries] == [
        (number, "decision", ref) for number, (_seq, ref) in enumerate(session.execute(query))
    ]
    assert list(session.scalars(query)) == [one.seq for one in entries]
    assert [one.prev for one in entries] == [GENESIS, *(one.hash for one in entries)][:-1]
    assert [one.at for one in entries] == sorted(one.at for one in entries)
    assert register.fault(session) is None


def phases_are_the_sequence_of_decisions(session: Session) -> None:
    """After the phase it was born in, a startup has those of its decisions, in order (P26)."""
    query = select(PhasePeriod.startup_id, PhasePeriod.phase, PhasePeriod.decision_ref)
    lived = defaultdict(list)
    for number, *told in session.execute(query.order_by(PhasePeriod.id)):
        lived[number].append(tuple(told))
    known = select(Startup.id, Startup.ref, Startup.current_phase)
    for number, ref, current in session.execute(known).all():
        birth, *since = lived[number]
        assert since == list(_moves(session, ref, birth[0]))
        assert current is lived[number][-1][0]


def _moves(session: Session, startup_ref: str, phase) -> Iterable[tuple]:
    query = select(Decision.effect, Decision.phase, Decision.ref).order_by(Decision.id)
    for effect, reached, ref in session.execute(query.where(Decision.startup_ref == startup_ref)):
        if effect in MOVING and reached is not phase:
            phase = reached
            yield phase, ref


def nobody_is_told_twice_of_a_decision(session: Session) -> None:
    """One notice for each person and each decision, whatever the number of hosts (P16)."""
    query = select(Notice.person_id).where(Notice.kind == "decision")
    query = query.group_by(Notice.person_id, Notice.subject_ref).having(func.count(Notice.id) > 1)
    assert list(session.scalars(query)) == []
