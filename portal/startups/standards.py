"""How far each standard is met: marked with its proof and its day, the marks before kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.journal import actions as journal
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.policy import Act, Actor
from portal.startups import sheet_rules
from portal.startups.models import Startup
from portal.startups.promise_models import StandardMark
from portal.startups.sheet import begin
from portal.startups.sheet_words import STANDARDS_BY_PHASE, Standard
from portal.startups.words import Phase, StandardLevel

_PROVEN = (StandardLevel.MET, StandardLevel.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class State:
    """A standard, the phase that asks for it, whether it is asked now, and its mark if any."""

    standard: Standard
    phase: Phase
    is_asked: bool
    mark: StandardMark | None

    @property
    def level(self) -> StandardLevel | None:
        """How far it is met; None as long as nobody said anything: not known is not unmet."""
        return self.mark.level if self.mark else None


class Counts(NamedTuple):
    """Of the standards that are asked and apply: how many are met, all of them, never stated."""

    met: int
    asked: int
    unseen: int


def states(session: Session, startup: Startup) -> list[State]:
    """Every standard in the order of the phases that ask for them."""
    marks = {one.standard: one for one in _current(session, startup)}
    return [
        State(standard, phase, is_asked(phase, startup.current_phase), marks.get(standard))
        for phase, standards in STANDARDS_BY_PHASE.items()
        for standard in standards
    ]


def levels_on(session: Session, startup: Startup, day: date) -> dict[Standard, StandardLevel]:
    """How far each standard was met on that day, as marked since; those unsaid then left out."""
    query = select(StandardMark).where(
        StandardMark.startup_id == startup.id, StandardMark.on <= day
    )
    found = session.scalars(query.order_by(StandardMark.on, StandardMark.number))
    return {one.standard: one.level for one in found}


def is_asked(phase: Phase, current: Phase | None) -> bool:
    """Whether the standards of a phase are asked of a startup in this one; an end asks them all."""
    return current is not None and (current.is_end or current.rank >= phase.rank)


def counts(found: list[State]) -> Counts:
    """Those asked of it; what is not applicable is neither met nor asked."""
    asked = [one for one in found if one.is_asked and one.level is not StandardLevel.NOT_APPLICABLE]
    met = sum(one.level is StandardLevel.MET for one in asked)
    return Counts(met, len(asked), sum(one.level is None for one in asked))


def marks(session: Session, startup: Startup, standard: Standard) -> list[StandardMark]:
    """Every mark of a standard, the latest first."""
    query = select(StandardMark).where(
        StandardMark.startup_id == startup.id, StandardMark.standard == standard
    )
    return list(session.scalars(query.order_by(StandardMark.number.desc())))


def mark(
    session: Session,
    actor: Actor,
    startup: Startup,
    standard: Standard,
    *,
    level: StandardLevel,
    on: date,
    proof: str,
    link: str,
    now: datetime,
) -> StandardMark:
    """Say how far a standard is met. What is met, or does not apply, is proven or explained."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    sheet_rules.check_past(on, paris_day(now))
    sheet_rules.check_link(link)
    _check_proof(level, proof)
    known = marks(session, startup, standard)
    for one in known:
        one.is_current = False
    session.flush()  # before the next: the database holds one current mark
    made = StandardMark(
        startup_id=startup.id,
        standard=standard,
        number=len(known) + 1,
        level=level,
        on=on,
        proof=proof,
        link=link,
        by_id=actor.person_id,
        at=now,
    )
    session.add(made)
    before = {"level": known[0].level} if known else None
    after = {"standard": standard, "level": level, "on": on, "proof": proof}
    journal.record(session, actor, Act.STARTUP_EDIT, startup, now=now, before=before, after=after)
    session.flush()
    return made


def _check_proof(level: StandardLevel, proof: str) -> None:
    if level in _PROVEN and not text.length(proof):
        raise Refused(_("Dites ce qui le prouve, ou pourquoi c’est sans objet."), field="proof")


def _current(session: Session, startup: Startup) -> list[StandardMark]:
    query = select(StandardMark).where(
        StandardMark.startup_id == startup.id, StandardMark.is_current
    )
    return list(session.scalars(query.order_by(StandardMark.id)))
