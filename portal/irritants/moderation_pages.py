"""Moderating a comment: its flags, masking, letting it stand, lifting a mask."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.irritants import actions, comment_queries, queries
from portal.irritants.blueprint import bp
from portal.irritants.comment_forms import KeepForm, LiftForm, MaskForm
from portal.irritants.comment_models import Comment
from portal.irritants.comment_pages import address, find_comment
from portal.irritants.comment_views import seen
from portal.kernel.errors import Refused
from portal.policy import Act, require
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing

BASE = "/irritants/<ref:ref>/commentaires/<ref:comment_ref>/moderation"


def _find(ref: str, comment_ref: str) -> Comment:
    said = find_comment(ref, comment_ref)
    require(actor(), Act.IRRITANT_MODERATE, said)
    return said


@bp.get(BASE)
@allow(Act.COMMENT_VIEW)
def moderation(ref: str, comment_ref: str) -> Response:
    """Is this comment fit to read?"""
    return _desk(_find(ref, comment_ref))


def _desk(said: Comment, status: int = 200, lifting: dict | None = None, **forms) -> Response:
    blank = {"mask_form": MaskForm(formdata=None), "keep_form": KeepForm(formdata=None)}
    shown, is_gone = seen(actor(), said, now()), said.withdrawn_at is not None
    lifts = {mask.ref: LiftForm(formdata=None) for mask in shown.masks} | (lifting or {})
    for mask_ref, form in lifts.items():
        form.motive.id = f"lift-{mask_ref}"
    return page(
        "irritants/comment_moderate.html",
        status=status,
        irritant=said.irritant,
        said=shown,
        body="" if is_gone else said.body,
        # Without their names: a masked author may be one of them.
        flags=said.open_flags,
        wordings=[] if is_gone else comment_queries.wordings(db.session(), said),
        lifts=lifts,
        **(blank | forms),
    )


@bp.post(f"{BASE}/masquer")
@allow(Act.IRRITANT_MODERATE)
def mask(ref: str, comment_ref: str) -> Response:
    """Mask it, or a passage of it."""
    _find(ref, comment_ref)
    form = MaskForm.read()
    if form.validate():
        try:
            with writing() as session:
                said = _again(session, ref, comment_ref)
                told = form.values() | {"passage": form.passage.data or ""}
                actions.mask(session, actor(), said, now=now(), **told)
                words = _("C’est masqué. L’auteur du commentaire est prévenu, et peut répondre.")
                return done(address(session, said), said=words)
        except Refused as refusal:
            form.refuse(refusal)
    return _desk(_find(ref, comment_ref), 422, mask_form=form)


@bp.post(f"{BASE}/garder")
@allow(Act.IRRITANT_MODERATE)
def keep(ref: str, comment_ref: str) -> Response:
    """Let it stand, in spite of its flags."""
    _find(ref, comment_ref)
    form = KeepForm.read()
    if form.validate():
        try:
            with writing() as session:
                said = _again(session, ref, comment_ref)
                actions.keep(session, actor(), said, now=now(), **form.values())
                words = _("Le commentaire reste. Qui l’a signalé est prévenu.")
                return done(address(session, said), said=words)
        except Refused as refusal:
            form.refuse(refusal)
    return _desk(_find(ref, comment_ref), 422, keep_form=form)


@bp.post(f"{BASE}/<ref:mask_ref>/lever")
@allow(Act.IRRITANT_MODERATE)
def lift(ref: str, comment_ref: str, mask_ref: str) -> Response:
    """Let what was masked be read again."""
    _find(ref, comment_ref)
    form = LiftForm.read()
    if form.validate():
        try:
            with writing() as session:
                said = _again(session, ref, comment_ref)
                found = comment_queries.mask(session, said, mask_ref)
                actions.lift(session, actor(), said, found, now=now(), **form.values())
                here = url_for(".moderation", ref=ref, comment_ref=comment_ref)
                return done(here, said=_("C’est de nouveau lisible, et l’auteur est prévenu."))
        except Refused as refusal:
            form.refuse(refusal)
    return _desk(_find(ref, comment_ref), 422, {mask_ref: form})


def _again(session, ref: str, comment_ref: str) -> Comment:
    return comment_queries.by_ref(session, actor(), queries.by_ref(session, ref), comment_ref)
