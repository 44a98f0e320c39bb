"""Decisions: proclaimed, published, read by anyone."""

from datetime import datetime

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import decision_actions, decision_queries, item_queries
from portal.committees.blueprint import bp
from portal.committees.item_pages import act, shown
from portal.committees.item_views import COUNTED, Refusal, find, proclaim_form
from portal.committees.sentences import sentence
from portal.extensions import db
from portal.kernel.errors import Missing, Refused
from portal.policy import Act
from portal.register import queries as register
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/decisions")
@allow(Act.DECISION_LIST)
def decisions() -> Response:
    """What was decided lately?"""
    pager = paginate(db.session(), decision_queries.visible_to(actor()))
    return page("committees/decisions.html", pager=pager, sentence=sentence)


@bp.get("/decisions/<ref:ref>")
@allow(Act.PUBLIC_DECISION)
def decision(ref: str) -> Response:
    """What was decided, why, by whom, on what evidence?"""
    session = db.session()
    found = decision_queries.decision_by_ref(session, ref)
    item = item_queries.by_ref(session, found.item.ref, now())
    if not (policy.agent_or_auditor(actor(), item) or item.is_published):
        raise Missing
    may_ballots = (
        item.state in COUNTED
        and policy.may(actor(), Act.BALLOTS_VIEW, item)
        and not policy.is_recused(actor(), item)
    )
    return page(
        "committees/decision.html",
        decision=found,
        item=item,
        said=sentence(found),
        conditions=[
            one
            for one in decision_queries.proposed_conditions(session, item)
            if one.decision_ref == ref
        ],
        ballots=decision_queries.ballots(session, item) if may_ballots else None,
        entries=register.about(session, ref),
        moment_of=datetime.fromisoformat,
        may_dossier=policy.may(actor(), Act.DOSSIER_VIEW, item),
        may_publish=policy.may(actor(), Act.DECISION_PUBLISH, item) and not item.is_published,
        mine=decision_queries.ballot_of(session, item, actor().person_id),
        form=ActForm(formdata=None),
    )


@bp.post("/points/<ref:ref>/proclamation")
@allow(Act.PROCLAIM)
def proclaim(ref: str) -> Response:
    """Proclaim the decision."""
    form = proclaim_form(db.session(), find(db.session(), actor(), ref, now()))
    if form.validate():
        try:
            with writing() as session:
                item = find(session, actor(), ref, now())
                reason = form.reason.data if "reason" in form else None
                made = decision_actions.proclaim(
                    session, actor(), item, motive=form.motive.data, reason=reason, now=now()
                )
                goal = url_for(".decision", ref=made.ref)
                return done(goal, said=_("Décision proclamée et scellée au registre."))
        except Refused as refusal:
            form.refuse(refusal)
    return shown(ref, Refusal("proclaim_form", form))


@bp.post("/points/<ref:ref>/publication")
@allow(Act.DECISION_PUBLISH)
def publish(ref: str) -> Response:
    """Publish the decision."""

    def verb(session, found):
        decision_actions.publish(session, actor(), found, now=now())

    item = find(db.session(), actor(), ref, now())
    found = decision_queries.decision_of(db.session(), item)
    goal = url_for(".decision", ref=found.ref) if found else None
    return act(ref, ActForm(), "form", verb, _("Décision publiée."), goal=goal)
