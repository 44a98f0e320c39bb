"""A real mail server that keeps what it is given, and refuses what it is told to refuse."""

import socket
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest
from aiosmtpd.controller import Controller


class Sink:
    """Mails received, as parsed messages; `refusals` gives an answer per address."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refusals: dict[str, str] = {}
        self.url = ""
        # What happens once a mail is kept, before the sender is told so.
        self.after: Callable[[], None] | None = None

    def to(self, address: str) -> list[EmailMessage]:
        """The mails addressed to this person, oldest first."""
        return [mail for mail in self.mails if address in str(mail["To"])]

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:
        """Accept the address, unless a refusal was set (`550 inconnu`, `451 plus tard`)."""
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:
        """Keep the mail."""
        self.mails.append(BytesParser(policy=default).parsebytes(envelope.content))
        if self.after is not None:
            self.after()
        return "250 OK"


@pytest.fixture
def mail_sink() -> Iterator[Sink]:
    """A mail server on this machine; its address, for `mail_url`, is `mail_sink.url`."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=_free_port())
    controller.start()
    sink.url = f"smtp://{controller.hostname}:{controller.port}"
    yield sink
    controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
