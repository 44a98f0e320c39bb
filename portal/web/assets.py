"""Static files under an address that changes with their content, so that browsers may keep them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for


@cache
def _mark(path: Path, _modified: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _address(path: Path, name: str) -> str:
    return url_for("static", filename=name, v=_mark(path, path.stat().st_mtime))


def register(app: Flask, *, is_settled: bool) -> None:
    """Offer `asset('portal.css')` to templates, and let marked files be kept for a year."""
    folder = Path(app.static_folder)

    @cache
    def lasting(name: str) -> str:
        return _address(folder / name, name)

    def asset(name: str) -> str:
        # While one works on them, files change under the server; in service they do not.
        return lasting(name) if is_settled else _address(folder / name, name)

    app.jinja_env.globals["asset"] = asset

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
