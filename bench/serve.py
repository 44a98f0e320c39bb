"""A server of its own process, with the configuration of service: the portal, or the floor.

Run by the benchmark as `python -m bench.serve '{"port": …}'`.
"""

import json
import logging
import sys
from pathlib import Path

from flask import Flask

from portal import create_app, serving
from portal.config import Settings


def main(asked: dict) -> None:
    """Serve until stopped."""
    app = _floor(asked["floor"]) if "floor" in asked else _portal(asked["settings"])
    # An access log is kept, as behind any proxy that keeps one.
    logs = {"accesslog": asked["log"], "loglevel": "warning"}
    serving.run(app, host="127.0.0.1", port=asked["port"], workers=asked["workers"], **logs)


def _floor(size: int) -> Flask:
    from bench import floor

    return floor.make(size)


def _portal(told: dict) -> Flask:
    logging.basicConfig(level=logging.INFO)
    return create_app(Settings(**(told | {"instance": Path(told["instance"])})))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
