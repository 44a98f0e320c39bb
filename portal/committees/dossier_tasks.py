"""The dossier that a point still waits for, asked of those who can hand it in (A08)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import policy
from portal.committees import dossier_actions, dossier_views, item_queries
from portal.committees.item_models import Dossier, Item
from portal.committees.words import ItemState
from portal.investigations.models import Investigation
from portal.kernel import text
from portal.kernel.periods import paris_day
from portal.kernel.tasks import Task
from portal.people import queries as people
from portal.policy import Act, Actor, Role
from portal.startups.models import Startup
from portal.startups.portfolio import carried_by


def waiting(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """One line for each point, whatever parts this person has in it."""
    items = [one for one in _mine(session, actor) if _lacks(one, now)]
    refs = {one.subject_ref for one in items if not policy.in_team(actor, one)}
    held = people.holders_by(session, refs, paris_day(now), Role.TEAM) if refs else {}
    for item in items:
        if policy.in_team(actor, item):
            yield _task(session, item, now, _("vous êtes de l’équipe"))
        elif item.sitting is not None and not policy.is_recused(actor, item):
            yield _of_director(
                session, actor, item, now, bool(held.get((Role.TEAM, item.subject_ref)))
            )


def _mine(session: Session, actor: Actor) -> list[Item]:
    """Points still listed about what this person makes, or about what their incubators carry."""
    subjects, incubators = actor.scopes(Role.TEAM), actor.scopes(Role.DIRECTOR)
    if not subjects and not incubators:
        return []
    query = (
        select(Item)
        .where(Item.state == ItemState.LISTED, or_(*_about(subjects, incubators)))
        .options(
            joinedload(Item.startup),
            selectinload(Item.crossing),
            selectinload(Item.dossier).selectinload(Dossier.rungs),
            selectinload(Item.dossier).selectinload(Dossier.addenda),
        )
        .order_by(Item.id)
    )
    return list(session.scalars(query))


def _about(subjects: frozenset[str], incubators: frozenset[str]) -> list[ColumnElement[bool]]:
    carried = select(Startup.ref).where(carried_by(incubators))
    opened = select(Investigation.ref).where(Investigation.incubator_ref.in_(incubators))
    return [
        Item.startup_ref.in_(subjects),
        Item.investigation_ref.in_(subjects),
        Item.startup_ref.in_(carried),
        Item.investigation_ref.in_(opened),
    ]


def _lacks(item: Item, now: datetime) -> int:
    """How many things of the dossier are not handed in; what came after the freeze answers."""
    if item.dossier.addenda:
        return 0
    return len(dossier_views.own_lacks(item, paris_day(now)))


def _of_director(
    session: Session, actor: Actor, item: Item, now: datetime, is_staffed: bool
) -> Task:
    """They may write it, at their own committee; elsewhere they see to it that somebody does."""
    part = _("vous êtes responsable de l’incubateur")
    if not is_staffed:
        part = _("%(part)s et personne n’est dans l’équipe", part=part)
    if policy.may(actor, Act.DOSSIER_EDIT, item):
        return _task(session, item, now, part)
    verb = _("Rappeler l’équipe") if is_staffed else _("Nommer l’équipe")
    return _task(session, item, now, part, verb=verb, href=_team_page(item))


def _team_page(item: Item) -> str:
    if item.startup_ref:
        return f"/startups/{item.startup_ref}/equipe"
    return f"/investigations/{item.investigation_ref}"


def _task(
    session: Session, item: Item, now: datetime, part: str, *, verb: str = "", href: str = ""
) -> Task:
    freeze = item_queries.freeze_days(session, item)
    is_frozen = dossier_actions.is_frozen(item, now)
    return Task(
        verb=verb or (_("Ajouter un complément") if is_frozen else _("Compléter")),
        title=_("%(title)s : dossier à déposer", title=item.title),
        why=f"{part}\N{NO-BREAK SPACE}; {_why(item, freeze, _lacks(item, now), is_frozen=is_frozen)}",
        href=href or f"/points/{item.ref}/dossier",
        due_on=_day(item, freeze),
    )


def _why(item: Item, freeze: int, count: int, *, is_frozen: bool) -> str:
    lacking = text.plural(count, "chose", "choses")
    if is_frozen:
        return _("le dossier s’est gelé sans être complet ; il y manque %(count)s", count=lacking)
    if dossier_actions.is_late(item):
        return _("le vote gèlera le dossier ; il y manque %(count)s", count=lacking)
    days = text.plural(freeze, "jour", "jours")
    return _(
        "le dossier se gèle %(days)s avant la séance ; il y manque %(count)s",
        days=days,
        count=lacking,
    )


def _day(item: Item, freeze: int) -> date | None:
    """What is asked is asked before the freeze: the day of the sitting would be too late.

    But for what entered its agenda after the freeze: its dossier is written until then.
    """
    if item.sitting is None:
        return None
    held = paris_day(item.sitting.starts_at)
    return held if dossier_actions.is_late(item) else held - timedelta(days=freeze)
