"""Irritants as everyone reads them, « moi aussi », and what an author does after the deposit."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.irritants import (
    actions,
    ageing_pages,
    alike_pages,
    batch_pages,
    charge_pages,
    coauthor_pages,
    comment_pages,
    common_pages,
    depositing,
    desk_pages,
    file_pages,
    filing,
    follow_pages,
    merging_pages,
    moderation_pages,
    promise_pages,
    queries,
    queue_pages,
    review_pages,
    shown,
    support_pages,
    template_pages,
    triage,
)
from portal.irritants.blueprint import bp
from portal.irritants.forms import (
    CompleteForm,
    Filters,
    SupportForm,
    WithdrawForm,
)
from portal.irritants.models import Irritant
from portal.irritants.queries import Wanted
from portal.irritants.rules import IRRITANT
from portal.irritants.sheet import COMMENTS, find, sheet_page, supports
from portal.irritants.words import IrritantVerb as Verb
from portal.kernel.errors import Refused, Stale
from portal.organisations import queries as organisations
from portal.policy import Act, require
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing

__all__ = [
    "ageing_pages",
    "alike_pages",
    "batch_pages",
    "bp",
    "charge_pages",
    "coauthor_pages",
    "comment_pages",
    "common_pages",
    "depositing",
    "desk_pages",
    "file_pages",
    "follow_pages",
    "merging_pages",
    "moderation_pages",
    "promise_pages",
    "queue_pages",
    "review_pages",
    "support_pages",
    "template_pages",
    "triage",
]


@bp.get("/irritants")
@allow(Act.IRRITANT_LIST)
def listing() -> Response:
    """Has someone met this already?"""
    session = db.session()
    filters = Filters(request.args).offer(organisations.choices(session))
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
    return sheet_page(irritant, fragment=COMMENTS)


@bp.post("/irritants/<ref:ref>/soutien")
@allow(Act.IRRITANT_SUPPORT)
def support(ref: str) -> Response:
    """Say « moi aussi », tell more of it, or take it back."""
    irritant = find(ref)
    form = SupportForm.read()
    if form.validate():
        try:
            with writing(url_for(".show", ref=ref)) as session:
                before = irritant.version
                said = _support(session, irritant, form)
                # Brought back by this very support: more than this part of the page has changed.
                same = irritant.version == before
                return done(
                    url_for(".show", ref=ref),
                    said=said,
                    fragment="irritants/_support.html" if same else None,
                    showing=lambda: supports(irritant),
                )
        except Refused as refusal:
            form.refuse(refusal)
    irritant = find(ref)
    return sheet_page(
        irritant, fragment="irritants/_support.html", status=422, **supports(irritant, form)
    )


def _support(session, irritant: Irritant, form: SupportForm) -> str:
    if request.form.get("suite") == "retirer":
        actions.unsupport(session, actor(), irritant, now=now())
        return _("Votre « moi aussi » est retiré.")
    if request.form.get("suite") == "preciser":
        actions.support(session, actor(), irritant, now=now(), **form.values())
        return _("C’est noté : vous pouvez le changer quand vous voulez.")
    actions.support(session, actor(), irritant, now=now())
    return _("Votre « moi aussi » est compté. Vous recevrez chaque réponse.")


@bp.get("/irritants/<ref:ref>/completer")
@allow(Act.IRRITANT_VIEW)
def completion(ref: str) -> Response:
    """What am I asked, and how do I answer it?"""
    irritant = find(ref)
    require(actor(), Act.IRRITANT_COMPLETE, irritant)
    IRRITANT.after(irritant.state, Verb.COMPLETE)
    return _completion_page(irritant, CompleteForm(formdata=None, obj=irritant))


def _completion_page(irritant: Irritant, form: CompleteForm, status: int = 200, **said) -> Response:
    told = {"form": form, "files": filing.listed(irritant), "most": filing.most() // 1_000_000}
    return page("irritants/complete.html", status=status, irritant=irritant, **told, **said)


@bp.post("/irritants/<ref:ref>/completer")
@allow(Act.IRRITANT_COMPLETE, takes_files=True)
def complete(ref: str) -> Response:
    """Send it back to the triage."""
    require(actor(), Act.IRRITANT_COMPLETE, find(ref))
    form, clash, status = CompleteForm.read(), None, 422
    if form.validate():
        try:
            received = filing.received(form)
            with writing() as session:
                irritant = queries.by_ref(session, ref)
                filing.join(session, irritant, received)
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
    return _completion_page(find(ref), form, status, clash=clash)


@bp.post("/irritants/<ref:ref>/retrait")
@allow(Act.IRRITANT_WITHDRAW)
def withdraw(ref: str) -> Response:
    """Take it back."""
    require(actor(), Act.IRRITANT_WITHDRAW, find(ref))
    form = WithdrawForm.read()
    if not form.validate():
        return sheet_page(find(ref), fragment="irritants/show.html", status=422, withdraw=form)
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
