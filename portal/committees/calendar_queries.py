"""Named reads of the calendar: what is on which day, for everybody or for one person."""

from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.committees.calendar_models import CalendarFeed
from portal.committees.item_models import Item
from portal.committees.models import Committee, Sitting
from portal.kernel.periods import start_of_paris_day
from portal.policy import Actor, Role
from portal.startups.models import Grant, Startup, StartupIncubator
from portal.startups.words import END_STATES

SITTING_ROLES = (Role.CHAIR, Role.DEPUTY, Role.SEAT, Role.SECRETARY)
SUBJECT_ROLES = (Role.TEAM, Role.COACH, Role.SPONSOR)
HOUSE_ROLES = (Role.DIRECTOR, Role.OFFICER)
MOST = 500


def live_feed(session: Session, person_id: int | None) -> CalendarFeed | None:
    """The feed that this person may be read by, if any."""
    query = select(CalendarFeed).where(
        CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None)
    )
    return session.scalars(query).first()


def feed_by_digest(session: Session, token_hash: str) -> CalendarFeed | None:
    """The live feed behind this digest, unless its owner has left."""
    query = select(CalendarFeed).where(
        CalendarFeed.token_hash == token_hash, CalendarFeed.revoked_at.is_(None)
    )
    found = session.scalars(query.options(joinedload(CalendarFeed.person))).first()
    return found if found is not None and found.person.deactivated_at is None else None


def sittings(
    session: Session, first: date, after: date | None, actor: Actor | None = None
) -> list[Sitting]:
    """The sittings from a day up to another, soonest first; those of one person if it is given."""
    query = select(Sitting).where(Sitting.starts_at >= start_of_paris_day(first))
    if after is not None:
        query = query.where(Sitting.starts_at < start_of_paris_day(after))
    if actor is not None:
        query = query.where(_sits_or_is_heard(actor))
    return list(session.scalars(query.order_by(Sitting.starts_at, Sitting.id).limit(MOST)))


def _sits_or_is_heard(actor: Actor) -> ColumnElement[bool]:
    subjects = actor.scopes(*SUBJECT_ROLES)
    of = select(Committee.id).where(
        or_(
            Committee.ref.in_(actor.scopes(*SITTING_ROLES)),
            Committee.incubator_ref.in_(actor.scopes(Role.DIRECTOR)),
        )
    )
    heard = select(Item.sitting_id).where(
        Item.sitting_id.is_not(None),
        or_(Item.startup_ref.in_(subjects), Item.investigation_ref.in_(subjects)),
    )
    return or_(Sitting.committee_id.in_(of), Sitting.id.in_(heard))


def terms(
    session: Session, first: date, after: date | None, actor: Actor | None = None
) -> list[Startup]:
    """The startups whose term falls in these days, soonest first; those of one person if given."""
    query = select(Startup).where(
        Startup.term_on >= first, Startup.current_phase.not_in(sorted(END_STATES))
    )
    if after is not None:
        query = query.where(Startup.term_on < after)
    if actor is not None:
        query = query.where(_follows(actor))
    return list(session.scalars(query.order_by(Startup.term_on, Startup.id).limit(MOST)))


def past_terms(session: Session, first: date, actor: Actor) -> list[tuple[Startup, date]]:
    """What this person follows and whose term runs no more: ended, or kept safe, and its last term."""
    query = (
        select(Startup, Grant)
        .join(Grant, and_(Grant.startup_id == Startup.id, Grant.is_current))
        .where(Startup.term_on.is_(None), _follows(actor))
        .order_by(Startup.id.desc())
        .limit(MOST)
    )
    found = [(startup, grant.nominal_on) for startup, grant in session.execute(query)]
    return [(startup, on) for startup, on in found if on >= first]


def _follows(actor: Actor) -> ColumnElement[bool]:
    carried = select(StartupIncubator.startup_id).where(
        StartupIncubator.incubator_ref.in_(actor.scopes(*HOUSE_ROLES))
    )
    return or_(Startup.ref.in_(actor.scopes(*SUBJECT_ROLES)), Startup.id.in_(carried))


def item_counts(session: Session, sittings: list[Sitting]) -> dict[int, int]:
    """How many points each of these sittings has."""
    query = select(Item.sitting_id, func.count()).where(
        Item.sitting_id.in_([one.id for one in sittings])
    )
    return dict(session.execute(query.group_by(Item.sitting_id)).all())
