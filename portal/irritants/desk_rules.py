"""When the desk may name, keep, write and correct its own tools. Pure."""

import re
from datetime import datetime, timedelta

from flask_babel import gettext as _

from portal.kernel import text
from portal.kernel.errors import Refused

CORRECTION = timedelta(minutes=15)
MOST_LABELS, MOST_VIEWS, MOST_TEMPLATES = 30, 30, 60
# What a template may hold, and what takes its place.
PLACEHOLDERS = ("{référence}", "{titre}", "{date}")
_KNOWN = re.compile("|".join(re.escape(each) for each in PLACEHOLDERS))


def check_room(count: int, most: int) -> None:
    """Raise Refused once there are as many as one can still choose from."""
    if count >= most:
        raise Refused(
            _("Il y en a déjà %(count)s. Retirez-en une avant d’en ajouter.", count=count),
            field="name",
        )


def check_new_name(name: str, taken: list[str]) -> None:
    """Raise Refused for a name that says nothing, or that is borne already."""
    if not text.length(name):
        raise Refused(_("Donnez un nom."), field="name")
    if text.fold(text.one_line(name)) in {text.fold(each) for each in taken}:
        raise Refused(_("Ce nom est déjà pris : choisissez-en un autre."), field="name")


def may_correct(at: datetime, now: datetime) -> bool:
    """Whether a note may still be corrected: for fifteen minutes."""
    return now < at + CORRECTION


def check_correction(at: datetime, now: datetime) -> None:
    """Raise Refused once the fifteen minutes are over."""
    if not may_correct(at, now):
        raise Refused(_("Une note se corrige pendant quinze minutes. Ajoutez-en une autre."))


def check_placeholders(body: str) -> None:
    """Raise Refused for braces around anything but the known placeholders."""
    rest = _KNOWN.sub("", body)
    if "{" in rest or "}" in rest:
        raise Refused(
            _("Entre accolades, seuls {référence}, {titre} et {date} se remplacent."), field="body"
        )


def filled(body: str, *, ref: str, title: str, day: str) -> str:
    """The text with what takes the place of each placeholder; what is put in is not read again."""
    values = dict(zip(PLACEHOLDERS, (ref, title, day), strict=True))
    return _KNOWN.sub(lambda found: values[found[0]], body)
