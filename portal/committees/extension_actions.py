"""The one extension of a term: signed by a chair, sealed in the register, told to all concerned."""

from datetime import datetime

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import queries
from portal.committees.models import Committee
from portal.kernel.errors import Forbidden
from portal.kernel.periods import paris_day
from portal.notices.actions import tell
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Act, Actor, Role
from portal.register import actions as register
from portal.register.chain import person_digest
from portal.startups import actions as startups
from portal.startups.models import Grant, Startup
from portal.web.filters import day_text


def committee_of(session: Session, actor: Actor, startup: Startup) -> Committee:
    """The committee of the startup whose chair signs. Raises Forbidden without one."""
    found = signs_at(session, actor, startup)
    if found is None:
        raise Forbidden(Act.GRANT_EXTEND.value)
    return found


def signs_at(session: Session, actor: Actor, startup: Startup) -> Committee | None:
    """The committee of the startup that this person chairs; None for whoever carries the startup.

    Its team and its coach withdraw from what is decided of it: the other of the two signs.
    """
    if policy.in_team(actor, startup) or policy.coaches(actor, startup):
        return None
    found = queries.open_of(session, startup.incubator_refs)
    return next((one for one in found if policy.may(actor, Act.GRANT_EXTEND, one)), None)


def extend(
    session: Session, actor: Actor, startup: Startup, *, months: int, motive: str, now: datetime
) -> Grant:
    """Sign the extension: the term moves once, and the register says when, by whom and why."""
    committee = committee_of(session, actor, startup)
    before = startup.term_on
    grant = startups.extend_term(
        session, actor, startup, months=months, motive=motive, now=now, committee=committee
    )
    payload = {
        "financement": grant.ref,
        "startup": startup.ref,
        "titre": startup.title,
        "comite": committee.ref,
        "mois": months,
        "terme_avant": before.isoformat() if before else None,
        "terme": grant.nominal_on.isoformat(),
        "motif": motive,
        "signe_le": paris_day(now).isoformat(),
        "signe_par": person_digest(current_app.secret_key, grant.ref, actor.ref or ""),
    }
    register.append(session, "extension", startup.ref, payload, now=now)
    _tell(session, actor, startup, grant, motive, now)
    return grant


def audience(session: Session, startup: Startup, now: datetime) -> list[Person]:
    """Team, coach, sponsors, directors and the programme, each once."""
    today = paris_day(now)
    roles = (Role.TEAM, Role.COACH, Role.SPONSOR)
    found = people.holders(session, startup.ref, today, *roles)
    for ref in startup.incubator_refs:
        found += people.holders(session, ref, today, Role.DIRECTOR)
    found += people.holders(session, None, today, Role.PROGRAMME)
    return list({person.id: person for person in found}.values())


def _tell(session, actor: Actor, startup: Startup, grant: Grant, motive: str, now) -> None:
    whom = [one for one in audience(session, startup, now) if one.id != actor.person_id]
    tell(
        session,
        whom,
        event=f"extended:{grant.ref}",
        kind="term_extended",
        subject_ref=startup.ref,
        title=_l("%(title)s : le terme est prolongé", title=startup.title),
        body=lambda: _l(
            "La présidence du comité a prolongé le financement, une seule fois : "
            "le nouveau terme est le %(term)s.\n\nMotif : %(motive)s",
            term=day_text(grant.nominal_on),
            motive=motive,
        ),
        path=f"/startups/{startup.ref}",
        now=now,
    )
