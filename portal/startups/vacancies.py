"""What a startup lacks: an intrapreneur, a coach, a sponsor."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from portal.people import queries as people
from portal.people.models import Mandate
from portal.policy import Role
from portal.startups.models import Startup, StartupSponsor
from portal.startups.portfolio import carried_by
from portal.startups.words import FUNDED_PHASES, TeamRole


def vacant(startup: Startup, mandates: list[Mandate]) -> list[str]:
    """What is missing of people, in words, given the mandates in force."""
    if startup.current_phase not in FUNDED_PHASES:
        return []
    is_led = any(
        one.role is Role.TEAM and one.quality == TeamRole.INTRAPRENEUR.value for one in mandates
    )
    return told(is_led, any(one.role is Role.COACH for one in mandates))


def told(is_led: bool, is_coached: bool, is_backed: bool = True) -> list[str]:
    """The words for what is not there."""
    missing = (
        (is_led, _("un intrapreneur")),
        (is_coached, _("un coach")),
        (is_backed, _("un sponsor")),
    )
    return [words for is_there, words in missing if not is_there]


def without(
    session: Session, incubators: frozenset[str], today: date
) -> list[tuple[Startup, list[str]]]:
    """The funded startups that these incubators carry and that lack people, and what they lack."""
    led = _held(today, Mandate.role == Role.TEAM, Mandate.quality == TeamRole.INTRAPRENEUR.value)
    coached = _held(today, Mandate.role == Role.COACH)
    body = exists().where(StartupSponsor.startup_id == Startup.id)
    backed = or_(body, _held(today, Mandate.role == Role.SPONSOR))
    query = select(Startup, led, coached, backed).where(
        carried_by(incubators),
        Startup.current_phase.in_(FUNDED_PHASES),
        or_(~led, ~coached, ~backed),
    )
    rows = session.execute(query.order_by(Startup.title, Startup.id))
    return [(startup, told(*there)) for startup, *there in rows]


def _held(today: date, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        and_(Mandate.scope_ref == Startup.ref, people.in_force(today), *conditions)
    )
