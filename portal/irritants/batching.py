"""One answer for several irritants, each under its own lock; what moved meanwhile is left alone."""

from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import policy
from portal.irritants import actions, coauthor_queries, gestures, moving, queries
from portal.irritants.gestures import Gesture, Values
from portal.irritants.models import Irritant
from portal.irritants.triage_forms import PlainForm
from portal.irritants.words import IrritantVerb as Verb
from portal.kernel.errors import Forbidden, Refused
from portal.people.models import Person
from portal.policy import Act, Actor, may

# A page of the queue holds fewer; an address made by hand goes no further.
MOST = 100

TAKE = Gesture(
    "prendre",
    _l("Prendre en charge"),
    _l("Prendre en charge"),
    Act.TRIAGE_DECIDE,
    PlainForm,
    actions.take,
)
GESTURES = {
    each.slug: each
    for each in (
        gestures.BY_SLUG["decliner"],
        gestures.BY_SLUG["reserver"],
        gestures.BY_SLUG["completer"],
        TAKE,
    )
}


@dataclass
class Outcome:
    """References of what was done, and of what was left because it had changed."""

    done: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def chosen(session: Session, actor: Actor, refs: list[str]) -> list[Irritant]:
    """Those of these irritants that this person reads, in the order of their promises."""
    query = (
        select(Irritant)
        .where(Irritant.ref.in_(refs[:MOST]), queries.visible_to(actor), Irritant.state != "draft")
        .options(
            joinedload(Irritant.author),
            joinedload(Irritant.officer),
            joinedload(Irritant.incubator),
            selectinload(Irritant.transfers),
            selectinload(Irritant.coauthors),
        )
        .order_by(Irritant.answer_due_on, Irritant.id)
    )
    return list(session.scalars(query).unique())


def why_not(actor: Actor, irritant: Irritant, gesture: Gesture) -> str:
    """Why this person may not do this to it now; empty when they may."""
    if not may(actor, gesture.act, irritant):
        is_mine = irritant.author_id == actor.person_id
        return _("vous l’avez déposé") if is_mine else _("un autre incubateur y répond")
    if not gesture.is_time(irritant):
        offered = irritant.offer is not None and gesture.verb is None
        told = _("il est proposé à un autre incubateur")
        return told if offered else _("il est « %(state)s »", state=irritant.state.label)
    officer = irritant.officer
    if officer is not None and officer.id != actor.person_id:
        return _("%(name)s l’a pris en charge", name=officer.name)
    return ""


def act(
    session: Session,
    actor: Actor,
    gesture: Gesture,
    lot: dict[str, int],
    values: Values,
    *,
    now: datetime,
) -> Outcome:
    """Do it to each irritant of the lot (reference, version reread), unless it changed since."""
    policy.require(actor, Act.TRIAGE_BATCH)
    outcome = Outcome()
    # Always in the same order, so that two lots never wait for each other.
    for irritant in sorted(chosen(session, actor, list(lot)), key=lambda one: one.id):
        try:
            with session.begin_nested():
                _do(session, actor, gesture, irritant, lot[irritant.ref], values, now)
        except (Refused, Forbidden):
            outcome.skipped.append(irritant.ref)
        else:
            outcome.done.append(irritant.ref)
    return outcome


def _do(session, actor, gesture, irritant, version: int, values: Values, now) -> None:
    queries.lock(session, irritant)
    if irritant.version != version:
        raise Refused(_("Cet irritant a changé entre-temps."))
    gesture.run(session, actor, irritant, now=now, **values)


def receivers(
    session: Session, actor: Actor, irritants: list[Irritant], gesture: Gesture, now: datetime
) -> list[Person]:
    """Who will read of it, each person once however many of these irritants concern them."""
    if gesture.verb is None:
        return []
    if gesture.verb is Verb.RETURN:
        told = (each for one in irritants for each in coauthor_queries.tellers(session, one))
        return list({one.id: one for one in told if one.deactivated_at is None}.values())
    found = queries.audience(session, irritants, moving.today(now))
    return [person for person in found if person.id != actor.person_id]
