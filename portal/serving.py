"""Serving under gunicorn, from our own command: threads, because pages wait on the database."""

import gc

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from portal.web import logs


class _Log(Logger):
    """The server's own lines pass through ours: no address, no argument of a request."""

    def setup(self, cfg) -> None:
        super().setup(cfg)
        self.error_log.handlers[:] = []
        self.error_log.propagate = True


class _Server(BaseApplication):
    def __init__(self, app: Flask, options: dict) -> None:
        self.portal, self.options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.portal


def settle() -> None:
    """Once the application is made: what it is made of never goes, so nobody looks for it again.

    A page makes and drops thousands of small objects; the collector, at its own pace, would walk
    the whole application several times a page. Processes begun after share that memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def run(app: Flask, *, host: str, port: int, workers: int = 1, threads: int = 8, **more) -> None:
    """Serve until stopped."""
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": 60,
        "accesslog": None,
        "loglevel": "warning",
        "logger_class": _Log,
    }
    logs.prepare_process(app.extensions["portal.settings"])
    settle()
    _Server(app, options | more).run()
