"""By hand: `python -m tests.clock --years 10 --startups 100 [--engine postgresql] [--seed 1]`."""

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.clock.simulation import Simulation
from tests.faults.__main__ import database
from tests.support.apps import migrate, running


def main() -> int:
    """Live the years asked for; 0 when the oracle found nothing to say."""
    asked, began = _asked(), time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=asked.folder)))
        url = stack.enter_context(database(asked.engine, folder))
        migrate(url)
        hosts = [stack.enter_context(running(url, folder)) for _ in range(2)]
        life = Simulation(hosts, startups=asked.startups, seed=asked.seed)
        life.live(int(asked.years * 365.25), say=partial(print, flush=True))
    for fault in life.watch.faults[-50:]:
        print(fault, file=sys.stderr)
    counts = ", ".join(f"{count} {name}" for name, count in life.done.items())
    spent = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in life.spent.items())
    print(
        f"{asked.engine} : {counts}, {len(life.world.startups)} startups,"
        f" {life.watch.told} rappels et alertes, {len(life.watch.faults)} écarts,"
        f" en {time.monotonic() - began:.0f} s ({spent})"
    )
    return 1 if life.watch.faults else 0


def _asked() -> argparse.Namespace:
    asks = argparse.ArgumentParser(prog="python -m tests.clock", description=__doc__)
    asks.add_argument("--years", type=float, default=10)
    asks.add_argument("--startups", type=int, default=100)
    asks.add_argument("--seed", type=int, default=1)
    asks.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    asks.add_argument("--folder", help="où poser la base, par exemple /dev/shm")
    return asks.parse_args()


if __name__ == "__main__":
    sys.exit(main())
