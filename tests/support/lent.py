"""One application for each sort of database, lent to each test in turn and given back as it was.

Making one takes longer than most tests: hundreds of addresses to compile, then every template and
every statement. What a test may change is put back: settings, extensions, listeners. A test that
adds addresses or hooks asks for `app_apart`, or Flask refuses them: this one has answered already.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Engine, event, make_url

from portal.config import Settings
from portal.db.engine import engine_options
from portal.extensions import db
from portal.web import logs
from portal.web.kept import Kept

_LENT: dict[str, "_Lent"] = {}


class _Lent:
    """An application, and its engine which connects to the database of the test in hand."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app, self.settings = app, settings
        with app.app_context():
            self.engine: Engine = db.engine
        event.listen(self.engine, "do_connect", self._lead)
        app.test_client().get("/sante/vivant")

    def _lead(self, dialect, _record, arguments: list, options: dict) -> None:
        found, told = dialect.create_connect_args(make_url(self.settings.database_url))
        arguments[:] = found
        options.clear()
        known = engine_options(self.settings.database_url)["connect_args"]
        options.update(told | known)

    @contextmanager
    def to(self, settings: Settings) -> Iterator[Flask]:
        """The application for one test."""
        app, self.settings = self.app, settings
        kept = dict(app.config), dict(app.extensions)
        app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
        app.extensions["portal.settings"] = settings
        app.jinja_env.globals["keep"] = Kept()
        logs.prepare(settings)
        with app.app_context():
            # What a test listens to goes with this copy, which shares all the rest.
            copy = db.engines[None] = self.engine.execution_options()
            copy.url = make_url(settings.database_url)
        try:
            yield app
        finally:
            self.engine.dispose()
            for now, before in zip((app.config, app.extensions), kept, strict=True):
                now.clear()
                now.update(before)


@contextmanager
def lend(make, settings: Settings) -> Iterator[Flask]:
    """The application of this process for the sort of database of these settings.

    `make` makes one, the first time.
    """
    settings = settings.checked()
    sort = make_url(settings.database_url).get_backend_name()
    if sort not in _LENT:
        _LENT[sort] = _Lent(make(settings), settings)
    with _LENT[sort].to(settings) as app:
        yield app
