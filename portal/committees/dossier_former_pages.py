"""Dossiers frozen for the sittings that a point left: read again, exactly as they were read."""

from flask import Response, url_for

from portal import policy
from portal.committees import dossier_queries, dossier_shown, dossier_views, dossiers, item_queries
from portal.committees.blueprint import bp
from portal.committees.dossier_models import FormerDossier
from portal.committees.item_models import Item
from portal.extensions import db
from portal.files import queries as file_queries
from portal.kernel.errors import Missing
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import page


def _readable(ref: str, former_ref: str) -> tuple[Item, FormerDossier]:
    """The point and what was frozen: for who may read its dossier, or might have read this one."""
    item = item_queries.by_ref(db.session(), ref, now())
    former = dossier_queries.former(db.session(), ref, former_ref)
    if not any(policy.may(actor(), Act.DOSSIER_VIEW, one) for one in (item, former)):
        raise Missing
    return item, former


@bp.get("/points/<ref:ref>/dossier/anterieurs/<ref:former_ref>")
@allow(Act.DOSSIER_VIEW)
def former_dossier(ref: str, former_ref: str) -> Response:
    """What did we read then?"""
    item, former = _readable(ref, former_ref)
    session = db.session()
    every = dossier_queries.formers(session, item)
    addenda = dossier_queries.addenda_of(former, every)
    read = dossiers.reread(former.frozen)
    return page(
        "committees/dossier.html",
        item=item,
        dossier=former,
        former=former,
        addenda=addenda,
        attached=dossier_queries.files_of_addenda(session, addenda),
        may={},
        may_now=policy.may(actor(), Act.DOSSIER_VIEW, item),
        frozen=True,
        gaps=dossier_shown.gaps_said(read),
        file_url=lambda one: url_for(".former_file", ref=ref, former_ref=former_ref, file_ref=one),
        text_url=url_for(".former_text", ref=ref, former_ref=former_ref),
        **dossier_views.shown(read),
    )


@bp.get("/points/<ref:ref>/dossier/anterieurs/<ref:former_ref>/gele")
@allow(Act.DOSSIER_VIEW)
def former_text(ref: str, former_ref: str) -> Response:
    """The exact text whose SHA-256 is told, byte for byte."""
    _item, former = _readable(ref, former_ref)
    return dossier_shown.download(former.frozen.encode(), "application/json", f"dossier-{ref}.json")


@bp.get("/points/<ref:ref>/dossier/anterieurs/<ref:former_ref>/fichiers/<ref:file_ref>")
@allow(Act.DOSSIER_VIEW)
def former_file(ref: str, former_ref: str, file_ref: str) -> Response:
    """A file that it named, or that came with one of its addenda."""
    item, former = _readable(ref, former_ref)
    every = dossier_queries.formers(db.session(), item)
    told = dossier_queries.addenda_of(former, every)
    marks = [former.ref, *(one.files_ref for one in told if one.files_ref)]
    return dossier_shown.sent(file_queries.among(db.session(), marks, file_ref))
