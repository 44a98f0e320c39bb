"""A served portal whose lists are long enough to have pages, to narrow and to sort."""

import pytest

from tests.irritants.conftest import settle
from tests.startups.conftest import open_studio
from tests.support.apps import running, writing
from tests.web.entering import enter

PAPERS, STAMPS = 30, 3


@pytest.fixture
def served(sqlite_url, tmp_path, serve):
    """The portal served; `served.irritant` is the address of one irritant."""
    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        village, studio = settle(session), open_studio(session)
        for number in range(PAPERS):
            village.irritant(key=f"p{number}", title=f"Papier {number:02} demandé deux fois")
            studio.imported(f"Papier {number:02}")
        for number in range(STAMPS):
            told = village.irritant(key=f"t{number}", title=f"Timbre {number:02} introuvable")
            studio.imported(f"Timbre {number:02}", incubators=(studio.other,))
        ref = told.ref
    server = serve(sqlite_url)
    server.irritant, server.triage = f"{server.url}/irritants/{ref}", f"{server.url}/tri/{ref}"
    return server


@pytest.fixture
def reader(served, page):
    """Somebody signed in, on the served portal."""
    return enter(page, served.url, "fan@test.gouv.example")
