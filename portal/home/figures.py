"""The few figures of the public home: each is the size of a list that one can open."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.irritants.models import Irritant
from portal.irritants.queries import visible_to
from portal.policy import Actor
from portal.startups import portfolio
from portal.startups.words import TermState


@dataclass(frozen=True)
class Figure:
    """A value, its words, and the list behind it."""

    value: int
    label: str
    href: str


def rhythm(session: Session, actor: Actor, today: date) -> list[Figure]:
    """Does it keep its word? Startups by where their clock stands, irritants that can be read."""
    counts = portfolio.counts(session, portfolio.Filters(), today)
    words = {
        TermState.ON_TIME: _("startups dans les temps"),
        TermState.SOON: _("échéances proches"),
        TermState.OVERDUE: _("échues sans décision"),
        TermState.PRESUMED: _("sans financement enregistré, échéance présumée"),
    }
    terms = [Figure(counts[state], label, _startups(state)) for state, label in words.items()]
    return [Figure(_irritants(session, actor), _("irritants à lire"), "/irritants"), *terms]


def _startups(state: TermState) -> str:
    return f"/startups?terme={state.value}"


def _irritants(session: Session, actor: Actor) -> int:
    query = select(func.count()).select_from(Irritant).where(visible_to(actor))
    return session.scalar(query) or 0
