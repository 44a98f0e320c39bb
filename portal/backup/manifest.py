"""What a backup holds, said beside it: files and their prints, rows, schema, register."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "manifest.json"
FORMAT = "sauvegarde-v1"
SQLITE, POSTGRESQL = "portal.db", "portal.dump"


class BadBackup(Exception):
    """The folder is not a backup, or no longer the one that was made; the message says why."""


@dataclass(frozen=True)
class State:
    """What the copied database held, at the instant of the copy."""

    revision: str
    rows: dict[str, int]
    register_count: int
    register_head: str


@dataclass(frozen=True)
class Manifest:
    """The whole document. `files` gives the SHA-256 of each file."""

    made_at: str
    engine: str
    files: dict[str, str]
    state: State
    format: str = FORMAT

    @property
    def file(self) -> str:
        """The name of the copy of the database."""
        return SQLITE if self.engine == "sqlite" else POSTGRESQL


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of this folder."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """The manifest, once its files were found to be those it tells. Raises BadBackup."""
    path = folder / NAME
    if not path.is_file():
        raise BadBackup(_not_one(folder))
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise BadBackup(f"{NAME} a un format inconnu : {told['format']}.")
        manifest = Manifest(**told | {"state": State(**told["state"])})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadBackup(f"{NAME} est illisible.") from None
    _compare(folder, manifest)
    return manifest


def print_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compare(folder: Path, manifest: Manifest) -> None:
    if manifest.file not in manifest.files:
        raise BadBackup(f"{NAME} ne dit rien de {manifest.file}.")
    present = {each.name for each in folder.iterdir()} - {NAME}
    if missing := set(manifest.files) - present:
        raise BadBackup(f"Il manque {', '.join(sorted(missing))}.")
    if foreign := present - set(manifest.files):
        raise BadBackup(f"Ces fichiers n’en sont pas : {', '.join(sorted(foreign))}.")
    for name, told in manifest.files.items():
        if print_of(folder / name) != told:
            raise BadBackup(
                f"{name} a changé depuis la sauvegarde : son empreinte n’est plus la même."
            )


def _not_one(folder: Path) -> str:
    copies = [each.name for each in folder.glob("*.db")] if folder.is_dir() else []
    if copies:
        return (
            f"{copies[0]} a été copié tel quel : sans son journal « -wal » il peut lui manquer "
            "les dernières écritures. Ce n’est pas une sauvegarde ; faites-en une par "
            "« portal backup create »."
        )
    return f"Ce dossier n’est pas une sauvegarde : il n’a pas de {NAME}."
