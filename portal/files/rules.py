"""What may be attached, and under what name. Pure: bytes in, a kind or a refusal out."""

from datetime import timedelta

from flask_babel import gettext as _

from portal.files import archives, images, texts
from portal.files.words import EXTENSIONS, FileKind
from portal.kernel.errors import Refused
from portal.kernel.text import one_line

MOST_FILES = 5
MOST_NAME = 120
UNDO = timedelta(days=30)
"""How long a file taken away may be put back."""
ORPHAN = timedelta(days=1)
"""How long a content that nothing names is kept: an upload may be under way."""


def clean_name(sent: str | None) -> str:
    """The name to show: no folder, no control or direction sign, its end kept when it is long."""
    name = one_line((sent or "").replace("\\", "/").rpartition("/")[2])
    name = "".join(" " if sign in '<>:"|?*;' else sign for sign in name)
    stem, _dot, end = one_line(name).strip(". ").rpartition(".")
    if not stem:
        stem, end = end, ""
    room = MOST_NAME - len(end) - 1
    return f"{stem[:room].rstrip()}.{end.lower()}" if end else stem[:MOST_NAME]


def judge(name: str, content: bytes, *, most: int) -> FileKind:
    """What the file is. Raises Refused, saying what to send instead; `most` is in bytes."""
    if not content:
        raise _refused(_("Ce fichier est vide : choisissez-en un autre."))
    if len(content) > most:
        raise _refused(too_big(most))
    end = name.rpartition(".")[2].lower()
    kind = _kind_of(content, end)
    if kind is None:
        raise _refused(
            _(
                "Ce type de fichier ne se joint pas ici. Envoyez un PDF, une image (PNG, JPEG,"
                " WebP, GIF), un document bureautique sans macro, un CSV ou un texte."
            )
        )
    if end not in EXTENSIONS[kind]:
        raise _refused(
            _(
                "Ce fichier est de type « %(kind)s », son nom dit autre chose. Renommez-le en"
                " « .%(end)s », puis envoyez-le à nouveau.",
                kind=kind.label,
                end=EXTENSIONS[kind][0],
            )
        )
    return kind


def too_big(most: int) -> str:
    """What is said of a file above the limit."""
    return _(
        "Ce fichier dépasse %(most)s Mo : envoyez-en une partie ou une version plus légère.",
        most=most // 1_000_000,
    )


def check_count(live: int) -> None:
    """Raise Refused once a thing has all the files that it may."""
    if live >= MOST_FILES:
        raise _refused(_("Cinq fichiers sont déjà joints. Retirez-en un pour en joindre un autre."))


def cleaned(kind: FileKind, content: bytes) -> bytes:
    """The content to keep: images without the place, the device and the words hidden in them.

    Raises Refused when an image is not whole.
    """
    cleaning = images.CLEANING.get(kind)
    if cleaning is None:
        return content
    try:
        return cleaning(content)
    except images.Broken:
        raise _refused(
            _("Cette image est incomplète. Ouvrez-la, enregistrez-la, puis envoyez-la.")
        ) from None


def _kind_of(content: bytes, end: str) -> FileKind | None:
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    kind = images.kind_of(content)
    if kind is not None:
        return kind
    if content.startswith(b"PK"):
        return archives.kind_of(content)
    if texts.is_plain(content):
        return FileKind.CSV if end == "csv" else FileKind.TEXT
    return None


def _refused(sentence: str) -> Refused:
    return Refused(sentence, field="file")
