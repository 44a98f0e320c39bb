"""Two people saved the same thing: what each wrote, field by field, so that none is lost."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from portal.web.filters import day_text
from portal.web.forms import VersionedForm


def differences(form: VersionedForm, thing: Any) -> list[tuple[str, str, str]]:
    """(label, mine, theirs) for each answer of the form that differs from what is kept now."""
    found = []
    for name, mine in form.values().items():
        theirs = getattr(thing, name, mine)
        if _same(mine) != _same(theirs):
            label = str(form[name].label.text)
            found.append((label, _told(mine), _told(theirs)))
    return found


def renew(form: VersionedForm, thing: Any) -> list[tuple[str, str, str]]:
    """The differences; sent again, the form now knowingly replaces what it shows."""
    found = differences(form, thing)
    form.version.data, form.version.raw_data = thing.version, None
    form.renew()
    return found


def _same(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Iterable):
        return sorted(str(each) for each in value)
    return "" if value is None else value


def _told(value: Any) -> str:
    if value is None or value == "" or value == []:
        return _("rien")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if hasattr(value, "label"):
        return str(value.label)
    if hasattr(value, "isoformat"):
        return day_text(value)
    if isinstance(value, list | tuple | set):
        return ", ".join(_told(each) for each in value)
    return str(value)
