"""What the sheet says in one line of each page that hangs from it."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.startups import measure_queries, sheet_says
from portal.startups.models import Startup
from portal.web.filters import day_text


@dataclass(frozen=True, slots=True)
class Line:
    """A page, and what it says in short."""

    label: str
    said: str
    href: str


def lines(session: Session, startup: Startup) -> list[Line]:
    """One line for each page, in the order in which a committee reads."""
    return [_line(startup, "impact", _("Impact"), _impact(session, startup))]


def _line(startup: Startup, endpoint: str, label: str, said: str) -> Line:
    return Line(label, said, url_for(f"startups.{endpoint}", ref=startup.ref))


def _impact(session: Session, startup: Startup) -> str:
    found = measure_queries.measures(session, startup)
    star = next((one for one in found if one.is_north_star and one.last), None)
    if star is None:
        return _("rien n’est encore relevé")
    return _(
        "%(name)s : %(figure)s, le %(on)s",
        name=star.name,
        figure=sheet_says.last(star),
        on=day_text(star.last.on, "d MMMM y"),
    )
