"""Who hears of an offer from an incubator to another: both directors, then the team."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.kernel.periods import paris_day
from portal.notices import actions as notices
from portal.organisations.models import Incubator
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor, Kind, Role
from portal.startups.crossing_models import CarryingOffer
from portal.startups.models import Startup
from portal.startups.words import CarryKind, OfferState
from portal.web.filters import day_text

_TEAM = (Role.TEAM, Role.COACH, Role.SPONSOR)


def offered(session: Session, found: CarryingOffer, now: datetime) -> None:
    """The directors of the incubator that is asked."""
    asked = _heads(session, found.to_ref, now)
    _tell(session, asked, found, "offered", lambda: _asks(found), lambda: _why(found), now)


def accepted(session: Session, actor: Actor, found: CarryingOffer, now: datetime) -> None:
    """The directors of both incubators, and the team."""
    told = [
        *_heads(session, found.from_ref, now),
        *_heads(session, found.to_ref, now),
        *people.holders(session, found.startup.ref, paris_day(now), *_TEAM),
    ]
    others = [one for one in told if one.id != actor.person_id]
    _tell(session, others, found, found.state.value, lambda: _yes(found), lambda: _then(found), now)


def moved(session: Session, found: CarryingOffer, now: datetime) -> None:
    """The same people, on the day."""
    accepted(session, Actor(), found, now)


def closed(
    session: Session, actor: Actor, found: CarryingOffer, was: OfferState, now: datetime
) -> None:
    """Whoever waited: those who offered; those who were asked, when it is taken back.

    An offer that ends by itself is told to both, and to the team once it had been agreed to.
    """
    told = []
    if found.state is not OfferState.WITHDRAWN or actor.kind is Kind.SYSTEM:
        told += _heads(session, found.from_ref, now)
    if found.state is OfferState.WITHDRAWN:
        told += _heads(session, found.to_ref, now)
    if was is OfferState.AGREED:
        told += people.holders(session, found.startup.ref, paris_day(now), *_TEAM)
    others = {one.id: one for one in told if one.id != actor.person_id}
    _tell(
        session,
        list(others.values()),
        found,
        found.state.value,
        lambda: _no(found),
        lambda: _no_why(found),
        now,
    )


def ended(
    session: Session,
    actor: Actor,
    startup: Startup,
    left: Incubator,
    motive: str,
    now: datetime,
) -> None:
    """Both incubators and the team, once it is no longer carried together."""
    told = [
        *_heads(session, left.ref, now),
        *_heads(session, startup.incubator_ref, now),
        *people.holders(session, startup.ref, paris_day(now), *_TEAM),
    ]
    notices.tell(
        session,
        [one for one in told if one.id != actor.person_id],
        event=f"carrying-ended:{startup.ref}:{left.ref}:{now:%Y%m%d}",
        kind="team.carrying",
        subject_ref=startup.ref,
        title=lambda: _("%(who)s ne porte plus %(title)s", who=left.title, title=startup.title),
        body=motive,
        path=f"/startups/{startup.ref}/incubateurs",
        now=now,
    )


def _heads(session: Session, ref: str, now: datetime) -> list[Person]:
    return people.holders(session, ref, paris_day(now), Role.DIRECTOR)


def _tell(session, told, found: CarryingOffer, step: str, title, body, now: datetime) -> None:
    notices.tell(
        session,
        told,
        event=f"carrying:{found.ref}:{step}",
        kind="team.carrying",
        subject_ref=found.startup.ref,
        title=title,
        body=body,
        path=f"/startups/{found.startup.ref}/incubateurs",
        now=now,
    )


def _asks(found: CarryingOffer) -> str:
    told = {"who": found.origin.title, "title": found.startup.title}
    if found.kind is CarryKind.TOGETHER:
        return _("%(who)s vous propose de porter %(title)s ensemble", **told)
    return _("%(who)s vous propose de prendre le relais pour %(title)s", **told)


def _why(found: CarryingOffer) -> str:
    until = day_text(found.expires_on, "d MMMM y")
    return _(
        "%(motive)s\n\nRéponse attendue le %(on)s au plus tard.", motive=found.motive, on=until
    )


def _yes(found: CarryingOffer) -> str:
    told = {"who": found.destination.title, "title": found.startup.title}
    if found.kind is CarryKind.TOGETHER:
        return _("%(who)s porte aussi %(title)s", **told)
    if found.state is OfferState.AGREED:
        on = day_text(found.wanted_on, "d MMMM y")
        return _("%(who)s prendra le relais pour %(title)s le %(on)s", on=on, **told)
    return _("%(who)s prend le relais pour %(title)s", **told)


def _then(found: CarryingOffer) -> str:
    if found.kind is CarryKind.TOGETHER:
        return _("Le partage : %(share)s", share=found.share)
    return _("Le financement et l’échéance du comité ne changent pas.")


def _no(found: CarryingOffer) -> str:
    told = {"who": found.destination.title, "title": found.startup.title}
    if found.state is OfferState.WITHDRAWN:
        return _("%(title)s : la proposition est retirée", title=found.startup.title)
    if found.state is OfferState.EXPIRED:
        return _("%(title)s : %(who)s n’a pas répondu à temps", **told)
    return _("%(title)s : %(who)s décline la proposition", **told)


def _no_why(found: CarryingOffer) -> str:
    return found.answer or _("Rien ne change : les mêmes incubateurs la portent.")
