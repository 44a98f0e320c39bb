"""What an incubator that closes leaves to another: startups that are carried, or may wake."""

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.journal import actions as journal
from portal.organisations.models import Incubator
from portal.policy import Act, Actor
from portal.startups.models import Startup, StartupIncubator
from portal.startups.portfolio import carried_by
from portal.startups.words import END_STATES, Phase

# What sleeps may still be taken over: somebody must be there to answer an offer.
_LEFT = sorted(END_STATES - {Phase.DORMANT})


def carried(ref: str) -> Select[tuple[Startup]]:
    """Startups of this incubator that go on, or may still wake, by title."""
    is_live = or_(Startup.current_phase.is_(None), Startup.current_phase.not_in(_LEFT))
    query = select(Startup).where(carried_by([ref]), is_live)
    return query.order_by(Startup.title, Startup.id)


def inherit(
    session: Session, actor: Actor, ref: str, heir: Incubator, *, now: datetime
) -> list[Startup]:
    """Give them to `heir`, their term unchanged. The caller has the right to close the incubator."""
    found = list(session.scalars(carried(ref).with_for_update(of=Startup)))
    for startup in found:
        hand_over(session, startup, ref, heir.ref)
        told = {"before": {"incubator": ref}, "after": _taken(heir)}
        journal.record(session, actor, Act.INCUBATOR_CLOSE, startup, now=now, **told)
    session.flush()
    return found


def hand_over(session: Session, startup: Startup, ref: str, heir_ref: str) -> None:
    """Put another incubator in the place of this one, the main one if it was."""
    leaving = next(one for one in startup.incubations if one.incubator_ref == ref)
    already = next((one for one in startup.incubations if one.incubator_ref == heir_ref), None)
    if already is None:
        startup.incubations.append(
            StartupIncubator(incubator_ref=heir_ref, is_main=False, position=leaving.position)
        )
        already = startup.incubations[-1]
    was_main = leaving.is_main
    startup.incubations.remove(leaving)
    # There is never more than one main incubator: the one before leaves first.
    session.flush()
    already.is_main = already.is_main or was_main
    already.position = min(already.position, leaving.position)
    session.flush()
    session.refresh(startup, ["incubations"])


def _taken(heir: Incubator) -> dict[str, str]:
    return {"incubator": heir.ref, "heir": heir.title}
