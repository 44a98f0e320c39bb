"""Keys that a mail carries and that nothing keeps: made again, as it leaves, from the secret key.

So neither the outbox nor a backup holds a link that works; the thing itself has a digest only.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from flask import current_app

MARK = "{clef}"


def key_of(ref: str) -> str:
    """The key of the thing known by this reference: 256 bits, the same at each asking."""
    secret = current_app.secret_key.encode()
    made = hmac.digest(secret, f"lien par courrier:{ref}".encode(), "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


def digest(key: str) -> str:
    """What may be kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()
