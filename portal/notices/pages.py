"""The inbox."""

from types import SimpleNamespace

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.kernel.errors import Stale
from portal.notices import actions, queries
from portal.notices.forms import PreferencesForm
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

bp = Blueprint("notices", __name__)


@bp.get("/moi/messages")
@allow(Act.NOTICES_VIEW)
def show() -> Response:
    """What the portal told me."""
    pager = paginate(db.session(), queries.inbox(actor().person_id))
    return page("notices/show.html", pager=pager, form=ActForm(formdata=None))


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
