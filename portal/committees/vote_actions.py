"""Verbs of the vote. Each locks the item first, then asks the time: no ballot slips past a closing."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import (
    ballot_actions,
    crossings,
    decision_actions,
    decision_queries,
    dossier_actions,
    item_queries,
    ladder,
    proposal_rules,
    queries,
    recusal_actions,
    roll,
    rolls,
    rules,
    undecided_actions,
    vote_notices,
    vote_rules,
)
from portal.committees.item_models import Item
from portal.committees.vote_models import Ballot
from portal.committees.words import (
    CommitteeMode,
    ItemState,
    ItemVerb,
)
from portal.db.engine import moment
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.policy import MACHINE, Act, Actor
from portal.register.chain import canonical, sha256


def open_vote(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    now: datetime,
    closes_at: datetime | None = None,
) -> ItemState:
    """Freeze the roll and open; or note why one cannot vote (too few members, no quorum).

    `closes_at`: within fourteen days; else the usual time of the committee.
    Returns the state reached: still `listed` when the rules recuse the presider, whose deputy
    then opens. Raises Refused when the moment is not right.
    """
    policy.require(actor, Act.VOTE_OPEN, item)
    if item.sitting is not None:
        queries.lock_sitting(session, item.sitting)
    item = item_queries.lock(session, item, now)
    now = moment(session)
    heading = decision_queries.open_conditions(session, item.subject_ref)
    state = item.sitting.state if item.sitting else ""
    rules.check_open(state, item.state, [one.state for one in heading])
    closes_at = closes_at or now + timedelta(minutes=item.committee.vote_minutes)
    vote_rules.check_closing(closes_at, now)
    crossings.check_ready(session, item, now)
    proposal_rules.check_said(
        decision_actions.unsaid(item), is_frozen=dossier_actions.is_frozen(item, now)
    )
    other = item_queries.voted_beside(session, item, now)
    vote_rules.check_alone(other.title if other else None, closes_at, now)
    recusal_actions.recuse_by_rule(session, item, now)
    item_queries.with_presider(session, item, now)
    if item.presider_id != actor.person_id:
        # The recusal just found is kept: the deputy can now open.
        return item.state
    dossier_actions.freeze(session, item, now)
    found = _roll(session, item, now)
    reached = found.opening(item.sitting.present_ids)
    rolls.note_colleges(item, "opening", found, found.taking_part(item.sitting.present_ids))
    if reached is ItemState.OPEN:
        _begin(session, actor, item, closes_at, now)
    else:
        undecided_actions.end_unread(session, actor, item, reached, now)
    return reached


def _roll(session: Session, item: Item, now: datetime) -> roll.Roll:
    return rolls.of_item(session, item, paris_day(now))


def _begin(session: Session, actor: Actor, item: Item, closes_at: datetime, now: datetime) -> None:
    # Held with its settings: they do not change while a vote is open.
    queries.lock(session, item.committee)
    found = rolls.places(session, item, paris_day(now))
    there = rolls.made_of(session, item, found).taking_part(item.sitting.present_ids)
    item.roll.extend(place.as_member() for place in found)
    item.state = ItemState(rules.ITEM.after(item.state, ItemVerb.OPEN))
    item.opened_at, item.closes_at = now, closes_at
    item.presider_kept_id = actor.person_id
    item.present_at_opening = len(there)
    item.rules_hash = sha256(canonical(_rules_of(session, item)))
    session.flush()
    after = {"state": item.state, "closes_at": item.closes_at, "roll": sorted(item.roll_ids)}
    journal.record(session, actor, Act.VOTE_OPEN, item, now=now, after=after)
    vote_notices.opened(session, item, now)


def _rules_of(session: Session, item: Item) -> dict:
    return {
        "mode": item.committee.mode.value,
        "choices": [choice.value for choice in ballot_actions.offered(session, item)],
        "roll": sorted(item.roll_ids),
        "second": item.second_convening,
        "colleges": item.committee.college_quorum,
    }


def extend(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    now: datetime,
    minutes: int = 0,
    closes_at: datetime | None = None,
) -> None:
    """Give everyone more time, before the closing: so many minutes, or until then."""
    policy.require(actor, Act.VOTE_EXTEND, item)
    item = item_queries.lock(session, item, now)
    if item.closes_at is None:
        raise Refused(_("Le vote n’est pas ouvert."))
    later = closes_at or item.closes_at + timedelta(minutes=minutes)
    now = moment(session)
    rules.check_extend(item.state, item.closes_at, later, now)
    vote_rules.check_closing(later, now)
    before, item.closes_at = {"closes_at": item.closes_at}, later
    after = {"closes_at": later}
    journal.record(session, actor, Act.VOTE_EXTEND, item, now=now, before=before, after=after)
    vote_notices.extended(session, item, now)


def close(session: Session, actor: Actor, item: Item, *, now: datetime) -> Item:
    """Close the vote: at its time, or earlier once every present member has voted."""
    policy.require(actor, Act.VOTE_CLOSE, item)
    item = item_queries.lock(session, item, now)
    now = moment(session)
    if item.state is not ItemState.OPEN or item.closes_at is None:
        raise Refused(_("Le vote est clos."))
    expected = _roll(session, item, now).taking_part(item.sitting.present_ids)
    voted = decision_queries.voter_ids(session, item)
    rules.check_close(item.state, item.closes_at, now, expected=expected, voted=voted)
    _tally(session, actor, item, now)
    return item


def settle(session: Session, actor: Actor, item: Item, *, now: datetime) -> bool:
    """Close the vote if its time is over, whoever looks; True if this call closed it."""
    item = item_queries.lock(session, item, now)
    now = moment(session)
    if item.state is not ItemState.OPEN or not rules.is_vote_over(item.state, item.closes_at, now):
        return False
    _tally(session, actor, item, now)
    return True


def _tally(session: Session, actor: Actor, item: Item, now: datetime) -> None:
    ballots = decision_queries.ballots(session, item)
    found, voted = _roll(session, item, now), {one.person_id for one in ballots}
    reached = found.closing(voted)
    rolls.note_colleges(item, "closing", found, voted)
    if reached is not ItemState.CLOSED:
        undecided_actions.end_unread(session, actor, item, reached, now)
        return
    verdict = _verdict(session, item, ballots)
    item.outcome, item.closed_at = verdict.outcome, now
    item.counts = {
        "go": verdict.count.go,
        "provisional": verdict.count.provisional,
        "no_go": verdict.count.no_go,
        "abstain": verdict.count.abstain,
        "roll": len(item.roll_ids),
        "recused": len(item.recused_ids & item.roll_ids),
        "needed": found.needed,
        "cause": verdict.cause.value if verdict.cause else None,
    }
    item.state = ItemState(rules.ITEM.after(item.state, ItemVerb.CLOSE))
    session.flush()
    after = {"state": item.state, "outcome": item.outcome}
    journal.record(session, actor, Act.VOTE_CLOSE, item, now=now, after=after)


def _verdict(session: Session, item: Item, ballots: list[Ballot]) -> ladder.Verdict:
    choices = [one.choice for one in ballots]
    if item.committee.mode is CommitteeMode.SPONSOR_DECIDES:
        decisive = decision_queries.deciding_ballot(session, item, ballots)
        return ladder.sponsor_verdict(choices, sponsor=decisive.choice if decisive else None)
    words = {one.person_id: one.choice for one in ballots}
    return ladder.verdict(choices, presider=words.get(item.presider_id))


def close_due(session: Session, now: datetime) -> int:
    """Close every vote whose time is over; how many this call closed."""
    due = list(session.scalars(item_queries.due_votes(now)))
    return sum(settle(session, MACHINE, item, now=now) for item in due)
