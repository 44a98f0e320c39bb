"""One round at a time, on each database; its mails may be kept as files."""

from email import message_from_bytes
from email.policy import default

from portal.db.alone import alone
from portal.extensions import db
from portal.home import rounds
from portal.outbox import actions as outbox, smtp
from tests.support.apps import MONDAY, running, writing
from tests.support.people import open_account


def test_two_rounds_never_run_at_once(app_both):
    with app_both.app_context():
        with alone(db.engine, "tick") as first:
            made = rounds.once()
        again = rounds.once()

    assert first
    assert (made.was_alone, made.done) == (False, {})
    assert again.was_alone
    assert set(again.done) == {*rounds.TICKING, "digests"}


def test_another_name_is_another_lock(app_both):
    with (
        app_both.app_context(),
        alone(db.engine, "tick") as one,
        alone(db.engine, "bench") as other,
    ):
        assert (one, other) == (True, True)


def test_a_round_keeps_its_mails_as_files_once(sqlite_url, tmp_path):
    folder, address = tmp_path / "le dossier", "agent@demo.gouv.example"
    with running(sqlite_url, tmp_path, mail_url=folder.as_uri()) as app:
        with writing(app) as session:
            open_account(session, address)
            told = {"subject": "Réponse à « l’échéance »", "body": "Bonjour,\nvoilà."}
            outbox.post(session, event="e", address=address, kind="k", now=MONDAY, **told)
        with app.app_context():
            counts = [rounds.once().mails, rounds.once().mails]
    files = list(folder.iterdir())
    letter = message_from_bytes(files[0].read_bytes(), policy=default)

    assert counts == [1, 0]
    assert [file.suffix for file in files] == [".eml"]
    assert (letter["To"], letter["Subject"]) == (address, told["subject"])
    assert letter.get_content().split() == told["body"].split()


def test_a_mail_sent_twice_is_one_file(tmp_path):
    letter = smtp.EmailMessage()
    letter["Message-ID"], letter["To"] = "<courrier-7@portail.example>", "a@b.example"
    letter.set_content("Bonjour")
    for _time in range(2):
        smtp.send(tmp_path.as_uri(), letter)

    assert [file.name for file in tmp_path.iterdir()] == ["courrier-7.eml"]
