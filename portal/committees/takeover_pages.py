"""Carrying an offer to take a service over to a committee, which alone decides."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import item_actions, item_queries, queries
from portal.committees.blueprint import bp
from portal.committees.forms import SendTakeoverForm
from portal.extensions import db
from portal.kernel.errors import Refused
from portal.policy import Act
from portal.startups import after_rules, queries as startups, takeover_queries
from portal.startups.after_words import OfferVerb
from portal.startups.takeover_models import TakeoverOffer
from portal.startups.takeover_pages import readable
from portal.startups.takeover_told import team_and_director
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, go, page
from portal.web.writing import writing


@bp.get("/startups/<ref:ref>/sauvegarde/offres/<ref:offer_ref>/comite")
@allow(Act.TAKEOVER_READ)
def send_takeover(ref: str, offer_ref: str) -> Response:
    """Choose the committee."""
    offer = _answered(ref, offer_ref)
    if not after_rules.OFFER.can(offer.state, OfferVerb.ACCEPT):
        return go(url_for("startups.takeover", ref=ref, offer_ref=offer_ref))
    return _ask(offer, _form(offer, formdata=None))


@bp.post("/startups/<ref:ref>/sauvegarde/offres/<ref:offer_ref>/comite")
@allow(Act.TAKEOVER_ANSWER)
def carry_takeover(ref: str, offer_ref: str) -> Response:
    """Carry the offer."""
    offer = _answered(ref, offer_ref)
    form = _form(offer)
    if form.validate():
        try:
            with writing() as session:
                startup = startups.by_ref(session, ref)
                found = takeover_queries.offer(session, startup, offer_ref)
                committee = queries.by_ref(session, form.committee.data)
                item = item_actions.send_takeover(session, actor(), found, committee, now=now())
                return done(
                    url_for(".dossier", ref=item.ref), said=_("Point créé : complétez le dossier.")
                )
        except Refused as refusal:
            form.refuse(refusal)
    return _ask(_answered(ref, offer_ref), form, 422)


def _answered(ref: str, offer_ref: str) -> TakeoverOffer:
    offer = readable(startups.by_ref(db.session(), ref), offer_ref)
    policy.require(actor(), Act.TAKEOVER_ANSWER, offer)
    return offer


def _form(offer: TakeoverOffer, **kwargs) -> SendTakeoverForm:
    form = SendTakeoverForm(**kwargs)
    houses = {*offer.startup.incubator_refs, *filter(None, [offer.receiving_ref])}
    found = queries.open_of(db.session(), tuple(sorted(houses)))
    form.committee.choices = [(one.ref, one.name) for one in found]
    return form


def _ask(offer: TakeoverOffer, form: SendTakeoverForm, status: int = 200) -> Response:
    session = db.session()
    team = team_and_director(session, offer.startup, now())
    told = {one.id for one in team} - {actor().person_id} | {offer.author_id}
    return page(
        "committees/takeover.html",
        status=status,
        startup=offer.startup,
        offer=offer,
        form=form,
        told=len(told),
        under_way=item_queries.live_about(session, offer.startup.ref),
    )
