"""What an incubator that closes leaves to another: its running investigations."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.investigations.models import Investigation
from portal.investigations.words import InvestigationState
from portal.journal import actions as journal
from portal.organisations.models import Incubator
from portal.policy import Act, Actor


def running(ref: str) -> Select[tuple[Investigation]]:
    """The investigations that this incubator runs, oldest first."""
    return (
        select(Investigation)
        .where(
            Investigation.incubator_ref == ref, Investigation.state == InvestigationState.RUNNING
        )
        .order_by(Investigation.id)
    )


def inherit(
    session: Session, actor: Actor, ref: str, heir: Incubator, *, now: datetime
) -> list[Investigation]:
    """Give them to `heir`. The caller has the right to close the incubator."""
    found = list(session.scalars(running(ref).with_for_update()))
    for one in found:
        one.incubator_ref = heir.ref
        told = {"before": {"incubator": ref}, "after": _taken(heir)}
        journal.record(session, actor, Act.INCUBATOR_CLOSE, one, now=now, **told)
    session.flush()
    return found


def _taken(heir: Incubator) -> dict[str, str]:
    return {"incubator": heir.ref, "heir": heir.title}
