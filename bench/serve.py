"""A server of its own process, with the configuration of service: the portal, or the floor.

Run by the benchmark as `python -m bench.serve '{"port": …}'`.
"""

import json
import sys
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


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
