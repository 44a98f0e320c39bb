"""Verbs about measures: what is followed, which one leads, each figure and its correction."""

from datetime import date, datetime
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor
from portal.startups import measure_queries, sheet_rules
from portal.startups.measure_models import Measure, Reading
from portal.startups.models import Startup
from portal.startups.sheet import begin
from portal.startups.sheet_words import Better, Nature
from portal.startups.words import Rung

_TOLD = ("name", "rung", "unit", "better", "nature", "source", "link", "is_satisfaction")


def define(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    name: str,
    rung: Rung,
    unit: str,
    better: Better,
    source: str,
    link: str,
    is_satisfaction: bool,
    now: datetime,
    nature: Nature | None = None,
) -> Measure:
    """Follow one more measure; the first becomes the North Star."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    told = _checked(name, rung, unit, better, nature, source, link, is_satisfaction)
    is_first = not measure_queries.measures(session, startup)
    made = Measure(ref=new_ref("mes"), startup_id=startup.id, is_north_star=is_first, **told)
    session.add(made)
    journal.record(session, actor, Act.STARTUP_EDIT, made, now=now, after=told)
    session.flush()
    return made


def change(
    session: Session,
    actor: Actor,
    startup: Startup,
    measure: Measure,
    *,
    name: str,
    rung: Rung,
    unit: str,
    better: Better,
    source: str,
    link: str,
    is_satisfaction: bool,
    now: datetime,
    nature: Nature | None = None,
) -> Measure:
    """Say a measure better. Its figures stay, so what it counts may not change once it has any.

    What each figure says may: it is how they are read, and a mistake there makes costs false.
    """
    begin(session, actor, startup, Act.STARTUP_EDIT)
    told = _checked(name, rung, unit, better, nature, source, link, is_satisfaction)
    if measure.readings and (unit, is_satisfaction) != (measure.unit, measure.is_satisfaction):
        raise Refused(
            _("Des chiffres existent dans cette unité : suivez plutôt une nouvelle mesure."),
            field="unit",
        )
    before = {name: getattr(measure, name) for name in _TOLD}
    for key, value in told.items():
        setattr(measure, key, value)
    journal.record(session, actor, Act.STARTUP_EDIT, measure, now=now, before=before, after=told)
    session.flush()
    return measure


def lead(
    session: Session, actor: Actor, startup: Startup, measure: Measure, *, now: datetime
) -> None:
    """Make it the North Star, instead of the one before."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    if measure.retired_on:
        raise Refused(_("Cette mesure n’est plus suivie : reprenez-la d’abord."))
    for one in measure_queries.measures(session, startup):
        if one.is_north_star and one is not measure:
            one.is_north_star = False
    session.flush()  # before the next: the database holds one
    measure.is_north_star = True
    after = {"north_star": True}
    journal.record(session, actor, Act.STARTUP_EDIT, measure, now=now, after=after)
    session.flush()


def retire(
    session: Session, actor: Actor, startup: Startup, measure: Measure, *, now: datetime
) -> None:
    """Follow it no longer, or again: its figures stay either way."""
    begin(session, actor, startup, Act.STARTUP_EDIT)
    measure.retired_on = None if measure.retired_on else paris_day(now)
    if measure.retired_on:
        measure.is_north_star = False
    after = {"retired_on": measure.retired_on}
    journal.record(session, actor, Act.STARTUP_EDIT, measure, now=now, after=after)
    session.flush()


def record(
    session: Session,
    actor: Actor,
    startup: Startup,
    measure: Measure,
    *,
    on: date,
    value: Decimal,
    sample: int | None,
    method: str,
    note: str,
    now: datetime,
) -> Reading:
    """Add the figure of a day. Raises Refused when that day has one: it is corrected instead."""
    begin(session, actor, startup, Act.FIGURE_RECORD)
    if measure.retired_on:
        raise Refused(_("Cette mesure n’est plus suivie : reprenez-la d’abord."))
    sheet_rules.check_past(on, paris_day(now))
    made = _reading(actor, measure, on, value, sample, method, note, "", now)
    _add(session, measure, made)
    after = {"on": on, "value": str(value)}
    journal.record(session, actor, Act.FIGURE_RECORD, measure, now=now, after=after)
    return made


def correct(
    session: Session,
    actor: Actor,
    startup: Startup,
    reading: Reading,
    *,
    value: Decimal,
    sample: int | None,
    method: str,
    motive: str,
    now: datetime,
) -> Reading:
    """Replace a figure; the one before stays visible, with who replaced it and why."""
    begin(session, actor, startup, Act.FIGURE_CORRECT)
    sheet_rules.check_motive(motive)
    measure = reading.measure
    made = _reading(actor, measure, reading.on, value, sample, method, reading.note, motive, now)
    reading.replaced_at = now
    session.flush()  # before the next: the database holds one figure for a day
    _add(session, measure, made)
    before, after = {"value": str(reading.value)}, {"on": reading.on, "value": str(value)}
    journal.record(
        session,
        actor,
        Act.FIGURE_CORRECT,
        measure,
        now=now,
        before=before,
        after=after,
        motive=motive,
    )
    return made


def _checked(name, rung, unit, better, nature, source, link, is_satisfaction) -> dict:
    sheet_rules.check_link(link)
    sheet_rules.check_nature(nature, unit, is_satisfaction)
    if is_satisfaction and rung is not Rung.USEFUL:
        raise Refused(_("La satisfaction des usagers se lit à l’échelon « utile »."), field="rung")
    told = (name, rung, unit, better, nature, source, link, is_satisfaction)
    return dict(zip(_TOLD, told, strict=True))


def _reading(actor, measure, on, value, sample, method, note, motive, now) -> Reading:
    sheet_rules.check_satisfaction(measure.is_satisfaction, sample, method)
    sheet_rules.check_rate(measure.unit, measure.is_satisfaction, value)
    if not measure.is_satisfaction:
        sample, method = None, ""
    return Reading(
        ref=new_ref("val"),
        on=on,
        value=value,
        sample=sample,
        method=method,
        note=note,
        motive=motive,
        by_id=actor.person_id,
        at=now,
    )


def _add(session: Session, measure: Measure, made: Reading) -> None:
    try:
        with session.begin_nested():
            measure.readings.append(made)
    except IntegrityError:
        raise Refused(
            _("Un chiffre existe déjà pour ce jour : corrigez-le dans le tableau."), field="on"
        ) from None
