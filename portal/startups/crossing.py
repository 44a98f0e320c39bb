"""Verbs of a proclaimed decision: a startup changes course, or joins another."""

from datetime import date, datetime

from flask_babel import force_locale, gettext as _, lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.policy import Act, Actor
from portal.startups import actions, crossing_rules, queries
from portal.startups.after_words import OfferState as Takeover
from portal.startups.crossing_models import CarryingOffer, Merger, Pivot
from portal.startups.grants import check_decision
from portal.startups.models import Startup, StartupEvent
from portal.startups.takeover_models import TakeoverOffer
from portal.startups.words import LIVE_PHASES, EventKind, OfferState, Phase

MOST_STEPS = 20


def pivot(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    title: str,
    mission: str,
    kept: str,
    on: date,
    decision_ref: str,
    now: datetime,
) -> Pivot:
    """Give the startup the mission that a committee adopted; what it said before is kept."""
    check_decision(decision_ref)
    startup = queries.lock(session, startup)
    before = (startup.title, startup.mission)
    made = Pivot(
        startup_id=startup.id,
        decision_ref=decision_ref,
        on=on,
        title_before=startup.title,
        mission_before=startup.mission,
        title_after=title or startup.title,
        mission_after=mission,
        kept=kept,
        at=now,
    )
    session.add(made)
    startup.title, startup.mission = made.title_after, made.mission_after
    former = _l("Avant : %(title)s", title=made.title_before) if made.has_new_title else ""
    _date(session, startup, EventKind.PIVOT, on, former)
    session.flush()
    actions.index(session, startup)
    told = {"pivot": {"title": startup.title, "decision": decision_ref}}
    was = {"title": before[0], "mission": before[1]}
    journal.record(session, actor, Act.PROCLAIM, startup, now=now, before=was, after=told)
    return made


def merge(
    session: Session,
    actor: Actor,
    startup: Startup,
    into_ref: str,
    *,
    leftover: str,
    on: date,
    decision_ref: str,
    now: datetime,
) -> Merger:
    """Bring the startup to its end, joined to another which must still be carried.

    The one that receives is granted nothing: what becomes of the money is said, not moved.
    """
    check_decision(decision_ref)
    startup, into = _held(session, startup, into_ref)
    crossing_rules.check_receiver(
        is_live=is_live(into), is_itself=into.id == startup.id, is_leaving=False
    )
    made = _merged(session, startup, into, leftover, on, decision_ref, now)
    known = {"on": on, "decision_ref": decision_ref, "now": now}
    actions.end(session, actor, startup, Phase.MERGED, **known)
    _date(session, startup, EventKind.MERGER, on, _l("Rejoint %(title)s", title=into.title))
    _date(session, into, EventKind.MERGER, on, _l("Accueille %(title)s", title=startup.title))
    told = {"decision": decision_ref, "title": into.title, "ref": into.ref}
    journal.record(session, actor, Act.PROCLAIM, startup, now=now, after={"merged_into": told})
    told = {"decision": decision_ref, "title": startup.title, "ref": startup.ref}
    journal.record(session, actor, Act.PROCLAIM, into, now=now, after={"welcomed": told})
    session.flush()
    return made


def is_live(startup: Startup) -> bool:
    """Whether an incubator still carries it, and no committee has stopped it for want of money."""
    return startup.current_phase in LIVE_PHASES and startup.safeguard_until is None


def merger_of(session: Session, ref: str) -> Merger | None:
    """Into which startup this one went, if it did."""
    query = select(Merger).where(Merger.startup_ref == ref)
    return session.scalars(query.options(joinedload(Merger.into))).first()


def welcomed(session: Session, ref: str) -> list[Merger]:
    """The startups that went into this one, the latest first."""
    query = select(Merger).where(Merger.into_ref == ref).options(joinedload(Merger.startup))
    return list(session.scalars(query.order_by(Merger.on.desc(), Merger.id.desc())))


def chain(session: Session, ref: str) -> list[Startup]:
    """Where it went, then where that one went: nothing for a startup that was not merged."""
    found: list[Startup] = []
    step = merger_of(session, ref)
    while step is not None and len(found) < MOST_STEPS:
        found.append(step.into)
        step = (
            merger_of(session, step.into_ref) if step.into.current_phase is Phase.MERGED else None
        )
    return found


def decided_here(session: Session) -> tuple[set[int], set[int]]:
    """Startups whose mission a committee gave, and those whose incubators were agreed here, by id."""
    agreed = select(CarryingOffer.startup_id).where(CarryingOffer.state == OfferState.DONE)
    received = select(TakeoverOffer.startup_id).where(
        TakeoverOffer.state == Takeover.TAKEN, TakeoverOffer.receiving_ref.is_not(None)
    )
    pivoted = session.scalars(select(Pivot.startup_id).distinct())
    return set(pivoted), {*session.scalars(agreed.distinct()), *session.scalars(received)}


def _held(session: Session, startup: Startup, into_ref: str) -> tuple[Startup, Startup]:
    """Both rows, held in the order of their keys: two mergers at once never wait for each other."""
    into = queries.by_ref(session, into_ref)
    held = {one.id: queries.lock(session, one) for one in _in_order(startup, into)}
    return held[startup.id], held[into.id]


def _in_order(*startups: Startup) -> list[Startup]:
    return sorted(startups, key=lambda one: one.id)


def _merged(session, startup, into, leftover, on, decision_ref, now) -> Merger:
    told = {"leftover": leftover, "on": on, "decision_ref": decision_ref, "at": now}
    made = Merger(startup_ref=startup.ref, into_ref=into.ref, **told)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Refused(_("Cette startup en a déjà rejoint une autre.")) from None
    return made


def _date(session: Session, startup: Startup, kind: EventKind, on: date, comment: str) -> None:
    """A dated fact of its line of time, written in French whoever proclaims."""
    with force_locale("fr"):
        told = {"name": kind.value, "on": on, "comment": str(comment)}
    session.add(StartupEvent(startup_id=startup.id, **told))
