"""What is filled in about the startup itself."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l

from portal.irritants.words import UserType
from portal.startups.models import Startup
from portal.startups.sheet_forms import SheetChangeForm
from portal.startups.sheet_words import PRESENTATION
from portal.startups.words import ACCESSIBILITY, THEMES
from portal.web.input import LongText, Pick, PickSeveral, Text

_ADDRESS = {"most": 500, "needed": False}


class PresentationForm(SheetChangeForm):
    """The sheet's own fields, named as the columns, to compare them."""

    mission = LongText(
        PRESENTATION["mission"],
        most=1000,
        ask=_l("Dites en une phrase ce que la startup change, et pour qui."),
        description=_l("Une phrase : ce qu’elle change, et pour qui."),
    )
    body = LongText(
        PRESENTATION["body"],
        most=50_000,
        needed=False,
        description=_l(
            "Le problème, puis la solution. Un titre commence par ##, une liste par un tiret."
        ),
    )
    link = Text(PRESENTATION["link"], **_ADDRESS)
    repository = Text(PRESENTATION["repository"], **_ADDRESS)
    stats_url = Text(PRESENTATION["stats_url"], **_ADDRESS)
    budget_url = Text(PRESENTATION["budget_url"], **_ADDRESS)
    accessibility = Pick(PRESENTATION["accessibility"], needed=False)
    user_types = PickSeveral(PRESENTATION["user_types"], needed=False)
    themes = PickSeveral(PRESENTATION["themes"], needed=False)

    def offering(self, startup: Startup) -> Self:
        """The same, offering our words and those that the sheet already has."""
        users = {one.value: one.label for one in UserType}
        self.accessibility.choices = [
            ("", _l("Pas encore dite")),
            *_with(ACCESSIBILITY, [startup.accessibility]),
        ]
        self.user_types.choices = _with(users, startup.user_types)
        self.themes.choices = _with(THEMES, startup.themes)
        return self

    def values(self) -> dict[str, Any]:
        """What was said; nothing chosen is an empty answer."""
        said = super().values()
        return said | {
            "accessibility": said["accessibility"] or "",
            "user_types": said["user_types"] or [],
            "themes": said["themes"] or [],
        }


def _with(words: dict, present: list[str]) -> list[tuple]:
    others = [(one, one) for one in present if one and one not in words]
    return [*words.items(), *others]
