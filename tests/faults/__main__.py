"""The long form: `python -m tests.faults --cycles 25 [--engine postgresql] [--seed 1]`."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults import stage
from tests.faults.killing import kill_again_and_again
from tests.support import postgres
from tests.support.apps import migrate, running
from tests.support.live_server import LiveServer, environment_for


def main() -> int:
    """Kill the server so many times on the database asked for; 0 when nothing was lost."""
    asked = _asked()
    with tempfile.TemporaryDirectory() as folder, database(asked.engine, Path(folder)) as url:
        migrate(url)
        with running(url, Path(folder)) as app:
            path, emails = stage.set_up(app, count=asked.clients)
            server = LiveServer(Path(folder), environment_for(url), workers=2).start()
            began = time.monotonic()
            facts = kill_again_and_again(
                server, path, emails, cycles=asked.cycles, chance=random.Random(asked.seed)
            )
            server.close()
            stage.check(app, facts)
    again = len([fact for fact in facts if fact.tries > 1])
    print(
        f"{asked.engine} : {asked.cycles} arrêts brutaux, {len(facts)} écritures confirmées,"
        f" dont {again} envoyées à nouveau ; 0 perdue, 0 en double,"
        f" en {time.monotonic() - began:.0f} s"
    )
    return 0


def _asked() -> argparse.Namespace:
    asks = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asks.add_argument("--cycles", type=int, default=25)
    asks.add_argument("--clients", type=int, default=8)
    asks.add_argument("--seed", type=int, default=1)
    asks.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    return asks.parse_args()


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'portal.db'}"
        return
    source = postgres.source()
    if source is None:
        sys.exit("PostgreSQL est absent de cette machine.")
    with source() as server:
        yield server.create("portal_faults")


if __name__ == "__main__":
    sys.exit(main())
