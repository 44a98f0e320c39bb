"""What an incubator that closes leaves to another: its committees, seats and sittings included."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.committees import item_queries, queries
from portal.committees.models import Committee
from portal.journal import actions as journal
from portal.organisations.models import Incubator
from portal.policy import Act, Actor


def has_open_vote(session: Session, ref: str) -> bool:
    """Whether somebody votes in a committee of this incubator."""
    found = queries.of_incubators(session, (ref,))
    return any(item_queries.has_open_vote(session, one) for one in found)


def hold(session: Session, ref: str) -> list[Committee]:
    """Its committees, held until the end of the transaction: no vote opens meanwhile."""
    return [queries.lock(session, one) for one in queries.of_incubators(session, (ref,))]


def inherit(
    session: Session, actor: Actor, ref: str, heir: Incubator, *, now: datetime
) -> list[Committee]:
    """Give them to `heir`. The caller has the right to close the incubator."""
    found = hold(session, ref)
    for committee in found:
        committee.incubator_ref = heir.ref
        told = {"before": {"incubator": ref}, "after": _taken(heir)}
        journal.record(session, actor, Act.INCUBATOR_CLOSE, committee, now=now, **told)
    session.flush()
    for committee in found:
        session.refresh(committee, ["incubator"])
    return found


def _taken(heir: Incubator) -> dict[str, str]:
    return {"incubator": heir.ref, "heir": heir.title}
