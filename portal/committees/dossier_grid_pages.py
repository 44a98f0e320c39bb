"""The ten lines of the grid: what the sheet says beside what the team writes."""

from types import SimpleNamespace

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import (
    dossier_actions,
    dossier_queries,
    dossier_reading,
    dossier_says,
    item_queries,
)
from portal.committees.blueprint import bp
from portal.committees.dossier_forms import EVERYTHING, TAKE_OVER, GridTextsForm
from portal.committees.grid_words import PARTS, GridLine
from portal.committees.item_models import Item
from portal.committees.item_views import find
from portal.committees.words import SubjectKind
from portal.extensions import db
from portal.kernel.errors import Missing, Refused, Stale
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/points/<ref:ref>/dossier/grille")
@allow(Act.DOSSIER_VIEW)
def dossier_grid(ref: str) -> Response:
    """What do we say on each line that the sponsor marks?"""
    item = _written(ref)
    dossier_actions.check_not_frozen(item, now())
    kept = dossier_queries.grid(db.session(), item.dossier)
    told = (kept.texts | {"version": kept.version}) if kept else {}
    return _shown(item, GridTextsForm(formdata=None, data=told), 200)


def _written(ref: str) -> Item:
    item = find(db.session(), actor(), ref, now())
    policy.require(actor(), Act.DOSSIER_EDIT, item)
    if item.subject_kind is not SubjectKind.STARTUP:
        raise Missing
    return item


def _facts(item: Item) -> dict[GridLine, list]:
    return {GridLine(one["ligne"]): one["fiche"] for one in _read(item).get("grille", ())}


def _read(item: Item) -> dict:
    return dossier_reading.read(db.session(), item, now())


def _shown(item: Item, form: GridTextsForm, status: int, theirs=None, said: str = "") -> Response:
    facts = _facts(item)
    return page(
        "committees/dossier_grid.html",
        status=status,
        item=item,
        form=form,
        parts=PARTS,
        facts_of={line: [dossier_says.spoken(one) for one in told] for line, told in facts.items()},
        take_over=TAKE_OVER,
        everything=EVERYTHING,
        theirs=theirs,
        said=said,
    )


@bp.post("/points/<ref:ref>/dossier/grille")
@allow(Act.DOSSIER_EDIT)
def save_dossier_grid(ref: str) -> Response:
    """Save the lines, or take over what the sheet says and show the form again."""
    item = _written(ref)
    form = GridTextsForm.read()
    asked = request.form.get(TAKE_OVER)
    if asked:
        return _taken_over(item, form, asked)
    if form.validate():
        try:
            with writing(_here(ref)) as session:
                item = item_queries.lock(session, find(session, actor(), ref, now()), now())
                form.check(_as_kept(session, item))
                dossier_actions.write_grid(session, actor(), item, texts=form.texts(), now=now())
                return done(_here(ref), said=_("La grille est enregistrée."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            return _conflict(ref, form)
    return _shown(_written(ref), form, 422)


def _taken_over(item: Item, form: GridTextsForm, asked: str) -> Response:
    """Nothing is saved and nothing typed is replaced: what the sheet says comes after it."""
    dossier_actions.check_not_frozen(item, now())
    for line, facts in _facts(item).items():
        if asked in (EVERYTHING, line.value):
            field = form[line.value]
            field.data = dossier_says.taken(field.data or "", facts)
    said = _("Repris de la fiche, à la suite de votre texte. Relisez, puis enregistrez.")
    return _shown(item, form, 200, said=said)


def _as_kept(session, item: Item) -> SimpleNamespace:
    """What is kept now; version 0 before the first word."""
    kept = dossier_queries.grid(session, item.dossier)
    texts = kept.texts if kept else {}
    told = {line.value: texts.get(line.value, "") for line in GridLine}
    return SimpleNamespace(version=kept.version if kept else 0, **told)


def _conflict(ref: str, form: GridTextsForm) -> Response:
    item = _written(ref)
    return _shown(item, form, 409, conflict.renew(form, _as_kept(db.session(), item)))


def _here(ref: str) -> str:
    return url_for("committees.dossier", ref=ref)
