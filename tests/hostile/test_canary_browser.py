"""Hostile texts read in a real browser: no script runs, and the policy has nothing to stop."""

from urllib.parse import quote

import pytest

from tests.committees.settling import settle
from tests.committees.world import WEEK, email
from tests.hostile import baits
from tests.support.apps import writing
from tests.web.entering import enter

WATCH = """window.violations = [];
document.addEventListener('securitypolicyviolation', event =>
    window.violations.push(event.violatedDirective + ' ' + event.blockedURI));"""
STATE = """() => ({
    canary: window.canary ?? null,
    violations: window.violations,
    lively: [...document.querySelectorAll('main *')]
        .filter(one => ['SCRIPT', 'STYLE', 'IFRAME', 'IMG', 'BASE', 'META', 'MATH'].includes(one.tagName)
            || [...one.attributes].some(its => /^on|^(data-)?hx-on/.test(its.name)))
        .map(one => one.outerHTML),
    links: [...document.links].map(one => one.protocol)
        .filter(its => !['http:', 'https:', 'mailto:'].includes(its)),
})"""
QUIET = {"canary": None, "violations": [], "lively": [], "links": []}


@pytest.fixture
def served(app, clock, serve, sqlite_url):
    """A portal full of baits; gives it, with the addresses that show them by reader."""
    with writing(app) as session:
        world = settle(session, clock)
        irritant = baits.irritant(session, world)
        baits.investigation(session, world)
        baits.startup(session, world)
        item = baits.dossier(session, world)
    server = serve(sqlite_url, PORTAL_NOW=WEEK.isoformat())
    server.world, server.item = world, item
    server.addresses = addresses(world, irritant, item)
    return server


def addresses(world, irritant: str, item: str) -> dict[str, list[str]]:
    """What each reader opens."""
    search = f"/recherche?q={quote(baits.OURS[3])}"
    sheet = f"/irritants/{irritant}"
    lists = ["/startups", f"/startups/{world.startup_ref}", search]
    return {
        "": lists,
        "both": [
            *lists,
            "/irritants",
            sheet,
            "/moi/messages",
            f"/investigations/{world.investigation_ref}",
        ],
        "author": [sheet, f"{sheet}/completer", "/moi/taches"],
        "officer": ["/tri", "/tri?vue=completes", f"/tri/{irritant}"],
        "ann": [f"/points/{item}", f"/points/{item}/dossier", f"/seances/{world.sitting_ref}"],
    }


def test_no_bait_is_taken(app, served, page):
    dialogs, asked = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(WATCH)
    seen = [
        look(page, served, who, path) for who, paths in served.addresses.items() for path in paths
    ]
    with writing(app) as session:
        decision = baits.decide(session, served.world, served.item)
    seen += [
        look(page, served, "secretary", path)
        for path in (
            f"/decisions/{decision}",
            "/decisions",
            "/",
            f"/points/{served.item}",
            f"/seances/{served.world.sitting_ref}/proces-verbal",
        )
    ]

    assert [(path, found) for path, found in seen if found != QUIET] == []
    assert dialogs == []
    assert [url for url in asked if not url.startswith((served.url, "data:"))] == []


def look(page, served, who: str, path: str) -> tuple[str, dict]:
    """Open the page, its folds too, and see whether something stirred."""
    if page.url == "about:blank" or getattr(page, "who", "") != who:
        page.context.clear_cookies()
        page.who = who
        if who:
            enter(page, served.url, email(who))
    answer = page.goto(served.url + path)
    assert answer.status == 200, f"{path} : {answer.status}"
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.wait_for_timeout(50)
    assert "canary" in page.locator("main").inner_html(), f"{path} ne montre aucun appât"
    return path, page.evaluate(STATE)


def test_a_bait_that_is_taken_is_noticed(live_server, chromium):
    page = chromium.new_page()
    page.add_init_script(WATCH)
    page.goto(live_server.url)
    plant = "bait => document.querySelector('main').insertAdjacentHTML('beforeend', bait)"
    page.evaluate(plant, baits.OURS[0])
    page.wait_for_function("window.violations.length > 0")

    assert len(page.evaluate(STATE)["lively"]) == 1
    page.close()
