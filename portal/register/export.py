"""The whole register as a JSON document, which a stand-alone script checks."""

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.register.models import RegisterEntry

FORMAT = "registre-v1"


def pieces(session: Session) -> Iterator[str]:
    """The document, piece by piece: a head line, one line for each entry, an end line.

    `payload` stays the text that was sealed: decoding it and writing it again could change it.
    """
    yield f'{{"format": {json.dumps(FORMAT)}, "entries": [\n'
    query = select(RegisterEntry).order_by(RegisterEntry.seq)
    comma = ""
    for row in session.scalars(query.execution_options(yield_per=500)):
        yield comma + json.dumps(_told(row), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _told(row: RegisterEntry) -> dict:
    return {
        "seq": row.seq,
        "prev": row.prev,
        "at": row.at,
        "type": row.type,
        "payload_hash": row.payload_hash,
        "payload": row.payload,
        "hash": row.hash,
    }
