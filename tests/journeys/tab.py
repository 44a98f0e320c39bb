"""A visitor in front of a real browser: the same gestures as `Visitor`, made in Chromium.

Every page that comes is looked at: nothing may scroll sideways, axe may find nothing, and the
console stays silent.
"""

import re
from urllib.parse import urlsplit

from bs4 import Tag as Node
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

from tests.support import html
from tests.support.browser import Visitor
from tests.support.chromium import axe, overflow
from tests.support.live_server import LiveServer

_REF = re.compile(r"\b[a-z]{3}-[0-9a-z]{8}\b")
_OPEN_FOLDS = "document.querySelectorAll('details').forEach(one => one.open = true)"
_CLOSE_FOLDS = """kept => document.querySelectorAll('details').forEach(
    (one, place) => one.open = kept[place])"""
_FOLDS = "[...document.querySelectorAll('details')].map(one => one.open)"
# What sticks out, innermost last; what scrolls inside its own frame is not counted.
_OUT = """() => [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(one => one.tagName.toLowerCase() + '.' + one.className).slice(-5)"""
_MARK = "node => node.setAttribute('data-before', '')"


class Crew:
    """People in Chromium, each with their own cookies: `crew("agent@essai.fr")` signs in."""

    def __init__(
        self, browser: Browser, server: LiveServer, *, script: bool = True, width: int = 1280
    ) -> None:
        self.browser, self.server = browser, server
        self.script, self.width = script, width
        self.complaints: list[str] = []
        self.seen: set[tuple] = set()
        self.tabs: list[Tab] = []

    def __call__(self, email: str | None = None, password: str = "demo") -> "Tab":
        tab = Tab(self, self._open())
        self.tabs.append(tab)
        return tab.sign_in(email, password) if email else tab

    def close(self) -> None:
        """Close every window."""
        for tab in self.tabs:
            tab.tab.context.close()

    def _open(self) -> Page:
        context = self.browser.new_context(
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport={"width": self.width, "height": 800},
            java_script_enabled=self.script,
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url} : {error}"))
        page.on("console", lambda message: self._note(page, message))
        return page

    def _note(self, page: Page, message: ConsoleMessage) -> None:
        # The browser logs by itself the refusal that a form shows; the journeys read it.
        if message.type == "error" and "status of 422" not in message.text:
            self.complaints.append(f"{page.url} : {message.text}")


class Tab(Visitor):
    """Somebody in front of Chromium; `page` is the document as it stands, parsed."""

    def __init__(self, crew: Crew, tab: Page) -> None:
        self.crew, self.tab = crew, tab
        self.url, self.status, self.page = "/", 0, html.parse("")

    def get(self, path: str) -> "Tab":
        """Open an address, as typed in the address bar."""
        answer = self.tab.goto(self.crew.server.url + path)
        self.status = answer.status if answer else 200
        return self._look()

    def sign_in(self, email: str, password: str = "demo") -> "Tab":
        """Sign in through the page that everyone uses."""
        self.get("/connexion")
        return self.submit(
            "Se connecter",
            {
                "Adresse électronique professionnelle": email,
                "Votre mot de passe": password,
            },
        )

    def submit(
        self, button: str, answers: dict[str, object] | None = None, *, action: str | None = None
    ) -> "Tab":
        """Fill in the form that this button sends, by its labels, then press the button."""
        pressed = self.button(button, action)
        form = html.Form(self.page, self._form_of(pressed))
        for label, value in (answers or {}).items():
            self._answer(form, label, value)
        return self._click(pressed, pressed, form.tag)

    def wait(self, words: str) -> "Tab":
        """Read these words once the page has found them by itself; without a script, ask again."""
        if not self.crew.script:
            return self.follow("Actualiser")
        self.tab.get_by_text(words).first.wait_for()
        return self._look()

    # Inside

    def _press(self, link: Node) -> "Tab":
        return self._click(link, link)

    def _answer(self, form: html.Form, label: str, value: object) -> None:
        ticked = _ticks(form)
        form.fill(label, value)
        changed = {name for name, is_on in _ticks(form).items() if is_on != ticked.get(name)}
        if form._group(label) is None:
            self._type(form.field(label), value)
        for name in sorted(changed):
            self._clickable(self.tab.locator(f'label[for="{name}"]')).click()

    def _type(self, field: Node, value: object) -> None:
        place = self._clickable(self.tab.locator(f'[id="{field["id"]}"]'))
        if field.name == "select":
            chosen = next(one for one in field.find_all("option") if one.has_attr("selected"))
            place.select_option(value=chosen["value"])
        elif field.get("type") != "checkbox":
            place.fill(str(value))

    def _click(self, pressed: Node, *holders: Node) -> "Tab":
        place = self._clickable(self._place(pressed))
        target = self._target(holders) if self.crew.script else None
        if target:
            self._swap_by(place, target)
        else:
            with self.tab.expect_navigation() as moved:
                place.click()
            answer = moved.value
            self.status = answer.status if answer else 200
        return self._look()

    def _swap_by(self, place: Locator, target: str) -> None:
        """Click, and wait for the part to be another, or the whole page."""
        for marked in ("html", target):
            self.tab.locator(marked).evaluate(_MARK)
        with self.tab.expect_response(_is_of_a_form) as told:
            place.click()
        self.status = 200 if "hx-redirect" in told.value.headers else told.value.status
        fresh = f"html:not([data-before]), {target}:not([data-before])"
        self.tab.locator(fresh).first.wait_for(state="attached")
        self.tab.wait_for_load_state("load")
        self.tab.locator(".htmx-settling, .htmx-request").first.wait_for(state="detached")

    def _target(self, holders: tuple[Node, ...]) -> str | None:
        asks = (node for node in holders if node.get("hx-post") or node.get("hx-get"))
        source = next(asks, None)
        return source.get("hx-target") if source else None

    def _place(self, node: Node) -> Locator:
        """The same element in the browser: what a poll changes elsewhere must not move it."""
        form = node.find_parent("form")
        if node.name == "a":
            return _nth(self.tab, self.page, node, "href")
        if form is None or node.get("form"):
            return _nth(self.tab, self.page, node)
        return _nth(_nth(self.tab, self.page, form, "action"), form, node)

    def _clickable(self, place: Locator) -> Locator:
        """The same place, once the folds around it were opened as a person would."""
        folds = place.locator("xpath=ancestor::details[not(@open)]/summary")
        while folds.count():
            folds.first.click()
        return place

    def _look(self) -> "Tab":
        address = urlsplit(self.tab.url)
        self.url = address.path + (f"?{address.query}" if address.query else "")
        self.page = html.parse(self.tab.content())
        sight = self._sight()
        if sight not in self.crew.seen:
            self.crew.seen.add(sight)
            self._examine()
        return self

    def _sight(self) -> tuple:
        """What makes a page distinct: its address without references, and its headings."""
        headings = self._main().find_all(["h2", "h3", "summary", "form"])
        shape = (one.get("action") or html.text_of(one) for one in headings)
        # The same part met twice makes no other page: five messages look like three.
        parts = dict.fromkeys(_REF.sub("…", each) for each in (self.url, *shape))
        return (self.status, *parts)

    def _examine(self) -> None:
        kept = self.tab.evaluate(_FOLDS)
        faults = self._sideways()
        self.tab.evaluate(_OPEN_FOLDS)
        faults += self._sideways() + (axe(self.tab) if self.crew.script else [])
        self.tab.evaluate(_CLOSE_FOLDS, kept)
        assert faults == [], f"{self.url} : {faults}"

    def _sideways(self) -> list[str]:
        return self.tab.evaluate(_OUT) if overflow(self.tab) else []


def _nth(place: Page | Locator, around: Node, node: Node, known_by: str = "") -> Locator:
    """The place of this node among those of the same name, and of the same attribute if told."""
    same = {known_by: node[known_by]} if node.get(known_by) else {}
    rank = [one is node for one in around.find_all(node.name, attrs=same)].index(True)
    told = "".join(f'[{name}="{value}"]' for name, value in same.items())
    return place.locator(f"{node.name}{told}").nth(rank)


def _ticks(form: html.Form) -> dict[str, bool]:
    boxes = form.tag.find_all("input", type=["radio", "checkbox"])
    # Choosing a radio unticks the others by itself: only what becomes ticked is clicked.
    boxes = (box for box in boxes if box["type"] == "checkbox" or box.has_attr("checked"))
    return {box["id"]: box.has_attr("checked") for box in boxes if box.get("id")}


def _is_of_a_form(answer) -> bool:
    request = answer.request
    return request.method == "POST" and request.headers.get("hx-request") == "true"
