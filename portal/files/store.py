"""Where contents stand, each under its SHA-256: a folder of the instance, or an S3-like bucket.

A content is written once and never changes, so writing it again is harmless. `PORTAL_FILES_URL`
chooses: `file:///folder`, or `s3://bucket/prefix?endpoint=https://…&region=…`.
"""

import os
import tempfile
import time
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app

from portal.config import Settings
from portal.kernel.errors import Unavailable


class Store(Protocol):
    """What every store does. All of it raises Unavailable when the store does not answer."""

    def put(self, digest: str, content: bytes) -> None:
        """Keep this content; once back, it outlives a power cut."""

    def has(self, digest: str) -> bool:
        """Whether it is there."""

    def read(self, digest: str) -> bytes:
        """The content. Raises KeyError when it is not there."""

    def drop(self, digest: str) -> None:
        """Forget it, if it is there."""

    def tidy(self) -> None:
        """Throw away what was left half written by a process that ended."""

    def check(self) -> None:
        """Nothing, if one may write here."""


class Folder:
    """Files of a folder, two letters deep; the whole name appears once all bytes are safe."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def put(self, digest: str, content: bytes) -> None:
        try:
            target = self._path(digest)
            target.parent.mkdir(parents=True, exist_ok=True)
            self._half.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._half, delete=False) as half:
                half.write(content)
                half.flush()
                os.fsync(half.fileno())
            os.chmod(half.name, 0o640)
            os.replace(half.name, target)
            for folder in (target.parent, self.place):
                _sync(folder)
        except OSError as error:
            raise Unavailable from error

    def has(self, digest: str) -> bool:
        return self._path(digest).is_file()

    def read(self, digest: str) -> bytes:
        try:
            return self._path(digest).read_bytes()
        except FileNotFoundError:
            raise KeyError(digest) from None
        except OSError as error:
            raise Unavailable from error

    def drop(self, digest: str) -> None:
        self._path(digest).unlink(missing_ok=True)

    def tidy(self) -> None:
        # By the machine's own time, like the dates of the files; an hour is longer than any upload.
        for half in self._half.glob("*"):
            if time.time() - half.stat().st_mtime > 3600:
                half.unlink(missing_ok=True)

    def check(self) -> None:
        # Made with the first file: until then its parent tells.
        place = next(each for each in (self.place, *self.place.parents) if each.exists())
        if not os.access(place, os.W_OK):
            raise Unavailable

    @property
    def _half(self) -> Path:
        return self.place / "en-cours"

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not digest.isalnum():
            raise ValueError(digest)
        return self.place / digest[:2] / digest


class Bucket:
    """Objects of an S3-compatible service; its own answer says that they are safe."""

    def __init__(self, bucket: str, prefix: str, *, endpoint: str = "", region: str = "") -> None:
        # Only who asks for it has it: the extra `s3`.
        import obstore
        from obstore.store import S3Store

        told = {"endpoint": endpoint, "region": region or "us-east-1"}
        self._told = obstore
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "timeout": "15s",
                "connect_timeout": "3s",
            },
            retry_config={"max_retries": 2},
            **{name: value for name, value in told.items() if value},
        )

    def put(self, digest: str, content: bytes) -> None:
        self._ask(lambda: self._told.put(self._store, digest, content))

    def has(self, digest: str) -> bool:
        try:
            self._ask(lambda: self._told.head(self._store, digest))
        except KeyError:
            return False
        return True

    def read(self, digest: str) -> bytes:
        return self._ask(lambda: bytes(self._told.get(self._store, digest).bytes()))

    def drop(self, digest: str) -> None:
        self._ask(lambda: self._told.delete(self._store, digest))

    def tidy(self) -> None:
        """An object appears whole or not at all: there is nothing to throw away."""

    def check(self) -> None:
        self.has("0" * 64)

    def _ask(self, what):
        from obstore.exceptions import BaseError

        try:
            return what()
        except FileNotFoundError as gone:
            raise KeyError from gone
        except (BaseError, OSError) as error:
            raise Unavailable from error


def opened(settings: Settings) -> Store:
    """The store that these settings name."""
    url = urlsplit(settings.files_url)
    if url.scheme == "s3":
        asked = {name: values[-1] for name, values in parse_qs(url.query).items()}
        return Bucket(url.netloc, url.path.strip("/"), **asked)
    return Folder(Path(unquote(url.path)))


def ours() -> Store:
    """The store of the application in hand."""
    known = current_app.extensions
    if "portal.files" not in known:
        known["portal.files"] = opened(known["portal.settings"])
    return known["portal.files"]


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
