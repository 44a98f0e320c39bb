"""Somebody at the other end of the wire: real requests to a served portal, cookies kept."""

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.parse import urlencode

from bs4 import BeautifulSoup

from tests.support import html

SECONDS = 15


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def page(self) -> BeautifulSoup:
        return html.parse(self.text)


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirections are answers to look at."""

    def redirect_request(self, *_args) -> None:
        return None


class Client:
    """One browser. Every request raises OSError when the server dies under it."""

    def __init__(self, base: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(_Stay, jar)

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self.base + path))

    def post(self, path: str, pairs: dict[str, str], **headers: str) -> Answer:
        body = urlencode(pairs).encode()
        return self._ask(urllib.request.Request(self.base + path, data=body, headers=headers))

    def sign_in(self, email: str, password: str = "demo") -> None:
        fields = hidden(self.get("/connexion").page.find("form", action="/connexion"))
        answer = self.post("/connexion", fields | {"email": email, "password": password})
        assert answer.status == 303, answer.text

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._open(request) as came:
                return Answer(came.status, came.headers, came.read().decode())
        except http.client.HTTPException as cut:
            raise ConnectionError(str(cut)) from cut

    def _open(self, request: urllib.request.Request):
        try:
            return self._opener.open(request, timeout=SECONDS)
        except urllib.error.HTTPError as refused:
            return refused


def hidden(form) -> dict[str, str]:
    """What a form sends without being asked."""
    return {each["name"]: each.get("value", "") for each in form.find_all("input", type="hidden")}
