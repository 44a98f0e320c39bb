"""How an entry is sealed (design §3). Pure; the stand-alone verifier repeats these lines."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class Sealed:
    """An entry as it is hashed. `payload` is canonical JSON text."""

    seq: int
    prev: str
    at: str
    type: str
    payload_hash: str
    payload: str


def canonical(value: Any) -> str:
    """JSON with sorted keys, no spaces, UTF-8 kept."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def seal(entry: Sealed) -> str:
    """SHA-256(0x00 ‖ "registre-v1" ‖ canonical JSON of the entry)."""
    body = canonical(
        {
            "seq": entry.seq,
            "prev": entry.prev,
            "at": entry.at,
            "type": entry.type,
            "payload_hash": entry.payload_hash,
            "payload": json.loads(entry.payload),
        }
    )
    return hashlib.sha256(b"\x00" + b"registre-v1" + body.encode()).hexdigest()


def first_fault(entries: Iterable[tuple[Sealed, str]]) -> tuple[int, str] | None:
    """The first broken entry as (seq, reason), or None. Entries come with the hash they bear."""
    expected_seq, prev = 0, GENESIS
    for entry, told in entries:
        if entry.seq != expected_seq:
            return expected_seq, "entrée manquante ou déplacée"
        if entry.prev != prev:
            return entry.seq, "chaînage rompu"
        if sha256(entry.payload) != entry.payload_hash:
            return entry.seq, "contenu modifié"
        if seal(entry) != told:
            return entry.seq, "empreinte fausse"
        expected_seq, prev = expected_seq + 1, told
    return None


def person_digest(secret: str, subject_ref: str, person_ref: str) -> str:
    """How a person enters the register: a salted digest, so that erasing them breaks nothing."""
    return sha256(f"{secret}|{subject_ref}|{person_ref}")[:32]
