"""What resembles a text: irritants open or answered, and what was tried without going on.

Only what the reader may see is read; the closest come first.
"""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, load_only

from portal.irritants.models import Irritant
from portal.irritants.queries import visible_to
from portal.irritants.rules import accepts_support
from portal.irritants.shown import badge
from portal.irritants.words import NEGATIVE_EXITS, DeclineMotive, IrritantState as State
from portal.policy import Act, Actor, may
from portal.search import candidates
from portal.search.likeness import CLOSE, SAME, likeness
from portal.search.models import SearchLine
from portal.search.reading import Reading, read
from portal.search.words import Past

MOST = 5
_READ_WHOLE = 30
_ENOUGH = 100
_LONGEST_REASON = 240
_READ = (
    Irritant.ref,
    Irritant.title,
    Irritant.problem,
    Irritant.state,
    Irritant.motive_code,
    Irritant.motive,
    Irritant.destination,
    Irritant.support_count,
    Irritant.author_id,
    Irritant.confidential,
    Irritant.published_at,
    Irritant.incubator_ref,
    Irritant.version,
)


@dataclass(frozen=True, slots=True)
class Alike:
    """One thing that resembles: its state as `(word, shape)`, the reason if it went no further."""

    ref: str
    title: str
    score: float
    badge: tuple[str, str]
    path: str
    reason: str = ""
    supports: int | None = None
    may_support: bool = False

    @property
    def is_same(self) -> bool:
        """Whether it most often is the same problem."""
        return self.score >= SAME


def to(
    session: Session, actor: Actor, title: str, problem: str, *, but: str = "", most: int = MOST
) -> list[Alike]:
    """The closest to a title and a problem that this actor may read, but for the irritant `but`."""
    reading = read(title, problem)
    found = _irritants(session, actor, reading, but)
    if may(actor, Act.INVESTIGATION_LIST):
        found += _tried(session, reading)
    return sorted(found, key=lambda one: (-one.score, one.ref))[:most]


def near(
    session: Session, reading: Reading, sees: ColumnElement[bool], but: str = ""
) -> list[Irritant]:
    """The irritants worth comparing in full among those of `sees`, at most a few dozen."""
    refs = candidates.sifted(reading, _lines(session, reading, sees, but), _READ_WHOLE)
    query = select(Irritant).where(Irritant.ref.in_(refs), sees)
    return list(session.scalars(query.options(load_only(*_READ))))


def _lines(
    session: Session, reading: Reading, sees: ColumnElement[bool], but: str
) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    query = (
        select(SearchLine.ref, SearchLine.terms)
        .join(Irritant, Irritant.ref == SearchLine.ref)
        .where(
            SearchLine.kind == "irritant",
            Irritant.state.not_in((State.DRAFT, State.WITHDRAWN)),
            Irritant.ref != but,
            sees,
        )
        .limit(candidates.MOST_FOUND)
    )
    for question in candidates.asked(reading):
        if len(found) >= _ENOUGH:
            break
        found |= {
            tuple(row)
            for row in session.execute(query.where(candidates.bearing(session, question)))
        }
    return found


def _irritants(session: Session, actor: Actor, reading: Reading, but: str) -> list[Alike]:
    scored = (
        (likeness(reading, read(one.title, one.problem)), one)
        for one in near(session, reading, visible_to(actor), but)
    )
    return [_shown(actor, one, score) for score, one in scored if score >= CLOSE]


def _shown(actor: Actor, one: Irritant, score: float) -> Alike:
    return Alike(
        one.ref,
        one.title,
        score,
        badge(one),
        url_for("irritants.show", ref=one.ref),
        reason=reason(one),
        supports=one.support_count,
        may_support=accepts_support(one.state) and may(actor, Act.IRRITANT_SUPPORT, one),
    )


def reason(irritant: Irritant) -> str:
    """Why it went no further, in a line; empty while it goes on."""
    if irritant.state not in NEGATIVE_EXITS:
        return ""
    code = irritant.motive_code
    label = str(DeclineMotive(code).label) if code in DeclineMotive.codes() else ""
    where = _("voir %(place)s", place=irritant.destination) if irritant.destination else ""
    told = " – ".join(part for part in (label, irritant.motive, where) if part)
    return _short(told)


def _tried(session: Session, reading: Reading) -> list[Alike]:
    scored = (
        (likeness(reading, read(line.title, line.gist)), line)
        for line in candidates.tried(session, reading, _READ_WHOLE)
    )
    return [_tried_shown(line, score) for score, line in scored if score >= CLOSE]


def _tried_shown(line: SearchLine, score: float) -> Alike:
    return Alike(
        line.ref,
        line.title,
        score,
        (str(Past(line.state).label), "none"),
        url_for(f"{line.kind}s.show", ref=line.ref),
        reason=_short(line.reason),
    )


def _short(told: str) -> str:
    line = " ".join(told.split())
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON].rstrip()}…"
