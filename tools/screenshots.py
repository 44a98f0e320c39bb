"""Take the README's pictures against a running demonstration.

    python3 -m portal demo --port 8000     # in one terminal
    python tools/screenshots.py http://127.0.0.1:8000

Writes docs/pictures/*.png. Needs the test group of dependencies and a Chromium on PATH.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
# name, account (None: nobody signed in), address or the words of a link to follow, size
SHOTS = (
    ("accueil", None, "/", WIDE),
    ("taches", "directrice", "/moi/taches", WIDE),
    ("depot", "intra", "/irritants/nouveau", NARROW),
    ("tri", "directrice", "/tri", WIDE),
    ("startups", "programme", "/startups", WIDE),
    ("horloge", "programme", "/horloge", WIDE),
    ("vote", "membre2", "vote", NARROW),
    ("decision", None, "decision", WIDE),
)


def main(base: str) -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    flags = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        for name, account, goal, size in SHOTS:
            page = browser.new_context(viewport=size, locale="fr-FR").new_page()
            _sign_in(page, base, account)
            _go(page, base, goal)
            page.screenshot(path=PICTURES / f"{name}.png")
            page.context.close()
        browser.close()


def _sign_in(page: Page, base: str, account: str | None) -> None:
    if account is None:
        return
    page.goto(f"{base}/connexion")
    page.get_by_label("Adresse électronique professionnelle").fill(f"{account}@demo.gouv.example")
    page.get_by_label("Votre mot de passe").fill("demo")
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/moi/taches")


def _go(page: Page, base: str, goal: str) -> None:
    if goal == "vote":
        page.goto(f"{base}/moi/taches")
        page.get_by_role("link", name="Voter").first.click()
    elif goal == "decision":
        page.goto(f"{base}/decisions")
        page.locator(".tasks__title a").first.click()
    else:
        page.goto(base + goal)
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
