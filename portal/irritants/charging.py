"""Who answers an irritant: taken, left to colleagues, entrusted to one of them."""

from datetime import datetime
from functools import partial

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import coauthor_queries, messages, queries, rules
from portal.irritants.models import Irritant
from portal.irritants.moving import record, tell, today
from portal.kernel.errors import Refused
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Act, Actor, Role


def take(
    session: Session, actor: Actor, irritant: Irritant, *, now: datetime, over: str = ""
) -> None:
    """Answer this irritant oneself. `over` names the colleague (ref) whom one knowingly replaces.

    Raises Refused when a colleague has it who was not named.
    """
    queries.lock(session, irritant)
    policy.require(actor, Act.TRIAGE_ASSIGN, irritant)
    # The programme routes, the incubator answers: whoever takes must be able to decide.
    policy.require(actor, Act.TRIAGE_DECIDE, irritant)
    rules.check_takeable(irritant.state)
    previous = irritant.officer
    is_other = previous is not None and previous.id != actor.person_id
    rules.check_in_charge(
        irritant.state,
        previous.name if previous else "",
        is_other=is_other and previous.ref != over,
    )
    if previous is not None and not is_other:
        return
    irritant.officer_id, irritant.taken_at = actor.person_id, now
    record(
        session,
        actor,
        Act.TRIAGE_ASSIGN,
        irritant,
        "take",
        now=now,
        before={"officer": previous.ref if previous else None},
    )
    session.refresh(irritant, ["officer"])
    if is_other:
        title = _l(
            "%(name)s reprend l’irritant « %(title)s »", name=actor.name, title=irritant.title
        )
        said = partial(messages.simple, title)
        tell(session, [previous], irritant, "taken", said, now=now, desk=True)


def release(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> None:
    """Leave it to colleagues."""
    queries.lock(session, irritant)
    policy.require(actor, Act.TRIAGE_ASSIGN, irritant)
    if irritant.officer_id != actor.person_id:
        raise Refused(_("Vous n’avez pas cet irritant en charge."))
    irritant.officer_id = irritant.taken_at = None
    record(session, actor, Act.TRIAGE_ASSIGN, irritant, "release", now=now)
    session.refresh(irritant, ["officer"])


def entrust(
    session: Session, actor: Actor, irritant: Irritant, *, colleague_ref: str, now: datetime
) -> Person:
    """Let a colleague of the desk answer it: one takes it oneself first, or nobody has it.

    Raises Refused unless the colleague triages there today and did not write it.
    """
    queries.lock(session, irritant)
    policy.require(actor, Act.TRIAGE_ASSIGN, irritant)
    policy.require(actor, Act.TRIAGE_DECIDE, irritant)
    rules.check_takeable(irritant.state)
    check_mine(actor, irritant)
    colleague = _colleague(session, actor, irritant, colleague_ref, now)
    before = {"officer": irritant.officer.ref if irritant.officer else None}
    irritant.officer_id, irritant.taken_at = colleague.id, now
    told = {"before": before, "officer": colleague.ref, "name": colleague.name}
    record(session, actor, Act.TRIAGE_ASSIGN, irritant, "entrust", now=now, **told)
    session.refresh(irritant, ["officer"])
    title = _l(
        "%(name)s vous confie l’irritant « %(title)s »", name=actor.name, title=irritant.title
    )
    said = partial(messages.simple, title)
    tell(session, [colleague], irritant, "entrusted", said, now=now, desk=True)
    return colleague


def _colleague(
    session: Session, actor: Actor, irritant: Irritant, ref: str, now: datetime
) -> Person:
    found = [one for one in colleagues(session, actor, irritant, now) if one.ref == ref]
    if not found:
        raise Refused(
            _("Choisissez un collègue qui trie pour cet incubateur."), field="colleague_ref"
        )
    return found[0]


def colleagues(session: Session, actor: Actor, irritant: Irritant, now: datetime) -> list[Person]:
    """To whom this person may entrust it: the others of its desk, those who tell it left out."""
    if irritant.incubator_ref is None:
        return []
    there = people.holders(session, irritant.incubator_ref, today(now), Role.DIRECTOR, Role.OFFICER)
    others = [one for one in there if one.id != actor.person_id]
    return [one for one in others if not coauthor_queries.writes(one.id, irritant)]


def check_mine(actor: Actor, irritant: Irritant) -> None:
    """Raise Refused while a colleague has it in charge."""
    officer = irritant.officer
    is_other = officer is not None and officer.id != actor.person_id
    rules.check_in_charge(irritant.state, officer.name if officer else "", is_other=is_other)
