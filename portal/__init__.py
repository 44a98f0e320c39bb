"""The portal: `create_app()` is the list of what the application is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from portal.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings, those of the environment by default.

    Raises UnsafeSettings. Nothing is imported before: `python3 -m portal` must run on a bare
    Python to prepare its own environment.
    """
    from portal import assembly
    from portal.config import Settings

    settings = (settings or Settings.from_env()).checked()
    app = assembly.new_app(settings)
    assembly.add_database(app, settings)
    assembly.add_logs(app, settings)
    assembly.add_language(app)
    assembly.add_guard(app)
    assembly.add_headers(app, settings)
    assembly.add_errors(app)
    assembly.add_screens(app, settings)
    assembly.add_capabilities(app)
    return app
