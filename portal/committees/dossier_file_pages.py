"""Files of a dossier: read, joined, taken away; and the frozen text itself, to verify it."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import dossier_files, item_queries
from portal.committees.blueprint import bp
from portal.committees.dossier_forms import DossierFileForm
from portal.committees.dossier_shown import download, readable, received, sent, shown
from portal.committees.item_models import Item
from portal.committees.item_views import find
from portal.extensions import db
from portal.files import queries as file_queries, store
from portal.files.models import StoredFile
from portal.kernel.errors import Missing, Refused
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done
from portal.web.writing import writing


@bp.get("/points/<ref:ref>/dossier/gele")
@allow(Act.DOSSIER_VIEW)
def frozen_dossier(ref: str) -> Response:
    """The exact text whose SHA-256 is told, byte for byte."""
    item = readable(ref)
    if not item.dossier.frozen:
        raise Missing
    return download(item.dossier.frozen.encode(), "application/json", f"dossier-{ref}.json")


@bp.get("/points/<ref:ref>/dossier/fichiers/<ref:file_ref>")
@allow(Act.DOSSIER_VIEW)
def dossier_file(ref: str, file_ref: str) -> Response:
    """A file of the dossier or of an addendum, to keep; never shown within the portal."""
    return sent(_file_of(readable(ref), file_ref))


def _file_of(item: Item, file_ref: str) -> StoredFile:
    marks = [item.ref, *(one.files_ref for one in item.dossier.addenda if one.files_ref)]
    return file_queries.among(db.session(), marks, file_ref)


@bp.post("/points/<ref:ref>/dossier/fichiers")
@allow(Act.DOSSIER_EDIT, takes_files=True)
def attach_to_dossier(ref: str) -> Response:
    """Join a file, until the dossier freezes."""
    policy.require(actor(), Act.DOSSIER_EDIT, find(db.session(), actor(), ref, now()))
    form = DossierFileForm.read()
    if form.validate():
        try:
            one = received(form)
            with writing(_here(ref)) as session:
                item = item_queries.by_ref(session, ref, now())
                is_new = dossier_files.attach(
                    session, actor(), item, one, store=store.ours(), now=now()
                )
                said = _("« %(name)s » est joint.", name=one.name)
                return done(_here(ref), said=said if is_new else _("Ce fichier était déjà joint."))
        except Refused as refusal:
            form.refuse(refusal)
    return shown(ref, 422, attach=form)


@bp.post("/points/<ref:ref>/dossier/fichiers/<ref:file_ref>/retrait")
@allow(Act.DOSSIER_EDIT)
def move_dossier_file(ref: str, file_ref: str) -> Response:
    """Take a file away, or put it back."""
    form = ActForm.read()
    policy.require(actor(), Act.DOSSIER_EDIT, find(db.session(), actor(), ref, now()))
    back = bool(request.form.get("remettre"))
    try:
        with writing(_here(ref)) as session:
            item = item_queries.by_ref(session, ref, now())
            file = file_queries.by_ref(session, ref, file_ref)
            verb = dossier_files.put_back if back else dossier_files.take_away
            verb(session, actor(), item, file, now=now())
            return done(_here(ref), said=_moved(file.name, back))
    except Refused as refusal:
        form.refuse(refusal)
    return shown(ref, 422, refusal=str(form.form_errors[0]))


def _moved(name: str, back: bool) -> str:
    if back:
        return _("« %(name)s » est remis.", name=name)
    return _("« %(name)s » est retiré. Vous pouvez le remettre.", name=name)


def _here(ref: str) -> str:
    return url_for("committees.dossier", ref=ref)
