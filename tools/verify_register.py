#!/usr/bin/env python3
"""Vérifie un export du registre avec la seule bibliothèque standard de Python.

    python3 verify_register.py registre.json [--tete EMPREINTE] [--entrees NOMBRE]

Code de sortie : 0 si le registre est intact, 1 s'il est rompu (la première entrée fautive est
nommée), 2 si le fichier ne se lit pas. L'empreinte de tête et le nombre d'entrées, notés
auparavant sur la page publique, prouvent en outre que rien n'a été retranché.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

HEAD = b'{"format": "registre-v1", "entries": ['
GENESIS = "0" * 64
FIELDS = {"seq", "prev", "at", "type", "payload_hash", "payload", "hash"}


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def seal(entry: dict) -> str:
    """SHA-256(0x00 ‖ "registre-v1" ‖ JSON canonique de l'entrée)."""
    body = {name: entry[name] for name in FIELDS - {"hash"}}
    body["payload"] = json.loads(entry["payload"])
    return hashlib.sha256(b"\x00registre-v1" + canonical(body)).hexdigest()


def check(document: bytes) -> tuple[int, str]:
    """(nombre d'entrées, empreinte de tête), ou lève Broken à la première faute."""
    count, head = 0, GENESIS
    for seq, line in enumerate(entries(document)):
        entry = parsed(seq, line)
        if entry["seq"] != seq:
            raise Broken(seq, "entrée manquante ou déplacée")
        if entry["prev"] != head:
            raise Broken(seq, "chaînage rompu")
        if hashlib.sha256(entry["payload"].encode()).hexdigest() != entry["payload_hash"]:
            raise Broken(seq, "contenu modifié")
        if seal(entry) != entry["hash"]:
            raise Broken(seq, "empreinte fausse")
        count, head = seq + 1, entry["hash"]
    return count, head


def entries(document: bytes) -> Iterator[bytes]:
    """Les lignes des entrées : une par ligne, une virgule entre deux, rien d'autre."""
    lines = document.split(b"\n")
    if lines[0] != HEAD:
        raise Broken(0, "en-tête inconnu")
    ends_well = lines[-2:] == [b"]}", b""]
    body = lines[1:-2] if ends_well else [line for line in lines if line.startswith(b"{")][1:]
    # An empty register has one empty line between its head and its end.
    body = [] if body == [b""] else body
    for place, line in enumerate(body):
        is_last = place == len(body) - 1
        if line.endswith(b",") is is_last:
            raise Broken(place, "ligne mal terminée")
        yield line if is_last else line[:-1]
    if not ends_well:
        raise Broken(len(body), "fin de fichier inattendue")


def parsed(seq: int, line: bytes) -> dict:
    """L'entrée de cette ligne, avec tous ses champs et eux seuls."""
    try:
        pairs = json.loads(line.decode(), object_pairs_hook=list)
        entry = dict(pairs)
        exact = json.dumps(entry, ensure_ascii=False).encode() == line
    except (ValueError, TypeError):
        raise Broken(seq, "ligne illisible") from None
    if not exact or len(pairs) != len(entry) or entry.keys() != FIELDS:
        raise Broken(seq, "ligne altérée")
    if not all(isinstance(entry[name], str) for name in FIELDS - {"seq"}):
        raise Broken(seq, "ligne altérée")
    return entry


class Broken(Exception):
    """La première entrée fautive, et pourquoi."""

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(f"Registre rompu à l'entrée {seq} : {why}.")
        self.seq = seq


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("fichier", type=Path)
    parser.add_argument("--tete", help="empreinte de tête notée auparavant")
    parser.add_argument("--entrees", type=int, help="nombre d'entrées noté auparavant")
    asked = parser.parse_args()
    try:
        document = asked.fichier.read_bytes()
    except OSError as trouble:
        print(f"Fichier illisible : {trouble}", file=sys.stderr)
        return 2
    try:
        count, head = check(document)
        compare(document, count, asked.tete, asked.entrees)
    except Broken as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"Registre intact : {count} entrées, tête {head}.")
    return 0


def compare(document: bytes, count: int, head: str | None, known: int | None) -> None:
    """Ce qui fut noté auparavant s'y trouve encore : rien n'a été retranché ni réécrit."""
    if known is not None and count < known:
        raise Broken(count, f"il y avait {known} entrées")
    if head is None:
        return
    hashes = [parsed(seq, line)["hash"] for seq, line in enumerate(entries(document))]
    noted = hashes[known - 1 : known] if known else hashes
    if head not in (noted or [GENESIS]):
        raise Broken(count, "l'empreinte de tête notée auparavant n'y est pas")


if __name__ == "__main__":
    sys.exit(main())
