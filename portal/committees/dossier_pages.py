"""The dossier: read, written until it freezes, added to after."""

from types import SimpleNamespace

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import (
    agreement_pages,
    crossing_pages,
    dossier_actions,
    dossier_file_pages,
    dossier_former_pages,
    dossier_grid_pages,
    dossier_queries,
    dossier_says,
    dossier_sheet,
    item_queries,
)
from portal.committees.blueprint import bp
from portal.committees.dossier_forms import TAKE_OVER, AddendumForm
from portal.committees.dossier_shown import received, shown
from portal.committees.item_forms import DossierForm
from portal.committees.item_models import Item
from portal.committees.item_views import find, rungs_of
from portal.committees.words import DIRECTIONS, RUNG_QUESTIONS
from portal.extensions import db
from portal.files import store
from portal.kernel.errors import Refused, Stale
from portal.policy import Act
from portal.startups import measure_queries
from portal.startups.measure_queries import LastFigure
from portal.startups.words import Rung
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing

# Importing them attaches their addresses to the blueprint.
PARTS = (
    agreement_pages,
    crossing_pages,
    dossier_file_pages,
    dossier_former_pages,
    dossier_grid_pages,
)


@bp.get("/points/<ref:ref>/dossier")
@allow(Act.DOSSIER_VIEW)
def dossier(ref: str) -> Response:
    """Can one decide with this?"""
    return shown(ref)


@bp.get("/points/<ref:ref>/dossier/redaction")
@allow(Act.DOSSIER_VIEW)
def write_dossier(ref: str) -> Response:
    """Write the dossier."""
    item = find(db.session(), actor(), ref, now())
    policy.require(actor(), Act.DOSSIER_EDIT, item)
    dossier_actions.check_not_frozen(item, now())
    return _written(item, _filled(item), 200)


def _written(
    item: Item, form: DossierForm, status: int, theirs: list | None = None, said: str = ""
) -> Response:
    form.offer(DIRECTIONS[item.subject_kind])
    files = dossier_queries.files_of(db.session(), item)
    form.offer_files(files)
    known = {rung: one for rung, one in _sheet(item).items() if one}
    return page(
        "committees/dossier_form.html",
        status=status,
        item=item,
        form=form,
        rungs=list(Rung),
        rung_words=RUNG_QUESTIONS,
        known={rung: dossier_says.spoken(dossier_sheet.figure(one)) for rung, one in known.items()},
        take_over=TAKE_OVER,
        has_files=bool(files),
        theirs=theirs,
        said=said,
    )


def _sheet(item: Item) -> dict[Rung, LastFigure | None]:
    """The last figure of each rung that the sheet of a startup knows."""
    if item.startup is None:
        return {}
    return measure_queries.last_figures(db.session(), item.startup)


def _taken_over(item: Item, form: DossierForm) -> Response:
    """Fill in the rungs left empty with the figures of the sheet; nothing is saved yet."""
    dossier_actions.check_not_frozen(item, now())
    for rung, one in _sheet(item).items():
        if one is not None and not form[f"{rung.value}_figure"].data:
            fact = dossier_sheet.figure(one)
            told = {"figure": dossier_says.figure_in_short(fact), "on": one.on}
            for name, value in (told | {"source": one.source, "link": one.link}).items():
                form[f"{rung.value}_{name}"].data = value
                form[f"{rung.value}_{name}"].raw_data = None
    said = _("Les échelons vides sont repris de la fiche. Relisez, puis enregistrez.")
    return _written(item, form, 200, said=said)


def _filled(item: Item) -> DossierForm:
    data = {
        "request": item.dossier.request,
        "body": item.dossier.body,
        "version": item.dossier.version,
        "direction": item.direction,
        "phase": item.phase,
    }
    for name in ("months", "amount", "money_ends_on", "provisional_months", "provisional_amount"):
        data[name] = getattr(item, name)
    if not item.is_amount_said and not item.amount:
        data["amount"] = None
    for rung, told in rungs_of(item):
        if told is not None:
            data |= {
                f"{rung.value}_figure": told.figure,
                f"{rung.value}_on": told.measured_on,
                f"{rung.value}_source": told.source,
                f"{rung.value}_link": told.link,
                f"{rung.value}_file": told.file_ref or "",
            }
    return DossierForm(formdata=None, data=data)


@bp.post("/points/<ref:ref>/dossier/redaction")
@allow(Act.DOSSIER_EDIT)
def save_dossier(ref: str) -> Response:
    """Save the dossier; a stale save shows both texts."""
    item = find(db.session(), actor(), ref, now())
    policy.require(actor(), Act.DOSSIER_EDIT, item)
    form = DossierForm()
    form.offer(DIRECTIONS[item.subject_kind])
    form.offer_files(dossier_queries.files_of(db.session(), item))
    if request.form.get(TAKE_OVER):
        return _taken_over(item, form)
    if form.validate():
        try:
            with writing() as session:
                item = _held(session, ref)
                form.check(item.dossier)
                dossier_actions.write_dossier(
                    session,
                    actor(),
                    item,
                    now=now(),
                    proposal=form.proposal(),
                    request=form.request.data,
                    body=form.body.data or "",
                    rungs=form.rungs(),
                )
                return done(url_for(".dossier", ref=ref), said=_("Dossier enregistré."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            return _conflict(ref, form)
    return _written(find(db.session(), actor(), ref, now()), form, 422)


def _held(session, ref: str) -> Item:
    """The item, locked, with its dossier as it now stands."""
    item = item_queries.lock(session, find(session, actor(), ref, now()), now())
    session.refresh(item.dossier)
    return item


def _conflict(ref: str, form: DossierForm) -> Response:
    item = find(db.session(), actor(), ref, now())
    kept = SimpleNamespace(**_filled(item).data)
    return _written(item, form, 409, conflict.renew(form, kept))


@bp.post("/points/<ref:ref>/dossier/complements")
@allow(Act.DOSSIER_EDIT, takes_files=True)
def add_addendum(ref: str) -> Response:
    """Add to a frozen dossier."""
    policy.require(actor(), Act.DOSSIER_EDIT, find(db.session(), actor(), ref, now()))
    form = AddendumForm()
    if form.validate():
        try:
            told = {"body": form.body.data, "received": received(form), "store": store.ours()}
            with writing() as session:
                item = find(session, actor(), ref, now())
                dossier_actions.add_addendum(session, actor(), item, **told, now=now())
                return done(url_for(".dossier", ref=ref), said=_("Complément ajouté."))
        except Refused as refusal:
            form.refuse(refusal)
    return shown(ref, 422, addendum=form)
