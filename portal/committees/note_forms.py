"""What is written while one sits. Shapes only."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from portal.committees.grid_words import MOST, GridLine
from portal.web.forms import VersionedForm
from portal.web.input import LongText, Pick

_MARKS = [("", _l("sans avis")), *((str(mark), f"{mark} / {MOST}") for mark in range(1, MOST + 1))]


class _Apart(HiddenInput):
    """Written by the automatic save's own region, and not with the other hidden answers."""

    input_type = "apart"

    def __call__(self, field, **kwargs):
        return super().__call__(field, **(kwargs | {"type": "hidden"}))


class NotesForm(VersionedForm):
    """Notes."""

    version = IntegerField(widget=_Apart(), default=0)
    body = LongText(_l("Notes"), most=60000, needed=False)


class GridForm(VersionedForm):
    """The grid: one mark a line, or none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for line in GridLine:
            self[line.value].choices = _MARKS

    def marks(self) -> dict[str, int | None]:
        """The marks, by line."""
        return {line.value: int(self[line.value].data or 0) or None for line in GridLine}


for _line in GridLine:
    setattr(GridForm, _line.value, Pick(_line.label, needed=False))
