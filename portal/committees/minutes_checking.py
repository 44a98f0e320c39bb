"""Whether sealed minutes, and files printed from them, still say what the register sealed."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.committees import corrigendum_actions, minutes_actions, minutes_queries, minutes_views
from portal.committees.minutes_pdf import PREFIX, Printed, pdf
from portal.committees.models import Minutes
from portal.register import queries as register

_TOLD = re.compile(re.escape(PREFIX.encode()) + rb"([0-9a-f]{64})")


def fault(session: Session) -> tuple[int, str] | None:
    """The first minutes or correction whose words are not those sealed: (entry, reason)."""
    for minutes in minutes_queries.sealed(session):
        payloads = _payloads(session, minutes)
        told = minutes_actions.fingerprint(minutes.facts, minutes.prose)
        sealed = payloads.get(minutes.register_seq, {}).get("pv_sha256")
        if not told == minutes.sha256 == sealed:
            return minutes.register_seq, "procès-verbal modifié"
        for one in minutes_queries.corrigenda(session, minutes):
            if not one.is_sealed:
                continue
            told = corrigendum_actions.fingerprint(minutes.sha256, one.number, one.body, one.motive)
            sealed = payloads.get(one.register_seq, {}).get("rectificatif_sha256")
            if not told == one.sha256 == sealed:
                return one.register_seq, "rectificatif modifié"
    return None


def _payloads(session: Session, minutes: Minutes) -> dict[int, dict]:
    entries = register.about(session, minutes.sitting.ref)
    return {entry.seq: json.loads(entry.payload) for entry in entries}


def told_by(data: bytes) -> str | None:
    """The fingerprint that a printed file says it bears."""
    found = _TOLD.search(data)
    return found[1].decode() if found else None


def is_ours(session: Session, data: bytes, now: datetime) -> bool:
    """Whether the file is, byte for byte, one that the portal prints from these minutes."""
    minutes = minutes_queries.by_sha256(session, told_by(data) or "")
    if minutes is None:
        return False
    whole = minutes_views.printed(session, None, minutes.sitting, now)
    return any(pdf(one) == data for one in _editions(whole))


def _editions(whole: Printed) -> Iterator[Printed]:
    """With the named ballots or without, after each correction and before it."""
    points = frozenset(point["point"] for point in whole.facts["points"])
    for hidden in (frozenset(), points):
        for count in range(len(whole.corrections), -1, -1):
            yield replace(whole, hidden=hidden, corrections=whole.corrections[:count])
