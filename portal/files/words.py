"""The kinds of files that may be attached."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class FileKind(Word):
    """What a file is, by what it holds; the label is what the screen says."""

    PDF = "pdf", _l("PDF")
    PNG = "png", _l("image PNG")
    JPEG = "jpeg", _l("image JPEG")
    WEBP = "webp", _l("image WebP")
    GIF = "gif", _l("image GIF")
    ODT = "odt", _l("texte OpenDocument")
    ODS = "ods", _l("tableur OpenDocument")
    ODP = "odp", _l("présentation OpenDocument")
    DOCX = "docx", _l("document Word")
    XLSX = "xlsx", _l("classeur Excel")
    PPTX = "pptx", _l("présentation PowerPoint")
    CSV = "csv", _l("tableau CSV")
    TEXT = "txt", _l("texte")


EXTENSIONS: dict[FileKind, tuple[str, ...]] = {
    kind: (kind.value,) for kind in FileKind if kind is not FileKind.JPEG
} | {FileKind.JPEG: ("jpg", "jpeg")}
"""How the name of each kind may end; the first is the usual one."""

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
MEDIA_TYPES: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.WEBP: "image/webp",
    FileKind.GIF: "image/gif",
    FileKind.ODT: f"{_OPEN}.text",
    FileKind.ODS: f"{_OPEN}.spreadsheet",
    FileKind.ODP: f"{_OPEN}.presentation",
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.PPTX: f"{_OFFICE}.presentationml.presentation",
    FileKind.CSV: "text/csv",
    FileKind.TEXT: "text/plain",
}

ACCEPTED = ",".join(f".{end}" for ends in EXTENSIONS.values() for end in ends)
"""What the file picker of a browser offers first; the server decides."""
