"""What `portal tick` does: all that time alone brings, then the mails that wait."""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module

from flask import current_app
from flask_babel import gettext as _

from portal.db.alone import alone
from portal.db.engine import clock, transaction
from portal.extensions import db
from portal.notices import digests
from portal.outbox import worker

log = logging.getLogger("portal.tick")

# Each of these has `scheduled.run(session, now) -> int`; low to high, one transaction each.
TICKING = ("people", "irritants", "startups", "committees")


@dataclass
class Round:
    """What one round did, by capability; nothing when another one was under way."""

    done: dict[str, int] = field(default_factory=dict)
    mails: int = 0
    was_alone: bool = True

    @property
    def total(self) -> int:
        """How many things were done, mails included."""
        return sum(self.done.values()) + self.mails

    def words(self) -> str:
        """The sentence that the command prints."""
        if not self.was_alone:
            return _("Un autre passage est en cours : rien n’a été fait.")
        counts = ", ".join(f"{name} {count}" for name, count in self.done.items())
        return _("Passage fait : %(counts)s, courriers %(mails)s.", counts=counts, mails=self.mails)


def once() -> Round:
    """Do what is due, unless another host does it now."""
    with alone(db.engine, "tick") as is_alone:
        if not is_alone:
            return Round(was_alone=False)
        done = {name: _run(name) for name in TICKING}
        return Round(done | {"digests": _digests()}, _send())


def _run(name: str) -> int:
    scheduled = import_module(f"portal.{name}.scheduled")
    with transaction() as session:
        return scheduled.run(session, clock().now())


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
        made = _guarded()
        if made is not None and made.total:
            say(made.words())
        last = time.monotonic() + every
        while time.monotonic() < last:
            if with_parent and os.getppid() != parent:
                return
            time.sleep(min(1.0, every))


def _guarded() -> Round | None:
    try:
        return once()
    except Exception:
        # One round that fails is told and tried again: the loop must outlive it.
        log.exception("event=tick_failed")
        return None
    finally:
        db.session.remove()
