"""Merging, on screen: look for the same problem, read both side by side, then merge."""

from flask import Response, request, url_for
from flask_babel import gettext as _, ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session, load_only, selectinload

from portal.extensions import db
from portal.irritants import (
    actions,
    coauthor_queries,
    comment_queries,
    family,
    merging,
    merging_messages,
    names,
    queries,
    shown,
)
from portal.irritants.blueprint import bp
from portal.irritants.merging_rules import MERGEABLE
from portal.irritants.models import Irritant
from portal.irritants.triage import find
from portal.irritants.triage_forms import MergeForm, MergeSearch, QueueFilters
from portal.irritants.words import IrritantState as State
from portal.kernel.errors import Forbidden, Missing, Refused, Stale
from portal.kernel.refs import is_ref
from portal.policy import Act, Role, may, require
from portal.search import queries as search
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing

# Those that still take « moi aussi » (rules.accepts_support), for a query.
OPEN_HEADS = (*MERGEABLE, State.RETURNED, State.SELECTED, State.INVESTIGATING)
MOST = 20


@bp.get("/tri/<ref:ref>/reunion")
@allow(Act.TRIAGE_VIEW)
def merge_preview(ref: str) -> Response:
    """Which other says the same, and what would merging them do?"""
    irritant = find(ref)
    require(actor(), Act.TRIAGE_MERGE, irritant)
    if wanted := request.args.get("avec", ""):
        try:
            return _preview(irritant, _other(wanted), _fresh())
        except Refused as refusal:
            return _search_page(irritant, refusal=str(refusal))
    return _search_page(irritant)


@bp.post("/tri/<ref:ref>/reunion")
@allow(Act.TRIAGE_MERGE)
def merge(ref: str) -> Response:
    """Merge it into the one read beside it."""
    irritant = find(ref)
    form = MergeForm.read()
    try:
        other = _other(form.head.data or "")
        if not form.validate():
            return _preview(irritant, other, form, status=422)
        if request.form.get("suite") != "envoyer" or _is_unread(form):
            return _preview(irritant, other, form)
        with writing() as session:
            return _merge(session, ref, other.ref, form)
    except Refused as refusal:
        return _search_page(find(ref), refusal=str(refusal), status=422)
    except Stale:
        form.renew()
        told = _("L’un des deux a changé entre-temps : relisez avant de réunir.")
        return _preview(find(ref), _other(other.ref), form, status=409, changed=told)


def _merge(session: Session, ref: str, head_ref: str, form: MergeForm) -> Response:
    irritant, head = queries.by_ref(session, ref), queries.by_ref(session, head_ref)
    told = merging.told_of_merge(session, actor(), irritant, head, now()).total
    actions.merge(
        session,
        actor(),
        irritant,
        head=head,
        note=form.note.data or "",
        seen=form.seen.data or "",
        now=now(),
    )
    said = ngettext(
        "C’est fait : %(num)s personne est prévenue.",
        "C’est fait : %(num)s personnes sont prévenues.",
        told,
    )
    return done(url_for(".triage_show", ref=head_ref, _anchor="contenu", **_view()), said=said)


def _is_unread(form: MergeForm) -> bool:
    """Whether the word changed since the message was shown with it."""
    return (form.note.data or "") != (form.reread.data or "")


def _fresh() -> MergeForm:
    return MergeForm(formdata=None)


def _other(ref: str) -> Irritant:
    """The other irritant, for whoever may read it."""
    if not is_ref(ref, "irr"):
        raise Missing
    other = queries.by_ref(db.session(), ref)
    if other.state == "draft" or not may(actor(), Act.IRRITANT_VIEW, other):
        raise Missing
    return other


def _preview(irritant: Irritant, head: Irritant, form: MergeForm, *, status=200, **values):
    session = db.session()
    merging.check(session, actor(), irritant, head)
    note = form.note.data or ""
    form.head.data, form.reread.data, form.seen.data = (
        head.ref,
        note,
        merging.versions(irritant, head),
    )
    twice, distinct = family.together(session, irritant, head)
    due_on = merging.promised(head, now(), irritant.answer_due_on)
    return page(
        "triage/merge.html",
        status=status,
        irritant=irritant,
        head=head,
        sides=[_side(session, irritant), _side(session, head)],
        both=twice,
        distinct=distinct,
        due_on=due_on,
        told=merging.told_of_merge(session, actor(), irritant, head, now()),
        merged=merging_messages.merged(irritant, head, note, due_on),
        gathered=merging_messages.gathered(irritant, head),
        may_swap=_may_swap(session, irritant, head),
        form=form,
        view=_view(),
        **({"changed": ""} | values),
    )


def _side(session: Session, irritant: Irritant) -> dict:
    return {
        "irritant": irritant,
        "author": names.author_name(actor(), irritant),
        "badge": shown.badge(irritant),
        "followers": family.follower_count(session, irritant),
        "comments": comment_queries.count(session, actor(), irritant),
        "gathered": len(family.gathered(session, irritant)),
    }


def _may_swap(session: Session, irritant: Irritant, head: Irritant) -> bool:
    try:
        merging.check(session, actor(), head, irritant)
    except (Refused, Forbidden, Missing):
        return False
    return True


def _search_page(irritant: Irritant, *, refusal: str = "", status: int = 200) -> Response:
    session = db.session()
    filters = MergeSearch(request.args)
    filters.validate()
    words = "" if filters.words.errors else (filters.words.data or "")
    return page(
        "triage/merge_search.html",
        fragment="triage/_merge_found.html",
        status=status,
        irritant=irritant,
        filters=filters,
        words=words,
        found=_found(session, irritant, words) if words else [],
        refusal=refusal,
        view=_view(),
        shown=shown,
    )


def _found(session: Session, irritant: Irritant, words: str) -> list[Irritant]:
    """Irritants bearing these words, or this reference, into which this one may go."""
    refs = search.matching(session, "irritant", words)
    bears = Irritant.ref == words if is_ref(words, "irr") else Irritant.ref.in_(refs)
    if refs is None and not is_ref(words, "irr"):
        return []
    query = select(Irritant).where(
        bears,
        Irritant.id != irritant.id,
        Irritant.state.in_(OPEN_HEADS),
        Irritant.confidential.is_(False),
        Irritant.incubator_ref.in_(actor().scopes(Role.DIRECTOR, Role.OFFICER)),
        ~coauthor_queries.written_by(actor()),
        queries.visible_to(actor()),
    )
    query = query.options(load_only(*queries.LISTED), selectinload(Irritant.suffering))
    order = (Irritant.support_count.desc(), Irritant.id)
    return list(session.scalars(query.order_by(*order).limit(MOST)))


def _view() -> dict:
    chosen = QueueFilters(request.args).chosen()
    return {"vue": chosen.value} if request.args.get("vue") else {}
