"""Attached files beside the database: one archive of contents, each under its SHA-256."""

import hashlib
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from portal.backup.manifest import BadBackup
from portal.files.store import Store

NAME = "pieces.tar"


def copy(store: Store, digests: Iterable[str], target: Path) -> None:
    """Archive these contents. Raises BadBackup if the store has lost one, or has another."""
    with tarfile.open(target, "w") as archive:
        for digest in digests:
            content = _read(store, digest)
            line = tarfile.TarInfo(digest)
            line.size = len(content)
            archive.addfile(line, BytesIO(content))


def _read(store: Store, digest: str) -> bytes:
    try:
        content = store.read(digest)
    except KeyError:
        raise BadBackup(f"Le fichier joint {digest[:12]} manque là où sont les fichiers.") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise BadBackup(f"Le fichier joint {digest[:12]} a changé là où sont les fichiers.")
    return content


def prove(copied: Path, digests: Iterable[str]) -> None:
    """Raise BadBackup unless the archive holds these contents, as they were."""
    with _opened(copied) as contents:
        found = {name for name, _content in contents}
    if lost := set(digests) - found:
        raise BadBackup(f"Il manque des fichiers joints : {len(lost)}.")


def give_back(copied: Path, store: Store) -> int:
    """Put every content in the store, where those of before stay too; how many."""
    with _opened(copied) as contents:
        count = 0
        for name, content in contents:
            store.put(name, content)
            count += 1
    return count


@contextmanager
def _opened(copied: Path) -> Iterator[Iterator[tuple[str, bytes]]]:
    if not copied.exists():
        # Made before files could be attached.
        yield iter(())
        return
    try:
        with tarfile.open(copied, "r:") as archive:
            yield _contents(archive)
    except tarfile.TarError:
        raise BadBackup(f"{copied.name} est illisible.") from None


def _contents(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for line in archive:
        content = archive.extractfile(line).read() if line.isreg() else b""
        if hashlib.sha256(content).hexdigest() != line.name:
            raise BadBackup(f"Le fichier joint {line.name[:12]} n’est plus le même.")
        yield line.name, content
