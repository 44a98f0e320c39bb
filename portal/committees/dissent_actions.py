"""A member has their dissent written in the minutes, until the first signature."""

from datetime import datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import minutes_queries, minutes_rules as rules, queries
from portal.committees.item_models import Item
from portal.committees.minutes_models import Dissent
from portal.journal import actions as journal
from portal.kernel import text
from portal.kernel.errors import Missing, Refused
from portal.kernel.periods import paris_day
from portal.notices.actions import tell
from portal.people import queries as people
from portal.policy import Act, Actor, Role


def write(
    session: Session, actor: Actor, item: Item, *, body: str, now: datetime
) -> Dissent | None:
    """Write the actor's dissent, or take it back with an empty text.

    Raises Forbidden, or Refused once the minutes are signed.
    """
    policy.require(actor, Act.MINUTES_DISSENT, item)
    if item.sitting is None:
        raise Missing
    sitting = queries.lock_sitting(session, item.sitting)
    minutes = queries.minutes_of(session, sitting)
    is_signed = minutes is not None and bool(minutes.sha256)
    rules.check_dissent(sitting.state, item.state, is_signed=is_signed)
    kept = minutes_queries.dissent_of(session, item, actor.person_id)
    if not text.length(body):
        return _taken_back(session, actor, item, kept, now)
    if kept is None:
        kept = Dissent(item_id=item.id, person_id=actor.person_id)
        session.add(kept)
    kept.body, kept.at = body, now
    session.flush()
    journal.record(session, actor, Act.MINUTES_DISSENT, item, now=now, after={"said": True})
    _tell(session, item, now)
    return kept


def _taken_back(
    session: Session, actor: Actor, item: Item, kept: Dissent | None, now: datetime
) -> None:
    if kept is None:
        raise Refused(_("Écrivez votre désaccord en une phrase au moins."), field="body")
    session.delete(kept)
    session.flush()
    journal.record(session, actor, Act.MINUTES_DISSENT, item, now=now, after={"said": False})


def _tell(session: Session, item: Item, now: datetime) -> None:
    keepers = people.holders(session, item.committee_ref, paris_day(now), Role.SECRETARY)
    tell(
        session,
        keepers,
        event=f"dissent:{item.ref}",
        kind="minutes.dissent",
        subject_ref=item.ref,
        title=_l("Un désaccord à joindre au procès-verbal : %(title)s", title=item.title),
        body=_l("Relisez le procès-verbal avant de le signer."),
        path=f"/seances/{item.sitting.ref}/proces-verbal",
        now=now,
    )
