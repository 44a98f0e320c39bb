"""Pages of an offer to take a service over: making it, reading it, answering, withdrawing."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.kernel.errors import Missing
from portal.organisations import queries as organisations
from portal.policy import Act
from portal.startups import after_rules as rules, sentences, takeover_queries, takeovers
from portal.startups.after_forms import DeclineForm, OfferForm
from portal.startups.after_words import OfferVerb
from portal.startups.blueprint import bp
from portal.startups.leaves import opened, written
from portal.startups.models import Startup
from portal.startups.takeover_models import TakeoverOffer
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import page


@bp.get("/startups/<ref:ref>/sauvegarde/offre")
@allow(Act.STARTUP_VIEW)
def takeover_form(ref: str) -> Response:
    """What do you offer?"""
    startup = opened(ref)
    policy.require(actor(), Act.TAKEOVER_OFFER, startup)
    return _asking(startup, OfferForm(formdata=None))


@bp.post("/startups/<ref:ref>/sauvegarde/offre")
@allow(Act.TAKEOVER_OFFER)
def offer_takeover(ref: str) -> Response:
    """Make an offer."""
    form = _offered(OfferForm.read())

    def verb(session, startup):
        told = form.values()
        takeovers.offer(
            session,
            actor(),
            startup,
            organisation_ref=told.pop("organisation"),
            receiving_ref=told.pop("receiving") or None,
            **told,
            now=now(),
        )

    return written(
        form,
        ref,
        Act.TAKEOVER_OFFER,
        verb,
        lambda **more: _asking(opened(ref), form, **more),
        goal=url_for(".safeguard_page", ref=ref),
        said=_("Votre offre est envoyée : l’équipe et le responsable de l’incubateur la lisent."),
    )


@bp.get("/startups/<ref:ref>/sauvegarde/offres/<ref:offer_ref>")
@allow(Act.TAKEOVER_READ)
def takeover(ref: str, offer_ref: str) -> Response:
    """Who offers what, and what became of it?"""
    startup = opened(ref)
    return _offer(startup, readable(startup, offer_ref), DeclineForm(formdata=None))


@bp.post("/startups/<ref:ref>/sauvegarde/offres/<ref:offer_ref>/reponse")
@allow(Act.TAKEOVER_ANSWER)
def decline_takeover(ref: str, offer_ref: str) -> Response:
    """Answer no, and why."""
    form = DeclineForm.read()

    def verb(session, startup):
        found = takeover_queries.offer(session, startup, offer_ref)
        takeovers.decline(session, actor(), found, answer=form.answer.data, now=now())

    def again(**more):
        startup = opened(ref)
        return _offer(startup, readable(startup, offer_ref), form, **more)

    goal = url_for(".takeover", ref=ref, offer_ref=offer_ref)
    said = _("Votre réponse est envoyée.")
    return written(form, ref, Act.TAKEOVER_ANSWER, verb, again, goal=goal, said=said)


@bp.post("/startups/<ref:ref>/sauvegarde/offres/<ref:offer_ref>/retrait")
@allow(Act.TAKEOVER_WITHDRAW)
def withdraw_takeover(ref: str, offer_ref: str) -> Response:
    """Take one's offer back."""
    startup = opened(ref)
    found = takeover_queries.offer(db.session(), startup, offer_ref)
    if not policy.may(actor(), Act.TAKEOVER_WITHDRAW, found):
        raise Missing
    form = ActForm.read()

    def verb(session, startup):
        found = takeover_queries.offer(session, startup, offer_ref)
        takeovers.withdraw(session, actor(), found, now=now())

    def again(**more):
        startup = opened(ref)
        asking = DeclineForm(formdata=None)
        return _offer(startup, readable(startup, offer_ref), asking, act=form, **more)

    goal, said = url_for(".safeguard_page", ref=ref), _("Votre offre est retirée.")
    return written(form, ref, Act.STARTUP_VIEW, verb, again, goal=goal, said=said)


def readable(startup: Startup, offer_ref: str) -> TakeoverOffer:
    """The offer, for whoever may read it; Missing for the others."""
    found = takeover_queries.offer(db.session(), startup, offer_ref)
    reads = (Act.TAKEOVER_READ, Act.TAKEOVER_WITHDRAW)
    if not any(policy.may(actor(), act, found) for act in reads):
        raise Missing
    return found


def _offered(form: OfferForm) -> OfferForm:
    session = db.session()
    form.organisation.choices = [("", _("Choisir…")), *organisations.body_choices(session)]
    houses = [(one.ref, one.title) for one in organisations.incubators(session)]
    form.receiving.choices = [("", _("celui qui le porte aujourd’hui")), *houses]
    return form


def _asking(startup: Startup, form: OfferForm, *, status: int = 200, **values) -> Response:
    return page(
        "startups/takeover_form.html",
        fragment="startups/_takeover_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        is_open=rules.may_be_taken_over(startup.current_phase, startup.safeguard_until),
        form=_offered(form),
        **values,
    )


def _offer(
    startup: Startup,
    found: TakeoverOffer,
    form: DeclineForm,
    *,
    act: ActForm | None = None,
    status: int = 200,
    **values,
) -> Response:
    me, state = actor(), found.state
    answers = policy.may(me, Act.TAKEOVER_ANSWER, found)
    return page(
        "startups/takeover.html",
        fragment="startups/_decline_form.html" if request.method == "POST" and not act else None,
        status=status,
        startup=startup,
        offer=found,
        form=form,
        act=act or ActForm(formdata=None),
        may_answer=answers and rules.OFFER.can(state, OfferVerb.DECLINE),
        may_withdraw=policy.may(me, Act.TAKEOVER_WITHDRAW, found)
        and rules.OFFER.can(state, OfferVerb.WITHDRAW),
        say=sentences,
        day=today(),
        **values,
    )
