"""The page of a dossier, which several gestures come back to; what is taken away from it."""

from io import BytesIO

from flask import Response, current_app, send_file, url_for

from portal import policy
from portal.committees import dossier_queries, dossier_says, dossier_views, item_queries
from portal.committees.dossier_forms import AddendumForm, DossierFileForm
from portal.committees.dossier_words import Gap
from portal.committees.item_models import Item
from portal.committees.item_views import find, rights
from portal.extensions import db
from portal.files import actions as files, rules as file_rules, store
from portal.files.actions import Received
from portal.files.models import StoredFile
from portal.files.words import MEDIA_TYPES
from portal.kernel.errors import Missing
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.forms import ActForm, PageForm
from portal.web.respond import page

# Nothing of it runs here, whatever it holds and whichever program opens it.
SANDBOX = "sandbox; default-src 'none'"

# Where what is missing is filled in, for whoever may.
_AT_THE_POINT = {
    Gap.REQUEST: "committees.write_dossier",
    Gap.COURSE: "committees.course",
    Gap.RECEIVER: "committees.receiver",
    Gap.AMOUNT: "committees.write_dossier",
    Gap.RUNGS: "committees.write_dossier",
    Gap.UNDATED: "committees.write_dossier",
    Gap.UNSOURCED: "committees.write_dossier",
    Gap.UNPROVEN: "committees.write_dossier",
    Gap.OLD: "committees.write_dossier",
    Gap.GRID: "committees.dossier_grid",
    Gap.CONDITIONS: "committees.item",
}
_ON_THE_SHEET = {
    Gap.SATISFACTION: "startups.impact",
    Gap.OBSERVED: "startups.objectives",
    Gap.NEXT: "startups.objectives",
    Gap.BUDGET: "startups.budget",
    Gap.COST: "startups.budget",
    Gap.AGREEMENT: "startups.papers",
}


def readable(ref: str) -> Item:
    """The item whose dossier this reader may read, or Missing."""
    item = find(db.session(), actor(), ref, now())
    if not policy.may(actor(), Act.DOSSIER_VIEW, item):
        raise Missing
    return item


def shown(
    ref: str,
    status: int = 200,
    *,
    addendum: AddendumForm | None = None,
    attach: DossierFileForm | None = None,
    refusal: str = "",
) -> Response:
    """The dossier, from what is read and nothing else once it is frozen."""
    session, item = db.session(), readable(ref)
    read = dossier_views.read_of(session, item, now())
    may = rights(actor(), item, now())
    formers = dossier_queries.formers(session, item)
    addenda = dossier_queries.addenda_now(item.dossier, formers)
    return page(
        "committees/dossier.html",
        status=status,
        item=item,
        dossier=item.dossier,
        addenda=addenda,
        formers=formers,
        attached=dossier_queries.files_of_addenda(session, addenda),
        file_url=lambda one: url_for(".dossier_file", ref=ref, file_ref=one),
        text_url=url_for(".frozen_dossier", ref=ref),
        addendum_form=addendum or AddendumForm(formdata=None),
        freeze_days=item_queries.freeze_days(session, item),
        **dossier_views.shown(read),
        gaps=_gaps(item, read, may["may"]["edit"] and not may["frozen"]),
        **may,
        **_files(item, may, attach),
        refusal=refusal,
    )


def _gaps(item: Item, read: dict, writes: bool) -> list[tuple[str, str | None]]:
    """What is missing, in words, and where the team fills it in."""
    lacks = read.get("manques", ())
    return [
        (dossier_says.gap(one), _where(item, Gap(one["quoi"])) if writes else None) for one in lacks
    ]


def gaps_said(read: dict) -> list[tuple[str, None]]:
    """What a frozen dossier lacked, in words alone."""
    return [(dossier_says.gap(one), None) for one in read.get("manques", ())]


def _where(item: Item, gap: Gap) -> str:
    if gap in _AT_THE_POINT:
        return url_for(_AT_THE_POINT[gap], ref=item.ref)
    return url_for(_ON_THE_SHEET[gap], ref=item.subject_ref)


def _files(item: Item, may: dict, form: DossierFileForm | None) -> dict:
    """While it is written: the files with those taken away, and the form to join one."""
    writes = may["may"]["edit"] and not may["frozen"]
    kept = dossier_queries.files_of(db.session(), item, withdrawn=True) if writes else []
    live = sum(one.is_live for one in kept)
    return {
        "kept": kept,
        "may_attach": writes and live < file_rules.MOST_FILES,
        "attach": form or DossierFileForm(formdata=None),
        "move": ActForm(formdata=None),
        "most": most() // 1_000_000,
    }


def most() -> int:
    """How heavy a file may be, in bytes."""
    return current_app.extensions["portal.settings"].files_size * 1_000_000


def received(form: PageForm) -> Received | None:
    """The file of this form, judged and safe in the store; None when there is none.

    Called before the transaction, which must not wait for a disk. Raises Refused, Unavailable.
    """
    if form.file.data is None:
        return None
    content = form.file.content()
    return files.receive(store.ours(), form.file.data.filename, content, most=most(), now=now())


def sent(file: StoredFile) -> Response:
    """A live file, to keep; never shown within the portal. Missing once it was taken away."""
    if not file.is_live:
        raise Missing
    return download(files.read(store.ours(), file), MEDIA_TYPES[file.kind], file.name)


def download(content: bytes, kind: str, name: str) -> Response:
    """Something to take away."""
    answer = send_file(
        BytesIO(content), mimetype=kind, as_attachment=True, download_name=name, etag=False
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
