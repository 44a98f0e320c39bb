"""Ballots: one's own, or that of whoever one represents. Each locks the item first, then asks the time."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import decision_queries, item_queries, rolls, rules
from portal.committees.item_models import Item
from portal.committees.vote_models import Ballot, BallotVersion
from portal.committees.words import Choice, StopReason
from portal.db.engine import moment
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import ALPHABET
from portal.people.models import Person
from portal.policy import Act, Actor


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
    answer = Answer(choice, motive, reason)
    ballot = _record(session, item, actor.person_id, None, answer)
    # The journal says that one voted, never what.
    journal.record(session, actor, Act.BALLOT_CAST, item, now=ballot.cast_at)
    return ballot


def cast_for(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    choice: Choice,
    motive: str,
    reason: StopReason | None,
    now: datetime,
) -> Ballot:
    """Record the ballot of whoever the actor represents. Raises Refused once the proxy lapsed."""
    item = item_queries.lock(session, item, now)
    policy.require(actor, Act.BALLOT_CAST, item)
    found = represented(session, item, actor.person_id, now)
    if found is None:
        raise Refused(_("Votre procuration ne compte plus pour ce point."))
    giver, _cast = found
    ballot = _record(session, item, giver.id, actor.person_id, Answer(choice, motive, reason))
    after = {"for": giver.ref}
    journal.record(session, actor, Act.BALLOT_CAST, item, now=ballot.cast_at, after=after)
    return ballot


def represented(
    session: Session, item: Item, holder_id: int | None, now: datetime
) -> tuple[Person, Ballot | None] | None:
    """Whom this member represents for this point, with what was cast for them; None if nobody."""
    if item.sitting is None:
        return None
    frozen = rolls.of_item(session, item, paris_day(now))
    if not frozen.proxies:
        return None
    voted = {
        one.person_id for one in decision_queries.ballots(session, item) if one.cast_by_id is None
    }
    for proxy in frozen.standing_proxies(item.sitting.present_ids, voted):
        if proxy.holder == holder_id:
            giver = session.get_one(Person, proxy.giver)
            return giver, decision_queries.ballot_of(session, item, giver.id)
    return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a ballot says."""

    choice: Choice
    motive: str
    reason: StopReason | None


def _record(
    session: Session, item: Item, person_id: int, cast_by_id: int | None, answer: Answer
) -> Ballot:
    """Keep the ballot of this member, whoever casts it. The item is locked."""
    now = moment(session)
    choice, motive, reason = answer.choice, answer.motive, answer.reason
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
    ballot = decision_queries.ballot_of(session, item, person_id)
    if ballot is None:
        ballot = Ballot(item_id=item.id, person_id=person_id, receipt=_receipt())
        session.add(ballot)
    ballot.choice, ballot.motive, ballot.reason, ballot.cast_at = choice, motive, kept, now
    ballot.cast_by_id = cast_by_id
    session.flush()
    _keep_version(session, ballot)
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
            cast_by_id=ballot.cast_by_id,
        )
    )
    session.flush()


def _receipt() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(12))
