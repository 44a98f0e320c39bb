"""The desk's own tools: labels, kept views, templates of answers, notes."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.irritants import desk_queries as desk, desk_shown, labelling, noting, queries, viewing
from portal.irritants.blueprint import bp
from portal.irritants.desk_forms import (
    WORDED,
    LabelForm,
    NoteCorrectionForm,
    NoteForm,
    RetireForm,
    ViewForm,
)
from portal.irritants.desk_models import Label, Note
from portal.irritants.models import Irritant
from portal.irritants.triage import desk_page, find
from portal.irritants.triage_forms import QueueFilters
from portal.kernel.errors import Refused, Stale
from portal.organisations import queries as organisations
from portal.policy import Act, Role, may, require
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing

GESTURE_LABELS = {one.slug: one.label for one in WORDED}

# Labels on an irritant


@bp.post("/tri/<ref:ref>/etiquettes")
@allow(Act.LABEL_PUT)
def put_label(ref: str) -> Response:
    """Put a label on it, or take it off; each undoes the other."""
    require(actor(), Act.LABEL_PUT, find(ref))
    try:
        with writing() as session:
            irritant = queries.by_ref(session, ref)
            label = desk.label(session, request.form.get("label", ""))
            if request.form.get("suite") == "retirer":
                labelling.take_label(session, actor(), irritant, label, now=now())
                said = _("Étiquette « %(name)s » retirée.", name=label.name)
            else:
                labelling.put_label(session, actor(), irritant, label, now=now())
                said = _("Étiquette « %(name)s » posée.", name=label.name)
            return done(_back(ref, "etiquettes"), said=said)
    except Refused as refusal:
        return desk_page(find(ref), status=422, refusal=str(refusal))


def _back(ref: str, anchor: str) -> str:
    return url_for("irritants.triage_show", ref=ref, _anchor=anchor)


# Notes


@bp.post("/tri/<ref:ref>/notes")
@allow(Act.NOTE_WRITE)
def write_note(ref: str) -> Response:
    """Leave a note to colleagues."""
    irritant, form = find(ref), NoteForm.read()
    require(actor(), Act.NOTE_WRITE, irritant)
    if not form.validate():
        shown = desk_shown.beside(db.session(), actor(), irritant, form)
        return desk_page(irritant, status=422, **shown)
    with writing() as session:
        irritant = queries.by_ref(session, ref)
        noting.write_note(session, actor(), irritant, now=now(), **form.values())
        return done(_back(ref, "notes"), said=_("Votre note est ajoutée, pour vos collègues."))


@bp.get("/tri/<ref:ref>/notes/<ref:note_ref>")
@allow(Act.TRIAGE_VIEW)
def note(ref: str, note_ref: str) -> Response:
    """How is this note better said?"""
    found = _note(ref, note_ref)
    return _note_page(found.irritant, found, NoteCorrectionForm(formdata=None, obj=found))


@bp.post("/tri/<ref:ref>/notes/<ref:note_ref>")
@allow(Act.NOTE_CORRECT)
def correct_note(ref: str, note_ref: str) -> Response:
    """Correct it."""
    _note(ref, note_ref)
    form, clash, status = NoteCorrectionForm.read(), None, 422
    if form.validate():
        try:
            with writing() as session:
                found = desk.note(session, queries.by_ref(session, ref), note_ref)
                told = form.values() | {"version": form.version.data}
                noting.correct_note(session, actor(), found, now=now(), **told)
                return done(_back(ref, "notes"), said=_("Votre note est corrigée."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            clash, status = conflict.renew(form, _note(ref, note_ref)), 409
    found = _note(ref, note_ref)
    return _note_page(found.irritant, found, form, status, clash)


def _note(ref: str, note_ref: str) -> Note:
    irritant = find(ref)
    require(actor(), Act.NOTE_VIEW, irritant)
    found = desk.note(db.session(), irritant, note_ref)
    require(actor(), Act.NOTE_CORRECT, found)
    return found


def _note_page(irritant: Irritant, found: Note, form, status: int = 200, clash=None) -> Response:
    told = {"irritant": irritant, "note": found, "form": form, "clash": clash}
    return page("triage/note.html", status=status, **told)


# Views


@bp.post("/tri/vues")
@allow(Act.VIEW_KEEP)
def keep_view() -> Response:
    """Keep under a name what the address asks."""
    form = ViewForm.read().offer(desk_shown.houses(db.session(), actor()))
    asked = QueueFilters(request.args).address()
    goal = url_for("irritants.triage", **asked)
    if form.validate():
        try:
            with writing(goal) as session:
                viewing.keep_view(session, actor(), asked=asked, now=now(), **form.values())
                return done(goal, said=_("Cette vue est gardée."))
        except Refused as refusal:
            form.refuse(refusal)
    return page("triage/view.html", status=422, form=form, asked=asked, goal=goal)


@bp.post("/tri/vues/<ref:ref>/retrait")
@allow(Act.VIEW_DROP)
def drop_view(ref: str) -> Response:
    """Keep it no longer."""
    require(actor(), Act.VIEW_DROP, desk.view(db.session(), ref))
    with writing() as session:
        viewing.drop_view(session, actor(), desk.view(session, ref))
        return done(url_for("irritants.tools", _anchor="vues"), said=_("Cette vue est retirée."))


# Labels of an incubator, and what else a desk has


@bp.get("/tri/outils")
@allow(Act.TRIAGE_VIEW)
def tools() -> Response:
    """What does my desk have to work with?"""
    return _tools()


def _tools(form: LabelForm | None = None, status: int = 200) -> Response:
    session, me = db.session(), actor()
    scopes, mine = desk.scopes(me), desk_shown.houses(session, me)
    views = desk.views(session, me)
    labels = desk.labels(session, scopes, retired=True)
    templates = desk.templates(session, scopes, retired=True)
    refs = {one.incubator_ref for one in (*labels, *templates, *views)} - {None}
    return page(
        "triage/tools.html",
        status=status,
        houses={r: one.title for r, one in organisations.incubators_of(session, refs).items()},
        labels=labels,
        may_label={ref for ref, _title in mine},
        templates=templates,
        may_write=me.scopes(Role.DIRECTOR),
        views=[one for one in views if may(me, Act.VIEW_DROP, one)],
        form=(form or LabelForm(formdata=None)).offer(mine),
        gesture_label=lambda slug: GESTURE_LABELS.get(slug, ""),
        retire=RetireForm(formdata=None),
        blank=ActForm(formdata=None),
    )


@bp.post("/tri/outils/etiquettes")
@allow(Act.LABEL_EDIT)
def new_label() -> Response:
    """Give my desk another label."""
    require(actor(), Act.LABEL_EDIT, Label(incubator_ref=request.form.get("incubator_ref", "")))
    form = LabelForm.read().offer(desk_shown.houses(db.session(), actor()))
    if form.validate():
        try:
            with writing() as session:
                made = labelling.new_label(session, actor(), now=now(), **form.values())
                said = _("Étiquette « %(name)s » créée.", name=made.name)
                return done(url_for(".tools", _anchor="etiquettes"), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _tools(form, 422)


@bp.post("/tri/outils/etiquettes/<ref:ref>/retrait")
@allow(Act.LABEL_EDIT)
def retire_label(ref: str) -> Response:
    """No longer offer it, or offer it again."""
    require(actor(), Act.LABEL_EDIT, desk.label(db.session(), ref))
    back = request.form.get("suite") == "reprendre"
    with writing() as session:
        label = desk.label(session, ref)
        labelling.retire_label(session, actor(), label, back=back, now=now())
        said = (
            _("Étiquette « %(name)s » proposée de nouveau.", name=label.name)
            if back
            else _("Étiquette « %(name)s » retirée des choix.", name=label.name)
        )
        return done(url_for(".tools", _anchor="etiquettes"), said=said)
