"""A visitor of the portal: reads pages, follows links, fills in the forms found there.

Two ways of visiting, which must come to the same: `plain` (no script) and `htmx` (the request
and the swap that htmx would make, then a comparison with a fresh reload).
"""

from collections.abc import Callable
from io import BytesIO
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, has_app_context
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support import html
from tests.support.swap import Swap

MODES = ("plain", "htmx")
_REDIRECTS = (301, 302, 303, 307, 308)


class Visitor:
    """Somebody in front of the portal. `status`, `url` and `page` tell where they are."""

    def __init__(self, app: Flask, *, mode: str = "plain") -> None:
        self.client = app.test_client()
        self.mode = mode
        self.url = "/"
        self.status = 0
        self.page: BeautifulSoup = html.parse("")
        self.response: TestResponse | None = None

    # Moving

    def get(self, path: str) -> "Visitor":
        """Open an address, as typed in the address bar."""
        return self._arrive(self._send("GET", path), path)

    def follow(self, label: str) -> "Visitor":
        """Follow the link that bears these words."""
        return self._press(self._link(label))

    def sign_in(self, email: str, password: str = "demo") -> "Visitor":
        """Sign in through the page that everyone uses."""
        self.get("/connexion")
        secret = self.page.find("input", type="password")
        form = html.Form(self.page, secret.find_parent("form"))
        form.tag.find("input", type="email")["value"] = email
        secret["value"] = password
        button = form.tag.find(html.is_button)
        return self._submit(form, button, plain=True)

    # Acting

    def submit(
        self, button: str, answers: dict[str, object] | None = None, *, action: str | None = None
    ) -> "Visitor":
        """Fill in the form that this button sends, by its labels, then press the button.

        `action` tells between several forms with the same button: the end of their address.
        """
        pressed = self.button(button, action)
        form = html.Form(self.page, self._form_of(pressed))
        for label, value in (answers or {}).items():
            form.fill(label, value)
        return self._submit(form, pressed)

    # Reading

    @property
    def text(self) -> str:
        """The words of the page, `main` alone when there is one."""
        return html.text_of(self.page.find("main") or self.page)

    @property
    def title(self) -> str:
        """The first heading."""
        heading = self.page.find("h1")
        return html.text_of(heading) if heading else ""

    @property
    def buttons(self) -> list[str]:
        """The words of every button that sends something from `main`."""
        return [html.label_of(each) for each in self._all_buttons()]

    @property
    def links(self) -> list[str]:
        """The words of every link in `main`."""
        return [html.label_of(each) for each in self._main().find_all("a", href=True)]

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        summary = self.page.find(class_="error-summary")
        return [html.text_of(each) for each in summary.find_all("li")] if summary else []

    def sees(self, words: str) -> bool:
        """Whether the page says these words."""
        return html.words(words) in self.text

    def value(self, label: str, *, button: str, action: str | None = None) -> object:
        """What the field with this label would send now."""
        form = html.Form(self.page, self._form_of(self.button(button, action)))
        return dict(form.sent(None)).get(form.field(label)["name"])

    def button(self, label: str, action: str | None = None) -> Tag:
        """The button which bears these words, in `main` or else anywhere on the page."""
        every = self._all_buttons() or self.page.find_all(html.is_button)
        if html.words(label) not in map(html.label_of, every):
            every = self.page.find_all(html.is_button)
        found = [each for each in every if html.label_of(each) == html.words(label)]
        if action is not None:
            found = [each for each in found if self._action(each).endswith(action)]
        return html.the_only(found, f"bouton « {label} »", [html.label_of(each) for each in every])

    # Inside

    def _main(self) -> Tag:
        return self.page.find("main") or self.page

    def _all_buttons(self) -> list[Tag]:
        return self._main().find_all(html.is_button)

    def _link(self, label: str) -> Tag:
        for place in (self._main(), self.page):
            links = place.find_all("a", href=True)
            found = [each for each in links if html.label_of(each) == html.words(label)]
            if found:
                return html.the_only(found, f"lien « {label} »", self.links)
        raise AssertionError(f"aucun lien « {label} » ; la page offre : {self.links}")

    def _form_of(self, button: Tag) -> Tag:
        named = button.get("form")
        form = self.page.find(id=named) if named else button.find_parent("form")
        assert form is not None, f"bouton « {html.label_of(button)} » sans formulaire"
        return form

    def _action(self, button: Tag) -> str:
        action = button.get("formaction") or self._form_of(button).get("action") or self.url
        return urlsplit(action).path

    def _press(self, link: Tag) -> "Visitor":
        if self.mode == "htmx" and link.get("hx-get"):
            return self._swap("GET", link["hx-get"], [], link)
        return self.get(urljoin(self.url, link["href"]))

    def _submit(self, form: html.Form, button: Tag, *, plain: bool = False) -> "Visitor":
        pairs = form.sent(button)
        for verb in ("get", "post"):
            address = button.get(f"hx-{verb}") or form.tag.get(f"hx-{verb}")
            if self.mode == "htmx" and address and not plain:
                source = button if button.get(f"hx-{verb}") else form.tag
                return self._swap(verb.upper(), address, pairs, source)
        action = button.get("formaction") or form.tag.get("action") or self.url
        return self._send_plain(form.tag.get("method", "get").upper(), action, pairs)

    def _send_plain(self, method: str, action: str, pairs: list) -> "Visitor":
        path = urljoin(self.url, action)
        return self._arrive(self._send(method, path, pairs), path)

    def _swap(self, method: str, address: str, pairs: list, source: Tag) -> "Visitor":
        swap = Swap(self.page, source, self.url)
        path = urljoin(self.url, address)
        if method == "GET" and pairs:
            path = f"{path.partition('?')[0]}?{urlencode(pairs)}"
            pairs = []
        response = self._follow(self._send(method, path, pairs, swap.headers), swap.headers)
        self.response, self.status = response, response.status_code
        leads_to = response.headers.get("HX-Redirect") or response.headers.get("HX-Location")
        if leads_to:
            return self.get(leads_to)
        self.url = swap.apply(response, path) or self.url
        if response.status_code == 200:
            self.check_reload()
        return self

    def check_reload(self) -> None:
        """Fail unless the page after a swap is the page that a fresh reload gives."""
        fresh = Visitor.__new__(Visitor)
        fresh.__dict__ = self.__dict__ | {"mode": "plain"}
        fresh.get(self.url)
        assert html.normalised(self._main()) == html.normalised(fresh._main())

    def _arrive(self, response: TestResponse, path: str) -> "Visitor":
        response = self._follow(response, {})
        self.response, self.status = response, response.status_code
        where = response.request
        self.url = where.full_path.removesuffix("?") if where else path
        is_text = response.mimetype.startswith("text/") and not response.headers.get(
            "Content-Disposition", ""
        ).startswith("attachment")
        # A file that is downloaded is no page.
        self.page = html.parse(response.get_data(as_text=True) if is_text else "")
        return self

    def _follow(self, response: TestResponse, headers: dict[str, str]) -> TestResponse:
        for _ in range(5):
            if response.status_code not in _REDIRECTS:
                return response
            response = self._send("GET", response.headers["Location"], headers=headers)
        raise AssertionError("trop de redirections")

    def _send(
        self,
        method: str,
        path: str,
        pairs: list | None = None,
        headers: dict[str, str] | None = None,
    ) -> TestResponse:
        assert not has_app_context(), "fermez `writing` ou `session` avant de visiter"
        address = urlsplit(urljoin(self.url, path))
        path = address.path + (f"?{address.query}" if address.query else "")
        if method == "GET":
            query = urlencode(pairs) if pairs else None
            return self.client.get(path, query_string=query, headers=headers)
        said = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"} | (headers or {})
        return self.client.post(path, data=_body(pairs or []), headers=said)


def _body(pairs: list[tuple[str, object]]) -> MultiDict:
    def sent(value: object) -> object:
        if isinstance(value, tuple):
            name, content = value
            return (BytesIO(content), name)
        return value

    return MultiDict([(name, sent(value)) for name, value in pairs])


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    """Run the journey twice: without script, and with htmx."""
    return request.param


@pytest.fixture
def visitor(app: Flask, mode: str) -> Visitor:
    """Somebody who has not signed in, in each way of visiting."""
    return Visitor(app, mode=mode)


@pytest.fixture
def visitors(app: Flask, mode: str) -> Callable[..., Visitor]:
    """Make several people: `visitors("agent@demo.gouv.example")`, already signed in."""

    def make(email: str | None = None, password: str = "demo") -> Visitor:
        visitor = Visitor(app, mode=mode)
        return visitor.sign_in(email, password) if email else visitor

    return make
