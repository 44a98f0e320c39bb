"""Argon2id (OWASP floor by default; the setting makes it cheaper for tests alone)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from portal.people.rules import same_signs


@cache
def _hasher(memory: int, passes: int) -> PasswordHasher:
    return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=1)


def _ours() -> PasswordHasher:
    settings = current_app.extensions["portal.settings"]
    return _hasher(settings.argon2_memory_kib, settings.argon2_passes)


def hashed(password: str) -> str:
    """The digest to keep."""
    return _ours().hash(same_signs(password))


@cache
def _nobody(memory: int, passes: int) -> str:
    return _hasher(memory, passes).hash("personne")


def matches(password: str, kept: str) -> bool:
    """Whether this is the password; as long for an unknown account as for a known one."""
    settings = current_app.extensions["portal.settings"]
    against = kept or _nobody(settings.argon2_memory_kib, settings.argon2_passes)
    try:
        return _ours().verify(against, same_signs(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False
