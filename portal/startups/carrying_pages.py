"""Who carries a startup, what another incubator is asked, and what it answers."""

from collections.abc import Callable

from flask import Response, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.extensions import db
from portal.kernel.errors import Missing, Refused
from portal.organisations import queries as organisations
from portal.policy import Act, Role
from portal.settings import queries as settings
from portal.startups import carrying, carrying_queries, queries
from portal.startups.blueprint import bp
from portal.startups.carrying_forms import CarryingAnswerForm, CarryingEndForm, OfferForm
from portal.startups.crossing_models import CarryingOffer
from portal.startups.leaves import opened, writable, written
from portal.startups.models import Startup
from portal.startups.words import OfferState
from portal.web.context import actor, now
from portal.web.forms import ActForm, PageForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/startups/<ref:ref>/incubateurs")
@allow(Act.CARRYING_VIEW)
def carrying_page(ref: str) -> Response:
    """Who carries it, and what is asked of whom?"""
    return _carrying(ref)


@bp.get("/startups/<ref:ref>/incubateurs/proposer")
@allow(Act.CARRYING_VIEW)
def offer_form(ref: str) -> Response:
    """What do I ask another incubator?"""
    return _offering(writable(ref, Act.CARRYING_OFFER), OfferForm(formdata=None))


@bp.post("/startups/<ref:ref>/incubateurs/proposer")
@allow(Act.CARRYING_OFFER)
def offer_carrying(ref: str) -> Response:
    """Ask another incubator."""
    form = _filled(OfferForm(), writable(ref, Act.CARRYING_OFFER))

    def verb(session, startup):
        told = form.values() | {"share": form.share.data or ""}
        carrying.offer(session, actor(), startup, **told, now=now())

    return written(
        form,
        ref,
        Act.CARRYING_OFFER,
        verb,
        lambda **more: _offering(writable(ref, Act.CARRYING_OFFER), form, **more),
        goal=url_for(".carrying_page", ref=ref),
        said=_("La proposition est envoyée."),
    )


@bp.post("/startups/<ref:ref>/incubateurs/<ref:offer_ref>/reponse")
@allow(Act.CARRYING_ANSWER)
def answer_carrying(ref: str, offer_ref: str) -> Response:
    """Accept or decline."""
    policy.require(actor(), Act.CARRYING_ANSWER, _offer(db.session(), ref, offer_ref))
    form = CarryingAnswerForm()

    def verb(session: Session) -> None:
        found = _offer(session, ref, offer_ref)
        if form.accepts.data == "yes":
            carrying.accept(session, actor(), found, now=now())
        else:
            motive = form.motive.data or ""
            carrying.decline(session, actor(), found, motive=motive, now=now())

    return _did(ref, form, verb, _("Votre réponse est inscrite."), answer=form)


@bp.post("/startups/<ref:ref>/incubateurs/<ref:offer_ref>/retrait")
@allow(Act.CARRYING_OFFER)
def withdraw_carrying(ref: str, offer_ref: str) -> Response:
    """Take the offer back."""
    writable(ref, Act.CARRYING_OFFER)

    def verb(session: Session) -> None:
        carrying.withdraw(session, actor(), _offer(session, ref, offer_ref), now=now())

    form = ActForm()
    return _did(ref, form, verb, _("La proposition est retirée."), act=form)


@bp.post("/startups/<ref:ref>/incubateurs/<ref:incubator_ref>/fin")
@allow(Act.CARRYING_END)
def end_carrying(ref: str, incubator_ref: str) -> Response:
    """Stop carrying it together."""
    writable(ref, Act.CARRYING_END)
    form = CarryingEndForm()

    def verb(session: Session) -> None:
        startup, motive = queries.by_ref(session, ref), form.motive.data
        carrying.end_together(session, actor(), startup, incubator_ref, motive=motive, now=now())

    return _did(ref, form, verb, _("L’autre incubateur est prévenu."), end=form)


def _did(
    ref: str, form: PageForm, verb: Callable[[Session], None], said: str, **forms: PageForm
) -> Response:
    if form.validate():
        try:
            with writing() as session:
                verb(session)
                return done(url_for(".carrying_page", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _carrying(ref, status=422, **forms)


def _offer(session: Session, ref: str, offer_ref: str) -> CarryingOffer:
    return carrying_queries.by_ref(session, queries.by_ref(session, ref), offer_ref)


def _carrying(
    ref: str,
    *,
    status: int = 200,
    answer: CarryingAnswerForm | None = None,
    end: CarryingEndForm | None = None,
    act: ActForm | None = None,
) -> Response:
    startup, me = opened(ref), actor()
    if not policy.may(me, Act.CARRYING_VIEW, startup):
        raise Missing
    offers = carrying_queries.of_startup(db.session(), startup)
    is_read = [one for one in offers if _reads(startup, one)]
    return page(
        "startups/carrying.html",
        status=status,
        startup=startup,
        shares=carrying_queries.shares(offers),
        waiting=[one for one in is_read if one.state in carrying_queries.LIVE],
        past=[one for one in is_read if one.state not in carrying_queries.LIVE],
        may_answer=lambda one: (
            one.state is OfferState.OFFERED
            and not startup.is_ended
            and policy.may(me, Act.CARRYING_ANSWER, one)
        ),
        may_offer=policy.may(me, Act.CARRYING_OFFER, startup) and not startup.is_ended,
        may_end=lambda one: (
            not one.is_main
            and any(
                me.holds(Role.DIRECTOR, held) for held in (startup.incubator_ref, one.incubator_ref)
            )
        ),
        answer=answer or CarryingAnswerForm(formdata=None),
        end=end or CarryingEndForm(formdata=None),
        act=act or ActForm(formdata=None),
    )


def _reads(startup: Startup, one: CarryingOffer) -> bool:
    """What is done is everybody's; what is only asked is for those it concerns."""
    me = actor()
    return (
        one.state is OfferState.DONE
        or policy.may(me, Act.STARTUP_BUDGET, startup)
        or policy.may(me, Act.CARRYING_ANSWER, one)
        or me.holds(Role.DIRECTOR, one.from_ref)
    )


def _filled(form: OfferForm, startup: Startup) -> OfferForm:
    known = organisations.incubators(db.session())
    others = [one for one in known if one.ref != startup.incubator_ref]
    form.incubator.choices = [("", _("Choisir…")), *((one.ref, one.title) for one in others)]
    return form


def _offering(startup: Startup, form: OfferForm, *, status: int = 200, **values) -> Response:
    return page(
        "startups/carrying_offer.html",
        status=status,
        startup=startup,
        form=_filled(form, startup),
        days=settings.current(db.session()).transfer_days,
        **values,
    )
