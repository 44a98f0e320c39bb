"""Proclaiming: the decision, its effect and its sealed entry are one transaction."""

from datetime import date, datetime

from flask import current_app
from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import (
    applying,
    condition_rules,
    crossing_queries,
    crossing_says,
    decision_queries,
    funding_actions,
    item_actions,
    item_queries,
    proposal_rules,
    queries,
    rules,
)
from portal.committees.condition_words import ConditionVerb
from portal.committees.decision_models import Condition, Decision
from portal.committees.dossier_words import Gap
from portal.committees.effects import Effect, Proposal, effect as effect_of
from portal.committees.item_models import Item
from portal.committees.sentences import sentence
from portal.committees.words import (
    ConditionState,
    EffectKind,
    ItemOrigin,
    ItemState,
    ItemVerb,
    Outcome,
    StopReason,
)
from portal.investigations import actions as investigations, queries as investigation_queries
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.notices.actions import tell
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Act, Actor, Role
from portal.register import actions as register
from portal.register.chain import person_digest


def proclaim(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    motive: str,
    reason: StopReason | None,
    now: datetime,
) -> Decision:
    """Make the outcome a decision: effect, sealed entry, conditions, and everyone told."""
    policy.require(actor, Act.PROCLAIM, item)
    rules.check_motive(motive)
    item = item_queries.lock(session, item, now)
    ballots = decision_queries.ballots(session, item)
    found = effect_of(proposal(item), item.outcome or Outcome.DEFERRED, reason=reason)
    reasons = {one.reason for one in ballots if one.reason}
    rules.check_proclaim(item.state, item.outcome, found, reasons_on_ballots=reasons)
    decision = _written(session, actor, item, found, motive, now)
    item.state = ItemState(rules.ITEM.after(item.state, ItemVerb.PROCLAIM))
    if _binds(found):
        for condition in decision_queries.proposed_conditions(session, item):
            condition.decision_ref = decision.ref
            # Those of a launch bind the startup that is born.
            condition.subject_ref = decision.startup_ref or condition.subject_ref
    session.flush()
    after = {"decision": decision.ref, "outcome": decision.outcome, "term_on": decision.term_on}
    for subject in {item.ref, item.subject_ref, decision.startup_ref or item.ref}:
        journal.record(session, actor, Act.PROCLAIM, subject, now=now, after=after, motive=motive)
    _tell(session, item, decision, now)
    if found.grants:
        funding_actions.open_lines(session, item, decision, now=now)
    if found.kind is EffectKind.RETURN_TO_AGENDA:
        item_actions.list_again(session, item, origin=ItemOrigin.REQUEST, now=now)
    return decision


def proposal(item: Item) -> Proposal:
    """What was put to the vote."""
    return Proposal(
        item.subject_kind,
        item.direction,
        item.months,
        item.amount,
        item.phase,
        item.provisional_months,
        item.provisional_amount,
    )


def unsaid(item: Item) -> list[Gap]:
    """What the proposal does not say yet, that a vote needs."""
    return proposal_rules.unsaid(
        proposal(item), item.dossier.request, is_amount_said=item.is_amount_said
    )


def _written(
    session: Session, actor: Actor, item: Item, found: Effect, motive: str, now: datetime
) -> Decision:
    ref, today = new_ref("dec"), paris_day(now)
    due_on = _due_on(item)
    startup = applying.apply(session, actor, item, found, ref, today, now)
    decision = Decision(
        ref=ref,
        item_id=item.id,
        subject_kind=item.subject_kind,
        subject_ref=item.subject_ref,
        startup_ref=startup.ref if startup else None,
        title=item.title,
        outcome=item.outcome,
        direction=item.direction,
        effect=found.kind,
        phase=found.phase,
        months=found.months,
        amount=found.amount,
        term_on=startup.term_on if startup and found.grants else None,
        due_on=due_on,
        decided_on=today,
        motive=motive,
        stop_reason=found.reason,
        counts=item.counts,
        quorum=_quorum(item),
        evidence_sha256=item.dossier.sha256,
        proclaimed_by_id=actor.person_id,
        proclaimed_at=now,
    )
    decision.register_seq = _seal(session, actor, item, decision, found, now)
    session.add(decision)
    session.flush()
    return decision


def _quorum(item: Item) -> dict:
    told = {"present": item.present_at_opening, "needed": item.counts["needed"]}
    return told | ({"colleges": item.college_quorum} if item.college_quorum else {})


def _due_on(item: Item) -> date | None:
    """The term that this decision answers: a presumed one was never due."""
    startup = item.startup
    return startup.term_on if startup is not None and not startup.term_is_presumed else None


def _binds(found: Effect) -> bool:
    """Whether the conditions proposed come with this decision."""
    return found.grants or found.kind is EffectKind.MOVE_PLANNED_END


def _seal(
    session: Session, actor: Actor, item: Item, decision: Decision, found: Effect, now: datetime
) -> int:
    salt = current_app.secret_key
    conditions = decision_queries.proposed_conditions(session, item) if _binds(found) else []
    payload = {
        "decision": decision.ref,
        "objet": decision.subject_ref,
        "startup": decision.startup_ref,
        "titre": decision.title,
        "resultat": decision.outcome.value,
        "effet": decision.effect.value,
        "phase": decision.phase.value if decision.phase else None,
        "mois": decision.months,
        "montant": decision.amount,
        "echeance": decision.term_on.isoformat() if decision.term_on else None,
        "terme_prevu": decision.due_on.isoformat() if decision.due_on else None,
        "decide_le": decision.decided_on.isoformat(),
        "motif": decision.motive,
        "raison": decision.stop_reason.value if decision.stop_reason else None,
        "decompte": decision.counts,
        "quorum": decision.quorum,
        "reserves": [
            {
                "reserve": one.ref,
                "quoi": one.what,
                "pour_le": one.due_on.isoformat(),
                "preuve": one.proof,
            }
            for one in conditions
        ],
        "dossier_sha256": decision.evidence_sha256,
        "proclame_par": person_digest(salt, decision.ref, actor.ref or ""),
    }
    payload |= crossing_says.sealed(item)
    review = decision_queries.review_of(session, item)
    if review is not None:
        payload["remplace"] = review.decision_ref
    return register.append(session, "decision", decision.ref, payload, now=now).seq


def audience(
    session: Session, item: Item, today: date, startup_ref: str | None = None
) -> list[Person]:
    """Who hears the decision: team, coach, sponsor, committee, authors and supporters, once."""
    scopes = {item.subject_ref, startup_ref} - {None}
    found = {
        person.id: person
        for scope in scopes
        for person in people.holders(session, scope, today, Role.TEAM, Role.COACH, Role.SPONSOR)
    }
    for person in queries.members(session, item.committee, today):
        found[person.id] = person
    for person in (*_deposited(session, item, today), *_receiving(session, item, today)):
        found[person.id] = person
    return list(found.values())


def _deposited(session: Session, item: Item, today: date) -> list[Person]:
    """Who told, supports or follows what is behind the subject, each once."""
    source = item.investigation
    if source is None and item.startup is not None and item.startup.born_of:
        source = investigation_queries.by_ref(session, item.startup.born_of)
    return investigations.audience(session, source, today) if source is not None else []


def _receiving(session: Session, item: Item, today: date) -> list[Person]:
    """The team, the sponsors and the directors of the startup that receives, if one does."""
    told = crossing_queries.told(item)
    if told is None or told.receiver_ref is None:
        return []
    sponsors = people.holders(session, told.receiver_ref, today, Role.SPONSOR)
    return [*crossing_queries.receivers(session, told, today), *sponsors]


def _tell(session: Session, item: Item, decision: Decision, now: datetime) -> None:
    """Tell everybody once: to authors and supporters it is the answer to what they follow."""
    everyone = audience(session, item, paris_day(now), decision.startup_ref)
    for kind, people_told in (
        ("irritant.decided", _deposited(session, item, paris_day(now))),
        ("decision", everyone),
    ):
        tell(
            session,
            people_told,
            event=f"decided:{decision.ref}",
            kind=kind,
            subject_ref=decision.ref,
            title=lambda: _title(decision),
            body=lambda: _body(decision),
            path=f"/decisions/{decision.ref}",
            now=now,
        )


def _title(decision: Decision) -> str:
    told = sentence(decision)
    return _("%(title)s : %(told)s", title=decision.title, told=told[0].lower() + told[1:])


def _body(decision: Decision) -> str:
    told, motive = sentence(decision), decision.motive
    return _("%(told)s.\n\nMotif : %(motive)s", told=told, motive=motive)


def publish(session: Session, actor: Actor, item: Item, *, now: datetime) -> None:
    """Let the public read a proclaimed decision, and tell those who live with it, once."""
    policy.require(actor, Act.DECISION_PUBLISH, item)
    item = item_queries.lock(session, item, now)
    item.state = ItemState(rules.ITEM.after(item.state, ItemVerb.PUBLISH))
    journal.record(session, actor, Act.DECISION_PUBLISH, item, now=now, after={"state": item.state})
    decision = decision_queries.decision_of(session, item)
    tell(
        session,
        told_of_publication(session, item, paris_day(now)),
        event=f"published:{decision.ref}",
        kind="decision.published",
        subject_ref=decision.ref,
        title=_l("La décision est publiée : %(title)s", title=decision.title),
        body=lambda: _("Chacun peut maintenant la lire : %(told)s.", told=sentence(decision)),
        path=f"/decisions/{decision.ref}",
        now=now,
    )


def told_of_publication(session: Session, item: Item, today: date) -> list[Person]:
    """Team, coaches, sponsors and committee, each once; authors had their answer when decided."""
    roles = (Role.TEAM, Role.COACH, Role.SPONSOR)
    close = people.holders(session, item.startup_ref or item.subject_ref, today, *roles)
    members = queries.members(session, item.committee, today)
    return list({one.id: one for one in (*close, *members)}.values())


def settle_condition(
    session: Session,
    actor: Actor,
    condition: Condition,
    item: Item,
    *,
    waived: bool,
    settlement: str,
    now: datetime,
) -> None:
    """Lift a condition with its proof, or waive it in writing."""
    policy.require(actor, Act.CONDITION_SETTLE, item)
    session.refresh(condition, with_for_update={"of": Condition})
    verb = ConditionVerb.WAIVE if waived else ConditionVerb.LIFT
    condition_rules.check_settle(condition.step, verb, settlement)
    condition.state = ConditionState.WAIVED if waived else ConditionState.LIFTED
    condition.settled_at, condition.settled_by_id = now, actor.person_id
    condition.settlement = settlement
    session.flush()
    after = {"condition": condition.ref, "state": condition.state}
    for subject in (condition.subject_ref, item.ref):
        journal.record(
            session, actor, Act.CONDITION_SETTLE, subject, now=now, after=after, motive=settlement
        )
