"""Named reads of plans and of health checks."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.handovers.models import Handover, HandoverLine, HandoverStep, HealthCheck, HostStay
from portal.handovers.words import CheckStanding, ExitLine, ExitStep
from portal.kernel.errors import Missing
from portal.startups.models import PhasePeriod, Startup
from portal.startups.words import HANDED_OVER

_WHOLE = (
    selectinload(Handover.steps),
    selectinload(Handover.lines),
    selectinload(Handover.stays),
    joinedload(Handover.host),
    joinedload(Handover.contact_person),
)


def plan_of(session: Session, startup_ref: str) -> Handover | None:
    """The plan of this startup as it now stands, with all that hangs from it."""
    query = select(Handover).where(Handover.startup_ref == startup_ref).options(*_WHOLE)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def in_short(session: Session, startup: Startup) -> tuple[Handover | None, HealthCheck | None]:
    """The plan of a startup and the last health check of its exit, in one query."""
    told = (HealthCheck.startup_ref == Startup.ref, HealthCheck.done_on.is_not(None))
    done = and_(*told, _is_gone())
    query = (
        select(Handover, HealthCheck)
        .select_from(Startup)
        .outerjoin(Handover, Handover.startup_ref == Startup.ref)
        .outerjoin(HealthCheck, done)
        .where(Startup.id == startup.id)
        .order_by(HealthCheck.months.desc())
    )
    plan, check = session.execute(query.limit(1)).one()
    return plan, check


def plan(session: Session, startup_ref: str) -> Handover:
    """The same, or Missing."""
    found = plan_of(session, startup_ref)
    if found is None:
        raise Missing
    return found


def step(plan: Handover, word: ExitStep) -> HandoverStep:
    """One step of a plan."""
    return next(one for one in plan.steps if one.step is word)


def line(plan: Handover, word: ExitLine) -> HandoverLine:
    """One line that the plan keeps, or Missing for those of the standards."""
    found = next((one for one in plan.lines if one.line is word), None)
    if found is None:
        raise Missing
    return found


def stay(plan: Handover, ref: str) -> HostStay:
    """Somebody of the host who still stands in the plan, or Missing."""
    found = next((one for one in plan.present if one.ref == ref), None)
    if found is None:
        raise Missing
    return found


def checks_of(session: Session, startup_ref: str) -> list[HealthCheck]:
    """The health checks of a service, exit by exit, the first to come first."""
    query = select(HealthCheck).where(HealthCheck.startup_ref == startup_ref)
    order = (HealthCheck.left_on, HealthCheck.months, HealthCheck.id)
    return list(session.scalars(_with_subject(query).order_by(*order)))


def check(session: Session, startup_ref: str, ref: str) -> HealthCheck:
    """One health check of this service as it now stands, or Missing."""
    query = select(HealthCheck).where(
        HealthCheck.startup_ref == startup_ref, HealthCheck.ref == ref
    )
    found = session.scalars(_with_subject(query).execution_options(populate_existing=True)).first()
    if found is None:
        raise Missing
    return found


def exit_ref(startup: Startup) -> str:
    """The phase that runs, by which a service left: a mended day leaves it the same."""
    now = (startup.current_phase, startup.phase_started_on)
    found = [one.ref for one in startup.periods if (one.phase, one.starts_on) == now]
    return found[-1] if found else ""


def is_of_last_exit(check: HealthCheck) -> bool:
    """Whether the service is still out since the exit that this health check looks at."""
    startup = check.startup
    return startup.current_phase in HANDED_OVER and check.exit_ref == exit_ref(startup)


def waiting(until: date) -> Select[tuple[HealthCheck]]:
    """Health checks that nobody did and that are due by that day, the oldest first."""
    query = select(HealthCheck).where(
        HealthCheck.done_on.is_(None), HealthCheck.due_on <= until, _is_gone()
    )
    return _with_subject(query).order_by(HealthCheck.due_on, HealthCheck.id)


def listed(standing: CheckStanding | None, today: date) -> Select[tuple[HealthCheck]]:
    """Health checks in this standing: what waits first, by its day, then what was done."""
    query = select(HealthCheck).join(HealthCheck.startup)
    query = query.where(or_(HealthCheck.done_on.is_not(None), _is_gone()))
    if standing is not None:
        query = query.where(_standing(standing, today))
    is_done = HealthCheck.done_on.is_not(None)
    return query.options(joinedload(HealthCheck.startup)).order_by(
        is_done, HealthCheck.due_on, func.lower(Startup.title), HealthCheck.id
    )


def counts(session: Session, today: date) -> dict[CheckStanding, int]:
    """How many health checks stand where."""
    asked = [func.sum(case((_standing(standing, today), 1), else_=0)) for standing in CheckStanding]
    found = session.execute(select(*asked)).one()
    return {standing: number or 0 for standing, number in zip(CheckStanding, found, strict=True)}


def left_before() -> Select[tuple[Startup]]:
    """Services that are out and had left before the portal knew them: nobody planned a check."""
    checked = select(HealthCheck.id).where(HealthCheck.startup_ref == Startup.ref)
    query = select(Startup).where(Startup.current_phase.in_(HANDED_OVER), ~checked.exists())
    return query.order_by(Startup.ended_on.desc(), func.lower(Startup.title), Startup.id)


def count_before(session: Session) -> int:
    """How many they are."""
    return session.scalar(select(func.count()).select_from(left_before().subquery())) or 0


def _standing(standing: CheckStanding, today: date) -> ColumnElement[bool]:
    if standing is CheckStanding.DONE:
        return HealthCheck.done_on.is_not(None)
    is_late = HealthCheck.due_on < today
    wanted = is_late if standing is CheckStanding.LATE else ~is_late
    return and_(HealthCheck.done_on.is_(None), wanted, _is_gone())


def _is_gone() -> ColumnElement[bool]:
    """The service is still out since that exit: come back, it has no health check to wait for."""
    runs = (
        PhasePeriod.startup_id == Startup.id,
        PhasePeriod.phase == Startup.current_phase,
        PhasePeriod.starts_on == Startup.phase_started_on,
    )
    exits = select(PhasePeriod.ref).where(*runs).correlate(Startup).scalar_subquery()
    return HealthCheck.startup.has(
        and_(Startup.current_phase.in_(HANDED_OVER), HealthCheck.exit_ref.in_(exits))
    )


def _with_subject(query: Select[tuple[HealthCheck]]) -> Select[tuple[HealthCheck]]:
    return query.options(
        joinedload(HealthCheck.startup),
        joinedload(HealthCheck.plan).joinedload(Handover.contact_person),
    )
