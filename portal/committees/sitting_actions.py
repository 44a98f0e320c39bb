"""Verbs upon sittings: planned, convened, opened, attended, closed."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import (
    committee_rules,
    dossier_actions,
    dossier_reopening,
    item_queries,
    queries,
    recusal_actions,
    rules,
    sitting_notices,
    sitting_rules,
)
from portal.committees.item_models import Item
from portal.committees.models import Committee, Sitting
from portal.committees.words import SittingState, SittingVerb
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor
from portal.settings import queries as settings
from portal.web.filters import day_text


def plan(
    session: Session,
    actor: Actor,
    committee: Committee,
    *,
    starts_at: datetime,
    place: str,
    now: datetime,
) -> Sitting:
    """Set a date. Raises Refused if it is past or taken already."""
    policy.require(actor, Act.SITTING_PLAN, committee)
    if starts_at <= now:
        raise Refused(_("Choisissez une date à venir."), field="day")
    committee = queries.lock(session, committee)
    _check_plan(session, committee, starts_at)
    sitting = Sitting(ref=new_ref("sea"), committee=committee, starts_at=starts_at, place=place)
    try:
        with session.begin_nested():
            session.add(sitting)
    except IntegrityError:
        raise Refused(_("Une séance est déjà prévue à ce moment."), field="day") from None
    after = {"starts_at": starts_at, "place": place}
    journal.record(session, actor, Act.SITTING_PLAN, sitting, now=now, after=after)
    return sitting


def _check_plan(session: Session, committee: Committee, starts_at: datetime) -> None:
    committee_rules.check_plan(
        paris_day(starts_at),
        is_closed=committee.is_closed,
        ends_on=committee.ends_on,
        planned=queries.sitting_count(session, committee),
        most=committee.most_sittings,
    )


def convene(
    session: Session, actor: Actor, sitting: Sitting, *, urgency: str, now: datetime
) -> None:
    """Convene the members, with the agenda. Less than the days set ahead, a motive is needed."""
    policy.require(actor, Act.SITTING_SCHEDULE, sitting)
    sitting = queries.lock_sitting(session, sitting)
    after = rules.SITTING.after(sitting.state, SittingVerb.CONVENE)
    items = item_queries.of_sitting(session, sitting, now)
    values = settings.current(session)
    rules.check_convening(
        now,
        sitting.starts_at,
        urgency=urgency,
        item_count=len(items),
        notice_days=values.notice_days,
    )
    sitting.freeze_days = values.freeze_days
    sitting.state, sitting.convened_at, sitting.urgency = SittingState(after), now, urgency
    journal.record(
        session,
        actor,
        Act.SITTING_SCHEDULE,
        sitting,
        now=now,
        motive=urgency,
        after={"state": after},
    )
    for item in items:
        recusal_actions.recuse_by_rule(session, item_queries.lock(session, item, now), now)
        if dossier_actions.is_frozen(item, now):
            dossier_actions.freeze(session, item, now)
    sitting_notices.convened(session, sitting, items, now)


def move(
    session: Session,
    actor: Actor,
    sitting: Sitting,
    *,
    starts_at: datetime,
    place: str,
    urgency: str,
    now: datetime,
) -> None:
    """Hold a sitting at another time, or elsewhere; those already convened are convened again."""
    policy.require(actor, Act.SITTING_SCHEDULE, sitting)
    sitting = queries.lock_sitting(session, sitting)
    if sitting.state not in (SittingState.PLANNED, SittingState.CONVENED):
        raise Refused(_("Cette séance ne se déplace plus."))
    items = item_queries.of_sitting(session, sitting, now)
    was = {"starts_at": sitting.starts_at, "place": sitting.place}
    if was == {"starts_at": starts_at, "place": place}:
        raise Refused(_("Changez le jour, l’heure ou le lieu."), field="day")
    _check_time(session, sitting, starts_at, urgency, now)
    _freeze_due(session, items, now)
    try:
        with session.begin_nested():
            sitting.starts_at, sitting.place = starts_at, place
            session.flush()
    except IntegrityError:
        raise Refused(_("Une séance est déjà prévue à ce moment."), field="day") from None
    after = {"starts_at": starts_at, "place": place}
    journal.record(
        session,
        actor,
        Act.SITTING_SCHEDULE,
        sitting,
        now=now,
        before=was,
        after=after,
        motive=urgency,
    )
    if sitting.state is SittingState.CONVENED:
        sitting.sequence += 1
        sitting.urgency = urgency or sitting.urgency
        _freeze_due(session, items, now)
        for item in items:
            dossier_reopening.reopen_early(session, item, was["starts_at"], now)
        sitting_notices.moved(session, sitting, was["starts_at"], len(items), now)


def _check_time(
    session: Session, sitting: Sitting, starts_at: datetime, urgency: str, now: datetime
) -> None:
    if starts_at <= now:
        raise Refused(_("Choisissez une date à venir."), field="day")
    committee_rules.check_day(paris_day(starts_at), sitting.committee.ends_on)
    if sitting.state is SittingState.CONVENED and starts_at != sitting.starts_at:
        notice = settings.current(session).notice_days
        rules.check_convening(now, starts_at, urgency=urgency, item_count=1, notice_days=notice)


def _freeze_due(session: Session, items: list[Item], now: datetime) -> None:
    for item in items:
        if dossier_actions.is_frozen(item, now):
            dossier_actions.freeze(session, item_queries.lock(session, item, now), now)


def cancel(session: Session, actor: Actor, sitting: Sitting, *, motive: str, now: datetime) -> None:
    """Cancel a sitting that has not opened; its items wait again."""
    policy.require(actor, Act.SITTING_SCHEDULE, sitting)
    rules.check_motive(motive)
    sitting = queries.lock_sitting(session, sitting)
    items = item_queries.of_sitting(session, sitting, now)
    sitting.state = SittingState(rules.SITTING.after(sitting.state, SittingVerb.CANCEL))
    sitting.cancel_motive = motive
    for item in items:
        dossier_reopening.release(session, item, now).sitting = None
    journal.record(
        session,
        actor,
        Act.SITTING_SCHEDULE,
        sitting,
        now=now,
        motive=motive,
        after={"state": sitting.state},
    )
    if sitting.convened_at is not None:
        sitting.sequence += 1
        sitting_notices.cancelled(session, sitting, now)


def open_sitting(session: Session, actor: Actor, sitting: Sitting, *, now: datetime) -> None:
    """Open a convened sitting, on its day or after. Raises Refused before."""
    policy.require(actor, Act.SITTING_RUN, sitting)
    sitting = queries.lock_sitting(session, sitting)
    after = rules.SITTING.after(sitting.state, SittingVerb.OPEN)
    if not sitting_rules.may_begin(sitting.starts_at, now):
        raise Refused(told_before(sitting))
    sitting.state = SittingState(after)
    sitting.opened_at = now
    for item in item_queries.of_sitting(session, sitting, now):
        recusal_actions.recuse_by_rule(session, item_queries.lock(session, item, now), now)
    journal.record(
        session, actor, Act.SITTING_RUN, sitting, now=now, after={"state": sitting.state}
    )


def told_before(sitting: Sitting) -> str:
    """What whoever runs a sitting is told before its day: when it opens, and the way out."""
    return _(
        "La séance s’ouvre à partir du %(day)s. Pour la tenir plus tôt, déplacez-la : "
        "chaque membre est prévenu de la nouvelle date.",
        day=day_text(paris_day(sitting.starts_at)),
    )


def close_sitting(session: Session, actor: Actor, sitting: Sitting, *, now: datetime) -> None:
    """Close the sitting. Raises Refused, naming them, while items are undecided."""
    policy.require(actor, Act.SITTING_RUN, sitting)
    sitting = queries.lock_sitting(session, sitting)
    items = item_queries.of_sitting(session, sitting, now)
    rules.check_close_sitting(sitting.state, items)
    sitting.state = SittingState(rules.SITTING.after(sitting.state, SittingVerb.CLOSE))
    sitting.closed_at = now
    journal.record(
        session, actor, Act.SITTING_RUN, sitting, now=now, after={"state": sitting.state}
    )
