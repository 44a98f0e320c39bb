"""Verbs of interest: declared, withdrawn, set aside."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import decision_queries, item_queries, roll, rules
from portal.committees.item_models import Declaration, Item, Recusal
from portal.committees.vote_models import Ballot
from portal.committees.words import (
    ItemState,
    RecusalCause,
)
from portal.db.engine import moment
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.people.models import Person
from portal.policy import MACHINE, Act, Actor


def declare(
    session: Session, actor: Actor, item: Item, *, has_interest: bool, note: str, now: datetime
) -> None:
    """Say whether one has an interest; with one, one withdraws."""
    policy.require(actor, Act.INTEREST_DECLARE, item)
    item = item_queries.lock(session, item, now)
    now = moment(session)
    _check_not_over(item, now)
    row = next((one for one in item.declarations if one.person_id == actor.person_id), None)
    if row is None:
        row = Declaration(person_id=actor.person_id, has_interest=has_interest, at=now)
        item.declarations.append(row)
    row.has_interest, row.at = has_interest, now
    journal.record(session, actor, Act.INTEREST_DECLARE, item, now=now)
    if has_interest:
        withdraw(session, item, actor.person_id, RecusalCause.DECLARED, note, now)
    session.flush()


def impose_recusal(
    session: Session, actor: Actor, item: Item, person: Person, *, motive: str, now: datetime
) -> None:
    """The presider sets a member aside, with a motive that every member reads."""
    policy.require(actor, Act.RECUSE_IMPOSE, item)
    rules.check_motive(motive)
    item = item_queries.lock(session, item, now)
    now = moment(session)
    _check_not_over(item, now)
    if person.id == actor.person_id:
        raise Refused(_("Pour vous-même, déclarez votre intérêt."))
    withdraw(session, item, person.id, RecusalCause.IMPOSED, motive, now)
    after = {"person": person.ref}
    journal.record(session, actor, Act.RECUSE_IMPOSE, item, now=now, after=after, motive=motive)


def _check_not_over(item: Item, now: datetime) -> None:
    """Raise Refused once nothing is counted any more, even if nobody has closed the vote yet.

    Otherwise a ballot could leave the count between the hour and the first look. The item is locked.
    """
    if item.state is not ItemState.LISTED and rules.is_vote_over(item.state, item.closes_at, now):
        raise Refused(_("Le vote est clos : on ne se déporte plus de ce point."))


def recuse_by_rule(session: Session, item: Item, now: datetime) -> None:
    """Set aside whoever the rules name (team, coach, investigators, authors). The item is locked.

    Done from the convening on, so that they never receive the dossier, and again at the opening.
    """
    if item.state is not ItemState.LISTED:
        return
    today = paris_day(now)
    members = {seat.person_id: seat for seat in item_queries.seated(session, item, today)}
    causes = roll.recused_by_rule(set(members), **item_queries.interested(session, item, today))
    for person_id, cause in causes.items():
        if person_id not in item.recused_ids:
            withdraw(session, item, person_id, cause, "", now)
            # Who, never why: the cause could name a masked author.
            after = {"person": members[person_id].person.ref}
            journal.record(session, MACHINE, Act.RECUSE_SELF, item, now=now, after=after)


def withdraw(
    session: Session, item: Item, person_id: int, cause: RecusalCause, note: str, now: datetime
) -> None:
    """Note a recusal; a ballot already cast leaves the count. The item is locked."""
    roll.check_recusal(item.state, is_already_out=person_id in item.recused_ids)
    item.recusals.append(Recusal(person_id=person_id, cause=cause, note=note, at=now))
    session.flush()
    cast = decision_queries.ballot_of(session, item, person_id)
    if cast is not None:
        _leave_count(session, cast)
    # A proxy lapses when its holder withdraws: what they cast for another leaves too.
    for other in decision_queries.cast_by(session, item, person_id):
        _leave_count(session, other)


def _leave_count(session: Session, cast: Ballot) -> None:
    session.delete(cast)
    session.flush()
