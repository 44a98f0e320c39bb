"""The vote: opened, cast, extended, closed; the ballot's own fragment."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import ballot_actions, vote_actions
from portal.committees.blueprint import bp
from portal.committees.item_forms import ExtendForm, OpenForm, closing_of
from portal.committees.item_models import Item
from portal.committees.item_pages import act
from portal.committees.item_views import Refusal, ballot_form, find, find_vote, seen
from portal.committees.vote_rules import ballot_faults
from portal.committees.words import ItemState
from portal.extensions import db
from portal.kernel.errors import Refused
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.post("/points/<ref:ref>/ouverture")
@allow(Act.VOTE_OPEN)
def open_vote(ref: str) -> Response:
    """Open the vote, or note that there is no quorum."""

    def verb(session, found, *, day, hour):
        closes_at = closing_of(day, hour)
        reached = vote_actions.open_vote(session, actor(), found, now=now(), closes_at=closes_at)
        if reached is ItemState.LISTED:
            return _("Vous êtes déporté de ce point : la présidence passe à votre suppléant.")
        return None if reached is ItemState.OPEN else found.motive

    return act(ref, OpenForm(), "open_form", verb, _("Le vote est ouvert."))


@bp.post("/points/<ref:ref>/bulletin")
@allow(Act.BALLOT_CAST)
def cast_ballot(ref: str) -> Response:
    """Vote, or change one's ballot."""
    item = find_vote(db.session(), actor(), ref, now())
    form = ballot_form(db.session(), item)
    if form.validate():
        try:
            return _cast(item, ref, form)
        except Refused as refusal:
            form.refuse(refusal)
            _refuse_the_rest(form)
    found = find(db.session(), actor(), ref, now())
    values = seen(db.session(), actor(), found, now(), Refusal("ballot_form", form))
    return page("committees/item.html", fragment="committees/_ballot.html", status=422, **values)


def _refuse_the_rest(form) -> None:
    """What else is missing is said at once: nobody sends a ballot twice to learn of it."""
    faults = ballot_faults(form.choice.data, form.motive.data or "", form.reason.data)
    if not any(form[name].errors for name in faults):
        return
    for name, told in faults.items():
        if not form[name].errors:
            form.refuse(Refused(told, field=name))


def _cast(item: Item, ref: str, form) -> Response:
    with writing(url_for(".item", ref=ref)) as session:
        ballot_actions.cast_ballot(
            session,
            actor(),
            item,
            choice=form.choice.data,
            motive=form.motive.data or "",
            reason=form.reason.data,
            now=now(),
        )
        return done(
            url_for(".item", ref=ref),
            said=_("Votre bulletin est enregistré."),
            fragment="committees/_cast.html",
            showing=lambda: seen(session, actor(), find(session, actor(), ref, now()), now()),
        )


@bp.post("/points/<ref:ref>/prolongation")
@allow(Act.VOTE_EXTEND)
def extend(ref: str) -> Response:
    """Give more time."""

    def verb(session, found, *, minutes, day, hour):
        told = {"minutes": minutes or 0, "closes_at": closing_of(day, hour)}
        vote_actions.extend(session, actor(), found, now=now(), **told)

    return act(ref, ExtendForm(), "extend_form", verb, _("Le vote est prolongé pour tous."))


@bp.post("/points/<ref:ref>/cloture")
@allow(Act.VOTE_CLOSE)
def close_vote(ref: str) -> Response:
    """Close the vote."""

    def verb(session, found):
        vote_actions.close(session, actor(), found, now=now())

    return act(ref, ActForm(), "form", verb, _("Le vote est clos."))


@bp.post("/points/<ref:ref>/constat")
@allow(Act.VOTE_SETTLE)
def settle_vote(ref: str) -> Response:
    """Note that the time is over: whoever looks first closes."""

    def verb(session, found):
        # The clock settles for everybody; a person, for their own committee.
        policy.require(actor(), Act.VOTE_SETTLE, found)
        vote_actions.settle(session, actor(), found, now=now())

    return act(ref, ActForm(), "form", verb, _("Le vote est clos."))
