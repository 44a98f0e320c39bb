"""Plain texts: what reads as one, in UTF-8 or in the old Windows encoding. Pure."""

import codecs
import re

# A browser that would guess is told not to; still, what begins like this is no plain text.
_LIVELY = re.compile(
    rb"\s*(<!doctype|<html|<head|<body|<script|<svg|<math|<iframe|<\?xml|<\?php|<!--|#!)", re.I
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ENCODINGS = ("utf-8", "cp1252")


def is_plain(content: bytes) -> bool:
    """Whether these bytes are a text that a person wrote, and nothing else."""
    body = content.removeprefix(codecs.BOM_UTF8)
    return not _LIVELY.match(body) and any(_reads(body, each) for each in _ENCODINGS)


def _reads(body: bytes, encoding: str) -> bool:
    try:
        return not _CONTROL.search(body.decode(encoding))
    except UnicodeDecodeError:
        return False
