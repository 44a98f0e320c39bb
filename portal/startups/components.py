"""What a startup offers and what it takes: who depends on whom, both ways."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from portal.journal import actions as journal
from portal.kernel.errors import Missing, Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor
from portal.startups import sheet_rules
from portal.startups.component_models import Component, Reuse
from portal.startups.models import Startup
from portal.startups.sheet import begin
from portal.startups.sheet_words import ComponentKind

# What is read


def made(session: Session, startup: Startup) -> list[Component]:
    """What it offers today, by name."""
    query = select(Component).where(
        Component.startup_id == startup.id, Component.withdrawn_at.is_(None)
    )
    return list(session.scalars(query.order_by(Component.name, Component.id)))


def taken(session: Session, startup: Startup) -> list[Reuse]:
    """What it takes today, with whoever makes it."""
    query = select(Reuse).where(Reuse.startup_id == startup.id, Reuse.ended_at.is_(None))
    query = query.options(joinedload(Reuse.component).joinedload(Component.startup))
    return list(session.scalars(query.order_by(Reuse.since, Reuse.id)))


def takers(session: Session, startup: Startup) -> dict[int, list[Startup]]:
    """Who takes each of its components today, by the component's id."""
    query = (
        select(Reuse)
        .join(Component)
        .where(Component.startup_id == startup.id, Reuse.ended_at.is_(None))
        .options(joinedload(Reuse.startup))
        .order_by(Reuse.since, Reuse.id)
    )
    found: dict[int, list[Startup]] = {}
    for one in session.scalars(query):
        found.setdefault(one.component_id, []).append(one.startup)
    return found


def offered(session: Session, startup: Startup) -> list[Component]:
    """What the others offer today, by name."""
    query = select(Component).where(
        Component.startup_id != startup.id, Component.withdrawn_at.is_(None)
    )
    query = query.options(joinedload(Component.startup))
    return list(session.scalars(query.order_by(Component.name, Component.id)))


def counts(session: Session, startup: Startup) -> tuple[int, int]:
    """How many it offers, and how many it takes."""
    offers = select(func.count(Component.id)).where(
        Component.startup_id == startup.id, Component.withdrawn_at.is_(None)
    )
    takes = select(func.count(Reuse.id)).where(
        Reuse.startup_id == startup.id, Reuse.ended_at.is_(None)
    )
    both = session.execute(select(offers.scalar_subquery(), takes.scalar_subquery())).one()
    return both[0], both[1]


# What is written


def offer(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    kind: ComponentKind,
    name: str,
    purpose: str,
    link: str,
    now: datetime,
) -> Component:
    """Offer a brick or an API to the others."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    sheet_rules.check_link(link)
    told = {"kind": kind, "name": name, "purpose": purpose, "link": link}
    one = Component(ref=new_ref("cmp"), startup_id=startup.id, **told)
    _add(session, one, _("Un composant porte déjà ce nom."), "name")
    journal.record(session, actor, Act.STARTUP_EDIT, one, now=now, after=told)
    return one


def withdraw(session: Session, actor: Actor, startup: Startup, ref: str, *, now: datetime) -> None:
    """Offer it no longer; those who took it still see it."""
    begin(session, actor, startup, Act.STARTUP_EDIT)
    one = _component(session, ref)
    if one.startup_id != startup.id:
        raise Missing
    one.withdrawn_at = now
    after = {"withdrawn": True}
    journal.record(session, actor, Act.STARTUP_EDIT, one, now=now, after=after)
    session.flush()


def take(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    component: str,
    name: str,
    link: str,
    since: date,
    now: datetime,
) -> Reuse:
    """Say that it takes a component of another startup, by reference, or something by its name."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    sheet_rules.check_link(link)
    sheet_rules.check_past(since, paris_day(now), "since")
    if bool(component) == bool(name):
        raise Refused(
            _("Choisissez un composant de la liste, ou écrivez le nom d’un autre."), field="name"
        )
    known = _component(session, component) if component else None
    if known is not None and known.startup_id == startup.id:
        raise Refused(_("Ce composant est le vôtre."), field="component")
    told = {"name": name, "link": link, "since": since}
    component_id = known.id if known else None
    one = Reuse(ref=new_ref("rep"), startup_id=startup.id, component_id=component_id, **told)
    _add(session, one, _("C’est déjà dit."), "component" if known else "name")
    after = told | {"component": component}
    journal.record(session, actor, Act.STARTUP_EDIT, one, now=now, after=after)
    return one


def leave(session: Session, actor: Actor, startup: Startup, ref: str, *, now: datetime) -> None:
    """Say that it takes it no longer."""
    begin(session, actor, startup, Act.STARTUP_EDIT)
    query = select(Reuse).where(
        Reuse.startup_id == startup.id, Reuse.ref == ref, Reuse.ended_at.is_(None)
    )
    one = session.scalars(query).first()
    if one is None:
        raise Missing
    one.ended_at = now
    after = {"ended": True}
    journal.record(session, actor, Act.STARTUP_EDIT, one, now=now, after=after)
    session.flush()


def _component(session: Session, ref: str) -> Component:
    query = select(Component).where(Component.ref == ref, Component.withdrawn_at.is_(None))
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def _add(session: Session, one: Component | Reuse, sentence: str, field: str) -> None:
    try:
        with session.begin_nested():
            session.add(one)
    except IntegrityError:
        raise Refused(sentence, field=field) from None
