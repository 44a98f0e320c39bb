"""Objectives of each half-year: what is promised, what was seen, what was kept."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.journal import actions as journal
from portal.kernel.errors import Missing, Refused
from portal.kernel.periods import add_months, half_year_of, paris_day
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor
from portal.startups import sheet_rules
from portal.startups.measure_models import Measure
from portal.startups.models import Startup
from portal.startups.promise_models import Objective
from portal.startups.sheet import begin
from portal.startups.sheet_words import Kept

_SETTLED = ("kept", "result", "source", "link")


def half_years(today: date) -> list[date]:
    """The first days of the half-years that one may promise for: this one and the next."""
    current = half_year_of(today)
    return [current, add_months(current, 6)]


def objectives(session: Session, startup: Startup) -> list[Objective]:
    """All of them with their measure: the latest half-year first, then as they were promised."""
    query = select(Objective).where(Objective.startup_id == startup.id)
    query = query.options(joinedload(Objective.measure).selectinload(Measure.readings))
    return list(session.scalars(query.order_by(Objective.half_year.desc(), Objective.id)))


def last_promised(session: Session, startup: Startup, today: date) -> list[Objective]:
    """What was promised last for a half-year that has begun, what was withdrawn left out."""
    begun = [
        one
        for one in objectives(session, startup)
        if one.half_year <= today and one.kept is not Kept.WITHDRAWN
    ]
    return [one for one in begun if one.half_year == begun[0].half_year]


def to_come(session: Session, startup: Startup, today: date) -> list[Objective]:
    """What is promised for the half-years that have not begun, what was withdrawn left out."""
    found = objectives(session, startup)
    return [one for one in found if one.half_year > today and one.kept is not Kept.WITHDRAWN]


def objective(session: Session, startup: Startup, ref: str) -> Objective:
    """One objective of this startup, read anew, or Missing."""
    query = select(Objective).where(Objective.startup_id == startup.id, Objective.ref == ref)
    query = query.options(selectinload(Objective.measure).selectinload(Measure.readings))
    found = session.scalars(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise Missing
    return found


def promise(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    half_year: date,
    statement: str,
    baseline: str,
    target: str,
    measure: Measure | None,
    now: datetime,
) -> Objective:
    """Promise something for this half-year or the next. It is never rewritten: it is settled."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    today = paris_day(now)
    if half_year not in half_years(today):
        raise Refused(_("On promet pour ce semestre ou le suivant."), field="half_year")
    told = {"statement": statement, "baseline": baseline, "target": target}
    made = Objective(
        ref=new_ref("obj"),
        startup_id=startup.id,
        half_year=half_year,
        measure_id=measure.id if measure else None,
        promised_on=today,
        **told,
    )
    session.add(made)
    after = told | {"half_year": half_year}
    journal.record(session, actor, Act.STARTUP_EDIT, made, now=now, after=after)
    session.flush()
    return made


def settle(
    session: Session,
    actor: Actor,
    startup: Startup,
    objective: Objective,
    *,
    kept: Kept,
    result: str,
    now: datetime,
    source: str = "",
    link: str = "",
) -> None:
    """Say what was seen, and whether the promise was kept; what was said before is journaled."""
    begin(session, actor, startup, Act.STARTUP_EDIT)
    if kept is Kept.OPEN:
        raise Refused(_("Dites ce qu’il en est."), field="kept")
    sheet_rules.check_link(link)
    before = {name: getattr(objective, name) for name in _SETTLED}
    objective.kept, objective.result, objective.settled_on = kept, result, paris_day(now)
    objective.source, objective.link = source, link
    after = {name: getattr(objective, name) for name in _SETTLED}
    journal.record(session, actor, Act.STARTUP_EDIT, objective, now=now, before=before, after=after)
    session.flush()
