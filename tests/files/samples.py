"""Small files of every kind, made here, and those that are not what they say."""

import codecs
import io
import struct
import zipfile
import zlib

from portal.files.words import MEDIA_TYPES, FileKind

SECRET = b"48.8566N 2.3522E"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JAVASCRIPT_PDF = PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))


def png() -> bytes:
    """One white point."""
    head = struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0)
    drawn = zlib.compress(b"\x00\xff")
    told = _chunk(b"eXIf", b"MM" + SECRET) + _chunk(b"tEXt", b"Author\x00" + SECRET)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + told
        + _chunk(b"IDAT", drawn)
        + _chunk(b"IEND", b"")
    )


def _segment(mark: int, data: bytes) -> bytes:
    return bytes([0xFF, mark]) + struct.pack(">H", len(data) + 2) + data


def jpeg(way: int = 1) -> bytes:
    """The frame of a picture with its place and its device, as a phone writes them."""
    entry = struct.pack("<HHLHH", 0x0112, 3, 1, way, 0)
    exif = b"Exif\x00\x00II\x2a\x00\x08\x00\x00\x00\x01\x00" + entry + bytes(4) + SECRET
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            _segment(0xE1, exif),
            _segment(0xED, b"Photoshop 3.0\x00" + SECRET),
            _segment(0xFE, SECRET),
            _segment(0xDB, bytes(65)),
            _segment(0xC0, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00"),
            _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56",
            b"\xff\xd9",
        )
    )


def webp() -> bytes:
    """An extended WebP, with its notes."""

    def piece(name: bytes, data: bytes) -> bytes:
        return name + struct.pack("<L", len(data)) + data + b"\x00" * (len(data) % 2)

    body = b"WEBP" + b"".join(
        (
            piece(b"VP8X", bytes([0x0C]) + bytes(9)),
            piece(b"VP8 ", bytes(11)),
            piece(b"EXIF", SECRET),
            piece(b"XMP ", SECRET),
        )
    )
    return b"RIFF" + struct.pack("<L", len(body)) + body


def gif() -> bytes:
    """One point, and a comment."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
    loops = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    comment = b"\x21\xfe" + bytes([len(SECRET)]) + SECRET + b"\x00"
    point = b"\x2c" + bytes(8) + b"\x00" + b"\x02\x02\x44\x01\x00"
    return head + loops + comment + point + b"\x3b"


IMAGES = {
    FileKind.PNG: png(),
    FileKind.JPEG: jpeg(),
    FileKind.WEBP: webp(),
    FileKind.GIF: gif(),
}


def zipped(*entries: tuple[str, bytes | str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these entries; `mimetype` is stored as it is."""
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", how) as archive:
        for name, data in entries:
            kind = zipfile.ZIP_STORED if name == "mimetype" else how
            archive.writestr(name, data, compress_type=kind)
    return told.getvalue()


def docx(*more: tuple[str, bytes | str]) -> bytes:
    """A document of one empty page."""
    return zipped(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>"), *more)


def odf(kind: FileKind, *more: tuple[str, bytes | str]) -> bytes:
    """An open document."""
    return zipped(("mimetype", MEDIA_TYPES[kind]), ("content.xml", "<office/>"), *more)


def linked() -> bytes:
    """A zip that holds a symbolic link."""
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w") as archive:
        link = zipfile.ZipInfo("word/document.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("[Content_Types].xml", "<Types/>")
    return told.getvalue()


def two_ends() -> bytes:
    """A document whose end tells few entries, before which another end would tell many."""
    told = docx()
    place = told.rfind(b"PK\x05\x06")
    return told[:place] + b"PK\x06\x07" + bytes(16) + told[place:]


def bomb() -> bytes:
    """A small zip that says it unpacks to much."""
    return zipped(("zeros", bytes(50_000_000)))


def external_entity() -> bytes:
    """A document whose text asks for a file of the machine."""
    text = '<!DOCTYPE w [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><w>&x;</w>'
    return zipped(("[Content_Types].xml", "<Types/>"), ("word/document.xml", text))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
GIF_AND_SCRIPT = b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//"
EXE = b"MZ\x90\x00" + bytes(200)

SOUND = [
    ("a.pdf", PDF, FileKind.PDF),
    ("a.pdf", JAVASCRIPT_PDF, FileKind.PDF),
    ("a.png", png(), FileKind.PNG),
    ("a.jpg", jpeg(), FileKind.JPEG),
    ("a.jpeg", jpeg(), FileKind.JPEG),
    ("a.webp", webp(), FileKind.WEBP),
    ("a.gif", gif(), FileKind.GIF),
    ("a.docx", docx(), FileKind.DOCX),
    ("b.docx", external_entity(), FileKind.DOCX),
    ("a.xlsx", zipped(("[Content_Types].xml", ""), ("xl/workbook.xml", "")), FileKind.XLSX),
    ("a.pptx", zipped(("[Content_Types].xml", ""), ("ppt/presentation.xml", "")), FileKind.PPTX),
    ("a.odt", odf(FileKind.ODT), FileKind.ODT),
    ("a.ods", odf(FileKind.ODS), FileKind.ODS),
    ("a.odp", odf(FileKind.ODP), FileKind.ODP),
    ("a.csv", "nom;âge\nAlix;40\n".encode(), FileKind.CSV),
    ("b.csv", "nom;âge\nAlix;40 €\n".encode("cp1252"), FileKind.CSV),
    ("a.txt", codecs.BOM_UTF8 + "Été".encode(), FileKind.TEXT),
]

OTHER = "ne se joint pas ici"
UNWANTED = [
    ("a.pdf", b"", "est vide"),
    ("x.svg", SVG, OTHER),
    ("x.txt", SVG, OTHER),
    ("x.html", HTML, OTHER),
    ("x.csv", b"\n\n  <HTML>", OTHER),
    ("a.pdf.exe", EXE, OTHER),
    ("a.exe", PDF, "Renommez-le en « .pdf »"),
    ("a.pdf", png(), "Renommez-le en « .png »"),
    ("a", PDF, "Renommez-le en « .pdf »"),
    ("a.txt", b"\x7fELF" + bytes(40), OTHER),
    ("a.sh", b"#!/bin/sh\nrm -rf /", OTHER),
    ("a.txt", "texte".encode("utf-16"), OTHER),
    ("a.txt", b"a\x00b", OTHER),
    ("a.zip", bomb(), OTHER),
    ("a.pdf", linked(), OTHER),
    ("a.docx", linked(), OTHER),
    ("a.docx", docx(("word/vbaProject.bin", b"x")), "sans macro"),
    ("a.docx", docx(("word/activeX/activeX1.xml", b"x")), "sans macro"),
    ("a.ods", odf(FileKind.ODS, ("Basic/Standard/Module1.xml", "x")), "sans macro"),
    ("a.docx", docx(("../../etc/passwd", b"x")), OTHER),
    ("a.docx", b"PK\x03\x04" + bytes(200), OTHER),
    ("a.docx", docx()[:-30], OTHER),
    ("a.docx", two_ends(), OTHER),
    ("a.gif", GIF_AND_SCRIPT, "incomplète"),
    ("a.jpg", jpeg()[:-4], "incomplète"),
    ("a.png", png()[:-6], "incomplète"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200), OTHER),
]
