"""Decisions: proclaimed, published, read by anyone."""

from datetime import datetime

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import (
    decision_actions,
    decision_queries,
    funding_pages,
    funding_queries,
    item_queries,
    minutes_queries,
    purchase_pages,
)
from portal.committees.blueprint import bp
from portal.committees.college_words import by_college, said
from portal.committees.decision_models import Condition, Decision
from portal.committees.funding_sentences import summary
from portal.committees.item_pages import act, shown
from portal.committees.item_views import COUNTED, Refusal, find, proclaim_form
from portal.committees.room_pages import back
from portal.committees.sentences import sentence
from portal.committees.words import ConditionState
from portal.extensions import db
from portal.kernel.errors import Missing, Refused
from portal.kernel.text import plural
from portal.policy import Act
from portal.register import queries as register
from portal.startups import lessons as lessons_of, portfolio, queries as startups
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing

# Importing them attaches their addresses: the money of a decision hangs from its page.
ADDRESSES = (funding_pages, purchase_pages)


@bp.get("/decisions")
@allow(Act.DECISION_LIST)
def decisions() -> Response:
    """What was decided lately?"""
    pager = paginate(db.session(), decision_queries.visible_to(actor()))
    lessons = lessons_of.by_decision(db.session(), [one.ref for one in pager.rows])
    return page(
        "committees/decisions.html",
        pager=pager,
        sentence=sentence,
        lessons=lessons,
        overdue=portfolio.overdue(db.session(), today()),
    )


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
        colleges=_colleges(found),
        conditions=(conditions := _binding(session, item, ref)),
        hands_in=_hands_in(conditions),
        **_money(session, found),
        ballots=decision_queries.ballots(session, item) if may_ballots else None,
        entries=register.about(session, ref),
        moment_of=datetime.fromisoformat,
        may_dossier=policy.may(actor(), Act.DOSSIER_VIEW, item),
        replaces=_replaced(session, item),
        replaced_by=_readable(decision_queries.replacing(session, found)),
        may_review=policy.may(actor(), Act.DECISION_REVIEW, item) and _may_be_replaced(found),
        may_publish=policy.may(actor(), Act.DECISION_PUBLISH, item) and not item.is_published,
        mine=decision_queries.ballot_of(session, item, actor().person_id),
        lesson=lessons_of.of_decision(session, ref),
        form=ActForm(formdata=None),
    )


def _colleges(found: Decision) -> list[str]:
    return [said(line) for line in by_college(found.quorum.get("colleges"))]


def _replaced(session, item) -> Decision | None:
    review = decision_queries.review_of(session, item)
    if review is None:
        return None
    return _readable(decision_queries.decision_by_ref(session, review.decision_ref))


def _readable(found: Decision | None) -> Decision | None:
    """The decision if this reader may open it: the public, once it is published."""
    if found is None or policy.agent_or_auditor(actor(), found.item) or found.item.is_published:
        return found
    return None


def _may_be_replaced(found: Decision) -> bool:
    """Nothing replaced it yet, and a committee may still hear about its startup."""
    if found.startup_ref is None or decision_queries.replacing(db.session(), found) is not None:
        return False
    return not startups.by_ref(db.session(), found.startup_ref).is_ended


@bp.get("/points/<ref:ref>/publication")
@allow(Act.COMMITTEE_VIEW)
def publication(ref: str) -> Response:
    """What the public will read, and what stays masked, before publishing."""
    session = db.session()
    item = find(session, actor(), ref, now())
    policy.require(actor(), Act.DECISION_PUBLISH, item)
    found = decision_queries.decision_of(session, item)
    if found is None or item.is_published:
        raise Missing
    return page(
        "committees/publication.html",
        decision=found,
        item=item,
        said=sentence(found),
        colleges=_colleges(found),
        conditions=_binding(session, item, found.ref),
        **_money(session, found),
        entries=register.about(session, found.ref),
        moment_of=datetime.fromisoformat,
        masked=_masked(session, item),
        told=len(decision_actions.told_of_publication(session, item, today())),
        form=ActForm(formdata=None),
    )


def _money(session, found: Decision) -> dict:
    """State and total, which the public may read; the lines, for whoever reads the budget."""
    lines = funding_queries.lines_of(session, found.ref)
    if not lines:
        return {"money": "", "may_lines": False}
    told = summary(found.amount, lines)
    case = funding_queries.funded(session, found.ref, today()) if actor().signed_in else None
    may_lines = case is not None and policy.may(actor(), Act.FUNDING_VIEW, case)
    return {"money": told[0].upper() + told[1:], "may_lines": may_lines}


def _binding(session, item, ref: str) -> list:
    every = decision_queries.proposed_conditions(session, item)
    return [one for one in every if one.decision_ref == ref]


def _hands_in(conditions: list[Condition]) -> set[str]:
    """Those of which this reader may say what is done."""
    open_ones = [one for one in conditions if one.state is ConditionState.OPEN]
    return {one.ref for one in open_ones if policy.may(actor(), Act.CONDITION_HAND_IN, one)}


def _masked(session, item) -> list[str]:
    """What the public does not read, with how many where it can be counted."""
    ballots = len(decision_queries.ballots(session, item))
    dissents = len(minutes_queries.dissents(session, item))
    recused = len(item.recusals)
    found = [_("Les bulletins nommés : %(n)s.", n=plural(ballots, "bulletin", "bulletins"))]
    if dissents:
        found.append(_("Les désaccords : %(n)s.", n=plural(dissents, "désaccord", "désaccords")))
    if recused:
        found.append(_("Qui s’est déporté : %(n)s.", n=plural(recused, "personne", "personnes")))
    return [
        *found,
        _("Le dossier et ses chiffres ; son empreinte se lit, pour pouvoir le vérifier un jour."),
        _("Le procès-verbal : présences, débats et signatures."),
        _("Le nom de qui a raconté l’irritant, sauf accord déjà donné."),
    ]


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
                goal = back(item) or url_for(".decision", ref=made.ref)
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
