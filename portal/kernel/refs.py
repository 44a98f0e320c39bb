"""Public names of things: a prefix and eight Crockford base-32 characters (`irr-7k2m9qhx`)."""

import re
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PATTERN = r"[a-z]{3}-[0-9abcdefghjkmnpqrstvwxyz]{8}"
_SHAPE = re.compile(PATTERN)


def new_ref(prefix: str) -> str:
    """A fresh reference: 40 random bits, uniqueness being held by the database."""
    return f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def is_ref(text: str, prefix: str | None = None) -> bool:
    """Whether the text has the shape of a reference, of that kind if given."""
    return bool(_SHAPE.fullmatch(text)) and (prefix is None or text.startswith(f"{prefix}-"))
