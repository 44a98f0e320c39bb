"""Files joined to an irritant: read, join, take away, put back."""

from io import BytesIO

from flask import Response, send_file, url_for

from portal.extensions import db
from portal.files import actions as files, queries as file_queries, store
from portal.files.words import MEDIA_TYPES
from portal.irritants import filing, queries
from portal.irritants.blueprint import bp
from portal.irritants.forms import AttachForm
from portal.irritants.models import Irritant
from portal.irritants.sheet import find, sheet_page
from portal.kernel.errors import Missing, Refused
from portal.policy import Act, may, require
from portal.web.context import actor
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done
from portal.web.writing import writing

# Nothing of it runs here, whatever it holds and whichever program opens it.
SANDBOX = "sandbox; default-src 'none'"


@bp.get("/irritants/<ref:ref>/fichiers/<ref:file_ref>")
@allow(Act.FILE_VIEW)
def file(ref: str, file_ref: str) -> Response:
    """The file itself, to keep; never shown within the portal."""
    irritant = find(ref)
    if not may(actor(), Act.FILE_VIEW, irritant):
        raise Missing
    found = file_queries.by_ref(db.session(), ref, file_ref)
    if not found.is_live:
        raise Missing
    answer = send_file(
        BytesIO(files.read(store.ours(), found)),
        mimetype=MEDIA_TYPES[found.kind],
        as_attachment=True,
        download_name=found.name,
        etag=False,
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@bp.post("/irritants/<ref:ref>/fichiers")
@allow(Act.FILE_ADD, takes_files=True)
def attach(ref: str) -> Response:
    """Join a file."""
    require(actor(), Act.FILE_ADD, find(ref))
    form = AttachForm.read()
    if form.validate():
        try:
            received = filing.received(form)
            with writing(_here(ref)) as session:
                irritant = queries.by_ref(session, ref)
                said = filing.join(session, irritant, received)
                return _list(irritant, said)
        except Refused as refusal:
            form.refuse(refusal)
    irritant = find(ref)
    told = filing.shown(irritant, form)
    return sheet_page(irritant, fragment=filing.FILES, status=422, **told)


@bp.post("/irritants/<ref:ref>/fichiers/<ref:file_ref>/retrait")
@allow(Act.FILE_REMOVE)
def move_file(ref: str, file_ref: str) -> Response:
    """Take a file away, or put it back."""
    irritant = find(ref)
    known = file_queries.by_ref(db.session(), ref, file_ref)
    if not may(actor(), Act.FILE_VIEW, irritant):
        raise Missing
    require(actor(), Act.FILE_REMOVE, filing.Attached(known, irritant))
    form = ActForm.read()
    try:
        with writing(_here(ref)) as session:
            irritant = queries.by_ref(session, ref)
            return _list(irritant, filing.moved(session, irritant))
    except Refused as refusal:
        form.refuse(refusal)
    irritant = find(ref)
    told = filing.shown(irritant) | {"refusal": str(form.form_errors[0])}
    return sheet_page(irritant, fragment=filing.FILES, status=422, **told)


def _here(ref: str) -> str:
    return url_for("irritants.show", ref=ref)


def _list(irritant: Irritant, said: str | None) -> Response:
    return done(
        _here(irritant.ref),
        said=said,
        fragment=filing.FILES,
        showing=lambda: filing.shown(irritant),
    )
