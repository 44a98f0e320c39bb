"""Who joins a startup, and who leaves it. Nobody names above their own role, nor themselves."""

from datetime import date, datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.notices import actions as notices
from portal.people import actions as people
from portal.people.models import Mandate, Person
from portal.policy import Act, Actor, Role
from portal.startups import queries
from portal.startups.models import Startup
from portal.startups.words import MandateRole, TeamRole
from portal.web.filters import day_told

_NAMES = {
    MandateRole.TEAM: Act.STARTUP_TEAM,
    MandateRole.COACH: Act.STARTUP_COACH,
    MandateRole.SPONSOR: Act.STARTUP_SPONSOR,
}
_ENDS = _NAMES | {MandateRole.TEAM: Act.STARTUP_TEAM_END}


def offered(actor: Actor, startup: Startup) -> list[MandateRole]:
    """The roles that this person may give in this startup now."""
    return [] if startup.is_ended else nameable(actor, startup)


def nameable(actor: Actor, startup: Startup) -> list[MandateRole]:
    """The roles that this person may give, whatever the moment."""
    return [role for role, act in _NAMES.items() if policy.may(actor, act, startup)]


def endable(actor: Actor, startup: Startup) -> list[MandateRole]:
    """The roles that this person may end, even once the startup has ended."""
    return [role for role, act in _ENDS.items() if policy.may(actor, act, startup)]


def join(
    session: Session,
    actor: Actor,
    startup: Startup,
    person: Person,
    *,
    role: MandateRole,
    starts_on: date,
    now: datetime,
    quality: TeamRole | None = None,
) -> Mandate:
    """Name somebody team member, coach or sponsor, from that day. They are told.

    `quality` says what a member of the team does.
    """
    startup = queries.lock(session, startup)
    act = _NAMES[role]
    policy.require(actor, act, startup)
    check_open(startup)
    _check_other(actor, person)
    given = people.appoint(
        session,
        actor,
        person,
        Role(role.value),
        startup.ref,
        starts_on=starts_on,
        quality=quality.value if quality and role is MandateRole.TEAM else "",
        now=now,
        act=act,
        thing=startup,
    )
    _tell_joining(session, startup, given, role, now)
    return given


def leave(
    session: Session,
    actor: Actor,
    startup: Startup,
    mandate: Mandate,
    *,
    ends_on: date,
    motive: str,
    now: datetime,
) -> None:
    """End a role from that day, with a motive that the person reads."""
    startup = queries.lock(session, startup)
    act = _ENDS[MandateRole(mandate.role.value)]
    people.end_mandate(
        session,
        actor,
        mandate,
        ends_on=ends_on,
        motive=motive,
        now=now,
        act=act,
        thing=startup,
    )
    _tell_leaving(session, startup, mandate, motive, now)


def say_quality(
    session: Session,
    actor: Actor,
    startup: Startup,
    mandate: Mandate,
    quality: TeamRole,
    *,
    now: datetime,
) -> None:
    """Say what a member of the team does: intrapreneur, developer…"""
    startup = queries.lock(session, startup)
    policy.require(actor, Act.STARTUP_TEAM, startup)
    check_open(startup)
    before = {"quality": mandate.quality}
    mandate.quality = quality.value
    after = {"person": mandate.person.ref, "quality": quality}
    journal.record(session, actor, Act.STARTUP_TEAM, startup, now=now, before=before, after=after)
    session.flush()


def check_open(startup: Startup) -> None:
    """Raise Refused once the startup has ended."""
    if startup.is_ended:
        raise Refused(_("La startup est terminée : personne ne la rejoint plus."))


def _check_other(actor: Actor, person: Person) -> None:
    if actor.person_id == person.id:
        raise Refused(
            _("Nul ne se nomme soi-même : demandez-le à quelqu’un d’autre."), field="person"
        )


def _tell_joining(session, startup: Startup, given: Mandate, role: MandateRole, now) -> None:
    told = _l(
        "Votre rôle : %(role)s, à partir du %(day)s.",
        role=role.label,
        day=day_told(given.starts_on),
    )
    aside = _l("Si vous siégez au comité, vous ne votez pas sur cette startup.")
    apart = role in (MandateRole.TEAM, MandateRole.COACH)
    notices.tell(
        session,
        [given.person],
        event=f"joined:{given.id}",
        kind="role",
        subject_ref=startup.ref,
        title=_l("Vous rejoignez la startup « %(title)s »", title=startup.title),
        body=lambda: f"{told} {aside}" if apart else str(told),
        path=f"/startups/{startup.ref}",
        now=now,
    )


def _tell_leaving(session, startup: Startup, mandate: Mandate, motive: str, now) -> None:
    role = MandateRole(mandate.role.value).label
    notices.tell(
        session,
        [mandate.person],
        event=f"left:{mandate.id}:{mandate.ends_on}",
        kind="role",
        subject_ref=startup.ref,
        title=_l("Votre rôle dans « %(title)s » prend fin", title=startup.title),
        body=_l(
            "Rôle : %(role)s. Dernier jour : %(day)s.\n\nMotif : %(motive)s",
            role=role,
            day=day_told(mandate.last_on),
            motive=motive,
        ),
        path=f"/startups/{startup.ref}",
        now=now,
    )
