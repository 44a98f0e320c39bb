"""Verbs upon organisations and incubators: making them, and saying better what they are."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Stale
from portal.kernel.refs import new_ref
from portal.organisations import queries, rules
from portal.organisations.models import Incubator, Organisation
from portal.policy import Act, Actor


def found_incubator(
    session: Session, actor: Actor, *, now: datetime, **told: str | bool | None
) -> Incubator:
    """Make an incubator, open. `told` are its columns. Raises Refused for a name that is taken."""
    policy.require(actor, Act.INCUBATOR_EDIT)
    made = Incubator(ref=new_ref("inc"))
    _write_incubator(session, made, told)
    session.add(made)
    session.flush()
    journal.record(session, actor, Act.INCUBATOR_EDIT, made, now=now, after=told)
    return made


def describe_incubator(
    session: Session,
    actor: Actor,
    incubator: Incubator,
    *,
    version: int,
    now: datetime,
    **told: str | bool | None,
) -> None:
    """Say better what it is. Raises Stale if somebody did since `version`."""
    policy.require(actor, Act.INCUBATOR_EDIT)
    queries.lock(session, incubator)
    _check_version(incubator, version)
    before = {name: getattr(incubator, name) for name in told}
    _write_incubator(session, incubator, told)
    _record(session, actor, Act.INCUBATOR_EDIT, incubator, before, told, now)


def found_organisation(
    session: Session, actor: Actor, *, now: datetime, **told: str
) -> Organisation:
    """Make an organisation. Raises Refused for a name that is taken."""
    policy.require(actor, Act.ORGANISATION_EDIT)
    made = Organisation(ref=new_ref("org"))
    _write_organisation(session, made, told)
    session.add(made)
    session.flush()
    journal.record(session, actor, Act.ORGANISATION_EDIT, made, now=now, after=told)
    return made


def describe_organisation(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    *,
    version: int,
    now: datetime,
    **told: str,
) -> None:
    """Say better what it is. Raises Stale if somebody did since `version`."""
    policy.require(actor, Act.ORGANISATION_EDIT)
    queries.lock(session, organisation)
    _check_version(organisation, version)
    before = {name: getattr(organisation, name) for name in told}
    _write_organisation(session, organisation, told)
    _record(session, actor, Act.ORGANISATION_EDIT, organisation, before, told, now)


def _check_version(thing: Incubator | Organisation, version: int) -> None:
    if thing.version != version:
        raise Stale(thing)


def _write_incubator(session: Session, incubator: Incubator, told: dict) -> None:
    taken = queries.is_named(session, Incubator.title, told["title"], incubator.ref)
    rules.check_name(taken=taken, field="title")
    for name, value in told.items():
        setattr(incubator, name, value)


def _write_organisation(session: Session, organisation: Organisation, told: dict) -> None:
    taken = queries.is_named(session, Organisation.name, told["name"], organisation.ref)
    rules.check_name(taken=taken, field="name")
    for name, value in told.items():
        setattr(organisation, name, value)


def _record(session, actor, act: Act, thing, before: dict, after: dict, now: datetime) -> None:
    session.flush()
    differing = [name for name in after if before[name] != after[name]]
    if differing:
        journal.record(
            session,
            actor,
            act,
            thing,
            now=now,
            before={name: before[name] for name in differing},
            after={name: after[name] for name in differing},
        )
