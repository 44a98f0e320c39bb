"""Serving under gunicorn, from our own command: threads, because pages wait on the database."""

from flask import Flask
from gunicorn.app.base import BaseApplication


class _Server(BaseApplication):
    def __init__(self, app: Flask, options: dict) -> None:
        self.portal, self.options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.portal


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
    }
    _Server(app, options | more).run()
