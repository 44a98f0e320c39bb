"""Mails leave once, through a real SMTP server; a server that refuses is asked again later."""

from datetime import timedelta

from sqlalchemy import select

from portal.extensions import db
from portal.outbox import actions, rules, worker
from portal.outbox.models import Mail
from portal.outbox.words import MailState
from tests.support.apps import MONDAY, writing

SENDER = "portail@essai.example"


def post(app, event: str = "un", address: str = "aline@essai.fr") -> None:
    with writing(app) as session:
        actions.post(
            session,
            event=event,
            address=address,
            kind="essai",
            subject="Réponse à votre irritant",
            body="Bonjour,\n\nVoilà.",
            now=MONDAY,
        )


def mails(app) -> list[Mail]:
    with app.app_context():
        return list(db.session().scalars(select(Mail).order_by(Mail.id)))


def test_a_mail_is_sent_once(app_both, mail_sink):
    post(app_both)
    with app_both.app_context():
        first = worker.send_due(mail_sink.url, SENDER)
        second = worker.send_due(mail_sink.url, SENDER)

    assert (first, second) == (1, 0)
    (letter,) = mail_sink.to("aline@essai.fr")
    assert letter["Subject"] == "Réponse à votre irritant"
    assert letter["Message-ID"] == "<courrier-1@essai.example>"
    assert mails(app_both)[0].state is MailState.SENT


def test_the_same_fact_is_told_once_to_an_address(app_both):
    post(app_both)
    post(app_both)

    assert len(mails(app_both)) == 1


def test_a_server_that_is_down_is_asked_again_later(app_both):
    post(app_both)
    with app_both.app_context():
        sent = worker.send_due("smtp://127.0.0.1:9", SENDER)

    (mail,) = mails(app_both)
    assert sent == 0
    assert (mail.state, mail.tries) == (MailState.WAITING, 1)
    assert mail.next_at == MONDAY + timedelta(minutes=1)
    assert "aline" not in mail.trouble


def test_after_ten_tries_a_mail_is_given_up(app, clock):
    post(app)
    with app.app_context():
        for _ in range(rules.MOST_TRIES):
            worker.send_due("smtp://127.0.0.1:9", SENDER, most=1)
            clock.move_to(clock.now() + timedelta(hours=7))

    assert mails(app)[0].state is MailState.DEAD


def test_waits_grow_from_a_minute_to_six_hours():
    waits = [rules.next_try(n, MONDAY) - MONDAY for n in range(1, rules.MOST_TRIES)]

    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=1), timedelta(hours=6))
    assert rules.next_try(rules.MOST_TRIES, MONDAY) is None


def test_a_leased_mail_is_not_taken_twice(app_both):
    post(app_both)
    with writing(app_both) as session:
        assert actions.claim(session, MONDAY) is not None
        assert actions.claim(session, MONDAY) is None


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(app_both, mail_sink):
    with writing(app_both) as session:
        actions.post(
            session,
            event="faux",
            address="aline@essai.fr",
            kind="essai",
            subject="Deux\nlignes",
            body="Bonjour.",
            now=MONDAY,
        )
    post(app_both)
    with app_both.app_context():
        sent = worker.send_due(mail_sink.url, SENDER)

    wrong, fine = mails(app_both)
    assert (sent, fine.state) == (1, MailState.SENT)
    assert (wrong.state, wrong.tries, wrong.trouble) == (MailState.WAITING, 1, "ValueError")
