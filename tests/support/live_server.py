"""The application served as in production (gunicorn, several processes and threads).

It listens on a socket that the tests opened: no port is guessed, and a killed server can be
started again on the same address.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.apps import MONDAY

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30


class LiveServer:
    """A running portal; `url` has no final slash."""

    def __init__(self, folder: Path, environment: dict[str, str], *, workers: int = 1) -> None:
        self.folder, self.workers = folder, workers
        self.environment = environment
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.log = folder / "server.log"
        self.process: subprocess.Popen | None = None

    def start(self) -> "LiveServer":
        """Start, and wait until it answers."""
        handle = self.socket.fileno()
        command = (
            f"{sys.executable} -m gunicorn --bind fd://{handle} --worker-class gthread --threads 8"
            f" --workers {self.workers} --graceful-timeout 5 --no-control-socket"
        ).split()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "portal:create_app()"],
                cwd=ROOT,
                env=self._environment(),
                stderr=log,
                stdout=log,
                pass_fds=[handle],
                start_new_session=True,
            )
        self._wait()
        return self

    def kill(self) -> None:
        """Stop everything at once, as `kill -9` does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let the requests under way finish, then stop."""
        self._end(signal.SIGTERM)

    def close(self) -> None:
        """Stop, and give the port back."""
        self.stop()
        self.socket.close()

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        os.killpg(self.process.pid, how)
        self.process.wait(timeout=20)
        self.process = None

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        told = {"PORTAL_BASE_URL": self.url, "PORTAL_INSTANCE": str(self.folder)}
        return kept | told | self.environment

    def _wait(self) -> None:
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit and self.process.poll() is None:
            if self._answers():
                return
        raise RuntimeError(self.log.read_text())

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/sante/vivant", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False


def environment_for(database_url: str) -> dict[str, str]:
    """The settings of a portal served on this database, its clock still on the Monday."""
    return {
        "PORTAL_ENVIRONMENT": "development",
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_SECRET_KEY": "clef-des-essais-qui-ne-protege-rien",
        "PORTAL_NOW": MONDAY.isoformat(),
    }


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., LiveServer]]:
    """Start a portal: `serve(database_url, workers=2, PORTAL_THEME="neutral")`."""
    servers: list[LiveServer] = []

    def start(database_url: str, *, workers: int = 1, **environment: str) -> LiveServer:
        known = environment_for(database_url) | environment
        servers.append(LiveServer(tmp_path, known, workers=workers))
        return servers[-1].start()

    yield start
    for server in servers:
        server.close()
        # Shown by pytest beside a failure.
        print(server.log.read_text())


@pytest.fixture
def live_server(serve: Callable[..., LiveServer], sqlite_url: str) -> LiveServer:
    """The portal served on the embedded database, empty."""
    return serve(sqlite_url)
