"""Notes of the sitting and one's own, kept as they are typed; the grid."""

from flask import Response, make_response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import grid_rules, note_actions, note_queries, queries
from portal.committees.blueprint import bp
from portal.committees.grid_words import PARTS
from portal.committees.item_models import Item
from portal.committees.item_views import find
from portal.committees.note_forms import GridForm, NotesForm
from portal.db.engine import transaction
from portal.extensions import db
from portal.kernel.errors import Refused, Stale
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.filters import instant_text
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing

# With two, one's own marks taken away would tell the other's.
FEWEST_SPREAD = 3


# The secretary's notes


@bp.get("/seances/<ref:ref>/notes")
@allow(Act.SITTING_VIEW)
def sitting_notes(ref: str) -> Response:
    """What is being said?"""
    return _sitting_notes(ref, None, 200)


def _sitting_notes(ref: str, form: NotesForm | None, status: int, theirs=None) -> Response:
    sitting = queries.sitting_by_ref(db.session(), ref)
    policy.require(actor(), Act.SITTING_NOTE, sitting)
    kept = note_queries.of_sitting(db.session(), sitting)
    values = {"sitting": sitting, "form": form or _filled(kept), "theirs": theirs}
    return page("committees/sitting_notes.html", status=status, **values)


def _filled(kept) -> NotesForm:
    return NotesForm(formdata=None, obj=kept)


def _note_sitting(session, ref: str, form: NotesForm):
    sitting = queries.sitting_by_ref(session, ref)
    told = {"body": form.body.data or "", "version": form.version.data or 0, "now": now()}
    return note_actions.note_sitting(session, actor(), sitting, **told)


@bp.post("/seances/<ref:ref>/notes")
@allow(Act.SITTING_NOTE)
def save_sitting_notes(ref: str) -> Response:
    """Keep them."""
    policy.require(actor(), Act.SITTING_NOTE, queries.sitting_by_ref(db.session(), ref))
    goal = url_for(".sitting_notes", ref=ref)

    def again(form: NotesForm, status: int, theirs=None) -> Response:
        return _sitting_notes(ref, form, status, theirs)

    def kept_now():
        sitting = queries.sitting_by_ref(db.session(), ref)
        return note_queries.of_sitting(db.session(), sitting)

    return _save(lambda session, form: _note_sitting(session, ref, form), goal, again, kept_now)


@bp.post("/seances/<ref:ref>/notes/enregistrement")
@allow(Act.SITTING_NOTE)
def keep_sitting_notes(ref: str) -> Response:
    """Keep what is being typed, and say when."""
    policy.require(actor(), Act.SITTING_NOTE, queries.sitting_by_ref(db.session(), ref))
    return _kept(lambda session, form: _note_sitting(session, ref, form))


# One's own notes


@bp.get("/points/<ref:ref>/notes")
@allow(Act.ITEM_VIEW)
def notes(ref: str) -> Response:
    """What do I want to remember of this point?"""
    return _notes(ref, None, 200)


def _noted(session, ref: str) -> Item:
    item = find(session, actor(), ref, now())
    policy.require(actor(), Act.ITEM_NOTE, item)
    return item


def _notes(ref: str, form: NotesForm | None, status: int, theirs=None) -> Response:
    item = _noted(db.session(), ref)
    kept = note_queries.private(db.session(), item, actor().person_id)
    values = {"item": item, "form": form or _filled(kept), "theirs": theirs}
    return page("committees/notes.html", status=status, **values)


def _note(session, ref: str, form: NotesForm):
    told = {"body": form.body.data or "", "version": form.version.data or 0, "now": now()}
    return note_actions.note(session, actor(), _noted(session, ref), **told)


@bp.post("/points/<ref:ref>/notes")
@allow(Act.ITEM_NOTE)
def save_notes(ref: str) -> Response:
    """Keep them."""
    _noted(db.session(), ref)
    goal = url_for(".notes", ref=ref)

    def again(form: NotesForm, status: int, theirs=None) -> Response:
        return _notes(ref, form, status, theirs)

    def kept_now():
        return note_queries.private(db.session(), _noted(db.session(), ref), actor().person_id)

    return _save(lambda session, form: _note(session, ref, form), goal, again, kept_now)


@bp.post("/points/<ref:ref>/notes/enregistrement")
@allow(Act.ITEM_NOTE)
def keep_notes(ref: str) -> Response:
    """Keep what is being typed, and say when."""
    _noted(db.session(), ref)
    return _kept(lambda session, form: _note(session, ref, form))


@bp.get("/moi/notes.txt")
@allow(Act.SELF_VIEW)
def my_notes() -> Response:
    """All that I wrote for myself, to take away."""
    parts = [
        f"{one.item.title} ({instant_text(one.at)})\n\n{one.body}\n"
        for one in note_queries.all_private(db.session(), actor().person_id)
    ]
    response = make_response("\n\n".join(parts) or _("Aucune note."))
    response.mimetype = "text/plain"
    response.headers["Content-Disposition"] = 'attachment; filename="notes.txt"'
    return response


def _save(verb, goal: str, again, kept_now) -> Response:
    form = NotesForm()
    if form.validate():
        try:
            with writing(goal) as session:
                verb(session, form)
                return done(goal, said=_("Notes enregistrées."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            return again(form, 409, conflict.renew(form, kept_now()))
    return again(form, 422)


def _kept(verb) -> Response:
    form, said = NotesForm(), {}
    form.validate()
    try:
        with transaction() as session:
            kept = verb(session, form)
            form.version.data, form.version.raw_data = kept.version, None
            said = {"saved_at": now()}
    except Stale:
        said = {
            "trouble": _("Ces notes ont été enregistrées ailleurs : enregistrez pour comparer.")
        }
    except Refused as refusal:
        said = {"trouble": str(refusal)}
    return page("committees/_noted.html", form=form, **said)


# The grid


@bp.get("/points/<ref:ref>/grille")
@allow(Act.ITEM_VIEW)
def grid(ref: str) -> Response:
    """What do I think of it, line by line, before we talk?"""
    return _grid(ref, None, 200)


def _grid(ref: str, form: GridForm | None, status: int, theirs=None) -> Response:
    item = find(db.session(), actor(), ref, now())
    policy.require(actor(), Act.GRID_FILL, item)
    mine = note_queries.grid_of(db.session(), item, actor().person_id)
    since = note_queries.reopened_at(db.session(), item)
    # Given upon a text that was written again since: theirs to read again, then to give again.
    counts = mine is not None and note_queries.is_of_now(mine, since)
    every = note_queries.grids(db.session(), item, since) if counts else []
    if form is None:
        marks = {line: str(mark) for line, mark in (mine.marks if mine else {}).items()}
        form = GridForm(formdata=None, data=marks | {"version": mine.version if mine else 0})
    return page(
        "committees/grid.html",
        status=status,
        item=item,
        form=form,
        mine=mine if counts else None,
        former=mine if not counts else None,
        parts=PARTS,
        number=len(every),
        spread=grid_rules.spread(one.marks for one in every)
        if len(every) >= FEWEST_SPREAD
        else None,
    )


@bp.post("/points/<ref:ref>/grille")
@allow(Act.GRID_FILL)
def give_grid(ref: str) -> Response:
    """Give it."""
    item = find(db.session(), actor(), ref, now())
    policy.require(actor(), Act.GRID_FILL, item)
    form = GridForm()
    if form.validate():
        try:
            with writing() as session:
                item = find(session, actor(), ref, now())
                told = {"marks": form.marks(), "version": form.version.data or 0, "now": now()}
                note_actions.give_grid(session, actor(), item, **told)
                return done(url_for(".grid", ref=ref), said=_("Votre grille est enregistrée."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale as stale:
            told = _("Votre grille a été enregistrée dans une autre fenêtre : rouvrez cette page.")
            form.refuse(Refused(told))
            del stale
    return _grid(ref, form, 422)
