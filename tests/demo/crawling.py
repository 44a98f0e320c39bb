"""Walking the demonstration by its links, as each person would."""

from collections import Counter, deque
from collections.abc import Callable, Iterable
from urllib.parse import urldefrag, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.extensions import db
from tests.support.browser import Visitor

# Where a crawl begins; the rest is found by links.
DOORS = ("/", "/moi/taches", "/irritants", "/startups", "/decisions", "/registre")
# How many pages of one sort, and in all, each person opens.
OF_A_SORT, IN_ALL = 3, 70


def crawl(
    app: Flask, visitor: Visitor, look: Callable[[TestResponse], Iterable[str]] = lambda _answer: ()
) -> list[str]:
    """Open what links lead to, a few pages of each sort; those that do not answer, and what
    `look` says of the others. Fails if reading any of them wrote anything.
    """
    before = _content(app)
    waiting, known, sorts = deque((door, "") for door in DOORS), set(DOORS), Counter()
    wrong, opened = [], 0
    while waiting and opened < IN_ALL:
        path, origin = waiting.popleft()
        answer = visitor.client.get(path, follow_redirects=True)
        opened += 1
        if answer.status_code != 200:
            wrong.append(f"{answer.status_code} {path} (depuis {origin})")
        elif _is_page(answer):
            wrong += [f"{fault} : {path}" for fault in look(answer)]
        for link in _fresh(app, answer, path, known, sorts):
            waiting.append((link, path))
    assert _content(app) == before, "a reading wrote"
    return wrong


def _fresh(app: Flask, answer, path: str, known: set[str], sorts: Counter) -> list[str]:
    found = []
    for link in _links(answer.get_data(as_text=True), path) if _is_page(answer) else ():
        sort = _sort(app, link)
        if link not in known and sorts[sort] < OF_A_SORT:
            known.add(link)
            sorts[sort] += 1
            found.append(link)
    return found


def _is_page(answer) -> bool:
    return answer.status_code == 200 and answer.mimetype == "text/html"


def _links(text: str, path: str) -> list[str]:
    found = []
    for link in BeautifulSoup(text, "html.parser").find_all("a", href=True):
        href = urldefrag(link["href"])[0]
        href = path.partition("?")[0] + href if href.startswith("?") else href
        if href.startswith("/") and not href.startswith(("//", "/static")):
            found.append(href)
    return found


def _sort(app: Flask, link: str) -> tuple[str, str]:
    parts = urlsplit(link)
    adapter = app.url_map.bind("localhost")
    endpoint = adapter.match(parts.path)[0] if adapter.test(parts.path, "GET") else parts.path
    return endpoint, "?" if parts.query else ""


def _content(app: Flask) -> dict[str, tuple]:
    """How many rows each table holds, and their versions: what any write would change."""
    with app.app_context():
        return {
            name: tuple(db.session().execute(_measure(table)).one())
            for name, table in db.metadata.tables.items()
        }


def _measure(table):
    versions = func.sum(table.c.version) if "version" in table.c else func.count()
    return select(func.count(), versions).select_from(table)
