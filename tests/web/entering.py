"""Signing in, in a real browser."""

from playwright.sync_api import Page


def enter(page: Page, url: str, email: str) -> Page:
    """Sign in through the page that everyone uses, and wait to be in."""
    page.goto(f"{url}/connexion")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Votre mot de passe").fill("demo")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/moi/taches")
    return page
