"""One item: the request, interests, recusals, referral; deferral and annulment."""

from collections.abc import Callable

from flask import Response, make_response, request, url_for
from flask_babel import gettext as _

from portal.committees import item_actions, queries, recusal_actions, undecided_actions
from portal.committees.blueprint import bp
from portal.committees.forms import MotiveForm
from portal.committees.item_forms import DeferForm, InterestForm
from portal.committees.item_views import Refusal, find, recuse_form, refer_form, seen
from portal.committees.room_pages import back, refused_there
from portal.committees.words import ItemState
from portal.extensions import db
from portal.kernel.errors import Refused
from portal.people import queries as people
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page, wants_fragment
from portal.web.writing import writing


@bp.get("/points/<ref:ref>")
@allow(Act.ITEM_VIEW)
def item(ref: str) -> Response:
    """What am I asked, and has my voice been taken?"""
    return shown(ref)


def shown(ref: str, refused: Refusal | None = None) -> Response:
    """The page of the item, with the form that was just refused, if any."""
    session = db.session()
    found = find(session, actor(), ref, now())
    there = refused_there(found, refused) if refused else None
    if there is not None:
        return there
    values = seen(session, actor(), found, now(), refused)
    return page("committees/item.html", status=422 if refused else 200, **values)


def act(
    ref: str, form, name: str, verb: Callable, said: str, *, goal: str | None = None
) -> Response:
    """Do one act upon the item, and show its page again, what was typed kept, if it is refused.

    `verb` takes the session, the item and the form's values; the sentence it returns, if any,
    is said instead of `said`.
    """
    if form.validate():
        try:
            with writing() as session:
                found = find(session, actor(), ref, now())
                told = verb(session, found, **form.values())
                there = goal or back(found) or url_for("committees.item", ref=ref)
                return done(there, said=told or said)
        except Refused as refusal:
            form.refuse(refusal)
    return shown(ref, Refusal(name, form))


@bp.post("/points/<ref:ref>/interets")
@allow(Act.INTEREST_DECLARE)
def declare(ref: str) -> Response:
    """Declare one's interests."""

    def verb(session, found, *, has_interest, note):
        recusal_actions.declare(
            session, actor(), found, has_interest=has_interest == "yes", note=note or "", now=now()
        )

    form = InterestForm()
    said = (
        _("Déclaration enregistrée : vous ne prenez pas part à ce point.")
        if form.has_interest.data == "yes"
        else _("Déclaration enregistrée.")
    )
    return act(ref, form, "interest_form", verb, said)


@bp.post("/points/<ref:ref>/deports")
@allow(Act.RECUSE_IMPOSE)
def impose(ref: str) -> Response:
    """Set a member aside."""

    def verb(session, found, *, person, motive):
        member = people.by_ref(session, person)
        recusal_actions.impose_recusal(session, actor(), found, member, motive=motive, now=now())

    form = recuse_form(db.session(), find(db.session(), actor(), ref, now()), now())
    return act(ref, form, "recuse_form", verb, _("Ce membre ne prend plus part au point."))


@bp.post("/points/<ref:ref>/report")
@allow(Act.ITEM_DEFER)
def defer(ref: str) -> Response:
    """Put the item off."""

    def verb(session, found, *, motive, next_on):
        undecided_actions.defer(session, actor(), found, motive=motive, next_on=next_on, now=now())

    return act(ref, DeferForm(), "defer_form", verb, _("Point reporté : il revient de lui-même."))


@bp.post("/points/<ref:ref>/annulation")
@allow(Act.ITEM_VOID)
def void(ref: str) -> Response:
    """Annul the vote and refer the item."""

    def verb(session, found, *, motive):
        undecided_actions.void(session, actor(), found, motive=motive, now=now())

    return act(ref, MotiveForm(), "void_form", verb, _("Vote annulé, point renvoyé."))


@bp.post("/points/<ref:ref>/renvoi")
@allow(Act.SITTING_AGENDA)
def refer(ref: str) -> Response:
    """Send a waiting item to another committee."""

    def verb(session, found, *, committee):
        other = queries.by_ref(session, committee)
        item_actions.refer(session, actor(), found, other, now=now())

    form = refer_form(db.session(), find(db.session(), actor(), ref, now()))
    return act(ref, form, "refer_form", verb, _("Point confié à un autre comité."))


@bp.get("/points/<ref:ref>/direct")
@allow(Act.ITEM_VIEW, polled=True)
def live(ref: str) -> Response:
    """What changes while one looks: nothing if nothing did; the page itself without a script."""
    if wants_fragment() and not actor().signed_in:
        # A session that ends must not carry away the page where somebody is writing.
        return make_response("", 204)
    found = find(db.session(), actor(), ref, now())
    values = seen(db.session(), actor(), found, now())
    if request.args.get("vu") == values["mark"]:
        return make_response("", 204)
    # The state of the page around it: what it says may be out of date.
    shown = values | {"page_state": _page_state()}
    return page("committees/item.html", fragment="committees/_live.html", **shown)


def _page_state() -> str:
    asked = request.args.get("etat", "")
    return asked if asked in ItemState.codes() else ""
