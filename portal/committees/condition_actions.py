"""Verbs upon a condition before it is settled: what is done is handed in, or sent back."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import condition_queries, condition_rules
from portal.committees.condition_models import ConditionProof
from portal.committees.decision_models import Condition
from portal.committees.item_models import Item
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.notices.actions import tell
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Act, Actor, Role


def hand_in(
    session: Session,
    actor: Actor,
    condition: Condition,
    item: Item,
    *,
    done: str,
    link: str,
    now: datetime,
) -> ConditionProof:
    """Say what was done and where it is seen; whoever may lift it is told."""
    policy.require(actor, Act.CONDITION_HAND_IN, condition)
    session.refresh(condition, with_for_update={"of": Condition})
    condition_rules.check_hand_in(condition.step, done, link)
    condition.handed_at = now
    made = ConditionProof(
        condition_id=condition.id, done=done, link=link, by_id=actor.person_id, at=now
    )
    session.add(made)
    session.flush()
    after = {"condition": condition.ref, "done": done, "link": link}
    _note(session, actor, Act.CONDITION_HAND_IN, condition, item, now=now, after=after)
    tell(
        session,
        readers(session, actor, item, now),
        event=f"condition-handed:{condition.ref}:{made.id}",
        kind="decision.condition",
        subject_ref=condition.ref,
        title=_l("Réserve : une preuve est remise pour « %(title)s »", title=item.title),
        body=_l("%(what)s\n\nCe qui est fait : %(done)s", what=condition.what, done=done),
        path=settling_path(condition, item),
        now=now,
    )
    return made


def send_back(
    session: Session, actor: Actor, condition: Condition, item: Item, *, reason: str, now: datetime
) -> None:
    """Ask to see again what was handed in, and say what it lacks."""
    policy.require(actor, Act.CONDITION_SETTLE, item)
    session.refresh(condition, with_for_update={"of": Condition})
    condition_rules.check_revise(condition.step, reason)
    last = condition_queries.proofs(session, condition)[0]
    last.sent_back_at, last.sent_back_by_id, last.reason = now, actor.person_id, reason
    condition.handed_at = None
    session.flush()
    after = {"condition": condition.ref, "step": condition.step}
    _note(
        session, actor, Act.CONDITION_SETTLE, condition, item, now=now, after=after, motive=reason
    )
    tell(
        session,
        {one.id: one for one in (condition.owner, last.by)}.values(),
        event=f"condition-back:{condition.ref}:{last.id}",
        kind="decision.condition",
        subject_ref=condition.ref,
        title=_l("Réserve à revoir : %(what)s", what=condition.what),
        body=_l("Ce qui manque : %(reason)s", reason=reason),
        path=handing_path(condition),
        now=now,
    )


def readers(session: Session, actor: Actor, item: Item, now: datetime) -> list[Person]:
    """Who is told that a proof waits: the chair, the deputy and the secretary, unless recused."""
    roles = (Role.CHAIR, Role.DEPUTY, Role.SECRETARY)
    found = people.holders(session, item.committee_ref, paris_day(now), *roles)
    out = item.recused_ids | {actor.person_id}
    return [one for one in found if one.id not in out]


def settling_path(condition: Condition, item: Item) -> str:
    """Where it is lifted, waived or sent back."""
    return f"/points/{item.ref}/reserves/{condition.ref}/reglement"


def handing_path(condition: Condition) -> str:
    """Where its proof is handed in."""
    return f"/decisions/{condition.decision_ref}/reserves/{condition.ref}/preuve"


def _note(
    session: Session, actor: Actor, act: Act, condition: Condition, item: Item, **told
) -> None:
    for subject in (condition.subject_ref, item.ref):
        journal.record(session, actor, act, subject, **told)
