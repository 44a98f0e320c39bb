"""The link by which a mail is stopped from itself: for one person and one sort of mails, for ever.

It is made again from the secret key as the mail leaves, as `keys` does: nothing that is kept bears
one. It stops mails, and gives nothing else: it lets nobody in.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from urllib.parse import urlencode

from flask import current_app

PATH = "/courriers/arret"
# Where the link goes in the body, as the mail leaves.
MARK = "{arret}"
_SHAPE = re.compile(r"([a-z]{3}-[a-z0-9]{8})\.([a-z]{1,20})\.([A-Za-z0-9_-]{43})")


def stop_key(person_ref: str, sort: str) -> str:
    """What a mail keeps of it: whom, and which sort."""
    return f"{person_ref}.{sort}"


def link(stop_key: str) -> str:
    """The whole address that stops these mails."""
    base = current_app.extensions["portal.settings"].base_url
    return f"{base}{PATH}?{urlencode({'clef': token(stop_key)})}"


def token(stop_key: str) -> str:
    """What nobody can guess: 256 bits beside what they stop, the same at each asking."""
    secret = current_app.secret_key.encode()
    made = hmac.digest(secret, f"arrêt des courriers:{stop_key}".encode(), "sha256")
    return f"{stop_key}.{urlsafe_b64encode(made).decode().rstrip('=')}"


def read(told: str) -> tuple[str, str] | None:
    """The reference of the person and the sort of mails, if the token is one of ours."""
    found = _SHAPE.fullmatch(told or "")
    if found is None:
        return None
    ref, sort, _signature = found.groups()
    is_ours = hmac.compare_digest(told, token(stop_key(ref, sort)))
    return (ref, sort) if is_ours else None


def placed(body: str, stop_key: str) -> str:
    """The body with the link in its place: the last mark, for what a person wrote comes before."""
    before, mark, after = body.rpartition(MARK)
    return before + link(stop_key) + after if mark else body
