"""Verbs of the vote. Each locks the item first, then asks the time: no ballot slips past a closing."""

import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import (
    crossings,
    decision_queries,
    dossier_actions,
    item_queries,
    ladder,
    queries,
    recusal_actions,
    roll,
    rolls,
    rules,
    undecided_actions,
    vote_rules,
)
from portal.committees.item_models import Item, RollMember
from portal.committees.vote_models import Ballot, BallotVersion
from portal.committees.words import (
    Choice,
    CommitteeMode,
    ItemState,
    ItemVerb,
    StopReason,
)
from portal.db.engine import moment
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import ALPHABET
from portal.people import queries as people
from portal.policy import MACHINE, Act, Actor, Role
from portal.register.chain import canonical, sha256


def open_vote(session: Session, actor: Actor, item: Item, *, now: datetime) -> ItemState:
    """Freeze the roll and open; or note why one cannot vote (too few members, no quorum).

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
    crossings.check_ready(session, item, now)
    other = item_queries.voted_beside(session, item, now)
    vote_rules.check_alone(other.title if other else None, item.committee.vote_minutes)
    recusal_actions.recuse_by_rule(session, item, now)
    item_queries.with_presider(session, item, now)
    if item.presider_id != actor.person_id:
        # The recusal just found is kept: the deputy can now open.
        return item.state
    dossier_actions.freeze(session, item, now)
    reached = _roll(session, item, now).opening(item.sitting.present_ids)
    if reached is ItemState.OPEN:
        _begin(session, actor, item, now)
    else:
        undecided_actions.end_unread(session, actor, item, reached, now)
    return reached


def _roll(session: Session, item: Item, now: datetime) -> roll.Roll:
    return rolls.of_item(session, item, paris_day(now))


def _begin(session: Session, actor: Actor, item: Item, now: datetime) -> None:
    # Held with its settings: they do not change while a vote is open.
    queries.lock(session, item.committee)
    seats = item_queries.voting_mandates(session, item, paris_day(now))
    colleges = rolls.colleges_of(session, seats)
    for seat in seats:
        told = {"quality": seat.quality, "college": colleges.get(seat.id)}
        item.roll.append(RollMember(person_id=seat.person_id, **told))
    item.state = ItemState(rules.ITEM.after(item.state, ItemVerb.OPEN))
    item.opened_at, item.closes_at = now, now + timedelta(minutes=item.committee.vote_minutes)
    item.presider_kept_id = actor.person_id
    item.present_at_opening = len(_roll(session, item, now).taking_part(item.sitting.present_ids))
    item.rules_hash = sha256(canonical(_rules_of(session, item)))
    session.flush()
    after = {"state": item.state, "closes_at": item.closes_at, "roll": sorted(item.roll_ids)}
    journal.record(session, actor, Act.VOTE_OPEN, item, now=now, after=after)


def _rules_of(session: Session, item: Item) -> dict:
    return {
        "mode": item.committee.mode.value,
        "choices": [choice.value for choice in offered(session, item)],
        "roll": sorted(item.roll_ids),
        "second": item.second_convening,
        "colleges": item.committee.college_quorum,
    }


def offered(session: Session, item: Item) -> list[Choice]:
    """What the ballot offers: no second provisional in a row."""
    return rules.choices(item_queries.past_outcomes(session, item))


def cast_ballot(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    choice: Choice,
    motive: str,
    reason: StopReason | None,
    now: datetime,
) -> Ballot:
    """Record the actor's ballot, replacing the one they cast before.

    It counts if and only if the item is found open and the database's clock before the closing,
    both read under the item's lock.
    """
    item = item_queries.lock(session, item, now)
    policy.require(actor, Act.BALLOT_CAST, item)
    now = moment(session)
    rules.check_ballot(
        item.state,
        item.closes_at,
        now,
        choice=choice,
        motive=motive,
        reason=reason,
        offered=offered(session, item),
    )
    kept = reason if choice is Choice.NO_GO else None
    ballot = decision_queries.ballot_of(session, item, actor.person_id)
    if ballot is None:
        ballot = Ballot(item_id=item.id, person_id=actor.person_id, receipt=_receipt())
        session.add(ballot)
    ballot.choice, ballot.motive, ballot.reason, ballot.cast_at = choice, motive, kept, now
    session.flush()
    _keep_version(session, ballot)
    # The journal says that one voted, never what.
    journal.record(session, actor, Act.BALLOT_CAST, item, now=now)
    return ballot


def _keep_version(session: Session, ballot: Ballot) -> None:
    session.add(
        BallotVersion(
            item_id=ballot.item_id,
            person_id=ballot.person_id,
            number=decision_queries.version_count(session, ballot) + 1,
            choice=ballot.choice,
            motive=ballot.motive,
            reason=ballot.reason,
            cast_at=ballot.cast_at,
        )
    )
    session.flush()


def _receipt() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def extend(session: Session, actor: Actor, item: Item, *, minutes: int, now: datetime) -> None:
    """Give everyone more time, before the closing."""
    policy.require(actor, Act.VOTE_EXTEND, item)
    item = item_queries.lock(session, item, now)
    if item.closes_at is None:
        raise Refused(_("Le vote n’est pas ouvert."))
    later = item.closes_at + timedelta(minutes=minutes)
    now = moment(session)
    rules.check_extend(item.state, item.closes_at, later, now)
    before, item.closes_at = {"closes_at": item.closes_at}, later
    after = {"closes_at": later}
    journal.record(session, actor, Act.VOTE_EXTEND, item, now=now, before=before, after=after)


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
    reached = _roll(session, item, now).closing({one.person_id for one in ballots})
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
        "needed": _roll(session, item, now).needed,
        "cause": verdict.cause.value if verdict.cause else None,
    }
    item.state = ItemState(rules.ITEM.after(item.state, ItemVerb.CLOSE))
    session.flush()
    after = {"state": item.state, "outcome": item.outcome}
    journal.record(session, actor, Act.VOTE_CLOSE, item, now=now, after=after)


def _verdict(session: Session, item: Item, ballots: list[Ballot]) -> ladder.Verdict:
    choices = [one.choice for one in ballots]
    words = {one.person_id: one.choice for one in ballots}
    if item.committee.mode is CommitteeMode.SPONSOR_DECIDES:
        return ladder.sponsor_verdict(choices, sponsor=_sponsor_word(session, item, words))
    return ladder.verdict(choices, presider=words.get(item.presider_id))


def _sponsor_word(session: Session, item: Item, words: dict[int, Choice]) -> Choice | None:
    seats = people.mandates_on(session, item.subject_ref, paris_day(item.opened_at), Role.SPONSOR)
    return next((words[seat.person_id] for seat in seats if seat.person_id in words), None)


def close_due(session: Session, now: datetime) -> int:
    """Close every vote whose time is over; how many this call closed."""
    due = list(session.scalars(item_queries.due_votes(now)))
    return sum(settle(session, MACHINE, item, now=now) for item in due)
