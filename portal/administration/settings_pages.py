"""The settings: what is in force, what was before, and changing them."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal.administration.blueprint import bp
from portal.administration.forms import SettingsForm
from portal.extensions import db
from portal.kernel.errors import Refused, Stale
from portal.policy import Act, may
from portal.settings import actions, queries, rules
from portal.settings.rules import Values
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/administration/reglages")
@allow(Act.SETTINGS_VIEW)
def settings() -> Response:
    """What is set, and since when?"""
    return _page(_blank())


def _blank() -> SettingsForm:
    last, values = queries.latest(db.session()), queries.current(db.session())
    told = values.stored() | {"reminder_days": _days(values)}
    return SettingsForm(formdata=None, data=told | {"version": last.number if last else 0})


@bp.post("/administration/reglages")
@allow(Act.SETTINGS_EDIT)
def change_settings() -> Response:
    """Change them, for what comes."""
    form, clash, status = SettingsForm.read(), None, 422
    if form.validate():
        try:
            with writing() as session:
                told = form.values()
                motive, days = told.pop("motive"), rules.read_days(told.pop("reminder_days"))
                wanted = Values(reminder_days=days, **told)
                version = form.version.data
                actions.change(session, actor(), wanted, motive=motive, version=version, now=now())
                return done(url_for(".settings"), said=_("Les réglages sont enregistrés."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            clash, status = _differences(form), 409
    return _page(form, status, clash=clash)


def _differences(form: SettingsForm) -> list[tuple[str, str, str]]:
    """What was typed beside what is kept now; sent again, it knowingly replaces it."""
    kept = _blank()
    form.version.data, form.version.raw_data = kept.version.data, None
    form.renew()
    return [
        (str(form[name].label.text), str(mine), str(kept[name].data))
        for name, mine in form.values().items()
        if name != "motive" and str(mine) != str(kept[name].data)
    ]


def _page(form: SettingsForm, status: int = 200, **values) -> Response:
    versions = queries.history(db.session())
    before = [*(one.values for one in versions[1:]), rules.DEFAULTS]
    lines = [
        (one, _changes(was, one.values, form)) for one, was in zip(versions, before, strict=False)
    ]
    may_set = may(actor(), Act.SETTINGS_EDIT)
    told = [(str(one.label.text), one.data) for one in form if one.name in rules.NAMES]
    known = {"form": form, "lines": lines, "may_set": may_set, "told": told}
    return page("administration/settings.html", status=status, **(known | values))


def _changes(was: Values, now_is: Values, form: SettingsForm) -> list[tuple[str, str, str]]:
    return [
        (str(form[name].label.text), _told(old), _told(new))
        for name, old, new in rules.changes(was, now_is)
    ]


def _told(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _days(values: Values) -> str:
    return _told(values.reminder_days)
