"""People who write without rest, and note what they were told: the driver of the fault tests."""

import threading
import time
from dataclasses import dataclass, field

from tests.faults.client import Client, hidden

# How long somebody insists before the portal is declared lost.
LONGEST = 60.0


@dataclass
class Fact:
    """One comment: noted before it is sent, then what the portal said of it."""

    text: str
    tries: int = 0
    is_told: bool = False


@dataclass
class Writer(threading.Thread):
    """Comments an irritant again and again; sends again, with the same key, what has no answer."""

    base: str
    email: str
    path: str
    over: threading.Event
    facts: list[Fact] = field(default_factory=list)
    fault: str = ""

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.client = Client(self.base)

    # A thread is known by what it is, not by what it holds.
    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        try:
            self._insist(lambda: self.client.sign_in(self.email))
            while not self.over.is_set():
                self._tell(Fact(f"{self.email} constate la chose numéro {len(self.facts)}."))
        except Exception as error:  # noqa: BLE001 - told to the test, which fails
            self.fault = f"{self.email} : {error!r}"

    def _tell(self, fact: Fact) -> None:
        fields = self._insist(self._form) | {"body": fact.text}
        self.facts.append(fact)
        self._insist(lambda: self._send(fact, fields))
        fact.is_told = True

    def _form(self) -> dict[str, str]:
        answer = self.client.get(self.path)
        if answer.status == 503:
            raise ConnectionError("503")
        assert answer.status == 200, answer.text
        return hidden(answer.page.find("form", action=f"{self.path}/commentaires"))

    def _send(self, fact: Fact, fields: dict[str, str]) -> None:
        fact.tries += 1
        answer = self.client.post(f"{self.path}/commentaires", fields)
        if answer.status == 503:
            # Said not to be known: the page gives the form back, key included.
            assert fact.text in answer.text
            raise ConnectionError("503")
        assert answer.status == 303, (answer.status, answer.text)

    def _insist(self, ask):
        limit = time.monotonic() + LONGEST
        while True:
            try:
                return ask()
            except OSError:
                if time.monotonic() > limit:
                    raise
                time.sleep(0.05)


def crowd(base: str, path: str, emails: list[str]) -> tuple[list[Writer], threading.Event]:
    """Start one writer for each address; set the event to let them finish."""
    over = threading.Event()
    writers = [Writer(base, email, path, over) for email in emails]
    for writer in writers:
        writer.start()
    return writers, over


def finish(writers: list[Writer], over: threading.Event) -> list[Fact]:
    """Wait for the last answers. Every fact that was begun is then acknowledged."""
    over.set()
    for writer in writers:
        writer.join(LONGEST + 30)
    assert [writer.fault for writer in writers if writer.fault] == []
    assert not any(writer.is_alive() for writer in writers)
    facts = [fact for writer in writers for fact in writer.facts]
    assert all(fact.is_told for fact in facts)
    return facts
