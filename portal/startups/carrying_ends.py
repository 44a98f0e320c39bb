"""Offers between incubators that end by themselves: nobody answered, or nothing is left to carry."""

from datetime import date, datetime

from flask_babel import force_locale, gettext as _
from sqlalchemy.orm import Session

from portal.kernel.periods import paris_day
from portal.policy import MACHINE
from portal.startups import carrying, carrying_queries, crossing_rules
from portal.startups.crossing_models import CarryingOffer
from portal.startups.models import Startup
from portal.startups.words import HANDED_OVER, OfferState, Phase
from portal.web.filters import day_text


def cease(session: Session, startup: Startup, why: str, *, now: datetime) -> None:
    """Take back what waited for an answer or for its day: everyone concerned reads why.

    The caller holds the startup. An offer that somebody answers at this very moment is left: the
    answer waits for the startup, and reads that it ended.
    """
    for one in carrying_queries.free(session, startup):
        carrying.close(session, MACHINE, one, OfferState.WITHDRAWN, why, now)


def lapse(session: Session, found: CarryingOffer, *, now: datetime) -> bool:
    """Give back an offer whose days are over, or that nobody can keep; whether it was."""
    found = carrying_queries.lock(session, found)
    if found.state not in crossing_rules.STILL_WITHDRAWN:
        return False
    why = _vain(found)
    if why:
        carrying.close(session, MACHINE, found, OfferState.WITHDRAWN, why, now)
    elif found.state is OfferState.OFFERED and paris_day(now) > found.expires_on:
        carrying.close(session, MACHINE, found, OfferState.EXPIRED, "", now)
    else:
        return False
    return True


def ended(phase: Phase, on: date | None) -> str:
    """Why an offer about a startup that ended has no object any more."""
    # Written once and kept: it is read by whoever, whatever their language.
    with force_locale("fr"):
        day = day_text(on, "d MMMM y") if on else "–"
        if phase is Phase.MERGED:
            return _("Elle en a rejoint une autre le %(on)s.", on=day)
        if phase in HANDED_OVER:
            return _("Le service est sorti de l’incubateur le %(on)s.", on=day)
        return _("Elle n’est plus accompagnée depuis le %(on)s.", on=day)


def taken_over(who: str, on: date) -> str:
    """The same for one that an organisation has taken over."""
    with force_locale("fr"):
        told = {"who": who, "on": day_text(on, "d MMMM y")}
        return _("Un comité a décidé le %(on)s la reprise par %(who)s.", **told)


def _vain(found: CarryingOffer) -> str:
    if found.startup.is_ended:
        return ended(found.startup.current_phase, found.startup.ended_on)
    if found.destination.is_closed:
        with force_locale("fr"):
            return _("%(who)s a fermé.", who=found.destination.title)
    return ""
