"""Reading what a startup measures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.kernel.errors import Missing
from portal.startups.measure_models import Measure, Reading
from portal.startups.models import Startup
from portal.startups.words import Rung


@dataclass(frozen=True, slots=True)
class LastFigure:
    """The last figure of a measure, as a dossier takes it: dated and sourced."""

    rung: Rung
    measure: str
    value: Decimal
    unit: str
    on: date
    source: str
    link: str
    sample: int | None
    method: str
    is_north_star: bool


def measures(session: Session, startup: Startup) -> list[Measure]:
    """Everything it measures with its figures: the North Star first, what is no longer followed last."""
    query = select(Measure).where(Measure.startup_id == startup.id)
    query = query.options(selectinload(Measure.readings))
    query = query.order_by(
        Measure.retired_on.is_not(None), Measure.is_north_star.desc(), Measure.name, Measure.id
    )
    return list(session.scalars(query))


def measure(session: Session, startup: Startup, ref: str) -> Measure:
    """One measure of this startup, read anew, or Missing."""
    query = select(Measure).where(Measure.startup_id == startup.id, Measure.ref == ref)
    query = query.options(selectinload(Measure.readings)).execution_options(populate_existing=True)
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def standing(found: Measure, ref: str) -> Reading:
    """The figure that counts today for the day of this one, itself or what replaced it; or Missing."""
    asked = next((one for one in found.readings if one.ref == ref), None)
    for one in found.series:
        if asked is not None and one.on == asked.on:
            return one
    raise Missing


def by_rung(found: list[Measure]) -> dict[Rung, Measure | None]:
    """For each rung, the followed measure whose figure is the latest; None where none has any."""
    told: dict[Rung, Measure | None] = dict.fromkeys(Rung)
    for one in found:
        best = told[one.rung]
        if one.retired_on or one.last is None:
            continue
        if best is None or (one.last.on, one.is_north_star) > (best.last.on, best.is_north_star):
            told[one.rung] = one
    return told


def last_figures(session: Session, startup: Startup) -> dict[Rung, LastFigure | None]:
    """The last figure of each rung with its date and source, for whoever fills in a dossier."""
    told = by_rung(measures(session, startup))
    return {rung: last_figure(one) if one else None for rung, one in told.items()}


def last_figure(found: Measure) -> LastFigure:
    """The last figure of a measure that has one."""
    last = found.last
    return LastFigure(
        found.rung,
        found.name,
        last.value,
        found.unit,
        last.on,
        found.source,
        found.link,
        last.sample,
        last.method,
        found.is_north_star,
    )
