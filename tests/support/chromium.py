"""The browser of the machine, which must stay silent: no script error, no policy violation."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.support.needs import unavailable

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome")
# WCAG 2.2 AA and EN 301 549, which RGAA refines.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
_ANSWERS = (
    "Failed to load resource",
    "Response Status Error Code",
    "htmx:sendAbort",
    "htmx:afterReq",
)
_OPTIONS = (
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this run."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        unavailable("Chromium")
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*_OPTIONS, *as_root])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh tab in French; the test fails if the console complained.

    Answers that a test expects to be refused are allowed by `page.refusals_expected = True`.
    """
    context = chromium.new_context(locale="fr-FR", timezone_id="Europe/Paris")
    page, complaints = context.new_page(), []
    page.refusals_expected = False
    page.on("pageerror", lambda error: complaints.append(f"script : {error}"))
    page.on("console", lambda message: _note(page, message, complaints))
    yield page
    context.close()
    assert complaints == []


def axe(page: Page) -> list[str]:
    """Accessibility faults of the page as it stands: `rule: element`, one a line."""
    page.evaluate(AXE.read_text())
    options = {"runOnly": {"type": "tag", "values": RULES}}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{fault['id']}: {' '.join(map(str, node['target']))}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window: 0 when nothing scrolls sideways."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def _note(page: Page, message: ConsoleMessage, complaints: list[str]) -> None:
    # The browser and htmx log each 4xx answer, and each request given up for another, by
    # themselves; a refusal on purpose is no fault.
    is_answer = message.text.startswith(_ANSWERS)
    if message.type == "error" and not (is_answer and page.refusals_expected):
        complaints.append(f"console : {message.text}")
