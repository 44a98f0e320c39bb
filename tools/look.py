"""Photograph every page of a running portal, at three widths, to look at them one by one.

    python3 -m portal demo --port 8000                     # in one terminal
    python tools/look.py http://127.0.0.1:8000 FOLDER      # in another: every sort of page, full
    python tools/look.py http://127.0.0.1:8000 FOLDER --widths 320 --accounts agent --dark

One picture for each sort of page, account and width, and `index.html` to leaf through them. Forms are
also sent empty, so that their errors are seen. Needs the test dependencies and a Chromium on PATH.
"""

import argparse
import os
import re
import shutil
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ACCOUNTS = ("", "agent", "intra", "directrice", "membre2", "presidente", "secretaire")
ACCOUNTS += ("programme", "auditeur", "admin")
DOORS = ("/", "/moi/taches", "/irritants", "/startups", "/decisions", "/registre", "/nulle-part")
REF = re.compile(r"[a-z]{3}-[0-9a-z]{8}")
MOST = 60


@dataclass
class Album:
    """Where the pictures go, and what was already seen by somebody."""

    base: str
    folder: Path
    widths: tuple[int, ...]
    dark: bool
    seen: set[str] = field(default_factory=set)
    names: list[tuple[str, str]] = field(default_factory=list)

    def take(self, page: Page, who: str, title: str) -> None:
        """The page as it stands, at every width."""
        for width in self.widths:
            page.set_viewport_size({"width": width, "height": 900})
            name = f"{len(self.names):03d}-{who or 'passant'}-{_slug(title)}-{width}.png"
            page.screenshot(path=self.folder / name, full_page=True)
            self.names.append((name, title))

    def bind(self) -> None:
        """Write the page that shows them all."""
        rows = (
            f'<figure><img src="{name}" loading="lazy" alt=""><figcaption>{title}</figcaption></figure>'
            for name, title in self.names
        )
        style = "<style>figure{display:inline-block;vertical-align:top;width:30%}img{max-width:100%}</style>"
        (self.folder / "index.html").write_text(
            f'<!doctype html><meta charset="utf-8">{style}{"".join(rows)}', encoding="utf-8"
        )


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "accueil"


def _sort(path: str) -> str:
    """What makes a page another sort: its address without references, its query's names."""
    parts = urlsplit(path)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair)
    gesture = re.search(r"geste=([a-z]+)", parts.query)
    return REF.sub("…", parts.path) + "?" + "&".join(names) + (gesture[1] if gesture else "")


def walk(album: Album, browser: Browser, who: str) -> None:
    """Every sort of page that this account reaches by links."""
    scheme = "dark" if album.dark else "light"
    page = browser.new_context(locale="fr-FR", color_scheme=scheme).new_page()
    _sign_in(page, album.base, who)
    waiting, known = deque(DOORS), set(DOORS)
    opened = 0
    while waiting and opened < MOST:
        path = waiting.popleft()
        key = f"{'' if who == '' else 'in'} {_sort(path)}"
        page.goto(album.base + path)
        opened += 1
        state = page.locator("main .fr-badge").first
        word = state.inner_text(timeout=500) if state.count() else ""
        if f"{key} {word}" not in album.seen:
            album.seen.add(f"{key} {word}")
            album.take(page, who, path)
        for link in _links(page, path):
            if _sort(link) not in {_sort(one) for one in known} and link not in known:
                known.add(link)
                waiting.append(link)
        if "empty " + key not in album.seen:
            album.seen.add("empty " + key)
            _send_empty(album, page, who, path)
    page.context.close()


def _send_empty(album: Album, page: Page, who: str, path: str) -> None:
    """The errors of the first form that asks for something, sent with nothing in it."""
    forms = page.locator("main form[method=post]:has(textarea, input[type=text], input[type=date])")
    if not forms.count() or "connexion" in path:
        return
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        forms.first.evaluate(
            """form => {
              form.querySelectorAll('textarea, input[type=text], input[type=date]').forEach(one => one.value = '');
              form.requestSubmit(form.querySelector('button[type=submit]'));
            }"""
        )
    page.wait_for_load_state("networkidle")
    if page.locator(".error-summary").count():
        album.take(page, who, path + " (erreurs)")
    # Nothing was written worth keeping: leave without being asked.
    page.evaluate("document.querySelectorAll('form').forEach(one => delete one.dataset.unsaved)")


def _links(page: Page, path: str) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    inside = (urldefrag(urljoin(path, href))[0] for href in found)
    ours = (one for one in inside if one.startswith("/") and not one.startswith("//"))
    # Filters show the same page with other rows; the gestures of the triage are pages of their own.
    return [one for one in ours if "?" not in one or "geste=" in one]


def _sign_in(page: Page, base: str, who: str) -> None:
    if not who:
        return
    page.goto(f"{base}/connexion")
    page.locator("main input[type=email]").fill(f"{who}@demo.gouv.example")
    page.locator("main input[type=password]").fill("demo")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/moi/taches")


def main() -> None:
    """Read the command line, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--widths", type=int, nargs="+", default=[320, 768, 1280])
    parser.add_argument("--accounts", nargs="+", default=ACCOUNTS)
    parser.add_argument("--dark", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    album = Album(asked.base.rstrip("/"), asked.folder, tuple(asked.widths), asked.dark)
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    flags = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        for who in asked.accounts:
            walk(album, browser, who)
        browser.close()
    album.bind()
    print(f"{len(album.names)} images dans {album.folder}")


if __name__ == "__main__":
    main()
