"""Processes that we start, the processor time that they take, and their end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.config import ROOT

_TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 60


class Server:
    """A server that we started: its port, the processes that answer, and what they took."""

    def __init__(self, port: int, process: subprocess.Popen, started_in: float) -> None:
        self.port, self.process, self.started_in = port, process, started_in

    @property
    def workers(self) -> list[int]:
        """The processes that answer, the one that watches them left out."""
        return children(self.process.pid)

    def cpu(self) -> float:
        """Seconds of processor that the workers have taken so far."""
        return sum(cpu_of(pid) for pid in self.workers)

    def memory(self) -> int:
        """Bytes held by the fattest worker."""
        return max(_resident(pid) for pid in self.workers)


@contextmanager
def serving(port: int, workers: int, log: Path, **asked) -> Iterator[Server]:
    """A server on the loopback, stopped at the end; what it tells goes to `log`."""
    told = json.dumps(asked | {"port": port, "workers": workers})
    began = time.monotonic()
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.serve", told],
            cwd=ROOT,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
        )
    try:
        _wait(port, process, log)
        yield Server(port, process, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen, errors: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped: {errors.read_text()[-2000:]}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
                probe.sendall(b"GET /sante/vivant HTTP/1.0\r\n\r\n")
                if probe.recv(1):
                    return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server does not answer")


def children(pid: int) -> list[int]:
    """The living children of a process."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_of(pid: int) -> float:
    """Seconds of processor, user and system, that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def family_cpu(pid: int) -> float:
    """The same for a process, its living children, and those already ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(int(field) for field in fields[11:15]) / _TICKS
    return own + sum(_cpu_while_alive(child) for child in children(pid))


def _cpu_while_alive(pid: int) -> float:
    try:
        return cpu_of(pid)
    except (FileNotFoundError, ProcessLookupError):
        # Ended since it was listed: its parent counts it from now on.
        return 0.0


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
