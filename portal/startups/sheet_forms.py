"""How the forms of the sheet tell what was said."""

from typing import Any

from wtforms import StringField

from portal.web.forms import PageForm, VersionedForm


class SheetForm(PageForm):
    """A form whose optional texts are empty when they were not sent."""

    def values(self) -> dict[str, Any]:
        """What was said; a text left out is an empty one."""
        return {
            name: "" if value is None and isinstance(self[name], StringField) else value
            for name, value in super().values().items()
        }


class SheetChangeForm(SheetForm, VersionedForm):
    """The same upon something that others may be changing."""
