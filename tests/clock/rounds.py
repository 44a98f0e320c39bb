"""The scheduled command as hosts run it: once, twice, both at once, or with a clock put back."""

import threading
from datetime import datetime, timedelta

from flask import Flask

from portal.home import rounds


def run(host: Flask) -> rounds.Round:
    """One round, which must not fail."""
    with host.app_context():
        made = rounds.once()
    assert not made.failed, made.failed
    return made


def at_once(hosts: list[Flask]) -> list[rounds.Round]:
    """Every host at the same moment: at least one does the work, none fails."""
    gate, made, faults = threading.Barrier(len(hosts)), [], []

    def go(host: Flask) -> None:
        gate.wait()
        try:
            made.append(run(host))
        except (Exception, AssertionError) as fault:  # noqa: BLE001 (a thread's fault is told)
            faults.append(fault)

    threads = [threading.Thread(target=go, args=(host,)) for host in hosts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults
    assert any(one.was_alone for one in made)
    return made


def put_back(host: Flask, now: datetime) -> datetime:
    """The clock of the house goes back one hour; what time it then is."""
    earlier = now - timedelta(hours=1)
    host.extensions["portal.clock"].move_to(earlier)
    return earlier
