"""A server of its own process, with the configuration of service: the portal, or the floor.

Run by the benchmark as `python -m bench.serve '{"port": …}'`.
"""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

from bench import floor
from portal import create_app, serving
from portal.config import Settings


def main(asked: dict) -> None:
    """Serve until stopped. The portal tells each request in its log, as in service."""
    told = asked["settings"]
    settings = Settings(**(told | {"instance": Path(told["instance"])}))
    app = floor.make(asked["floor"]) if "floor" in asked else create_app(settings)
    app.extensions["portal.settings"] = settings
    serving.run(app, host="127.0.0.1", port=asked["port"], workers=asked["workers"])


def _end_with(parent: int) -> None:
    """Stop as the measure does, however it ends: nothing stays behind."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    main(json.loads(sys.argv[1]))
