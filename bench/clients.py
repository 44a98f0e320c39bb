"""Clients: each holds one connection and one session, and asks without a pause."""

import http.client
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class Asking:
    """One request to make, and the status that answers it when all is well."""

    path: str
    form: dict[str, str] | None = None
    htmx: bool = False
    expected: int = 200


@dataclass
class Result:
    """What a load gave: seconds by request, errors, and the last body of each kind."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lasted: float = 0.0
    body: bytes = b""


class Client:
    """Somebody signed in, by one kept connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self.cookie = ""
        self.token = ""

    def sign_in(self, email: str, password: str) -> "Client":
        """Through the page that everyone uses. Raises RuntimeError if it does not open."""
        self._find_token("/connexion")
        said = {"email": email, "password": password}
        status, _body = self.ask(Asking("/connexion", said, expected=303))
        if status != 303:
            raise RuntimeError(f"{email} cannot sign in: {status}")
        self._find_token("/irritants")
        return self

    def _find_token(self, path: str) -> None:
        _status, body = self.ask(Asking(path))
        self.token = TOKEN.search(body.decode()).group(1)

    def ask(self, asking: Asking) -> tuple[int, bytes]:
        """Status and body of the answer."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if asking.htmx:
            headers["HX-Request"] = "true"
        body = None
        if asking.form is not None:
            body = urlencode({"csrf_token": self.token} | asking.form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self._answer("GET" if body is None else "POST", asking.path, body, headers)
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookie = cookie.partition(";")[0]
        return answer.status, content

    def _answer(self, *request) -> http.client.HTTPResponse:
        try:
            self.connection.request(*request)
            return self.connection.getresponse()
        except ConnectionError:
            # The server closes a connection that slept. Every form carries its key: sent again,
            # it acts once.
            self.connection.close()
            self.connection.request(*request)
            return self.connection.getresponse()

    def close(self) -> None:
        self.connection.close()


def load(
    clients: list[Client], asks: list[Iterator[Asking]], count: int, most_seconds: float
) -> Result:
    """Let every client ask its own requests, `count` in all, for so long at most."""
    result, lock = Result(), threading.Lock()
    limit = time.monotonic() + most_seconds
    shares = [count // len(clients)] * len(clients)

    def run(client: Client, requests: Iterator[Asking], share: int) -> None:
        told = _asked(client, requests, share, limit)
        with lock:
            result.seconds += told.seconds
            result.errors += told.errors
            result.body = told.body or result.body

    began = time.monotonic()
    _together(run, zip(clients, asks, shares, strict=True))
    result.lasted = time.monotonic() - began
    return result


def _asked(client: Client, requests: Iterator[Asking], share: int, limit: float) -> Result:
    told = Result()
    for _turn in range(share):
        if time.monotonic() > limit:
            break
        asking, began = next(requests), time.perf_counter()
        try:
            status, told.body = client.ask(asking)
        except (OSError, http.client.HTTPException) as error:
            told.errors.append(f"{asking.path}: {error!r}")
            client.close()
            continue
        told.seconds.append(time.perf_counter() - began)
        if status != asking.expected:
            told.errors.append(f"{asking.path}: {status}")
    return told


def _together(run: Callable, shares) -> None:
    threads = [threading.Thread(target=run, args=share) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
