"""Who answers for the money of each sponsoring organisation."""

from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.organisations.models import Organisation
from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.policy import Act, Actor, Role
from portal.startups import queries
from portal.startups.models import Startup, StartupSponsor
from portal.startups.sponsor_models import SponsorLink


@dataclass(slots=True)
class Answering:
    """The sponsors of one startup in force on a day, by organisation, and those tied to none."""

    by_organisation: dict[str, list[Mandate]] = field(default_factory=dict)
    untied: list[Mandate] = field(default_factory=list)

    def people(self, organisation_ref: str | None) -> list[Person]:
        """Who answers for this organisation."""
        found = self.by_organisation.get(organisation_ref or "", [])
        return [one.person for one in found if one.person.deactivated_at is None]


def answering(session: Session, startup: Startup, today: date) -> Answering:
    """Who answers for which organisation today."""
    mandates = people.mandates_on(session, startup.ref, today, Role.SPONSOR)
    known = [one.organisation_ref for one in startup.sponsorships]
    found = Answering({ref: [] for ref in known})
    ties = _ties(session, mandates)
    for mandate in mandates:
        ref = _organisation(ties.get(mandate.id), known)
        (found.by_organisation[ref] if ref else found.untied).append(mandate)
    return found


def answered_by(session: Session, person_id: int, today: date) -> set[tuple[str, str]]:
    """The startups and organisations (references) for which this person answers today."""
    query = (
        select(Mandate.scope_ref, SponsorLink.organisation_ref)
        .outerjoin(SponsorLink, SponsorLink.mandate_id == Mandate.id)
        .where(Mandate.person_id == person_id, Mandate.role == Role.SPONSOR, people.in_force(today))
    )
    mandates = session.execute(query).all()
    bodies = _bodies(session, {scope for scope, _tied in mandates if scope})
    found = ((scope, _organisation(tied, bodies.get(scope or "", []))) for scope, tied in mandates)
    return {(scope, ref) for scope, ref in found if scope and ref}


def tie(
    session: Session,
    actor: Actor,
    startup: Startup,
    mandate: Mandate,
    organisation_ref: str,
    *,
    now: datetime,
) -> None:
    """Say for which of its sponsoring organisations this sponsor answers."""
    startup = queries.lock(session, startup)
    policy.require(actor, Act.STARTUP_SPONSOR, startup)
    if organisation_ref not in {one.organisation_ref for one in startup.sponsorships}:
        raise Refused(_("Choisissez une organisation qui sponsorise."), field="organisation")
    before = _tie(session, mandate, organisation_ref)
    told = {"person": mandate.person.ref, "organisation": organisation_ref}
    was = {"organisation": before} if before else None
    act = Act.STARTUP_SPONSOR
    journal.record(session, actor, act, startup, now=now, before=was, after=told)
    session.flush()


def add_organisation(
    session: Session, startup: Startup, organisation: Organisation, *, now: datetime
) -> None:
    """Count this organisation among the sponsors; whoever calls has the right, and the row.

    Who answered for the single one before goes on answering for it alone.
    """
    known = [one.organisation_ref for one in startup.sponsorships]
    if organisation.ref in known:
        return
    if len(known) == 1:
        keep_ties(session, startup, known[0], paris_day(now))
    place = max((one.position for one in startup.sponsorships), default=-1) + 1
    startup.sponsorships.append(
        StartupSponsor(organisation=organisation, position=place, added_at=now)
    )
    session.flush()


def keep_ties(session: Session, startup: Startup, organisation_ref: str, today: date) -> None:
    """Write down who answers for it: it stops going without saying when others come, or it goes."""
    for mandate in answering(session, startup, today).by_organisation[organisation_ref]:
        _tie(session, mandate, organisation_ref)


def _tie(session: Session, mandate: Mandate, organisation_ref: str) -> str | None:
    """Write the tie; the organisation it led to before, if any."""
    found = session.scalars(select(SponsorLink).where(SponsorLink.mandate_id == mandate.id)).first()
    if found is None:
        session.add(SponsorLink(mandate_id=mandate.id, organisation_ref=organisation_ref))
        return None
    before, found.organisation_ref = found.organisation_ref, organisation_ref
    return before


def _ties(session: Session, mandates: list[Mandate]) -> dict[int, str]:
    query = select(SponsorLink.mandate_id, SponsorLink.organisation_ref)
    query = query.where(SponsorLink.mandate_id.in_([one.id for one in mandates]))
    return {row[0]: row[1] for row in session.execute(query)} if mandates else {}


def _bodies(session: Session, refs: set[str]) -> dict[str, list[str]]:
    query = (
        select(Startup.ref, StartupSponsor.organisation_ref)
        .join(StartupSponsor, StartupSponsor.startup_id == Startup.id)
        .where(Startup.ref.in_(refs))
    )
    found: dict[str, list[str]] = {}
    for startup_ref, organisation_ref in session.execute(query) if refs else ():
        found.setdefault(startup_ref, []).append(organisation_ref)
    return found


def _organisation(tied: str | None, known: list[str]) -> str | None:
    """The one that a sponsor is tied to, or the only one there is.

    Whoever answered for one that left commits nobody else's money.
    """
    if tied:
        return tied if tied in known else None
    return known[0] if len(known) == 1 else None
