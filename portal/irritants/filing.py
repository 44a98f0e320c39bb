"""Files joined to an irritant, between the form and the store: received, listed, answered."""

from dataclasses import dataclass

from flask import current_app, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.extensions import db
from portal.files import actions as files, queries as file_queries, rules as file_rules, store
from portal.files.actions import Received
from portal.files.models import StoredFile
from portal.irritants import attaching, rules
from portal.irritants.attaching import Attached
from portal.irritants.forms import AttachForm
from portal.irritants.models import Irritant
from portal.policy import Act, may
from portal.web.context import actor, now
from portal.web.forms import ActForm, PageForm

FILES = "irritants/_files.html"


@dataclass(frozen=True, slots=True)
class Row:
    """One file of the list, and whether this reader may take it away or put it back."""

    file: StoredFile
    may_remove: bool


def most() -> int:
    """How heavy a file may be, in bytes."""
    return current_app.extensions["portal.settings"].files_size * 1_000_000


def received(form: PageForm) -> Received | None:
    """The file of this form, judged and safe in the store; None when there is none.

    Called before the transaction, which must not wait for a disk. Raises Refused, Unavailable.
    """
    sent = form.file.data
    if sent is None:
        return None
    content = form.file.content()
    return files.receive(store.ours(), sent.filename, content, most=most(), now=now())


def join(session: Session, irritant: Irritant, one: Received | None) -> str | None:
    """Join what was received, and what to say of it."""
    if one is None:
        return None
    told = attaching.attach(session, actor(), irritant, one, store=store.ours(), now=now())
    if told:
        return _("« %(name)s » est joint.", name=one.name)
    return _("Ce fichier était déjà joint.")


def moved(session: Session, irritant: Irritant) -> str | None:
    """Take away or put back the file that a button of the form names, and what to say of it."""
    for name, act, words in _moves():
        ref = request.form.get(name)
        if ref:
            file = file_queries.by_ref(session, irritant.ref, ref)
            act(session, actor(), irritant, file, now=now())
            return words(file.name)
    return None


def _moves() -> list[tuple]:
    return [
        (
            "retirer",
            attaching.take_away,
            lambda name: _("« %(name)s » est retiré. Vous pouvez le remettre.", name=name),
        ),
        ("remettre", attaching.put_back, lambda name: _("« %(name)s » est remis.", name=name)),
    ]


def asks_to_stay() -> bool:
    """Whether the button pressed concerns the files alone: the same page comes back."""
    return bool({"retirer", "remettre"} & set(request.form)) or (
        request.form.get("suite") == "joindre"
    )


def listed(irritant: Irritant) -> list[Row]:
    """The files that this reader sees; those taken away, for whoever may put them back."""
    if not may(actor(), Act.FILE_VIEW, irritant):
        return []
    found = file_queries.of_owner(db.session(), irritant.ref, withdrawn=True)
    rows = [Row(file, may(actor(), Act.FILE_REMOVE, Attached(file, irritant))) for file in found]
    return [row for row in rows if row.file.is_live or row.may_remove]


def shown(irritant: Irritant, form: AttachForm | None = None) -> dict:
    """What the part of the page about files shows."""
    may_attach = may(actor(), Act.FILE_ADD, irritant) and rules.accepts_files(irritant.state)
    rows = listed(irritant)
    may_attach = may_attach and sum(row.file.is_live for row in rows) < file_rules.MOST_FILES
    return {
        "irritant": irritant,
        "files": rows,
        "may_attach": may_attach,
        # Once there is no form left to say it beside.
        "refusal": "" if may_attach or form is None else " ".join(map(str, form.file.errors)),
        "attach": form or AttachForm(formdata=None),
        "remove": ActForm(formdata=None),
        "most": most() // 1_000_000,
    }
