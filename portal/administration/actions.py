"""Verbs of administration: opening accounts, giving and ending mandates, sending mail again."""

from datetime import date, datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.administration import queries
from portal.administration.telling import tell, tell_end
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.notices import actions as notices
from portal.organisations import queries as organisations
from portal.organisations.models import Incubator
from portal.outbox import actions as outbox
from portal.outbox.models import Mail
from portal.outbox.words import MailState
from portal.people import actions as people, credentials
from portal.people.models import Mandate, Person
from portal.people.words import ROLE_LABELS
from portal.policy import Act, Actor, Kind, Role

_ROLE_OF = {Kind.AUDITOR: Role.AUDITOR, Kind.ADMINISTRATOR: Role.ADMINISTRATOR}


def open_account(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    unit: str,
    kind: Kind,
    now: datetime,
) -> Person:
    """Open an account, and invite its person to choose a password."""
    person = people.create_person(
        session,
        actor,
        email=email,
        name=name,
        unit=unit,
        kind=kind,
        now=now,
    )
    if kind in _ROLE_OF:
        _appoint(session, actor, person, _ROLE_OF[kind], None, now)
    credentials.invite(session, actor, person, now=now)
    return person


def propose_direction(session: Session, actor: Actor, person: Person, *, now: datetime) -> bool:
    """Propose somebody for the programme's direction; a second administrator gives it.

    Whether the role was given: a first voice only proposes, and tells the other administrators.
    """
    policy.require(actor, Act.ROLE_GRANT)
    if person.kind is not Kind.AGENT or person.deactivated_at is not None:
        raise Refused(_("La direction du programme revient à un agent dont le compte est ouvert."))
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    proposed = queries.proposal(session, person, now)
    if proposed is not None and proposed.person_id != actor.person_id:
        _appoint(session, actor, person, Role.PROGRAMME, None, now)
        return True
    if proposed is not None:
        raise Refused(_("Vous l’avez déjà proposé : un autre administrateur doit confirmer."))
    others = [one for one in queries.administrators(session) if one.id != actor.person_id]
    if not others:
        raise Refused(_("Un second administrateur doit confirmer : ouvrez d’abord son compte."))
    entry = journal.record(
        session, actor, Act.ROLE_GRANT, person, now=now, after={"proposed": Role.PROGRAMME}
    )
    session.flush()
    notices.tell(
        session,
        others,
        event=f"proposed:{person.ref}:{entry.id}",
        kind="role",
        subject_ref=person.ref,
        title=_l("%(who)s est proposé pour la direction du programme", who=person.name),
        body=_l("Un second administrateur doit confirmer dans les sept jours."),
        path=f"/administration/personnes/{person.ref}",
        now=now,
    )
    return False


def end_direction(
    session: Session, actor: Actor, mandate: Mandate, *, ends_on: date, motive: str, now: datetime
) -> None:
    """End a mandate of the programme's direction, from that day."""
    people.end_mandate(
        session, actor, mandate, ends_on=ends_on, motive=motive, now=now, act=Act.ROLE_GRANT
    )
    tell_end(session, mandate, motive, now)


def appoint(
    session: Session,
    actor: Actor,
    incubator: Incubator,
    person: Person,
    *,
    role: Role,
    starts_on: date,
    ends_on: date | None,
    now: datetime,
) -> Mandate:
    """Make somebody director or officer of an incubator. Raises Forbidden for oneself."""
    organisations.receiving(session, incubator.ref)
    given = people.appoint(
        session,
        actor,
        person,
        role,
        incubator.ref,
        starts_on=starts_on,
        ends_on=ends_on,
        now=now,
        act=Act.MANDATE_GRANT,
        thing=incubator,
    )
    told = _l("Vous êtes %(role)s de « %(house)s »", role=ROLE_LABELS[role], house=incubator.title)
    tell(session, person, f"mandate:{given.id}", told, "", now)
    return given


def end_mandate(
    session: Session,
    actor: Actor,
    incubator: Incubator,
    mandate: Mandate,
    *,
    ends_on: date,
    motive: str,
    now: datetime,
) -> None:
    """End a mandate in an incubator, from that day, and say why."""
    people.end_mandate(
        session,
        actor,
        mandate,
        ends_on=ends_on,
        motive=motive,
        now=now,
        act=Act.MANDATE_GRANT,
        thing=incubator,
    )
    tell_end(session, mandate, motive, now)


def retry_dead_mails(session: Session, actor: Actor, *, now: datetime) -> int:
    """Send again what was given up. Returns how many."""
    policy.require(actor, Act.OUTBOX_RETRY)
    query = select(Mail).where(Mail.state == MailState.DEAD).order_by(Mail.id).with_for_update()
    mails = list(session.scalars(query))
    for mail in mails:
        outbox.retry(session, mail, now)
    journal.record(
        session, actor, Act.OUTBOX_RETRY, "courriers", now=now, after={"count": len(mails)}
    )
    session.flush()
    return len(mails)


def _appoint(session, actor: Actor, person: Person, role: Role, thing, now: datetime) -> None:
    people.appoint(
        session,
        actor,
        person,
        role,
        None,
        starts_on=paris_day(now),
        now=now,
        act=Act.ROLE_GRANT,
        thing=thing,
    )
    if role is Role.PROGRAMME:
        tell(
            session,
            person,
            f"role:{person.ref}:{now.isoformat()}",
            _l("Vous êtes de la direction du programme"),
            "",
            now,
        )
