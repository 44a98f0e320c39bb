"""A form that was sent and could not be acted upon, given back to be sent again."""

import re
from dataclasses import dataclass

from flask import request

from portal.web.input import SECRETS

_NOT_CARRIED = {"csrf_token", *SECRETS}
# Codes of choices and keys of ours: sent again, but nothing that a person wrote.
_CODE = re.compile(r"[a-z0-9_:-]+")


@dataclass(frozen=True)
class Carried:
    """Where the form goes, and its pairs of name and value."""

    path: str
    pairs: list[tuple[str, str]]

    @property
    def said(self) -> list[str]:
        """What the person wrote, for them to read again before sending."""
        return [value for _name, value in self.pairs if value and not _CODE.fullmatch(value)]


def of_request() -> Carried:
    """The form of the request in hand, without its token or passwords."""
    pairs = request.form.items(multi=True)
    return Carried(request.path, [pair for pair in pairs if pair[0] not in _NOT_CARRIED])


def has_secret() -> bool:
    """Whether the form in hand bears a password, without which it cannot be sent again."""
    return not SECRETS.isdisjoint(request.form)
