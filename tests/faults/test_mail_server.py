"""The mail server is deaf, slow, refuses, or the worker dies between its answer and our note."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.outbox import actions, rules, smtp, worker
from portal.outbox.models import Mail
from portal.outbox.words import MailState
from tests.faults import stage
from tests.faults.test_database_down import SAID, form_of
from tests.support.apps import MONDAY, writing
from tests.support.browser import Visitor
from tests.support.live_server import ROOT, environment_for

SENDER = "portail@essai.example"
ADDRESSES = [f"agent{number}@essai.fr" for number in range(4)]


def post(app) -> None:
    with writing(app) as session:
        letters = dict.fromkeys(ADDRESSES, ("Une réponse", "Bonjour."))
        actions.post_all(session, letters, event="un", kind="essai", now=MONDAY)


def send(app, sink) -> int:
    with app.app_context():
        return worker.send_due(sink.url, SENDER)


def states(app) -> dict[str, str]:
    with app.app_context():
        mails = db.session().scalars(select(Mail).where(Mail.address.in_(ADDRESSES)))
        return {mail.address: mail.state.value for mail in mails}


def received(sink) -> Counter:
    return Counter(mail["To"] for mail in sink.mails)


def test_a_refusal_for_now_is_tried_again_and_stops_nobody(app_both, mail_sink, clock):
    mail_sink.refusals = {ADDRESSES[0]: "451 plus tard", ADDRESSES[1]: "550 inconnu"}
    post(app_both)
    assert send(app_both, mail_sink) == 2
    assert received(mail_sink) == Counter(ADDRESSES[2:])

    del mail_sink.refusals[ADDRESSES[0]]
    assert send(app_both, mail_sink) == 0, "before the wait is over"
    clock.move_to(MONDAY + timedelta(minutes=2))
    assert send(app_both, mail_sink) == 1
    assert received(mail_sink) == Counter([ADDRESSES[0], *ADDRESSES[2:]])


def test_an_address_refused_for_good_ends_among_the_dead(app, mail_sink, clock):
    mail_sink.refusals = {ADDRESSES[1]: "550 inconnu"}
    post(app)
    for _try in range(rules.MOST_TRIES):
        send(app, mail_sink)
        clock.move_to(clock.now() + timedelta(hours=7))

    assert states(app)[ADDRESSES[1]] == MailState.DEAD.value
    assert received(mail_sink) == Counter([ADDRESSES[0], *ADDRESSES[2:]])


@pytest.fixture
def mute():
    """Takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"


def test_nobody_waits_for_a_mute_server(app_both, mute, monkeypatch):
    path, (email,) = stage.set_up(app_both, count=1)
    agent = Visitor(app_both)
    agent.sign_in(email)
    fields = form_of(agent.client, path) | {"body": SAID}
    monkeypatch.setattr(smtp, "PATIENCE", 3)
    sending = threading.Thread(target=lambda: _send_one(app_both, mute))
    sending.start()
    answer = agent.client.post(f"{path}/commentaires", data=fields)

    assert answer.status_code == 303
    assert sending.is_alive(), "the worker is still waiting, and the page has answered"
    sending.join()
    with app_both.app_context():
        tried = db.session().scalars(select(Mail).where(Mail.tries == 1)).one()
        assert (tried.state, tried.trouble) == (MailState.WAITING, "SMTPServerDisconnected")


def _send_one(app, url: str) -> None:
    with app.app_context():
        worker.send_due(url, SENDER, most=1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request):
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


def test_a_worker_killed_before_it_notes_sends_again_under_the_same_name(url, tmp_path, mail_sink):
    from tests.support.apps import running

    with running(url, tmp_path) as app:
        post(app)
        kills = 2
        for turn in range(kills + 1):
            started = _worker(url, mail_sink.url, tmp_path, turn)
            mail_sink.after = _kill(started) if turn < kills else None
            started.wait(timeout=60)
            assert started.returncode == (-signal.SIGKILL if turn < kills else 0)

        assert set(states(app).values()) == {MailState.SENT.value}
    assert set(received(mail_sink)) == set(ADDRESSES)
    assert len(mail_sink.mails) - len(ADDRESSES) <= kills
    names = {(mail["To"], mail["Message-ID"]) for mail in mail_sink.mails}
    assert len(names) == len(ADDRESSES)


def _worker(url: str, mail_url: str, folder, turn: int) -> subprocess.Popen:
    # Each time a little later: the lease of what the dead one had taken is over.
    now = MONDAY + turn * (rules.LEASE + timedelta(seconds=1))
    told = {
        "PORTAL_INSTANCE": str(folder),
        "PORTAL_MAIL_URL": mail_url,
        "PORTAL_BASE_URL": "http://localhost",
        "PORTAL_NOW": now.isoformat(),
    }
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
    command = [sys.executable, "-m", "portal", "worker", "--once"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment | environment_for(url) | told, stdout=subprocess.DEVNULL
    )


def _kill(process: subprocess.Popen):
    return lambda: os.kill(process.pid, signal.SIGKILL)
