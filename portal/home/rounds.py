"""What `portal tick` does: all that time alone brings, then the mails that wait."""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module

from flask import current_app
from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.db.alone import alone
from portal.db.engine import clock, transaction
from portal.extensions import db
from portal.health import actions
from portal.notices import digests
from portal.outbox import worker
from portal.web import idempotency

log = logging.getLogger("portal.tick")

# Each of these has `scheduled.run(session, now) -> int`; low to high; one transaction each,
# or one for each of its `STEPS`.
TICKING = ("people", "files", "irritants", "startups", "handovers", "committees")

_SAID = {
    "people": _l("comptes"),
    "files": _l("fichiers"),
    "irritants": _l("irritants"),
    "startups": _l("startups et échéances"),
    "handovers": _l("bilans après la sortie"),
    "committees": _l("votes et ordres du jour"),
    "digests": _l("résumés"),
    "mails": _l("courriers"),
}


@dataclass
class Round:
    """What one round did, by capability; nothing when another one was under way."""

    done: dict[str, int] = field(default_factory=dict)
    mails: int = 0
    was_alone: bool = True
    failed: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many things were done, mails included."""
        return sum(self.done.values()) + self.mails

    def words(self) -> str:
        """The sentence that the command prints."""
        if not self.was_alone:
            return _("Un autre passage est en cours : rien n’a été fait.")
        if self.failed:
            return _(
                "Passage incomplet, voir le journal : %(names)s.", names=", ".join(self.failed)
            )
        counts = self.done | {"mails": self.mails}
        told = [f"{_SAID[name]} {count}" for name, count in counts.items() if count]
        if not told:
            return _("Passage fait : rien n’était à faire.")
        return _("Passage fait : %(counts)s.", counts=", ".join(told))


def once() -> Round:
    """Do what is due, unless another host does it now.

    What fails is told in the log and prevents nothing else, except the heartbeat: health then says
    that time is late.
    """
    with alone(db.engine, "tick") as is_alone:
        made = Round(was_alone=is_alone)
        if is_alone:
            for name in TICKING:
                made.done[name] = _guarded(made, name, lambda name=name: _run(name))
            made.done["digests"] = _guarded(made, "digests", _digests)
            _guarded(made, "idempotency", lambda: _in_transaction(idempotency.prune))
            if not made.failed:
                _guarded(made, "heartbeat", lambda: _in_transaction(actions.beat))
            made.mails = _guarded(made, "mails", _send)
        return made


def _guarded(made: Round, name: str, step: Callable[[], int | None]) -> int:
    try:
        return step() or 0
    except Exception:
        log.exception("tick_failed", extra={"told": {"step": name}})
        made.failed.append(name)
        return 0
    finally:
        db.session.remove()


def _run(name: str) -> int:
    scheduled = import_module(f"portal.{name}.scheduled")
    steps = getattr(scheduled, "STEPS", (scheduled.run,))
    return sum(_in_transaction(step) for step in steps)


def _in_transaction(step: Callable[[Session, datetime], int | None]) -> int:
    with transaction() as session:
        return step(session, clock().now()) or 0


def _digests() -> int:
    """Write the digests that are due, few people to a transaction."""
    written = 0
    while True:
        with transaction() as session:
            made = digests.write_due(session, clock().now())
        if not made:
            return written
        written += made


def _send() -> int:
    settings = current_app.extensions["portal.settings"]
    if not settings.mail_url:
        return 0
    return worker.send_due(settings.mail_url, settings.mail_from)


def keep(every: float, say: Callable[[str], None], *, with_parent: bool = False) -> None:
    """Make rounds for ever, or until whoever started this has gone."""
    parent = os.getppid()
    while True:
        made = _once_at_least()
        if made is not None and (made.total or made.failed):
            say(made.words())
        last = time.monotonic() + every
        while time.monotonic() < last:
            if with_parent and os.getppid() != parent:
                return
            time.sleep(min(1.0, every))


def _once_at_least() -> Round | None:
    try:
        return once()
    except DBAPIError:
        # No database to lock: told, and tried again, for the loop must outlive it.
        log.exception("tick_failed", extra={"told": {"step": "alone"}})
        return None
    finally:
        db.session.remove()
