"""When a committee is founded, meets, receives a point, and closes. Pure."""

from datetime import date

from flask_babel import gettext as _

from portal.committees.words import CommitteeKind
from portal.kernel import text
from portal.kernel.errors import Refused


def check_bounds(
    kind: str, *, purpose: str, ends_on: date | None, most_sittings: int | None, today: date
) -> None:
    """Raise Refused unless a committee made for one purpose says which, and when it is over."""
    if kind != CommitteeKind.AD_HOC:
        return
    if not text.length(purpose):
        raise Refused(_("Dites pour quel objet ce comité est créé."), field="purpose")
    if ends_on is None and most_sittings is None:
        raise Refused(
            _("Donnez un dernier jour, ou un nombre de séances : un comité ad hoc a une fin."),
            field="ends_on",
        )
    if ends_on is not None and ends_on <= today:
        raise Refused(_("Choisissez un dernier jour à venir."), field="ends_on")


def check_plan(
    day: date, *, is_closed: bool, ends_on: date | None, planned: int, most: int | None
) -> None:
    """Raise Refused unless the committee may still sit on that day."""
    if is_closed:
        raise Refused(_("Ce comité est clos : il ne tient plus de séance."), field="day")
    check_day(day, ends_on)
    if most is not None and planned >= most:
        raise Refused(
            _(
                "Ce comité ad hoc a ses %(number)s : il n’en tient pas d’autre.",
                number=text.plural(most, "séance", "séances"),
            ),
            field="day",
        )


def check_day(day: date, ends_on: date | None) -> None:
    """Raise Refused after the last day of a committee; `ends_on` is the first day without it."""
    if ends_on is not None and day >= ends_on:
        raise Refused(_("Ce comité ad hoc aura pris fin ce jour-là."), field="day")


def check_receives(*, is_closed: bool) -> None:
    """Raise Refused once the committee is closed: no point is brought to it."""
    if is_closed:
        raise Refused(_("Ce comité est clos : choisissez-en un autre."), field="committee")


def check_close(
    *, is_closed: bool, motive: str, ahead: str | None, waiting: int, has_heir: bool
) -> None:
    """Raise Refused unless nothing that the committee holds would be lost.

    `ahead` is the day of a sitting still to be held or closed; `waiting` counts its points.
    """
    if is_closed:
        raise Refused(_("Ce comité est déjà clos."))
    if not text.length(motive):
        raise Refused(_("Dites pourquoi ce comité prend fin."), field="motive")
    if ahead is not None:
        raise Refused(_("Tenez ou annulez d’abord la séance du %(day)s.", day=ahead))
    if waiting and not has_heir:
        raise Refused(
            _("Des points attendent : choisissez le comité permanent qui les entendra."),
            field="heir",
        )
