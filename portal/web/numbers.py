"""Numbers with a decimal mark that a form asks for: exact, finite, bounded."""

import re
from decimal import Decimal

from flask_babel import format_decimal, lazy_gettext as _l
from wtforms import Field, widgets
from wtforms.validators import Optional

from portal.web.days import asked_for

MOST = Decimal(10) ** 12
_SHAPE = re.compile(r"[0-9]{1,13}(?:[.,][0-9]{1,3})?")
_BLANKS = re.compile(r"[\s\u00a0\u202f]")


class Number(Field):
    """A number that is not negative, three decimals at most, with a comma or a point."""

    widget = widgets.TextInput()

    def __init__(self, label="", *, most=MOST, needed=True, ask=None, **kwargs):
        super().__init__(label, validators=[asked_for(ask) if needed else Optional()], **kwargs)
        self.most = most

    def process_formdata(self, valuelist):
        self.data = None
        text = _BLANKS.sub("", valuelist[0]) if valuelist else ""
        if not text:
            return
        if not _SHAPE.fullmatch(text):
            raise ValueError(_l("Écrivez un nombre, par exemple 1200 ou 4,5."))
        value = Decimal(text.replace(",", "."))
        if value > self.most:
            raise ValueError(_l("Écrivez un nombre plus petit."))
        self.data = value

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        # As people write it: the page may be read in either language.
        return "" if self.data is None else format_decimal(self.data, format="0.###")
