"""Images: which they are, and the same picture without what hides in it. Pure.

The parts that draw are copied as they are, the others left out: nothing is decoded, so no picture
can be a bomb, and none loses quality. What follows the end of the picture goes too.
"""

import struct
from collections.abc import Callable

from portal.files.words import FileKind


class Broken(ValueError):
    """The picture ends too early, or is not made as it should be."""


def kind_of(content: bytes) -> FileKind | None:
    """Which image it is, by its first bytes."""
    if content.startswith(_PNG):
        return FileKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith((b"GIF87a", b"GIF89a")):
        return FileKind.GIF
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return FileKind.WEBP
    return None


# PNG: chunks of length, name, data, sum

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST cICP acTL fcTL fdAT".split()
)


def clean_png(content: bytes) -> bytes:
    """The chunks that draw."""
    kept, place = [content[:8]], 8
    while True:
        length, name = _read(">L4s", content, place)
        end = place + 12 + length
        if end > len(content):
            raise Broken
        if name in _PNG_KEPT:
            kept.append(content[place:end])
        if name == b"IEND":
            return b"".join(kept)
        place = end


# JPEG: segments, then scans

_SOI, _EOI, _SOS, _APP1, _COMMENT = 0xD8, 0xD9, 0xDA, 0xE1, 0xFE
# JFIF, colour profile, and the one that says how colours were mixed.
_APPS_KEPT = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}


def clean_jpeg(content: bytes) -> bytes:
    """The segments that draw, and which way up the picture stands."""
    kept, place = [content[:2]], 2
    while True:
        (lead, mark) = _read(">BB", content, place)
        if lead != 0xFF:
            raise Broken
        if mark == 0xFF:
            place += 1
            continue
        if mark == _EOI:
            return b"".join([*kept, b"\xff\xd9"])
        end = place + 2 + _read(">H", content, place + 2)[0]
        piece = content[place:end]
        if end > len(content) or end < place + 4:
            raise Broken
        kept.append(_jpeg_kept(mark, piece))
        place = end
        if mark == _SOS:
            place = _scan_end(content, end)
            kept.append(content[end:place])


def _jpeg_kept(mark: int, piece: bytes) -> bytes:
    if mark == _APP1 and piece[4:10] == b"Exif\x00\x00":
        return _upright(_orientation(piece[10:]))
    if 0xE0 <= mark <= 0xEF:
        wanted = _APPS_KEPT.get(mark)
        return piece if wanted and piece[4:].startswith(wanted) else b""
    return b"" if mark == _COMMENT else piece


def _scan_end(content: bytes, place: int) -> int:
    """Where the drawing of a scan ends: the next mark that is neither stuffing nor a restart."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise Broken
        if content[place + 1] != 0 and not 0xD0 <= content[place + 1] <= 0xD7:
            return place
        place += 2


def _orientation(tiff: bytes) -> int:
    """Which way up, 1 to 8; 1 when it is not told."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        (start,) = struct.unpack_from(f"{order}L", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(count, 200)):
            tag, _kind, _many, value = struct.unpack_from(
                f"{order}HHLH", tiff, start + 2 + 12 * number
            )
            if tag == 0x0112:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _upright(way: int) -> bytes:
    """The least that tells it: a phone held upright would show lying pictures otherwise."""
    if way == 1:
        return b""
    tiff = b"MM\x00\x2a\x00\x00\x00\x08" + struct.pack(">HHHLHHL", 1, 0x0112, 3, 1, way, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


# WebP: chunks within a RIFF

_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_EXIF_AND_XMP = 0x0C


def clean_webp(content: bytes) -> bytes:
    """The chunks that draw, and the note that says which ones there are."""
    (size,) = _read("<L", content, 4)
    end = 8 + size
    if end > len(content):
        raise Broken
    kept, place = [], 12
    while place < end:
        name, length = _read("<4sL", content, place)
        stop = place + 8 + length + length % 2
        if stop > end:
            raise Broken
        if name in _WEBP_KEPT:
            kept.append(_without_notes(name, content[place:stop]))
        place = stop
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<L", len(body)) + body


def _without_notes(name: bytes, piece: bytes) -> bytes:
    if name != b"VP8X" or len(piece) < 9:
        return piece
    return piece[:8] + bytes([piece[8] & ~_EXIF_AND_XMP]) + piece[9:]


# GIF: blocks

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_GRAPHIC, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def clean_gif(content: bytes) -> bytes:
    """The blocks that draw and the one that repeats them."""
    (flags,) = _read("<B", content, 10)
    place = 13 + _palette(flags)
    kept = [content[:place]]
    while True:
        (kind,) = _read("<B", content, place)
        if kind == _TRAILER:
            return b"".join([*kept, b"\x3b"])
        start, place, is_kept = place, *_gif_block(content, place, kind)
        if is_kept:
            kept.append(content[start:place])


def _gif_block(content: bytes, place: int, kind: int) -> tuple[int, bool]:
    """Where this block ends, and whether it draws."""
    if kind == _IMAGE:
        (flags,) = _read("<B", content, place + 9)
        return _blocks_end(content, place + 11 + _palette(flags)), True
    if kind != _EXTENSION:
        raise Broken
    (label,) = _read("<B", content, place + 1)
    loops = label == _APPLICATION and content[place + 3 : place + 14] in _LOOPS
    return _blocks_end(content, place + 2), label == _GRAPHIC or loops


def _blocks_end(content: bytes, place: int) -> int:
    while True:
        (size,) = _read("<B", content, place)
        place += 1 + size
        if size == 0:
            return place


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _read(form: str, content: bytes, place: int) -> tuple:
    try:
        return struct.unpack_from(form, content, place)
    except struct.error:
        raise Broken from None


CLEANING: dict[FileKind, Callable[[bytes], bytes]] = {
    FileKind.PNG: clean_png,
    FileKind.JPEG: clean_jpeg,
    FileKind.WEBP: clean_webp,
    FileKind.GIF: clean_gif,
}
