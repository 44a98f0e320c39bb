"""The inbox."""

from datetime import datetime
from types import SimpleNamespace

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.kernel import text
from portal.kernel.errors import Stale
from portal.notices import actions, queries, stop_pages
from portal.notices.blueprint import bp
from portal.notices.forms import PreferencesForm, UndoForm, UpToForm, mark_of, read_mark
from portal.notices.models import Preference
from portal.notices.words import Group
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing

__all__ = ["bp", "stop_pages"]
INBOX = "notices/_inbox.html"


@bp.get("/moi/messages")
@allow(Act.NOTICES_VIEW)
def show() -> Response:
    """What the portal told me."""
    return page("notices/show.html", fragment=INBOX, **_inbox(read_mark(request.args.get("lus"))))


def _inbox(marked: datetime | None) -> dict:
    """`marked`: the moment at which all were marked read, while that can still be undone."""
    session, me = db.session(), actor().person_id
    newest = queries.newest(session, me)
    undoable = queries.count(session, queries.marked_at(me, marked)) if marked else 0
    return {
        "pager": paginate(session, queries.inbox(me)),
        "form": ActForm(formdata=None),
        "unread": queries.unread_count(session, me),
        "all_form": UpToForm(formdata=None, data={"newest": newest.ref if newest else ""}),
        "undoable": undoable,
        "undo_form": UndoForm(formdata=None, data={"at": mark_of(marked) if marked else ""}),
    }


@bp.post("/moi/messages/lecture")
@allow(Act.NOTICE_READ)
def read_all() -> Response:
    """Mark them all read, those that came after the page was shown left alone."""
    form, at = UpToForm.read(), now()
    with writing() as session:
        newest = queries.mine(session, actor().person_id, form.newest.data or "")
        count = actions.mark_all_read(session, actor(), newest, now=at)
        if not count:
            return done(url_for(".show"), said=_("Vous aviez déjà tout lu."))
        words = text.plural(count, "message marqué comme lu", "messages marqués comme lus")
        said = _("%(messages)s : vous pouvez encore annuler.", messages=words)
        goal = url_for(".show", lus=mark_of(at))
        return done(goal, said=said, fragment=INBOX, moves=True, showing=lambda: _inbox(at))


@bp.post("/moi/messages/lecture/annulation")
@allow(Act.NOTICE_READ)
def unread_all() -> Response:
    """Make them new again."""
    form = UndoForm.read()
    at = read_mark(form.at.data)
    with writing() as session:
        count = actions.unmark(session, actor(), at, now=now()) if at else 0
        words = text.plural(count, "message", "messages")
        said = (
            _("%(messages)s de nouveau à lire.", messages=words)
            if count
            else _("Rien à annuler : ces messages ont été ouverts depuis.")
        )
        return done(
            url_for(".show"),
            said=said,
            fragment=INBOX,
            moves=True,
            showing=lambda: _inbox(None),
        )


@bp.post("/moi/messages/<ref:ref>/lecture")
@allow(Act.NOTICE_READ)
def read(ref: str) -> Response:
    """Mark a notice read, and open what it speaks of."""
    with writing() as session:
        notice = queries.mine(session, actor().person_id, ref)
        actions.mark_read(notice, now())
        return done(notice.path)


@bp.get("/moi/preferences")
@allow(Act.NOTICES_VIEW)
def preferences() -> Response:
    """What comes by mail, and how fast?"""
    kept = queries.preference(db.session(), actor().person_id)
    return _preferences(PreferencesForm(formdata=None, obj=_shown(kept)))


@bp.post("/moi/preferences")
@allow(Act.NOTICE_CHOOSE)
def choose() -> Response:
    """Choose what comes by mail, from now on."""
    form = PreferencesForm.read()
    if not form.validate():
        return _preferences(form, 422)
    try:
        with writing() as session:
            told = {"version": form.version.data or 0, "now": now()}
            actions.choose(session, actor(), form.paces(), **told)
            said = _("Vos choix sont enregistrés : ils valent pour les messages à venir.")
            return done(url_for(".preferences"), said=said)
    except Stale:
        kept = queries.preference(db.session(), actor().person_id)
        return _preferences(form, 409, conflict.renew(form, _shown(kept)))


def _shown(kept: Preference) -> SimpleNamespace:
    paces = {group.value: kept.pace(group) for group in Group}
    return SimpleNamespace(version=kept.version, **paces)


def _preferences(form: PreferencesForm, status: int = 200, theirs=None) -> Response:
    fragment, told = "notices/_preferences.html", {"form": form, "theirs": theirs}
    return page("notices/preferences.html", fragment=fragment, status=status, **told)
