"""Killing a served portal, whole or by a worker, while people write."""

import os
import random
import signal
import time
from pathlib import Path

from tests.faults.writers import Fact, crowd, finish
from tests.support.live_server import LiveServer


def kill_again_and_again(
    server: LiveServer, path: str, emails: list[str], *, cycles: int, chance: random.Random
) -> list[Fact]:
    """Kill the whole server, as `kill -9` does, and start it again, so many times."""
    writers, over = crowd(server.url, path, emails)
    for _cycle in range(cycles):
        progress(writers)
        time.sleep(chance.uniform(0.3, 1.5))
        server.kill()
        server.start()
    progress(writers)
    return finish(writers, over)


def kill_workers(server: LiveServer, path: str, emails: list[str], *, times: int) -> list[Fact]:
    """Kill one worker of the server, so many times; the others go on serving."""
    writers, over = crowd(server.url, path, emails)
    for _time in range(times):
        progress(writers)
        os.kill(_children(server.process.pid)[0], signal.SIGKILL)
        time.sleep(0.5)
    progress(writers)
    return finish(writers, over)


def progress(writers: list) -> None:
    """Wait until everybody was told something new: a fault must strike people at work."""
    before = [len(writer.facts) for writer in writers]
    limit = time.monotonic() + 60
    while any(len(writer.facts) <= was for writer, was in zip(writers, before, strict=True)):
        assert time.monotonic() < limit, [writer.fault for writer in writers]
        time.sleep(0.05)


def _children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in told.split()]
