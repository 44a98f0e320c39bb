"""Office documents, which are zips: judged by their list of names, never unpacked. Pure."""

import stat
import struct
import zipfile
from io import BytesIO

from flask_babel import gettext as _

from portal.files.words import MEDIA_TYPES, FileKind
from portal.kernel.errors import Refused

# A whole list of names is read, so it is measured first: a real document has some hundreds.
MOST_ENTRIES = 5000
MOST_LIST = 2_000_000
MOST_UNPACKED = 500_000_000
_END = b"PK\x05\x06"
_LARGE = b"PK\x06\x07"
_FIRST_NAME = 30
_MAIN = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
_OPEN = {MEDIA_TYPES[kind].encode(): kind for kind in (FileKind.ODT, FileKind.ODS, FileKind.ODP)}
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/")


def kind_of(content: bytes) -> FileKind | None:
    """The kind of office document, None for any other zip. Raises Refused if it has macros."""
    entries = _entries(content)
    if entries is None or not all(_is_sound(one) for one in entries):
        return None
    if sum(one.file_size for one in entries) > MOST_UNPACKED:
        return None
    names = [one.filename for one in entries]
    kind = _open_document(content, entries) or _office(names)
    if kind is not None and any(_is_macro(name.lower()) for name in names):
        raise Refused(
            _("Ce document contient des macros : enregistrez-le sans macro, puis envoyez-le."),
            field="file",
        )
    return kind


def _entries(content: bytes) -> list[zipfile.ZipInfo] | None:
    if not content.startswith(b"PK\x03\x04") or not _has_short_list(content):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        return None


def _has_short_list(content: bytes) -> bool:
    """Whether the list of names is small, by what the end of the archive tells of it."""
    place = content.rfind(_END)
    if place < 0 or len(content) < place + 22:
        return False
    _here, count, size, _offset = struct.unpack_from("<HHLL", content, place + 8)
    if content[max(0, place - 20) : place].startswith(_LARGE):
        # Another end would be read instead, which tells other numbers.
        return False
    return count <= MOST_ENTRIES and size <= MOST_LIST


def _is_sound(entry: zipfile.ZipInfo) -> bool:
    """No link, no secret, nothing that would be unpacked elsewhere."""
    name = entry.filename
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    leaves = name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name
    return not (is_link or leaves or entry.flag_bits & 0x1)


def _open_document(content: bytes, entries: list[zipfile.ZipInfo]) -> FileKind | None:
    """The first entry is `mimetype`, stored as it is: it is read where it stands."""
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.header_offset:
        return None
    if first.compress_type != zipfile.ZIP_STORED:
        return None
    name, extra = struct.unpack_from("<HH", content, _FIRST_NAME - 4)
    start = _FIRST_NAME + name + extra
    return _OPEN.get(content[start : start + min(first.file_size, 100)].strip())


def _office(names: list[str]) -> FileKind | None:
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for main, kind in _MAIN.items() if main in names), None)


def _is_macro(name: str) -> bool:
    return name.endswith(_MACROS) or name.startswith(_MACRO_FOLDERS) or "/activex/" in name
