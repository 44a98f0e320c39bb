"""Verbs about startups: how one is made, how its phase moves, how a wrong date is mended.

A startup is made and moved by a proclaimed decision alone; the caller has proclaimed it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from flask_babel import force_locale, gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.people import actions as people, queries as people_queries
from portal.policy import MACHINE, Act, Actor, Role
from portal.search import actions as search
from portal.search.actions import GOES_ON, Tried
from portal.search.words import Past
from portal.startups import after_rules, carrying_ends, phases, queries
from portal.startups.grants import (
    check_decision,
    extend_term,
    grant,
    record_current_grant,
    set_term,
)
from portal.startups.models import PhasePeriod, Startup, StartupIncubator
from portal.startups.phases import Stretch
from portal.startups.words import HALTED, Phase, PhaseSource, StopReason, TeamRole

__all__ = [
    "correct_phase_date",
    "create_from_investigation",
    "end",
    "enter_phase",
    "extend_term",
    "grant",
    "index",
    "record_current_grant",
    "refresh_phase",
    "safeguard",
    "set_term",
]


def create_from_investigation(
    session: Session,
    actor: Actor,
    *,
    investigation_ref: str,
    title: str,
    mission: str,
    incubator_ref: str,
    team_person_ids: Iterable[int],
    coach_ids: Iterable[int],
    sponsor_ids: Iterable[int],
    decided_on: date,
    months: int,
    amount: int,
    money_ends_on: date | None,
    decision_ref: str,
    now: datetime,
) -> Startup:
    """Make the startup that a go gives to an investigation, in construction, funded and staffed."""
    check_decision(decision_ref)
    startup = Startup(
        ref=new_ref("stu"), title=title, mission=mission, born_of=investigation_ref, made_at=now
    )
    startup.incubations.append(StartupIncubator(incubator_ref=incubator_ref, is_main=True))
    startup.periods.append(_decided(Phase.CONSTRUCTION, decided_on, decision_ref))
    refresh_phase(startup, decided_on)
    _add(session, startup)
    told = {"made": {"title": title, "investigation": investigation_ref, "decision": decision_ref}}
    journal.record(session, actor, Act.PROCLAIM, startup, now=now, after=told)
    roles = {Role.TEAM: team_person_ids, Role.COACH: coach_ids, Role.SPONSOR: sponsor_ids}
    qualities = _qualities(session, investigation_ref, decided_on)
    for role, person_ids in roles.items():
        _appoint(session, startup, role, set(person_ids), decided_on, now, qualities)
    grant(
        session,
        actor,
        startup,
        decided_on=decided_on,
        months=months,
        amount=amount,
        money_ends_on=money_ends_on,
        provisional=False,
        decision_ref=decision_ref,
        now=now,
    )
    index(session, startup)
    return startup


def enter_phase(
    session: Session,
    actor: Actor,
    startup: Startup,
    phase: Phase,
    *,
    on: date,
    decision_ref: str,
    now: datetime,
) -> PhasePeriod:
    """Move to a phase, as a decision says. The order of phases is no law."""
    return _move(session, actor, startup, Phase(phase), on, decision_ref, now)


def end(
    session: Session,
    actor: Actor,
    startup: Startup,
    end_state: Phase,
    *,
    on: date,
    decision_ref: str,
    now: datetime,
    reason: str | None = None,
) -> PhasePeriod:
    """Bring a startup to an end state: no term runs any more."""
    end_state = Phase(end_state)
    if not end_state.is_end:
        raise ValueError("not an end state")
    return _move(session, actor, startup, end_state, on, decision_ref, now, str(reason or ""))


def safeguard(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    until: date,
    decision_ref: str,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Stop for want of money or sponsor: until that day somebody may take over, then dormant.

    A second such decision lengthens nothing, and wakes nothing.
    """
    check_decision(decision_ref)
    startup = queries.lock(session, startup)
    if after_rules.may_be_taken_over(startup.current_phase, startup.safeguard_until):
        return
    startup.safeguard_since, startup.safeguard_until = paris_day(now), until
    startup.safeguard_decision_ref, startup.end_reason = decision_ref, str(reason or "")
    set_term(startup, paris_day(now))
    told = {"safeguard_until": until, "decision": decision_ref}
    journal.record(session, actor, Act.PROCLAIM, startup, now=now, after=told)
    session.flush()


def correct_phase_date(
    session: Session,
    actor: Actor,
    period: PhasePeriod,
    *,
    starts_on: date,
    motive: str,
    now: datetime,
) -> PhasePeriod:
    """Mend the day on which a phase began; the journal keeps both days and the motive."""
    startup = queries.lock(session, period.startup)
    policy.require(actor, Act.PHASE_CORRECT, startup)
    today = paris_day(now)
    phases.check_correction(starts_on, today, motive)
    before = {"phase": period.phase, "starts_on": period.starts_on}
    current = startup.current_phase
    for other in startup.periods:
        if other.ends_on == period.starts_on and other is not period:
            other.ends_on = starts_on
    period.starts_on, period.source = starts_on, PhaseSource.CORRECTION
    refresh_phase(startup, today)
    phases.check_same_phase(current, startup.current_phase)
    set_term(startup, today)
    after = {"phase": period.phase, "starts_on": starts_on}
    journal.record(
        session,
        actor,
        Act.PHASE_CORRECT,
        startup,
        now=now,
        before=before,
        after=after,
        motive=motive,
    )
    session.flush()
    return period


def refresh_phase(startup: Startup, today: date) -> None:
    """Write which phase is current on that day, from the periods."""
    stretches = {Stretch(one.phase, one.starts_on, one.ends_on) for one in startup.periods}
    found = phases.current(stretches, today)
    startup.current_phase = found.phase if found else None
    startup.phase_started_on = found.started_on if found else None
    startup.ended_on = found.started_on if found and found.phase.is_end else None


def index(session: Session, startup: Startup) -> None:
    """Make the startup findable by its words."""
    texts = [startup.title, startup.mission, startup.body, *startup.themes, *startup.user_types]
    # What it was called and meant before is still found.
    texts += [
        told
        for one in queries.pivots(session, startup)
        for told in (one.title_before, one.mission_before)
    ]
    search.index(session, "startup", startup.ref, *texts, *_names(startup), tried=_tried(startup))


def _tried(startup: Startup) -> Tried:
    if startup.current_phase not in HALTED:
        return GOES_ON
    reason = startup.end_reason or ""
    if reason in StopReason.codes():
        with force_locale("fr"):
            reason = str(StopReason(reason).label)
    state = Past.STOPPED if startup.current_phase is Phase.STOPPED else Past.INCONCLUSIVE
    return Tried(state, startup.title, startup.mission, reason)


def _add(session: Session, startup: Startup) -> None:
    try:
        with session.begin_nested():
            session.add(startup)
    except IntegrityError:
        raise Refused(_("Cette investigation a déjà donné une startup.")) from None


def _names(startup: Startup) -> list[str]:
    return [one.incubator.title for one in startup.incubations if one.incubator]


def _move(session, actor, startup, phase, on, decision_ref, now, reason="") -> PhasePeriod:
    check_decision(decision_ref)
    startup = queries.lock(session, startup)
    if startup.current_phase is phase and startup.periods:
        return startup.periods[-1]
    before = {"phase": startup.current_phase}
    for period in startup.periods:
        if period.ends_on is None and period.starts_on <= on:
            period.ends_on = on
    made = _decided(phase, on, decision_ref)
    startup.periods.append(made)
    startup.current_phase, startup.phase_started_on = phase, on
    startup.ended_on = on if phase.is_end else None
    startup.end_reason = reason
    startup.leave_safeguard()
    set_term(startup, paris_day(now))
    index(session, startup)
    told = {"phase": phase, "on": on, "decision": decision_ref, "reason": reason}
    journal.record(session, actor, Act.PROCLAIM, startup, now=now, before=before, after=told)
    session.flush()
    if phase.is_end:
        carrying_ends.cease(session, startup, carrying_ends.ended(phase, on), now=now)
    return made


def _decided(phase: Phase, on: date, decision_ref: str) -> PhasePeriod:
    return PhasePeriod(
        ref=new_ref("pha"),
        phase=phase,
        rank=phase.rank,
        starts_on=on,
        source=PhaseSource.DECISION,
        decision_ref=decision_ref,
    )


def _qualities(session: Session, investigation_ref: str, on: date) -> dict[int, str]:
    """Who led the investigation leads the startup, until somebody else is named."""
    found = people_queries.mandates_on(session, investigation_ref, on, Role.TEAM)
    led = TeamRole.INTRAPRENEUR.value
    return {one.person_id: led for one in found if one.quality == led}


def _appoint(session, startup, role, person_ids, starts_on, now, qualities=None) -> None:
    # The decision gives these roles: the machine writes what the committee has adopted.
    found = people_queries.named(session, person_ids)
    for person_id in sorted(found):
        people.appoint(
            session,
            MACHINE,
            found[person_id],
            role,
            startup.ref,
            now=now,
            starts_on=starts_on,
            quality=(qualities or {}).get(person_id, "") if role is Role.TEAM else "",
        )
