"""The few figures of the public home: each is the size of a list that one can open."""

from dataclasses import dataclass
from datetime import date

from flask_babel import format_decimal, format_percent, gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.irritants import reckoning
from portal.irritants.models import Irritant
from portal.irritants.queries import visible_to
from portal.kernel.text import agreed
from portal.policy import Actor
from portal.startups import portfolio
from portal.startups.rhythm import Reckoning, reckonings
from portal.startups.words import TermState

_CLOCKS = (TermState.ON_TIME, TermState.SOON, TermState.OVERDUE, TermState.PRESUMED)


@dataclass(frozen=True)
class Figure:
    """A value as it is read, its words, and the list behind it."""

    value: str
    label: str
    href: str


def rhythm(session: Session, actor: Actor, today: date) -> list[Figure]:
    """Does it keep its word? The share of terms kept, where each clock stands, what can be read."""
    counts = portfolio.counts(session, portfolio.Filters(), today)
    read = _irritants(session, actor)
    return [
        *_kept(reckonings(session, today)),
        *_answered(reckoning.share(session, today)),
        _figure(read, agreed(read, "irritant à lire", "irritants à lire"), "/irritants"),
        *(_clock(state, counts[state]) for state in _CLOCKS),
    ]


def _kept(found: list[Reckoning]) -> list[Figure]:
    """No share of nothing."""
    if not found:
        return []
    kept = sum(one.is_kept for one in found)
    words = _(
        "des échéances décidées à temps en douze mois, %(kept)s sur %(all)s",
        kept=kept,
        all=len(found),
    )
    return [Figure(format_percent(kept / len(found)), words, "/startups/rythme")]


def _answered(share: reckoning.Share) -> list[Figure]:
    """No share of nothing."""
    if not share.total:
        return []
    words = _(
        "des irritants répondus à temps en douze mois, %(kept)s sur %(all)s",
        kept=format_decimal(share.in_time),
        all=format_decimal(share.total),
    )
    return [Figure(format_percent(share.kept), words, "/irritants/promesse")]


def _clock(state: TermState, count: int) -> Figure:
    words = {
        TermState.ON_TIME: agreed(count, "startup dans les temps", "startups dans les temps"),
        TermState.SOON: agreed(count, "échéance proche", "échéances proches"),
        TermState.OVERDUE: agreed(count, "échue sans décision", "échues sans décision"),
        TermState.PRESUMED: _("sans financement enregistré, échéance présumée"),
    }
    return _figure(count, words[state], f"/startups?terme={state.value}")


def _figure(count: int, label: str, href: str) -> Figure:
    return Figure(format_decimal(count), label, href)


def _irritants(session: Session, actor: Actor) -> int:
    query = select(func.count()).select_from(Irritant).where(visible_to(actor))
    return session.scalar(query) or 0
