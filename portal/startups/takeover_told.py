"""Who hears what about an offer to take a service over."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.kernel.periods import paris_day
from portal.notices import actions as notices
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor, Role
from portal.startups.models import Startup
from portal.startups.takeover_models import TakeoverOffer
from portal.web.filters import day_told


def team_and_director(session: Session, startup: Startup, now: datetime) -> list[Person]:
    """The team and the directors of its incubators, each once."""
    today = paris_day(now)
    found = people.holders(session, startup.ref, today, Role.TEAM)
    for scope in startup.incubator_refs:
        found += people.holders(session, scope, today, Role.DIRECTOR)
    return list({one.id: one for one in found}.values())


def offered(session: Session, actor: Actor, offer: TakeoverOffer, now: datetime) -> None:
    """An offer has come."""
    title = _l("%(title)s : une offre de reprise", title=offer.startup.title)
    body = _l(
        "%(who)s propose de reprendre le service. L’offre tient jusqu’au %(on)s.",
        who=offer.organisation.name,
        on=day_told(offer.holds_until),
    )
    _tell(session, _others(session, actor, offer, now), offer, "offered", title, body, now)


def withdrawn(session: Session, actor: Actor, offer: TakeoverOffer, now: datetime) -> None:
    """An offer was taken back."""
    title = _l("%(title)s : une offre de reprise est retirée", title=offer.startup.title)
    body = _l("%(who)s ne propose plus de reprendre le service.", who=offer.organisation.name)
    _tell(session, _others(session, actor, offer, now), offer, "withdrawn", title, body, now)


def accepted(session: Session, actor: Actor, offer: TakeoverOffer, now: datetime) -> None:
    """A committee will examine it."""
    title = _l("%(title)s : une offre va devant un comité", title=offer.startup.title)
    body = _l(
        "%(who)s : l’offre est portée devant un comité. Lui seul décide de la reprise.",
        who=offer.organisation.name,
    )
    _tell(
        session,
        [offer.author, *_others(session, actor, offer, now)],
        offer,
        "accepted",
        title,
        body,
        now,
    )


def declined(session: Session, offer: TakeoverOffer, now: datetime) -> None:
    """No, and why."""
    title = _l("%(title)s : votre offre n’est pas suivie", title=offer.startup.title)
    _tell(session, [offer.author], offer, "declined", title, offer.answer, now)


def lapsed(session: Session, offer: TakeoverOffer, now: datetime) -> None:
    """Its last day has passed."""
    title = _l("%(title)s : votre offre est arrivée à son terme", title=offer.startup.title)
    body = _l("Elle n’a pas reçu de réponse à temps. Vous pouvez en faire une nouvelle.")
    _tell(session, [offer.author], offer, "lapsed", title, body, now)


def concluded(session: Session, offer: TakeoverOffer, went: bool, now: datetime) -> None:
    """A committee has decided."""
    if went:
        title = _l("%(title)s : la reprise est décidée", title=offer.startup.title)
        body = _l("Le comité a suivi votre offre. La fiche dit la phase et le terme.")
    else:
        title = _l("%(title)s : le comité n’a pas suivi l’offre", title=offer.startup.title)
        body = _l("La décision dit pourquoi ; elle se lit sur la fiche du service.")
    _tell(session, [offer.author], offer, "concluded", title, body, now)


def _others(session, actor: Actor, offer: TakeoverOffer, now: datetime) -> list[Person]:
    found = team_and_director(session, offer.startup, now)
    return [one for one in found if one.id != actor.person_id]


def _tell(session, to: list[Person], offer: TakeoverOffer, fact: str, title, body, now) -> None:
    startup = offer.startup
    notices.tell(
        session,
        to,
        event=f"takeover:{offer.ref}:{fact}",
        kind=f"takeover.{fact}",
        subject_ref=startup.ref,
        title=title,
        body=body,
        path=f"/startups/{startup.ref}/sauvegarde/offres/{offer.ref}",
        now=now,
    )
