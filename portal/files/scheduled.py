"""What time alone brings: files withdrawn for long go, then the contents that nothing names."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.files import actions, queries, store

TOGETHER = 100


def purge(session: Session, now: datetime) -> int:
    """Remove the lines of what can no longer be put back."""
    found = queries.to_purge(session, now, TOGETHER)
    for file in found:
        actions.forget(session, file, now=now)
    return len(found)


def sweep(session: Session, now: datetime) -> int:
    """Throw away contents left by an upload that did not end, or by a file removed for good."""
    kept = store.ours()
    kept.tidy()
    found = queries.orphans(session, now, TOGETHER)
    for content in found:
        # The line is held: an upload of the same content waits, then sees that it is gone.
        kept.drop(content.sha256)
        session.delete(content)
    session.flush()
    return len(found)


STEPS = (purge, sweep)


def run(session: Session, now: datetime) -> int:
    """Both, in one go. Returns how many things went."""
    return sum(step(session, now) for step in STEPS)
