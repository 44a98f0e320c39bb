"""What the page of an item shows to this actor, now: rights, forms, and never a count too early."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import (
    ballot_actions,
    crossing_says,
    decision_actions,
    decision_queries,
    dossier_actions,
    item_queries,
    queries,
    rolls,
)
from portal.committees.effects import LEAVING
from portal.committees.forms import MotiveForm
from portal.committees.item_forms import (
    BallotForm,
    ConditionForm,
    DeferForm,
    ExtendForm,
    InterestForm,
    OpenForm,
    ProclaimForm,
    RecuseForm,
    ReferForm,
)
from portal.committees.item_models import Item
from portal.committees.roll import Roll
from portal.committees.rules import is_vote_over
from portal.committees.sentences import ballot_labels, effect_sentence, hour_said, until
from portal.committees.words import College, ItemState, Outcome, SittingState
from portal.kernel.errors import Missing
from portal.kernel.periods import paris_day
from portal.people import queries as people
from portal.policy import Act, Actor
from portal.register.chain import canonical, sha256
from portal.startups.words import Rung
from portal.web.forms import ActForm, PageForm

COUNTED = (ItemState.CLOSED, ItemState.PROCLAIMED, ItemState.PUBLISHED, ItemState.DEFERRED)
_RIGHTS = {
    "dossier": Act.DOSSIER_VIEW,
    "edit": Act.DOSSIER_EDIT,
    "deliberate": Act.ITEM_NOTE,
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
    "agenda": Act.SITTING_AGENDA,
    "configure": Act.COMMITTEE_CONFIGURE,
}


@dataclass(frozen=True)
class Refusal:
    """A form just refused: its name among those of the page, and the form as it was sent."""

    name: str
    form: PageForm

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was written, to be shown when the form itself has left the page."""
        told = self.form.values()
        return [
            (str(self.form[name].label.text), value)
            for name, value in told.items()
            if isinstance(value, str) and value
        ]


def find(session: Session, actor: Actor, ref: str, now: datetime) -> Item:
    """The item, or Missing when it is not for this actor."""
    return _for(actor, item_queries.by_ref(session, ref, now))


def find_vote(session: Session, actor: Actor, ref: str, now: datetime) -> Item:
    """The same, with no more than a vote reads."""
    return _for(actor, item_queries.of_vote(session, ref, now))


def _for(actor: Actor, item: Item) -> Item:
    if not policy.may(actor, Act.ITEM_VIEW, item):
        raise Missing
    return item


def seen(
    session: Session, actor: Actor, item: Item, now: datetime, refused: Refusal | None = None
) -> dict:
    """Everything that the page of an item shows; `refused` is the form that was just refused."""
    shown = _facts(session, item, now) | rights(actor, item, now)
    shown |= live(session, actor, item, now, is_over=shown["is_over"])
    shown |= _forms(session, item, shown["mine"], now)
    shown["gone"] = crossing_says.gone(session, item) if item.state is ItemState.CLOSED else ""
    shown["offers"] = _offers(item, shown)
    shown["effect"] = _effect(session, item, now) if shown["offers"]["proclaim"] else None
    shown["refused"] = refused
    return shown | ({refused.name: refused.form} if refused else {})


def _facts(session: Session, item: Item, now: datetime) -> dict:
    in_session = item.sitting is not None and item.sitting.state is SittingState.IN_SESSION
    return {
        "item": item,
        "is_over": item.state is ItemState.OPEN and is_vote_over(item.state, item.closes_at, now),
        "in_session": in_session,
        "decision": decision_queries.decision_of(session, item),
        "binding": decision_queries.binding_conditions(session, item.subject_ref),
        "proposed": decision_queries.proposed_conditions(session, item),
        "rungs": rungs_of(item),
        "unsaid": decision_actions.unsaid(item) if in_session else [],
    }


def rungs_of(item: Item) -> list[tuple]:
    """The five rungs, each with its evidence or None."""
    told = {one.rung: one for one in item.dossier.rungs}
    return [(rung, told.get(rung)) for rung in Rung]


def live(
    session: Session, actor: Actor, item: Item, now: datetime, *, is_over: bool = False
) -> dict:
    """What changes while one looks: quorum, who has voted (never what), one's own ballot."""
    places = rolls.places(session, item, paris_day(now))
    frozen = rolls.made_of(session, item, places)
    there = frozen.taking_part(item.sitting.present_ids if item.sitting else ())
    present = len(there)
    voters = _voters(session, actor, item)
    mine = decision_queries.ballot_of(session, item, actor.person_id)
    counted = item.state in COUNTED and item.counts is not None
    mine = decision_queries.ballot_of(session, item, actor.person_id)
    own = mine if mine is not None and mine.cast_by_id is None else None
    may_names = counted and policy.may(actor, Act.BALLOTS_VIEW, item)
    told = [item.state, item.closes_at, is_over, sorted(there), sorted(item.recused_ids), voters]
    return {
        "roll": frozen,
        "places": places,
        "present": present,
        "until": until(item.closes_at, now) if item.closes_at else "",
        "colleges": [(College(name).label, *told) for name, *told in frozen.by_college(there)],
        "voters": voters,
        "ballots": decision_queries.ballots(session, item) if may_names else None,
        "counts": item.counts if counted else None,
        "mine": own,
        "mine_at": hour_said(own.cast_at, now) if own else "",
        # What a holder cast is theirs to know until the closing: it may tell their own voice.
        "cast_for_me": mine.cast_by.name if mine is not None and mine.cast_by else None,
        "represented": proxies_told(session, item, frozen),
        "for_whom": _for_whom(session, actor, item, now) if not is_over else None,
        # A poll that finds the same mark answers nothing, and nothing moves on the screen.
        "mark": sha256(canonical([str(one) for one in told]))[:16],
    }


def proxies_told(session: Session, item: Item, frozen: Roll) -> list[tuple[str, str]]:
    """Who is represented by whom for this point, by their names."""
    present = item.sitting.present_ids if item.sitting else frozenset()
    stand = frozen.standing_proxies(present) if frozen.proxies else []
    names = people.named(session, {one for proxy in stand for one in (proxy.giver, proxy.holder)})
    return [(names[proxy.giver].name, names[proxy.holder].name) for proxy in stand]


def _for_whom(session: Session, actor: Actor, item: Item, now: datetime) -> tuple | None:
    """Whom this actor represents in the vote under way, with the ballot cast for them."""
    if item.state is not ItemState.OPEN or not policy.may(actor, Act.BALLOT_CAST, item):
        return None
    return ballot_actions.represented(session, item, actor.person_id, now)


def _voters(session: Session, actor: Actor, item: Item) -> list[int] | None:
    """Ids of who has voted, for whoever may know; None for the others."""
    if item.state is not ItemState.OPEN or not policy.may(actor, Act.PARTICIPATION_VIEW, item):
        return None
    return sorted(decision_queries.voter_ids(session, item))


def rights(actor: Actor, item: Item, now: datetime) -> dict:
    """What this actor may do about the item, whatever its state."""
    return {
        "may": {name: policy.may(actor, act, item) for name, act in _RIGHTS.items()},
        "frozen": dossier_actions.is_frozen(item, now),
        "freezes_at": dossier_actions.freezes_at(item),
        "is_late": dossier_actions.is_late(item),
        "is_recused": policy.is_recused(actor, item),
        "my_declaration": next(
            (one for one in item.declarations if one.person_id == actor.person_id), None
        ),
    }


def _offers(item: Item, shown: dict) -> dict[str, bool]:
    """What is offered now: the right to do it, and its moment."""
    may, in_session = shown["may"], shown["in_session"]
    listed, closed = item.state is ItemState.LISTED, item.state is ItemState.CLOSED
    running = item.state is ItemState.OPEN and not shown["is_over"]
    undecided = closed and item.outcome is Outcome.DEFERRED
    proclaimable = closed and not undecided and not shown["gone"]
    return {
        "ballot_form": may["vote"] and running,
        "open": may["open"] and listed and in_session and not shown["unsaid"],
        "open_form": may["open"] and listed and in_session and not shown["unsaid"],
        "close": may["close"] and running,
        "extend_form": may["extend"] and running,
        "settle_vote": may["settle_vote"] and shown["is_over"],
        "proclaim_form": may["proclaim"] and proclaimable,
        "proclaim": may["proclaim"] and proclaimable,
        "interest_form": may["declare"] and (listed or running) and not shown["is_recused"],
        "recuse_form": may["recuse"] and (listed or running),
        "condition_form": listed and (may["agenda"] or (may["edit"] and not shown["frozen"])),
        "condition": listed and may["condition"],
        "defer_form": may["defer"] and in_session and (listed or undecided),
        "void_form": may["void"]
        and in_session
        and (listed or closed or item.state is ItemState.OPEN),
        "refer_form": listed and item.sitting is None and (may["agenda"] or may["configure"]),
    }


def _effect(session: Session, item: Item, now: datetime) -> dict:
    """What proclaiming will do, and how many people will hear it."""
    reason = next(iter(_reasons(session, item)), None)
    told = decision_actions.audience(session, item, paris_day(now))
    found = decision_actions.effect_of(decision_actions.proposal(item), item.outcome, reason=reason)
    return {"sentence": effect_sentence(item, found), "people": len(told)}


def _reasons(session: Session, item: Item) -> list:
    return sorted({one.reason for one in decision_queries.ballots(session, item) if one.reason})


def _forms(session: Session, item: Item, mine, now: datetime) -> dict:
    return {
        "form": ActForm(formdata=None),
        "ballot_form": ballot_form(session, item, formdata=None, obj=mine),
        "interest_form": InterestForm(formdata=None),
        "recuse_form": recuse_form(session, item, now, formdata=None),
        "condition_form": ConditionForm(formdata=None),
        "open_form": OpenForm(formdata=None),
        "extend_form": ExtendForm(formdata=None),
        "void_form": MotiveForm(formdata=None),
        "defer_form": DeferForm(formdata=None),
        "proclaim_form": proclaim_form(session, item, formdata=None),
        "refer_form": refer_form(session, item, formdata=None),
    }


def ballot_form(session: Session, item: Item, **kwargs) -> BallotForm:
    """The ballot, whose choices are those of this vote; one's own ballot fills it in again."""
    form = BallotForm(**kwargs)
    form.offer(ballot_actions.offered(session, item), ballot_labels(item))
    return form


def recuse_form(session: Session, item: Item, now: datetime, **kwargs) -> RecuseForm:
    """The form that sets a member aside, among those who vote on this item."""
    seats = item.roll or rolls.votes_or_may(session, item, paris_day(now))
    form = RecuseForm(**kwargs)
    members = [seat.person for seat in seats if seat.person_id not in item.recused_ids]
    form.person.choices = [("", _("Choisir…")), *((person.ref, person.name) for person in members)]
    return form


def refer_form(session: Session, item: Item, **kwargs) -> ReferForm:
    """The form that sends a waiting item elsewhere."""
    form = ReferForm(**kwargs)
    others = [
        one
        for one in session.scalars(queries.everyone())
        if one.id != item.committee_id and not one.is_closed
    ]
    form.committee.choices = [
        ("", _("Choisir…")),
        *((one.ref, f"{one.name} ({one.incubator.title})") for one in others),
    ]
    return form


def proclaim_form(session: Session, item: Item, **kwargs) -> ProclaimForm:
    """The form that proclaims; a stop's reason is one of those on the ballots."""
    form = ProclaimForm(**kwargs)
    if item.outcome is Outcome.NO_GO and item.direction not in LEAVING:
        reasons = _reasons(session, item) if item.state is ItemState.CLOSED else []
        form.reason.choices = [(one.value, one.label) for one in reasons]
    else:
        del form.reason
    return form
