"""A wire to the PostgreSQL server that a test can cut: the database is then down, or unheard."""

import socket
import threading
from contextlib import suppress

from sqlalchemy import make_url

_CHUNK = 65536
_QUERY = b"Q"
_COMMIT = b"COMMIT"


class Relay:
    """Listens on this machine and passes bytes on, until `cut()`; `mend()` lets them pass again."""

    def __init__(self, database_url: str) -> None:
        self._target = make_url(database_url)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._is_cut = False
        self._deafens = threading.Event()
        self.deafened = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        """The address of the database through this wire."""
        port = self._listener.getsockname()[1]
        query = {name: value for name, value in self._target.query.items() if name != "host"}
        through = self._target.set(host="127.0.0.1", port=port, query=query)
        return through.render_as_string(hide_password=False)

    def cut(self) -> None:
        """Close every connection and take no other."""
        self._is_cut = True
        for each in list(self._open):
            self._close(each)

    def mend(self) -> None:
        """Take connections again."""
        self._is_cut = False

    def deafen(self) -> None:
        """The next commit reaches the server; its answer never comes back."""
        self.deafened.clear()
        self._deafens.set()

    def close(self) -> None:
        """Stop."""
        self.cut()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._welcome(near)

    def _welcome(self, near: socket.socket) -> None:
        try:
            far = None if self._is_cut else self._connect()
        except OSError:
            far = None
        if far is None:
            near.close()
        else:
            self._join(near, far)

    def _connect(self) -> socket.socket:
        folder = self._target.query.get("host") or self._target.host or "127.0.0.1"
        port = self._target.port or 5432
        if folder.startswith("/"):
            far = socket.socket(socket.AF_UNIX)
            far.connect(f"{folder}/.s.PGSQL.{port}")
            return far
        return socket.create_connection((folder, port))

    def _join(self, near: socket.socket, far: socket.socket) -> None:
        self._open |= {near, far}
        threading.Thread(target=self._up, args=(near, far), daemon=True).start()
        threading.Thread(target=self._pass, args=(far, near), daemon=True).start()

    def _up(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while data := near.recv(_CHUNK):
                if self._deafens.is_set() and data[:1] == _QUERY and _COMMIT in data:
                    self._deafens.clear()
                    self._swallow(near, far, data)
                    return
                far.sendall(data)
        self._close(near)
        self._close(far)

    def _swallow(self, near: socket.socket, far: socket.socket, data: bytes) -> None:
        # The other thread would pass the answer on: its end is closed before the question goes.
        near.shutdown(socket.SHUT_WR)
        far.sendall(data)
        self.deafened.set()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                target.sendall(data)
        self._close(source)
        self._close(target)

    def _close(self, each: socket.socket) -> None:
        self._open.discard(each)
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
