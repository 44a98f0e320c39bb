"""What resembles: while one writes, on the triage, and « moi aussi » in place of one's draft."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.irritants import actions, alike, depositing, joining, queries, shown, triage
from portal.irritants.blueprint import bp
from portal.irritants.forms import STEPS, JoinForm, SupportForm
from portal.irritants.merging_rules import MERGEABLE
from portal.irritants.models import Irritant
from portal.irritants.sheet import find
from portal.kernel.errors import Missing, Refused
from portal.policy import Act, may, require
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.post("/irritants/brouillons/etape-<int:step>/ressemblances")
@allow(Act.DRAFT_CREATE, polled=True)
def look_alike(step: int) -> Response:
    """Has somebody told this already? Asked after a pause; nothing is written."""
    if not 1 <= step <= depositing.LOOKED:
        raise Missing
    form = STEPS[step - 1].read()
    key = (form.key.data or "")[:40]
    draft = joining.draft_of(db.session(), actor(), key)
    told = {"title": draft.title, "problem": draft.problem} if draft else {}
    told |= {name: form[name].data or "" for name in ("title", "problem") if name in form}
    return page("irritants/_alike.html", key=key, **_found(told))


def _found(told: dict[str, str], but: str = "") -> dict:
    texts = told.get("title", ""), told.get("problem", "")
    return {"alike": alike.to(db.session(), actor(), *texts, but=but)}


@bp.get("/irritants/brouillons/<ref:ref>/ressemblances")
@allow(Act.DRAFT_VIEW)
def draft_alike(ref: str) -> Response:
    """The same on a page, for whoever has no script."""
    draft = depositing.find_draft(ref)
    found = depositing.alike_to(draft)
    return page("irritants/alike.html", draft=draft, key=draft.draft_key, alike=found)


@bp.get("/irritants/<ref:ref>/moi-aussi")
@allow(Act.IRRITANT_VIEW)
def joining_page(ref: str) -> Response:
    """One line of context, and what becomes of my draft?"""
    irritant = find(ref)
    require(actor(), Act.IRRITANT_SUPPORT, irritant)
    said = queries.support_of(db.session(), irritant, actor())
    known = {"context": said.context if said else "", "key": request.args.get("brouillon", "")}
    return _join_page(irritant, JoinForm(formdata=None, data=known))


def _join_page(irritant: Irritant, form: SupportForm, *, status: int = 200) -> Response:
    key = (form.key.data or "")[:40]
    return page(
        "irritants/join.html",
        status=status,
        irritant=irritant,
        form=form,
        shown=shown,
        draft=joining.draft_of(db.session(), actor(), key),
    )


@bp.post("/irritants/<ref:ref>/moi-aussi")
@allow(Act.IRRITANT_SUPPORT)
def join(ref: str) -> Response:
    """Say « moi aussi » there, and drop one's draft if asked."""
    find(ref)
    form, goal = JoinForm.read(), url_for(".show", ref=ref, _anchor="support")
    if form.validate():
        try:
            with writing(goal) as session:
                return done(goal, said=_join(session, ref, form))
        except Refused as refusal:
            form.refuse(refusal)
    return _join_page(find(ref), form, status=422)


def _join(session, ref: str, form: JoinForm) -> str:
    drop = request.form.get("suite") == "supprimer"
    irritant = queries.by_ref(session, ref)
    told = {"context": form.context.data or "", "key": (form.key.data or "")[:40]}
    actions.join(session, actor(), irritant, drop=drop, now=now(), **told)
    if drop:
        return _("Votre « moi aussi » est compté, et votre brouillon est supprimé.")
    return _("Votre « moi aussi » est compté. Vous recevrez chaque réponse.")


@bp.get("/tri/<ref:ref>/ressemblances")
@allow(Act.TRIAGE_VIEW)
def triage_alike(ref: str) -> Response:
    """Was this told, tried or answered before?"""
    irritant = triage.find(ref)
    found = _found({"title": irritant.title, "problem": irritant.problem}, but=ref)
    may_merge = may(actor(), Act.TRIAGE_MERGE, irritant) and irritant.state in MERGEABLE
    return page(
        "triage/alike.html",
        fragment="triage/_alike.html",
        irritant=irritant,
        may_merge=may_merge,
        **found,
    )
