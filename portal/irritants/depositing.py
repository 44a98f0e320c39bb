"""Depositing: four short steps that save themselves, a page to reread, one deposit."""

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.db.engine import transaction
from portal.extensions import db
from portal.irritants import actions, alike, content, drafting, filing, messages, queries
from portal.irritants.blueprint import bp
from portal.irritants.forms import STEPS, MeForm, StepForm
from portal.irritants.models import Irritant
from portal.irritants.words import IrritantState as State
from portal.kernel.errors import Missing, Refused, Stale
from portal.organisations import queries as organisations
from portal.policy import Act, may, require
from portal.settings import queries as settings
from portal.web import conflict
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, go, page
from portal.web.writing import writing

PLACE = {
    "title": 1,
    "user_types": 1,
    "audience": 1,
    "problem": 2,
    "people_affected": 2,
}
"""The step where each needed answer is given."""

LOOKED = 2
"""The steps that tell the problem, where what resembles it is looked for."""


def titles() -> list[str]:
    """The steps, in order."""
    return [
        _("Le problème, et qui le subit"),
        _("Ce qui se passe, en chiffres"),
        _("Comment on fait aujourd’hui, et ce qui le prouve"),
        _("Vous, et la suite"),
    ]


def find_draft(ref: str) -> Irritant:
    """A draft of whoever asks; it does not exist for anybody else."""
    draft = queries.by_ref(db.session(), ref)
    if not may(actor(), Act.DRAFT_EDIT, draft):
        raise Missing
    return draft


@bp.get("/irritants/nouveau")
@allow(Act.DRAFT_VIEW)
def new() -> Response:
    """Take up a draft again, or begin."""
    drafts = queries.drafts_of(db.session(), actor())
    if drafts and "vierge" not in request.args:
        return page("irritants/resume.html", drafts=drafts, form=ActForm(formdata=None))
    return _step_page(1, _form(1))


@bp.post("/irritants/nouveau")
@allow(Act.DRAFT_CREATE)
def begin() -> Response:
    """Save the first step of a draft that has no address yet."""
    return _save(1, None)


@bp.get("/irritants/brouillons/<ref:ref>/etape-<int:step>")
@allow(Act.DRAFT_VIEW)
def step(ref: str, step: int) -> Response:
    """One step, as it was left."""
    draft = find_draft(ref)
    if not 1 <= step <= len(STEPS):
        raise Missing
    if draft.state is not State.DRAFT or _is_kept(draft, step):
        return go(url_for(".show", ref=ref))
    return _step_page(step, _form(step, draft), draft)


@bp.post("/irritants/brouillons/<ref:ref>/etape-<int:step>")
@allow(Act.DRAFT_EDIT, takes_files=True)
def save_step(ref: str, step: int) -> Response:
    """Save a step and go to the next."""
    draft = find_draft(ref)
    if not 1 <= step <= len(STEPS) or _is_kept(draft, step):
        raise Missing
    return _save(step, draft)


def _is_kept(draft: Irritant, step: int) -> bool:
    """The last step is about the author: those who tell it together have no part in it."""
    return step == len(STEPS) and not may(actor(), Act.IRRITANT_SUBMIT, draft)


def _form(number: int, draft: Irritant | None = None, *, sent: bool = False) -> StepForm:
    kind = STEPS[number - 1]
    known = {"key": draft.draft_key} if draft else {}
    form = kind.read() if sent else kind(formdata=None, obj=draft, data=known)
    if isinstance(form, MeForm):
        form.offer(organisations.incubators(db.session()))
    return form


def _save(number: int, draft: Irritant | None) -> Response:
    form, clash, status = _form(number, draft, sent=True), None, 422
    key = draft.draft_key if draft else _key(form)
    if form.validate():
        try:
            received = filing.received(form) if "file" in form else None
            with writing() as session:
                saved = _keep(session, form, key, form.values())
                said = filing.join(session, saved, received) or filing.moved(session, saved)
                return done(_after(saved, number), said=said)
        except Refused as refusal:
            form.refuse(refusal)
        except Stale as stale:
            clash, status = conflict.renew(form, _again(stale.thing.ref)), 409
    return _step_page(number, form, draft, status=status, clash=clash)


def _again(ref: str) -> Irritant:
    db.session().rollback()
    return queries.by_ref(db.session(), ref)


def _key(form: StepForm) -> str:
    key = form.key.data or ""
    if not (8 <= len(key) <= 40 and key.isascii() and key.isalnum()):
        abort(400)
    return key


def _keep(session, form: StepForm, key: str, values: dict, *, automatic: bool = False) -> Irritant:
    return actions.save_draft(
        session,
        actor(),
        key=key,
        values=values,
        version=form.version.data or 0,
        page=(form.leaf.data or "")[:40],
        automatic=automatic,
        now=now(),
    )


def _after(draft: Irritant, number: int) -> str:
    ref = draft.ref
    if filing.asks_to_stay():
        return url_for(".step", ref=ref, step=number)
    if request.form.get("suite") == "plus-tard":
        return url_for(".new")
    if request.form.get("suite") == "ressemblances":
        return url_for(".draft_alike", ref=ref)
    is_last = number == len(STEPS) or _is_kept(draft, number + 1)
    if is_last or request.form.get("suite") == "relire":
        return url_for(".reread", ref=ref)
    return url_for(".step", ref=ref, step=number + 1)


@bp.post("/irritants/brouillons/etape-<int:step>/enregistrement")
@allow(Act.DRAFT_CREATE)
def autosave(step: int) -> Response:
    """Keep what is being typed, and say when."""
    if not 1 <= step <= len(STEPS):
        raise Missing
    form = _form(step, sent=True)
    key = _key(form)
    form.validate()
    try:
        with transaction() as session:
            saved = _keep(session, form, key, form.sound_values(), automatic=True)
            form.version.data, form.version.raw_data = saved.version, None
            return _autosaved(form, saved_at=now())
    except Stale:
        trouble = _(
            "Ce brouillon a été enregistré dans une autre fenêtre : continuez pour comparer."
        )
    except Refused as refusal:
        trouble = str(refusal)
    return _autosaved(form, trouble=trouble)


def _autosaved(form: StepForm, **said) -> Response:
    return page("irritants/_autosave.html", form=form, **said)


def _step_page(
    number: int, form: StepForm, draft: Irritant | None = None, *, status: int = 200, clash=None
) -> Response:
    return page(
        "irritants/step.html",
        status=status,
        form=form,
        draft=draft,
        irritant=draft,
        number=number,
        titles=titles(),
        clash=clash,
        files=filing.listed(draft) if draft and "file" in form else [],
        most=filing.most() // 1_000_000,
        absent_solution=bool(draft and content.tells_an_absent_solution(draft.problem)),
        key=form.key.data,
        alike=alike_to(draft) if draft and number <= LOOKED else [],
    )


def alike_to(draft: Irritant) -> list[alike.Alike]:
    """What resembles a draft, as it was last saved."""
    return alike.to(db.session(), actor(), draft.title, draft.problem)


@bp.get("/irritants/brouillons/<ref:ref>/relecture")
@allow(Act.DRAFT_VIEW)
def reread(ref: str) -> Response:
    """Reread everything before the deposit."""
    draft = find_draft(ref)
    if draft.state is not State.DRAFT:
        return go(url_for(".deposited", ref=ref))
    return reread_page(draft)


def reread_page(draft: Irritant, *, missing: dict | None = None, status: int = 200) -> Response:
    """Every answer with a link to mend it, and the promise."""
    return page(
        "irritants/reread.html",
        status=status,
        irritant=draft,
        form=ActForm(formdata=None),
        missing=missing or {},
        place=PLACE,
        files=filing.listed(draft),
        is_author=may(actor(), Act.IRRITANT_SUBMIT, draft),
        titles=titles(),
        who=messages.who_answers(draft),
        due_on=messages.promised_on(today(), settings.current(db.session()).answer_days),
        absent_solution=content.tells_an_absent_solution(draft.problem),
        alike=alike_to(draft),
    )


@bp.post("/irritants/brouillons/<ref:ref>/depot")
@allow(Act.IRRITANT_SUBMIT)
def submit(ref: str) -> Response:
    """Deposit, once however often it is asked."""
    goal = url_for(".deposited", ref=ref)
    try:
        with writing(goal) as session:
            _deposit(session, ref)
            return done(goal)
    except Refused:
        # What lacks is said on the page, beside the answer to mend.
        draft = _again(ref)
        lacking = content.missing(drafting.told(draft))
        if draft.state is not State.DRAFT or not lacking:
            raise
        return reread_page(draft, missing=lacking, status=422)


def _deposit(session: Session, ref: str) -> None:
    irritant = queries.held(session, ref)
    if not may(actor(), Act.DRAFT_EDIT, irritant):
        raise Missing
    # Another window may have deposited it before our turn: it is there, once.
    if irritant.state is State.DRAFT:
        actions.submit_held(session, actor(), irritant, now=now())


@bp.get("/irritants/<ref:ref>/depose")
@allow(Act.IRRITANT_VIEW)
def deposited(ref: str) -> Response:
    """It is there: its reference, its day, and who answers."""
    irritant = queries.by_ref(db.session(), ref)
    if not may(actor(), Act.IRRITANT_SUBMIT, irritant) or irritant.state is State.DRAFT:
        raise Missing
    return page("irritants/deposited.html", irritant=irritant, who=messages.who_answers(irritant))


@bp.post("/irritants/brouillons/<ref:ref>/suppression")
@allow(Act.DRAFT_EDIT)
def discard(ref: str) -> Response:
    """Throw a draft away."""
    require(actor(), Act.IRRITANT_WITHDRAW, find_draft(ref))
    with writing() as session:
        actions.discard_draft(session, actor(), queries.by_ref(session, ref), now=now())
        return done(url_for(".new"), said=_("Le brouillon est supprimé."))
