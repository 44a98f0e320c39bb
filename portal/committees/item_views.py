"""What the page of an item shows to this actor, now: rights, forms, and never a count too early."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.committees import decision_queries, dossier_actions, item_queries, roll, vote_actions
from portal.committees.forms import (
    BallotForm,
    ConditionForm,
    DeferForm,
    ExtendForm,
    InterestForm,
    MotiveForm,
    ProclaimForm,
    RecuseForm,
    SettleForm,
)
from portal.committees.item_models import Item
from portal.committees.rules import is_vote_over
from portal.committees.words import RUNG_QUESTIONS, ItemState, Outcome, SittingState
from portal.kernel.errors import Missing
from portal.kernel.periods import paris_day
from portal.policy import Act, Actor
from portal.startups.words import Rung
from portal.web.forms import ActForm

COUNTED = (ItemState.CLOSED, ItemState.PROCLAIMED, ItemState.PUBLISHED, ItemState.DEFERRED)


def find(session: Session, actor: Actor, ref: str, now: datetime) -> Item:
    """The item, or Missing when it is not for this actor."""
    item = item_queries.by_ref(session, ref, now)
    if not policy.may(actor, Act.ITEM_VIEW, item):
        raise Missing
    return item


def seen(session: Session, actor: Actor, item: Item, now: datetime, **forms) -> dict:
    """Everything that the page of an item shows."""
    shown = {
        "item": item,
        "states": ItemState,
        "outcomes": Outcome,
        "is_over": item.state is ItemState.OPEN and is_vote_over(item.state, item.closes_at, now),
        "in_session": item.sitting is not None and item.sitting.state is SittingState.IN_SESSION,
        "decision": decision_queries.decision_of(session, item),
        "binding": decision_queries.binding_conditions(session, item.subject_ref),
        "proposed": decision_queries.proposed_conditions(session, item),
        "rung_words": RUNG_QUESTIONS,
        "rungs": rungs_of(item),
    }
    return (
        shown
        | live(session, actor, item, now)
        | _rights(actor, item, now)
        | _forms(session, item)
        | forms
    )


def rungs_of(item: Item) -> list[tuple]:
    """The five rungs, each with its evidence or None."""
    told = {one.rung: one for one in item.dossier.rungs}
    return [(rung, told.get(rung)) for rung in Rung]


def live(session: Session, actor: Actor, item: Item, now: datetime) -> dict:
    """What changes while one looks: quorum, who has voted (never what), one's own ballot."""
    present = item.sitting.present_ids if item.sitting else frozenset()
    if item.roll:
        members = item.roll_ids
    else:
        seats = item_queries.voting_mandates(session, item, paris_day(now))
        members = frozenset(seat.person_id for seat in seats)
    frozen = roll.Roll(members, item.recused_ids, second_convening=item.second_convening)
    counted = item.state in COUNTED and item.counts is not None
    mine = decision_queries.ballot_of(session, item, actor.person_id)
    return {
        "roll": frozen,
        "present": len(frozen.taking_part(present)),
        "voters": _voters(session, actor, item),
        "ballots": decision_queries.ballots(session, item)
        if counted and policy.may(actor, Act.BALLOTS_VIEW, item)
        else None,
        "counts": item.counts if counted else None,
        "mine": mine,
    }


def _voters(session: Session, actor: Actor, item: Item) -> set[int] | None:
    """Ids of who has voted, for whoever may know; None for the others."""
    if item.state is not ItemState.OPEN or not policy.may(actor, Act.PARTICIPATION_VIEW, item):
        return None
    return decision_queries.voter_ids(session, item)


def _rights(actor: Actor, item: Item, now: datetime) -> dict:
    may = {
        "dossier": Act.DOSSIER_VIEW,
        "edit": Act.DOSSIER_EDIT,
        "declare": Act.INTEREST_DECLARE,
        "recuse": Act.RECUSE_IMPOSE,
        "open": Act.VOTE_OPEN,
        "extend": Act.VOTE_EXTEND,
        "close": Act.VOTE_CLOSE,
        "vote": Act.BALLOT_CAST,
        "defer": Act.ITEM_DEFER,
        "void": Act.ITEM_VOID,
        "settle_vote": Act.VOTE_SETTLE,
        "proclaim": Act.PROCLAIM,
        "condition": Act.CONDITION_SETTLE,
        "publish": Act.DECISION_PUBLISH,
        "agenda": Act.SITTING_AGENDA,
    }
    rights = {name: policy.may(actor, act, item) for name, act in may.items()}
    return {
        "may": rights,
        "frozen": dossier_actions.is_frozen(item, now),
        "freezes_at": dossier_actions.freezes_at(item),
        "is_recused": policy.is_recused(actor, item),
        "my_declaration": next(
            (one for one in item.declarations if one.person_id == actor.person_id), None
        ),
    }


def _forms(session: Session, item: Item) -> dict:
    ballot = BallotForm(formdata=None)
    ballot.offer(vote_actions.offered(session, item))
    return {
        "form": ActForm(formdata=None),
        "ballot_form": ballot,
        "interest_form": InterestForm(formdata=None),
        "recuse_form": recuse_form(item, formdata=None),
        "condition_form": ConditionForm(formdata=None),
        "settle_form": SettleForm(formdata=None),
        "extend_form": ExtendForm(formdata=None),
        "void_form": MotiveForm(formdata=None),
        "defer_form": DeferForm(formdata=None),
        "proclaim_form": proclaim_form(session, item, formdata=None),
    }


def recuse_form(item: Item, **kwargs) -> RecuseForm:
    """The form that sets a member aside, among those of the roll."""
    form = RecuseForm(**kwargs)
    people = [member.person for member in item.roll if member.person_id not in item.recused_ids]
    form.person.choices = [(person.ref, person.name) for person in people]
    return form


def proclaim_form(session: Session, item: Item, **kwargs) -> ProclaimForm:
    """The form that proclaims; a stop's reason is one of those on the ballots."""
    form = ProclaimForm(**kwargs)
    if item.state is ItemState.CLOSED and item.outcome is Outcome.NO_GO:
        reasons = {one.reason for one in decision_queries.ballots(session, item) if one.reason}
        form.reason.choices = [(one.value, one.label) for one in sorted(reasons)]
    else:
        del form.reason
    return form
