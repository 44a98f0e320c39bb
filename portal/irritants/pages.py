"""Irritants as everyone reads them, « moi aussi », and what an author does after the deposit."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.irritants import actions, depositing, history, names, queries, shown, triage
from portal.irritants.blueprint import bp
from portal.irritants.forms import (
    CompleteForm,
    Filters,
    SupportForm,
    WithdrawForm,
)
from portal.irritants.models import Irritant
from portal.irritants.queries import Wanted
from portal.irritants.rules import IRRITANT, accepts_support
from portal.irritants.words import IrritantVerb as Verb
from portal.journal import queries as journal
from portal.kernel.errors import Missing, Refused, Stale
from portal.organisations import queries as organisations
from portal.policy import Act, may, require
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing

__all__ = ["bp", "depositing", "triage"]


def find(ref: str) -> Irritant:
    """The irritant, for whoever may see it."""
    irritant = queries.by_ref(db.session(), ref)
    if not may(actor(), Act.IRRITANT_VIEW, irritant):
        raise Missing
    return irritant


@bp.get("/irritants")
@allow(Act.IRRITANT_LIST)
def listing() -> Response:
    """Has someone met this already?"""
    session = db.session()
    filters = Filters(request.args).offer(organisations.incubators(session))
    wanted = Wanted(**filters.sound())
    return page(
        "irritants/list.html",
        fragment="irritants/_list.html",
        filters=filters,
        is_filtered=bool(filters.sound()),
        pager=paginate(session, queries.listing(session, actor(), wanted)),
        shown=shown,
    )


@bp.get("/irritants/<ref:ref>")
@allow(Act.IRRITANT_VIEW)
def show(ref: str) -> Response:
    """Where does it stand, and what does it weigh?"""
    irritant = find(ref)
    if irritant.state == "draft":
        return depositing.reread_page(irritant)
    return page("irritants/show.html", **_sheet(irritant))


def _sheet(irritant: Irritant) -> dict:
    session = db.session()
    me = actor()
    is_author = me.person_id is not None and me.person_id == irritant.author_id
    told = journal.of(session, irritant.ref)
    return _supports(irritant) | {
        "shown": shown,
        "is_author": is_author,
        "author": names.author_name(me, irritant),
        "author_unit": names.author_unit(me, irritant),
        "idea": irritant.solution_idea if shown.may_read_idea(me, irritant) else "",
        "lines": history.history(session, me, irritant, told),
        "steps": shown.thread(irritant, history.reached(told)),
        "answer_title": history.answer_title(irritant, told),
        "may_complete": is_author and IRRITANT.can(irritant.state, Verb.COMPLETE),
        "may_withdraw": is_author and IRRITANT.can(irritant.state, Verb.WITHDRAW),
        "may_triage": triage.may_open(me, irritant) and not is_author,
        "may_investigate": shown.leads_on(me, irritant),
        "withdraw": WithdrawForm(formdata=None),
        "blank": ActForm(formdata=None),
    }


def _supports(irritant: Irritant, form: SupportForm | None = None) -> dict:
    session, inside = db.session(), actor().signed_in
    may_support = may(actor(), Act.IRRITANT_SUPPORT, irritant)
    mine = queries.support_of(session, irritant, actor()) if may_support else None
    return {
        "irritant": irritant,
        "may_support": may_support and accepts_support(irritant.state),
        "mine": mine,
        "units": queries.supporting_units(session, irritant) if inside else [],
        "contexts": queries.contexts(session, irritant) if inside else [],
        "support": form
        or SupportForm(formdata=None, data={"context": mine.context if mine else ""}),
    }


@bp.post("/irritants/<ref:ref>/soutien")
@allow(Act.IRRITANT_SUPPORT)
def support(ref: str) -> Response:
    """Say « moi aussi », change one's line, or take it back."""
    find(ref)
    form = SupportForm.read()
    if form.validate():
        try:
            with writing() as session:
                irritant = queries.by_ref(session, ref)
                said = _support(session, irritant, form)
                return done(
                    url_for(".show", ref=ref),
                    said=said,
                    fragment="irritants/_support.html",
                    **_supports(irritant),
                )
        except Refused as refusal:
            form.refuse(refusal)
    irritant = find(ref)
    sheet = _sheet(irritant) | _supports(irritant, form)
    return page("irritants/show.html", fragment="irritants/_support.html", status=422, **sheet)


def _support(session, irritant: Irritant, form: SupportForm) -> str:
    if request.form.get("suite") == "retirer":
        actions.unsupport(session, actor(), irritant, now=now())
        return _("Votre « moi aussi » est retiré.")
    actions.support(session, actor(), irritant, context=form.context.data or "", now=now())
    return _("Votre « moi aussi » est compté. Vous recevrez chaque réponse.")


@bp.get("/irritants/<ref:ref>/completer")
@allow(Act.IRRITANT_VIEW)
def completion(ref: str) -> Response:
    """What am I asked, and how do I answer it?"""
    irritant = find(ref)
    require(actor(), Act.IRRITANT_COMPLETE, irritant)
    IRRITANT.after(irritant.state, Verb.COMPLETE)
    form = CompleteForm(formdata=None, obj=irritant)
    return page("irritants/complete.html", irritant=irritant, form=form)


@bp.post("/irritants/<ref:ref>/completer")
@allow(Act.IRRITANT_COMPLETE)
def complete(ref: str) -> Response:
    """Send it back to the triage."""
    require(actor(), Act.IRRITANT_COMPLETE, find(ref))
    form, clash, status = CompleteForm.read(), None, 422
    if form.validate():
        try:
            with writing() as session:
                irritant = queries.by_ref(session, ref)
                actions.complete(
                    session,
                    actor(),
                    irritant,
                    values=form.values(),
                    version=form.version.data,
                    now=now(),
                )
                said = _("C’est envoyé. Le délai de réponse reprend.")
                return done(url_for(".show", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            clash, status = conflict.renew(form, find(ref)), 409
    irritant = find(ref)
    return page("irritants/complete.html", status=status, irritant=irritant, form=form, clash=clash)


@bp.post("/irritants/<ref:ref>/retrait")
@allow(Act.IRRITANT_WITHDRAW)
def withdraw(ref: str) -> Response:
    """Take it back."""
    require(actor(), Act.IRRITANT_WITHDRAW, find(ref))
    form = WithdrawForm.read()
    if not form.validate():
        sheet = _sheet(find(ref)) | {"withdraw": form}
        return page("irritants/show.html", status=422, **sheet)
    with writing() as session:
        irritant = queries.by_ref(session, ref)
        actions.withdraw(session, actor(), irritant, motive=form.motive.data or "", now=now())
        return done(url_for(".show", ref=ref), said=_("Votre irritant est retiré."))


@bp.post("/irritants/<ref:ref>/publication")
@allow(Act.IRRITANT_CONSENT)
def consent(ref: str) -> Response:
    """Agree to publish, or no longer."""
    find(ref)
    publish = request.form.get("suite") == "accepter"
    with writing() as session:
        irritant = queries.by_ref(session, ref)
        actions.consent(session, actor(), irritant, publish=publish, now=now())
        said = _("Votre choix de publication est enregistré.")
        return done(url_for(".show", ref=ref), said=said)
