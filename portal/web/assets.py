"""Static files under an address that changes with their content, so that browsers may keep them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for


@cache
def _mark(path: Path, _modified: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def register(app: Flask) -> None:
    """Offer `asset('portal.css')` to templates, and let marked files be kept for a year."""
    folder = Path(app.static_folder)

    def asset(name: str) -> str:
        path = folder / name
        return url_for("static", filename=name, v=_mark(path, path.stat().st_mtime))

    app.jinja_env.globals["asset"] = asset

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
