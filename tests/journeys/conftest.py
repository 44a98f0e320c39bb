"""The journeys in a real browser: with script on a wide screen, and without, on a narrow one."""

from datetime import datetime

import pytest

from tests.journeys.tab import Crew

WAYS = {"script": {"script": True, "width": 1280}, "plain": {"script": False, "width": 320}}


class ServerClock:
    """The clock of a portal which runs elsewhere: it starts again at another moment."""

    def __init__(self, server) -> None:
        self.server = server

    def move_to(self, moment: datetime) -> None:
        """Serve from that moment on."""
        self.server.stop()
        self.server.environment["PORTAL_NOW"] = moment.isoformat()
        self.server.start()


@pytest.fixture
def server(serve, sqlite_url):
    return serve(sqlite_url)


@pytest.fixture(params=WAYS)
def crew(request, chromium, server):
    """People in Chromium, twice: with script at 1280 pixels, without at 320."""
    crew = Crew(chromium, server, **WAYS[request.param])
    yield crew
    crew.close()
    assert crew.complaints == []
