"""Pages of a decision's money: its lines, and what each sponsor says of its own."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import decision_queries, funding_actions, funding_queries, funding_sentences
from portal.committees.blueprint import bp
from portal.committees.funding_forms import LineForm, NameForm
from portal.committees.funding_models import FundingLine
from portal.committees.funding_queries import Funded
from portal.committees.funding_rules import Said
from portal.committees.words import LineState
from portal.extensions import db
from portal.kernel.errors import Missing, Refused, Stale
from portal.organisations import queries as organisations
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/decisions/<ref:ref>/financement")
@allow(Act.FUNDING_VIEW)
def funding(ref: str) -> Response:
    """Who pays what of this decision, and what is still to confirm?"""
    return _lines(readable(ref))


@bp.post("/decisions/<ref:ref>/financement")
@allow(Act.FUNDING_NAME)
def name_sponsor(ref: str) -> Response:
    """Ask one more organisation for what lacks."""
    found = readable(ref)
    policy.require(actor(), Act.FUNDING_NAME, found)
    form = _choices(NameForm.read())
    if form.validate():
        try:
            with writing() as session:
                body = organisations.organisation(session, form.organisation.data)
                told = {"asked": form.asked.data, "now": now()}
                funding_actions.name_sponsor(session, actor(), ref, body, **told)
                said = _("%(name)s a sa ligne, à confirmer.", name=body.name)
                return done(url_for(".funding", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _lines(readable(ref), form, 422)


@bp.get("/decisions/<ref:ref>/financement/<ref:funding_ref>")
@allow(Act.FUNDING_VIEW)
def funding_line(ref: str, funding_ref: str) -> Response:
    """Do we fund this line, how much, and from where?"""
    found, line = _own(ref, funding_ref)
    return _line(found, line, _as_it_stands(line))


@bp.post("/decisions/<ref:ref>/financement/<ref:funding_ref>")
@allow(Act.FUNDING_CONFIRM)
def say_line(ref: str, funding_ref: str) -> Response:
    """Confirm it, or say that we do not fund it."""
    found, line = _own(ref, funding_ref)
    form = LineForm.read()
    if not form.validate():
        return _line(found, line, form, status=422)
    try:
        with writing() as session:
            told = {"version": form.version.data, "now": now()}
            funding_actions.say(session, actor(), ref, funding_ref, _said(form), **told)
            return done(url_for(".funding", ref=ref), said=_thanks(form))
    except Refused as refusal:
        form.refuse(refusal)
        return _line(*_own(ref, funding_ref), form, status=422)
    except Stale:
        found, line = _own(ref, funding_ref)
        rows = conflict.renew(form, line)
        return _line(found, line, form, status=409, conflict=rows)


def readable(ref: str, act: Act = Act.FUNDING_VIEW) -> Funded:
    """The decision's money, for whoever may read it; Missing for the others."""
    found = funding_queries.funded(db.session(), ref, today())
    if not policy.may(actor(), act, found):
        raise Missing
    return found


def _own(ref: str, funding_ref: str) -> tuple[Funded, FundingLine]:
    found = readable(ref)
    line = funding_queries.line_of(found, funding_ref)
    policy.require(actor(), Act.FUNDING_CONFIRM, line)
    return found, line


def _said(form: LineForm) -> Said:
    is_funded = form.state.data == LineState.CONFIRMED
    return Said(
        LineState(form.state.data.value),
        form.amount.data if is_funded else None,
        (form.imputation.data or "") if is_funded else "",
        form.motive.data or "",
    )


def _thanks(form: LineForm) -> str:
    if form.state.data == LineState.CONFIRMED:
        return _("Votre ligne est confirmée. L’équipe, le responsable et la présidence le savent.")
    return _("C’est noté. L’équipe, le responsable et la présidence le savent.")


def _as_it_stands(line: FundingLine) -> LineForm:
    is_said = line.state is not LineState.TO_CONFIRM
    known = {"amount": line.amount or line.asked, "imputation": line.imputation}
    known["state"] = line.state.value if is_said else None
    return LineForm(formdata=None, version=line.version, **known)


def _choices(form: NameForm) -> NameForm:
    form.organisation.choices = [("", _("Choisir…")), *organisations.body_choices(db.session())]
    return form


def _lines(found: Funded, form: NameForm | None = None, status: int = 200) -> Response:
    session, me = db.session(), actor()
    may_name = policy.may(me, Act.FUNDING_NAME, found) and found.is_live
    unnamed = next((line for line in found.lines if line.organisation_ref is None), None)
    missing = unnamed.asked if unnamed else found.missing
    return page(
        "committees/funding.html",
        status=status,
        found=found,
        say=funding_sentences,
        states=LineState,
        missing=missing,
        statements=funding_queries.statements(session, found),
        by_line={line.id: line for line in found.lines},
        sent=funding_queries.sending(session, found.ref),
        asked_again=decision_queries.review_asked(session, found.decision),
        may_name=may_name and bool(missing),
        may_review=policy.may(me, Act.DECISION_REVIEW, found.decision.item) and found.is_live,
        may_tie=policy.may(me, Act.STARTUP_SPONSOR, found.startup),
        own=[line.id for line in found.lines if policy.may(me, Act.FUNDING_CONFIRM, line)],
        form=form or _choices(NameForm(formdata=None, asked=missing)),
    )


def _line(found: Funded, line: FundingLine, form: LineForm, *, status: int = 200, **values):
    return page(
        "committees/funding_line.html",
        fragment="committees/_funding_line.html" if request.method == "POST" else None,
        status=status,
        found=found,
        line=line,
        form=form,
        say=funding_sentences,
        sent=funding_queries.sending(db.session(), found.ref),
        is_said=line.state is not LineState.TO_CONFIRM,
        **values,
    )
