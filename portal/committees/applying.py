"""What a proclaimed decision does to its subject: the verbs of lower capabilities, called once."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.committees import crossing_queries, crossing_says, decision_queries
from portal.committees.effects import Effect
from portal.committees.item_models import Item
from portal.committees.words import Direction, EffectKind
from portal.handovers import leaving
from portal.investigations import actions as investigations, queries as investigation_queries
from portal.kernel.errors import Refused
from portal.kernel.periods import add_months
from portal.people import queries as people
from portal.policy import Actor, Role
from portal.settings import queries as settings
from portal.startups import (
    actions as startups,
    crossing,
    phases,
    queries as startup_queries,
    takeovers,
)
from portal.startups.models import Startup
from portal.startups.words import HANDED_OVER, Phase

_EXITS = frozenset({Direction.TRANSFER, Direction.OPERATE})

# No source gives the length of a safeguard period (decision 0006).


def apply(
    session: Session, actor: Actor, item: Item, found: Effect, ref: str, on: date, now: datetime
) -> Startup | None:
    """Do what the decision does to its subject; the startup concerned, if there is one."""
    if item.investigation_ref:
        return _apply_to_investigation(session, actor, item, found, ref, on, now)
    startup = startup_queries.by_ref(session, item.startup_ref)
    known = {"decision_ref": ref, "now": now}
    phase = _entered(item, found, startup)
    if phase is not None:
        startups.enter_phase(session, actor, startup, phase, on=on, **known)
    if item.direction is Direction.PIVOT and found.kind is EffectKind.NEW_GRANT:
        _change_course(session, actor, item, startup, on, known)
    if found.grants:
        review = decision_queries.review_of(session, item)
        startups.grant(
            session,
            actor,
            startup,
            decided_on=on,
            months=found.months,
            amount=found.amount,
            money_ends_on=item.money_ends_on,
            provisional=found.kind is EffectKind.PROVISIONAL_GRANT,
            replaces=review.decision_ref if review else None,
            **known,
        )
    elif found.kind is EffectKind.SAFEGUARD:
        months = settings.current(session).safeguard_months
        told = known | {"reason": found.reason}
        startups.safeguard(session, actor, startup, until=add_months(on, months), **told)
    elif found.phase is Phase.MERGED:
        _join(session, actor, item, startup, on, known)
    elif found.kind in (EffectKind.STOP, EffectKind.END_STATE):
        startups.end(session, actor, startup, found.phase, on=on, reason=found.reason, **known)
    is_adopted = found.kind in (EffectKind.CHANGE_PHASE, EffectKind.END_STATE)
    if is_adopted and item.direction in _EXITS:
        _adopt(session, actor, item, startup, found, ref, on, now)
    elif found.kind is not EffectKind.RETURN_TO_AGENDA:
        leaving.forget(session, startup)
    if found.grants or found.stops or found.kind is EffectKind.END_STATE:
        takeovers.conclude(session, actor, startup, went=found.grants, now=now)
    return startup


def _entered(item: Item, found: Effect, startup: Startup) -> Phase | None:
    """The phase that begins; money wakes what slept, in the phase asked or the one it left."""
    if found.kind in (EffectKind.CHANGE_PHASE, EffectKind.END_STATE) and not found.phase.is_end:
        return found.phase
    if found.grants and startup.current_phase is Phase.DORMANT:
        return item.phase or phases.last_live(one.phase for one in startup.periods)
    return None


def _change_course(session, actor, item: Item, startup: Startup, on: date, known: dict) -> None:
    told = crossing_queries.told(item)
    if told is not None:
        crossing.pivot(
            session,
            actor,
            startup,
            title=told.title,
            mission=told.mission,
            kept=told.kept,
            on=on,
            **known,
        )


def _join(session, actor, item: Item, startup: Startup, on: date, known: dict) -> None:
    told = crossing_queries.told(item)
    if told is None or told.receiver_ref is None:
        raise Refused(
            _("Nommez d’abord la startup qui accueille, et dites ce que devient l’argent.")
        )
    into = told.receiver_ref
    try:
        crossing.merge(session, actor, startup, into, leftover=told.leftover, on=on, **known)
    except Refused:
        # Read once both are held: whoever proclaims is told what changed, and what may be done.
        changed = crossing_says.gone(session, item)
        if changed:
            raise Refused(changed) from None
        raise


def _adopt(session, actor, item: Item, startup: Startup, found: Effect, ref, on, now) -> None:
    """What an exit committee decides of the plan: its scenario, then the checks once it is out."""
    is_operated = item.direction is Direction.OPERATE
    told = {"is_operated": is_operated, "on": on, "decision_ref": ref, "now": now}
    leaving.adopt(session, actor, startup, **told)
    if found.phase in HANDED_OVER:
        leaving.leave(session, startup, on=on)


def _apply_to_investigation(
    session: Session, actor: Actor, item: Item, found: Effect, ref: str, on: date, now: datetime
) -> Startup | None:
    source = investigation_queries.by_ref(session, item.investigation_ref)
    known = {"decision_ref": ref, "now": now}
    if found.kind is EffectKind.CREATE_STARTUP:
        startup = _born(session, actor, item, source, found, ref, on, now)
        answer = {"startup_ref": startup.ref, "title_of_answer": startup.title}
        investigations.close_with_startup(session, actor, source, on=on, **answer, **known)
        return startup
    if found.kind is EffectKind.MOVE_PLANNED_END:
        investigations.move_planned_end(
            session, actor, source, months=found.months, decided_on=on, **known
        )
    else:
        investigations.close_inconclusive(
            session, actor, source, reason=found.reason, on=on, **known
        )
    return None


def _born(session, actor, item, source, found, ref, on, now) -> Startup:
    seats = people.mandates_on(session, source.ref, on, Role.TEAM, Role.COACH, Role.SPONSOR)
    ids = {
        role: [seat.person_id for seat in seats if seat.role is role]
        for role in (Role.TEAM, Role.COACH, Role.SPONSOR)
    }
    return startups.create_from_investigation(
        session,
        actor,
        investigation_ref=source.ref,
        title=item.startup_title or item.title,
        mission=item.startup_mission or item.dossier.request,
        incubator_ref=source.incubator_ref,
        team_person_ids=ids[Role.TEAM],
        coach_ids=ids[Role.COACH],
        sponsor_ids=ids[Role.SPONSOR],
        decided_on=on,
        months=found.months,
        amount=found.amount,
        money_ends_on=item.money_ends_on,
        decision_ref=ref,
        now=now,
    )
