"""Proxies of a sitting: who is represented by whom; the ballot in somebody else's name."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import ballot_actions, proxy_actions, proxy_queries, proxy_rules, queries
from portal.committees.blueprint import bp
from portal.committees.item_models import Item
from portal.committees.item_views import ballot_form, find, find_vote
from portal.committees.models import Sitting
from portal.committees.proxy_forms import ProxyForm
from portal.committees.proxy_models import SittingProxy
from portal.committees.rules import is_vote_over
from portal.extensions import db
from portal.kernel.errors import Missing, Refused
from portal.kernel.periods import paris_day
from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/seances/<ref:ref>/procurations")
@allow(Act.SITTING_VIEW)
def proxies(ref: str) -> Response:
    """Who is represented, and by whom?"""
    return _shown(ref)


def _shown(ref: str, form: ProxyForm | None = None, status: int = 200) -> Response:
    session, me = db.session(), actor()
    sitting = queries.sitting_by_ref(session, ref)
    known = proxy_queries.standing(session, sitting)
    may_write = policy.may(me, Act.PROXY_WRITE, sitting)
    may_change = proxy_rules.may_change(sitting.state)
    return page(
        "committees/proxies.html",
        status=status,
        sitting=sitting,
        proxies=known,
        may_end={one.ref: policy.may(me, Act.PROXY_END, one) for one in known},
        may_write=may_write,
        may_change=may_change,
        may_give=may_change and (may_write or _may_give_own(sitting, known)),
        form=form or _form(sitting, formdata=None),
        end_form=ActForm(formdata=None),
    )


def _may_give_own(sitting: Sitting, known: list[SittingProxy]) -> bool:
    """A voting member who neither gave nor holds one."""
    taken = {one for proxy in known for one in (proxy.giver_id, proxy.holder_id)}
    voters = {one.person_id for one in _seats(sitting)}
    return actor().person_id in voters - taken


def _seats(sitting: Sitting) -> list[Mandate]:
    day = max(paris_day(now()), paris_day(sitting.starts_at))
    return proxy_queries.voting_seats(db.session(), sitting, day)


def _form(sitting: Sitting, **kwargs) -> ProxyForm:
    form = ProxyForm(**kwargs)
    form.offer(
        [(one.person.ref, one.person.name) for one in _seats(sitting)],
        me="" if policy.may(actor(), Act.PROXY_WRITE, sitting) else actor().ref or "",
    )
    return form


@bp.post("/seances/<ref:ref>/procurations")
@allow(Act.PROXY_GIVE)
def give_proxy(ref: str) -> Response:
    """Give one, or write down one received on paper."""
    sitting = queries.sitting_by_ref(db.session(), ref)
    policy.require(actor(), Act.PROXY_GIVE, sitting)
    form = _form(sitting)
    if form.validate():
        try:
            with writing() as session:
                found = queries.sitting_by_ref(session, ref)
                giver = people.by_ref(session, form.giver_ref())
                holder = people.by_ref(session, form.holder.data)
                made = proxy_actions.give(
                    session, actor(), found, giver, holder, paper=form.paper_text(), now=now()
                )
                said = _(
                    "%(holder)s vote pour %(giver)s dans cette séance.",
                    holder=made.holder.name,
                    giver=made.giver.name,
                )
                return done(url_for(".proxies", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _shown(ref, form, 422)


@bp.post("/seances/<ref:ref>/procurations/<ref:proxy_ref>/fin")
@allow(Act.PROXY_END)
def end_proxy(ref: str, proxy_ref: str) -> Response:
    """Take it back."""
    with writing() as session:
        sitting = queries.sitting_by_ref(session, ref)
        proxy = proxy_queries.by_ref(session, sitting, proxy_ref)
        proxy_actions.end(session, actor(), proxy, now=now())
        return done(url_for(".proxies", ref=ref), said=_("La procuration a pris fin."))


@bp.get("/points/<ref:ref>/mandat")
@allow(Act.BALLOT_RECEIPT)
def proxy_ballot(ref: str) -> Response:
    """What does whoever I represent answer?"""
    return _ballot(find(db.session(), actor(), ref, now()))


def _ballot(item: Item, form=None, status: int = 200) -> Response:
    policy.require(actor(), Act.BALLOT_RECEIPT, item)
    giver, cast = _represented(item)
    form = form or ballot_form(db.session(), item, formdata=None, obj=cast)
    over = is_vote_over(item.state, item.closes_at, now())
    told = {"item": item, "giver": giver, "cast": cast, "ballot_form": form, "is_over": over}
    return page("committees/proxy_ballot.html", status=status, **told)


def _represented(item: Item) -> tuple[Person, object]:
    """Whom I represent for this point, with what I cast for them. Raises Missing if nobody."""
    found = ballot_actions.represented(db.session(), item, actor().person_id, now())
    if found is None:
        raise Missing
    return found


@bp.post("/points/<ref:ref>/mandat")
@allow(Act.BALLOT_CAST)
def cast_for(ref: str) -> Response:
    """Vote in the name of whoever I represent, or change that ballot."""
    item = find_vote(db.session(), actor(), ref, now())
    form = ballot_form(db.session(), item)
    if form.validate():
        try:
            with writing(url_for(".item", ref=ref)) as session:
                ballot = ballot_actions.cast_for(
                    session,
                    actor(),
                    item,
                    choice=form.choice.data,
                    motive=form.motive.data or "",
                    reason=form.reason.data,
                    now=now(),
                )
                said = _("Le bulletin est enregistré pour %(name)s.", name=ballot.person.name)
                return done(url_for(".item", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _ballot(find(db.session(), actor(), ref, now()), form, 422)
