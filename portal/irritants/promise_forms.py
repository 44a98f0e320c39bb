"""What the pages of the promise are asked for, in the address."""

from wtforms import Form

from portal.irritants.words import Kept
from portal.web.input import Select, Text


class PromiseFilters(Form):
    """Of which incubator, and which part of the figure."""

    incubator_ref = Text(name="incubateur", most=12, needed=False)
    kept = Select(name="sens", words=Kept, needed=False)

    def incubator(self) -> str | None:
        """The reference asked for, if any."""
        self.validate()
        return (not self.incubator_ref.errors and self.incubator_ref.data) or None

    def chosen(self) -> Kept:
        """What waits too long, unless another part is asked for."""
        self.validate()
        return self.kept.data if self.kept.data and not self.kept.errors else Kept.WAITING
