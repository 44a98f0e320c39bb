"""The dossier: read, written until it freezes, added to after."""

from types import SimpleNamespace

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import (
    agreement_pages,
    crossing_pages,
    crossing_queries,
    dossier_actions,
    item_queries,
)
from portal.committees.blueprint import bp
from portal.committees.item_forms import AddendumForm, DossierForm
from portal.committees.item_models import Item
from portal.committees.item_views import find, rights, rungs_of
from portal.committees.words import DIRECTIONS, RUNG_QUESTIONS, Direction
from portal.extensions import db
from portal.kernel.errors import Missing, Refused, Stale
from portal.policy import Act
from portal.startups.words import Rung
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing

# Importing them attaches their addresses to the blueprint.
ADDRESSES = (agreement_pages, crossing_pages)


@bp.get("/points/<ref:ref>/dossier")
@allow(Act.DOSSIER_VIEW)
def dossier(ref: str) -> Response:
    """Can one decide with this?"""
    return _shown(ref, AddendumForm(formdata=None), 200)


def _shown(ref: str, form: AddendumForm, status: int) -> Response:
    item = find(db.session(), actor(), ref, now())
    if not policy.may(actor(), Act.DOSSIER_VIEW, item):
        raise Missing
    return page(
        "committees/dossier.html",
        status=status,
        item=item,
        rungs=rungs_of(item),
        missing=missing(item),
        addendum_form=form,
        freeze_days=item_queries.freeze_days(db.session(), item),
        **rights(actor(), item, now()),
    )


def missing(item: Item) -> list[str]:
    """What a committee would miss, as words: first for the team, last for the members."""
    told = [] if item.dossier.request else [_("la demande en une phrase")]
    empty = [str(rung.label).lower() for rung, evidence in rungs_of(item) if evidence is None]
    if empty:
        told.append(_("un chiffre pour : %(rungs)s", rungs=", ".join(empty)))
    crossing = crossing_queries.told(item)
    if item.direction is Direction.PIVOT and (crossing is None or not crossing.mission):
        told.append(_("la mission nouvelle"))
    if item.direction is Direction.MERGE and (crossing is None or crossing.receiver is None):
        told.append(_("la startup qui accueille"))
    if not item.amount:
        told.append(_("le montant demandé"))
    return told


@bp.get("/points/<ref:ref>/dossier/redaction")
@allow(Act.DOSSIER_VIEW)
def write_dossier(ref: str) -> Response:
    """Write the dossier."""
    item = find(db.session(), actor(), ref, now())
    policy.require(actor(), Act.DOSSIER_EDIT, item)
    if dossier_actions.is_frozen(item, now()):
        raise Refused(_("Le dossier est gelé : ajoutez un complément, il sera visible comme tel."))
    return _written(item, _filled(item), 200)


def _written(item: Item, form: DossierForm, status: int, theirs: list | None = None) -> Response:
    form.offer(DIRECTIONS[item.subject_kind])
    return page(
        "committees/dossier_form.html",
        status=status,
        item=item,
        form=form,
        rungs=list(Rung),
        rung_words=RUNG_QUESTIONS,
        theirs=theirs,
    )


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
    for rung, told in rungs_of(item):
        if told is not None:
            data |= {
                f"{rung.value}_figure": told.figure,
                f"{rung.value}_on": told.measured_on,
                f"{rung.value}_source": told.source,
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
@allow(Act.DOSSIER_EDIT)
def add_addendum(ref: str) -> Response:
    """Add to a frozen dossier."""
    form = AddendumForm()
    if form.validate():
        try:
            with writing() as session:
                item = find(session, actor(), ref, now())
                dossier_actions.add_addendum(session, actor(), item, body=form.body.data, now=now())
                return done(url_for(".dossier", ref=ref), said=_("Complément ajouté."))
        except Refused as refusal:
            form.refuse(refusal)
    return _shown(ref, form, 422)
