"""Commenting an irritant: write, correct, withdraw, flag, answer a mask."""

from math import ceil

from flask import Response, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.irritants import actions, comment_queries, comment_rules, mentioning, queries
from portal.irritants.blueprint import bp
from portal.irritants.comment_forms import AnswerForm, CommentForm, CorrectionForm, FlagForm
from portal.irritants.comment_models import Comment
from portal.irritants.comment_views import seen
from portal.irritants.models import Irritant
from portal.irritants.sheet import COMMENTS, comments, find, sheet_page
from portal.kernel import text
from portal.kernel.errors import Missing, Refused, Stale, TooMany
from portal.people import limits
from portal.policy import Act, may, require
from portal.web import conflict
from portal.web.context import actor, now, today
from portal.web.forms import PageForm
from portal.web.guard import allow
from portal.web.paging import asked_page
from portal.web.respond import done, go, later, page
from portal.web.writing import writing


def find_comment(ref: str, comment_ref: str) -> Comment:
    """This comment, for whoever it is for."""
    irritant = find(ref)
    if not may(actor(), Act.COMMENT_VIEW, irritant):
        raise Missing
    return comment_queries.by_ref(db.session(), actor(), irritant, comment_ref)


def address(session, comment: Comment) -> str:
    """Where a comment stands: its page of the thread, and its place there."""
    rank = comment_queries.place(session, actor(), comment)
    number = -(-rank // comment_rules.TOGETHER)
    told = {"page": number} if number > 1 else {}
    return url_for("irritants.show", ref=comment.irritant.ref, _anchor=comment.ref, **told)


@bp.get("/irritants/<ref:ref>/commentaires/<ref:comment_ref>")
@allow(Act.COMMENT_VIEW)
def comment(ref: str, comment_ref: str) -> Response:
    """Where is this comment? It is read where it stands, among the others."""
    return go(address(db.session(), find_comment(ref, comment_ref)))


@bp.post("/irritants/<ref:ref>/commentaires")
@allow(Act.COMMENT_WRITE)
def say(ref: str) -> Response:
    """Add a comment."""
    irritant = find(ref)
    require(actor(), Act.COMMENT_WRITE, irritant)
    form = CommentForm.read().offer(mentioning.around(db.session(), actor(), irritant, today()))
    if form.validate():
        try:
            with writing() as session:
                irritant = queries.by_ref(session, ref)
                said = actions.comment(session, actor(), irritant, now=now(), **form.values())
                told = _(
                    "Votre commentaire est publié. Vous pouvez le corriger pendant 15 minutes."
                )
                return _thread(session, said, told, shown_page=0)
        except TooMany as refusal:
            return _too_many(ref, form, refusal.seconds)
        except Refused as refusal:
            form.refuse(refusal)
    irritant = find(ref)
    return sheet_page(irritant, fragment=COMMENTS, status=422, **comments(irritant, form))


def _too_many(ref: str, form: CommentForm, seconds: int) -> Response:
    """The text stays in the form, with when to send it."""
    minutes = text.plural(max(1, ceil(seconds / 60)), "minute", "minutes")
    told = _(
        "%(limit)s Votre texte est gardé ici : envoyez-le dans %(minutes)s.",
        limit=limits.COMMENTS.sentence,
        minutes=minutes,
    )
    form.refuse(Refused(told, field="body"))
    irritant = find(ref)
    shown = sheet_page(irritant, fragment=COMMENTS, status=429, **comments(irritant, form))
    return later(shown, seconds)


def _thread(session, said: Comment, told: str, *, shown_page: int) -> Response:
    """The thread again, on the page of this comment, which takes the focus."""
    values = comments(said.irritant, shown_page=shown_page)
    return done(
        address(session, said),
        said=told,
        fragment=COMMENTS,
        moves=values["thread"].pages > 1,
        focus=said.ref,
        **values,
    )


@bp.post("/irritants/<ref:ref>/commentaires/<ref:comment_ref>/retrait")
@allow(Act.COMMENT_EDIT)
def withdraw_comment(ref: str, comment_ref: str) -> Response:
    """Take one's comment back."""
    require(actor(), Act.COMMENT_EDIT, find_comment(ref, comment_ref))
    with writing() as session:
        said = _again(session, ref, comment_ref)
        actions.withdraw_comment(session, actor(), said, now=now())
        return _thread(session, said, _("Votre commentaire est retiré."), shown_page=asked_page())


def _again(session, ref: str, comment_ref: str) -> Comment:
    return comment_queries.by_ref(session, actor(), queries.by_ref(session, ref), comment_ref)


@bp.get("/irritants/<ref:ref>/commentaires/<ref:comment_ref>/correction")
@allow(Act.COMMENT_VIEW)
def correction(ref: str, comment_ref: str) -> Response:
    """How is it better said?"""
    said = find_comment(ref, comment_ref)
    require(actor(), Act.COMMENT_EDIT, said)
    return _correction_page(said, CorrectionForm(formdata=None, obj=said))


def _correction_page(said: Comment, form: CorrectionForm, status: int = 200, **values) -> Response:
    return page(
        "irritants/comment_correct.html",
        status=status,
        irritant=said.irritant,
        said=seen(actor(), said, now()),
        form=form,
        **values,
    )


@bp.post("/irritants/<ref:ref>/commentaires/<ref:comment_ref>/correction")
@allow(Act.COMMENT_EDIT)
def correct(ref: str, comment_ref: str) -> Response:
    """Correct it."""
    require(actor(), Act.COMMENT_EDIT, find_comment(ref, comment_ref))
    form, clash, status = CorrectionForm.read(), None, 422
    if form.validate():
        try:
            with writing() as session:
                said = _again(session, ref, comment_ref)
                told = form.values() | {"version": form.version.data}
                actions.correct(session, actor(), said, now=now(), **told)
                return done(address(session, said), said=_("Votre commentaire est corrigé."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            clash, status = conflict.renew(form, find_comment(ref, comment_ref)), 409
    return _correction_page(find_comment(ref, comment_ref), form, status, clash=clash)


@bp.get("/irritants/<ref:ref>/commentaires/<ref:comment_ref>/signalement")
@allow(Act.COMMENT_VIEW)
def flagging(ref: str, comment_ref: str) -> Response:
    """Why should this comment not stand?"""
    said = find_comment(ref, comment_ref)
    require(actor(), Act.IRRITANT_FLAG, said.irritant)
    return _about(said, "irritants/comment_flag.html", FlagForm(formdata=None))


@bp.post("/irritants/<ref:ref>/commentaires/<ref:comment_ref>/signalement")
@allow(Act.IRRITANT_FLAG)
def flag(ref: str, comment_ref: str) -> Response:
    """Flag it."""
    require(actor(), Act.IRRITANT_FLAG, find_comment(ref, comment_ref).irritant)
    form = FlagForm.read()
    if form.validate():
        try:
            with writing() as session:
                said = _again(session, ref, comment_ref)
                actions.flag(session, actor(), said, now=now(), **form.values())
                told = _("Merci : l’incubateur va l’examiner, et vous dira ce qu’il en fait.")
                return done(address(session, said), said=told)
        except Refused as refusal:
            form.refuse(refusal)
    said = find_comment(ref, comment_ref)
    return _about(said, "irritants/comment_flag.html", form, 422)


@bp.get("/irritants/<ref:ref>/commentaires/<ref:comment_ref>/masques/<ref:mask_ref>")
@allow(Act.COMMENT_VIEW)
def answering(ref: str, comment_ref: str, mask_ref: str) -> Response:
    """What do I answer to the motive of this mask?"""
    said = find_comment(ref, comment_ref)
    require(actor(), Act.COMMENT_EDIT, said)
    mask = comment_queries.mask(db.session(), said, mask_ref)
    return _about(said, "irritants/comment_answer.html", AnswerForm(formdata=None), mask=mask)


@bp.post("/irritants/<ref:ref>/commentaires/<ref:comment_ref>/masques/<ref:mask_ref>")
@allow(Act.COMMENT_EDIT)
def answer_mask(ref: str, comment_ref: str, mask_ref: str) -> Response:
    """Answer it."""
    require(actor(), Act.COMMENT_EDIT, find_comment(ref, comment_ref))
    form = AnswerForm.read()
    if form.validate():
        try:
            with writing() as session:
                said = _again(session, ref, comment_ref)
                mask = comment_queries.mask(session, said, mask_ref)
                actions.answer_mask(session, actor(), said, mask, now=now(), **form.values())
                told = _("Votre réponse est publiée, et l’incubateur est prévenu.")
                return done(address(session, said), said=told)
        except Refused as refusal:
            form.refuse(refusal)
    said = find_comment(ref, comment_ref)
    mask = comment_queries.mask(db.session(), said, mask_ref)
    return _about(said, "irritants/comment_answer.html", form, 422, mask=mask)


def _about(said: Comment, template: str, form: PageForm, status: int = 200, **values) -> Response:
    irritant: Irritant = said.irritant
    told = seen(actor(), said, now())
    return page(template, status=status, irritant=irritant, said=told, form=form, **values)
