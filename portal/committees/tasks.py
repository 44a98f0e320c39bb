"""What committees ask of a person."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import policy
from portal.committees import (
    ballot_actions,
    condition_tasks,
    dossier_tasks,
    funding_tasks,
    item_queries,
    proxy_queries,
    unplanned,
)
from portal.committees.item_models import Item
from portal.committees.models import Committee, Sitting
from portal.committees.sentences import until
from portal.committees.vote_models import Ballot
from portal.committees.words import ItemState, SittingState
from portal.kernel.periods import paris_day
from portal.kernel.tasks import Task
from portal.policy import Actor, Role
from portal.web.filters import instant_text

KEEPING = (Role.CHAIR, Role.DEPUTY, Role.SECRETARY)
SITTING = (Role.CHAIR, Role.DEPUTY, Role.SEAT)


def waiting(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Ballots, declarations, dossiers, conditions, sittings, minutes, funding lines."""
    items = _items(session, actor, now)
    return [
        *_of_member(session, actor, items, now),
        *_of_holder(session, actor, items, now),
        *dossier_tasks.waiting(session, actor, now),
        *_of_presider(actor, items),
        *condition_tasks.waiting(session, actor),
        *_sittings(session, actor, now),
        *funding_tasks.waiting(session, actor, now),
        *unplanned.tasks(session, actor, now),
    ]


def _items(session: Session, actor: Actor, now: datetime) -> list[Item]:
    mine = actor.scopes(*SITTING, Role.SECRETARY)
    if not mine:
        return []
    query = (
        select(Item)
        .join(Committee, Item.committee_id == Committee.id)
        .where(Item.state.in_(item_queries.LIVE), Committee.ref.in_(mine))
        .options(selectinload(Item.declarations))
        .order_by(Item.id)
    )
    return item_queries.with_presiders(session, list(session.scalars(query)), now)


def _of_member(session: Session, actor: Actor, items: list[Item], now: datetime) -> Iterator[Task]:
    opened = [item.id for item in items if item.state is ItemState.OPEN]
    query = select(Ballot.item_id).where(
        Ballot.item_id.in_(opened), Ballot.person_id == actor.person_id
    )
    voted = set(session.scalars(query)) if opened else set()
    for item in items:
        href = f"/points/{item.ref}"
        if item.state is ItemState.OPEN and policy.on_roll(actor, item) and item.id not in voted:
            yield Task(
                _("Voter"),
                item.title,
                _("le vote est ouvert %(until)s", until=until(item.closes_at, now)),
                href,
                paris_day(item.closes_at),
            )
        elif _must_declare(actor, item):
            day = paris_day(item.sitting.starts_at)
            yield Task(_("Déclarer"), item.title, _("vos intérêts, avant la séance"), href, day)


def _of_holder(session: Session, actor: Actor, items: list[Item], now: datetime) -> Iterator[Task]:
    """The ballot of whoever they represent, which nobody else will cast."""
    opened = [one for one in items if one.state is ItemState.OPEN and policy.on_roll(actor, one)]
    sittings = {one.sitting_id for one in opened}
    held = proxy_queries.held_by(session, actor.person_id, sittings)
    for item in (one for one in opened if one.sitting_id in held):
        found = ballot_actions.represented(session, item, actor.person_id, now)
        if found is not None and found[1] is None:
            yield Task(
                _("Voter"),
                _("%(title)s, pour %(name)s", title=item.title, name=found[0].name),
                _("le vote est ouvert %(until)s", until=until(item.closes_at, now)),
                f"/points/{item.ref}/mandat",
                paris_day(item.closes_at),
            )


def _must_declare(actor: Actor, item: Item) -> bool:
    return (
        item.state is ItemState.LISTED
        and item.sitting is not None
        and item.sitting.state in (SittingState.CONVENED, SittingState.IN_SESSION)
        and policy.sits(actor, item)
        and not policy.is_recused(actor, item)
        and actor.person_id not in {one.person_id for one in item.declarations}
    )


def _of_presider(actor: Actor, items: list[Item]) -> Iterator[Task]:
    for item in items:
        if item.state is ItemState.CLOSED and policy.presides(actor, item):
            day = paris_day(item.closed_at)
            yield Task(
                _("Proclamer"), item.title, _("le vote est clos"), f"/points/{item.ref}", day
            )


def _sittings(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    mine = actor.scopes(*KEEPING)
    if not mine:
        return
    query = (
        select(Sitting)
        .join(Committee)
        .where(
            Committee.ref.in_(mine),
            Sitting.state.in_(
                (
                    SittingState.PLANNED,
                    SittingState.CONVENED,
                    SittingState.IN_SESSION,
                    SittingState.CLOSED,
                )
            ),
        )
        .options(joinedload(Sitting.committee))
        .order_by(Sitting.starts_at, Sitting.id)
    )
    for sitting in session.scalars(query):
        yield _of_sitting(sitting)


def _of_sitting(sitting: Sitting) -> Task:
    day = paris_day(sitting.starts_at)
    # A committee has several of them at a time: only the moment tells them apart.
    told = {"name": sitting.committee.name, "when": instant_text(sitting.starts_at)}
    title = _("%(name)s : séance le %(when)s", **told)
    verb, why, path = {
        SittingState.PLANNED: (_("Convoquer"), _("séance à convoquer sept jours avant"), ""),
        SittingState.CONVENED: (_("Préparer"), _("séance convoquée"), ""),
        SittingState.IN_SESSION: (_("Tenir"), _("séance ouverte"), ""),
        SittingState.CLOSED: (_("Signer"), _("procès-verbal à signer"), "/proces-verbal"),
    }[sitting.state]
    return Task(verb, title, why, f"/seances/{sitting.ref}{path}", day)
