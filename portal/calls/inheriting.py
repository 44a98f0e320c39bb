"""What an incubator that closes leaves to another: its calls that are not concluded."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.calls.models import Call
from portal.calls.queries import under_way
from portal.journal import actions as journal
from portal.organisations.models import Incubator
from portal.policy import Act, Actor


def inherit(
    session: Session, actor: Actor, ref: str, heir: Incubator, *, now: datetime
) -> list[Call]:
    """Give them to `heir`. The caller has the right to close the incubator."""
    found = list(session.scalars(under_way(ref).with_for_update()))
    for one in found:
        one.incubator_ref = heir.ref
        told = {"before": {"incubator": ref}, "after": {"incubator": heir.ref, "verb": "inherit"}}
        journal.record(session, actor, Act.INCUBATOR_CLOSE, one, now=now, **told)
    session.flush()
    return found
