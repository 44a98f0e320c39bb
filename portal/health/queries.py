"""What health reads. Nothing here says a version, a host or a path."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.db import schema
from portal.files.store import Store
from portal.health import rules
from portal.health.models import Heartbeat
from portal.health.words import Pulse
from portal.kernel.errors import Unavailable
from portal.outbox.models import Mail
from portal.outbox.words import MailState
from portal.register import queries as register


@dataclass(frozen=True)
class Health:
    """Each organ. The first four are needed to serve; the others call for somebody."""

    database: Pulse = Pulse.ILL
    schema: Pulse = Pulse.ILL
    disk: Pulse = Pulse.ILL
    register: Pulse = Pulse.ILL
    tick: Pulse = Pulse.LATE
    mails: Pulse = Pulse.LATE
    files: Pulse = Pulse.ILL

    @property
    def is_ready(self) -> bool:
        """Whether one may write here."""
        return Pulse.ILL not in (self.database, self.schema, self.disk, self.register)


def health(session: Session, folder: Path, kept: Store, now: datetime) -> Health:
    """The whole state; a database out of reach is an answer, not an error."""
    beside = {"disk": disk_pulse(folder), "files": files_pulse(kept)}
    try:
        return _of_database(session, beside, now)
    except DBAPIError:
        session.rollback()
        return Health(**beside)


def _of_database(session: Session, beside: dict[str, Pulse], now: datetime) -> Health:
    if schema.found(session) != schema.expected():
        return Health(database=Pulse.FINE, **beside)
    register.last(session)
    return Health(
        database=Pulse.FINE,
        schema=Pulse.FINE,
        register=Pulse.FINE,
        tick=Pulse.LATE if rules.is_late(last_round(session), now) else Pulse.FINE,
        mails=Pulse.LATE if _has_late_mail(session, now) else Pulse.FINE,
        **beside,
    )


def disk_pulse(folder: Path) -> Pulse:
    """Whether one can write beside the database, by writing."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as probe:
            probe.write(bytes(4096))
        return Pulse.SHORT if rules.is_short(shutil.disk_usage(folder).free) else Pulse.FINE
    except OSError:
        return Pulse.ILL


def files_pulse(kept: Store) -> Pulse:
    """Whether attached files are within reach; the portal does without them meanwhile."""
    try:
        kept.check()
    except Unavailable:
        return Pulse.ILL
    return Pulse.FINE


def last_round(session: Session) -> datetime | None:
    """When the round of time last came to its end."""
    return session.scalar(select(Heartbeat.at).where(Heartbeat.name == "tick"))


def _has_late_mail(session: Session, now: datetime) -> bool:
    late = exists().where(Mail.state == MailState.WAITING, Mail.next_at < now - rules.LATE)
    return bool(session.scalar(select(late)))
