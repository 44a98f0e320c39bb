"""What a startup says of itself, written here: its mission, its text, its addresses, its public."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.journal import actions as journal, queries as entries
from portal.journal.models import JournalEntry
from portal.kernel.text import clean
from portal.policy import Act, Actor
from portal.startups import actions as startups, sheet_rules
from portal.startups.models import Startup
from portal.startups.sheet import begin
from portal.startups.sheet_words import ADDRESSES, PRESENTATION


def tell(
    session: Session, actor: Actor, startup: Startup, *, now: datetime, **told: Any
) -> list[str]:
    """Write what differs; the names of the columns that did. An import leaves these alone."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    changed = {name: value for name, value in told.items() if _differs(startup, name, value)}
    for name in ADDRESSES:
        sheet_rules.check_link(changed.get(name, ""), name)
    if not changed:
        return []
    before = {name: getattr(startup, name) for name in changed}
    _write(startup, changed)
    after = {"sheet": list(changed)} | changed
    journal.record(session, actor, Act.STARTUP_EDIT, startup, now=now, before=before, after=after)
    startups.index(session, startup)
    session.flush()
    return list(changed)


def changes(session: Session, startup: Startup) -> list[JournalEntry]:
    """The lines of the journal that tell what was written here, newest first."""
    found = entries.of(session, startup.ref)
    return [one for one in found if one.act == Act.STARTUP_EDIT and "sheet" in (one.after or {})]


def _differs(startup: Startup, name: str, value: Any) -> bool:
    """Whether a person changed it: what the form alone tidied was not."""
    if name not in PRESENTATION:
        raise ValueError("not a column of the form")
    kept = getattr(startup, name)
    return sorted(kept) != sorted(value) if isinstance(value, list) else clean(kept) != value


def _write(startup: Startup, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(startup, name, value)
    names = {*(startup.written_here or ()), *changed}
    if "stats_url" in changed:
        # The programme's sheet says both; they never contradict each other.
        startup.stats = bool(startup.stats_url)
        names.add("stats")
    startup.written_here = sorted(names)
