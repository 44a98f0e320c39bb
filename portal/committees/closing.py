"""Closing a committee, so that nothing that it held is lost."""

from datetime import datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import committee_rules as rules, item_actions, item_queries, queries
from portal.committees.models import Committee
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.notices.actions import tell
from portal.policy import Act, Actor
from portal.web.filters import day_text


def close(
    session: Session,
    actor: Actor,
    committee: Committee,
    *,
    motive: str,
    heir: Committee | None,
    now: datetime,
) -> int:
    """Close it today: no sitting nor point any more; those that wait go to `heir`.

    Seats stay, so that what was held can still be signed and read. Returns how many points went.
    Raises Refused while a sitting is to be held or closed, and for an heir that could not hear.
    """
    policy.require(actor, Act.COMMITTEE_CLOSE, committee)
    _hold(session, committee, heir)
    _check_heir(committee, heir)
    ahead = queries.ahead(session, {committee.id}, now)
    waiting = item_queries.waiting(session, committee)
    rules.check_close(
        is_closed=committee.is_closed,
        motive=motive,
        ahead=day_text(paris_day(ahead[0].starts_at), "d MMMM y") if ahead else None,
        waiting=len(waiting),
        has_heir=heir is not None,
    )
    for item in waiting:
        item_actions.refer(session, actor, item, heir, now=now)
    committee.closed_on, committee.closing_motive = paris_day(now), motive
    session.flush()
    after = {"closed_on": committee.closed_on, "heir": heir.ref if heir and waiting else None}
    act = Act.COMMITTEE_CLOSE
    journal.record(session, actor, act, committee, now=now, after=after, motive=motive)
    _tell(session, committee, motive, now)
    return len(waiting)


def _hold(session: Session, committee: Committee, heir: Committee | None) -> None:
    # Always in the same order: two committees closed for each other do not wait for one another.
    held = {one.id: one for one in (committee, heir) if one is not None}
    for _number, one in sorted(held.items()):
        queries.lock(session, one)


def _check_heir(committee: Committee, heir: Committee | None) -> None:
    if heir is not None and (heir.id == committee.id or heir.is_closed or heir.is_ad_hoc):
        raise Refused(_("Choisissez un autre comité, permanent et ouvert."), field="heir")


def _tell(session: Session, committee: Committee, motive: str, now: datetime) -> None:
    tell(
        session,
        queries.members(session, committee, paris_day(now)),
        event=f"committee-closed:{committee.ref}",
        kind="committee",
        subject_ref=committee.ref,
        title=_l("%(name)s : comité clos", name=committee.name),
        body=motive,
        path=f"/comites/{committee.ref}",
        now=now,
    )
