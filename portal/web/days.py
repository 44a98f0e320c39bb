"""Days that a form asks for: within a century, and a last day as people say it."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import InputRequired, Optional

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class Day(DateField):
    """A date between 2000 and 2100, as browsers send it or as people write it."""

    def __init__(self, label="", *, needed=True, ask=None, **kwargs):
        super().__init__(
            label,
            format=["%Y-%m-%d", "%d/%m/%Y"],
            validators=[asked_for(ask) if needed else Optional()],
            **kwargs,
        )

    def process_formdata(self, valuelist):
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError:
            raise ValueError(_l("Écrivez une date, par exemple 04/12/2026.")) from None
        if self.data and not EARLIEST <= self.data <= LATEST:
            raise ValueError(_l("Écrivez une date entre 2000 et 2100."))


class LastDay(Day):
    """The last day that counts, as people say it; `data` is the day after, as mandates keep it."""

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data += timedelta(days=1)

    def _value(self):
        if self.raw_data or self.data is None:
            return super()._value()
        return (self.data - timedelta(days=1)).isoformat()


def asked_for(ask: str | None) -> InputRequired:
    """The question itself, when nothing was answered."""
    return InputRequired(ask or _l("Répondez à cette question pour continuer."))
