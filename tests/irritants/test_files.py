"""Files joined to an irritant: by its author or its incubator, read by whoever reads it."""

import io
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.extensions import db
from portal.files import scheduled, store
from portal.files.models import FileContent, StoredFile
from portal.home import rounds
from portal.irritants import actions
from portal.irritants.models import Irritant
from portal.journal.models import JournalEntry
from portal.people.models import Person
from tests.files import samples
from tests.files.joining import put
from tests.irritants.conftest import REVIEW, WHY, settle
from tests.support.apps import MONDAY, writing
from tests.support.browser import Visitor
from tests.support.people import actor_of

PDF = ("preuve.pdf", samples.PDF)
PHOTO = ("photo.jpg", samples.jpeg())


@pytest.fixture
def told(request):
    """An irritant deposited by its author, and a draft: their references."""
    name = "app_both" if "app_both" in request.fixturenames else "app"
    with writing(request.getfixturevalue(name)) as session:
        v = settle(session)
        return {"draft": v.draft(key="k2").ref, "sent": v.irritant().ref}


def enter(app, who: str, mode: str = "plain") -> Visitor:
    return Visitor(app, mode=mode).sign_in(f"{who}@test.gouv.example", "demo")


def rows(app, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def only(app) -> StoredFile:
    with app.app_context():
        return db.session.scalars(select(StoredFile)).one()


def join(visitor: Visitor, ref: str, file) -> Visitor:
    visitor.get(f"/irritants/{ref}")
    return visitor.submit("Joindre ce fichier", {"Joindre un fichier": file})


@pytest.mark.parametrize("mode", ["plain", "htmx"])
def test_the_author_joins_a_proof_takes_it_away_and_puts_it_back(app, told, mode):
    author = enter(app, "author", mode)
    join(author, told["sent"], PDF)
    assert author.status == 200 and author.sees("« preuve.pdf » est joint.")
    assert author.sees("PDF, 1 ko, lundi 23 novembre 2026")

    author.submit("Retirer preuve.pdf")
    assert author.sees("« preuve.pdf » est retiré. Vous pouvez le remettre.")
    path = f"/irritants/{told['sent']}/fichiers/{only(app).ref}"
    assert author.client.get(path).status_code == 404
    author.submit("Remettre preuve.pdf")
    assert author.sees("« preuve.pdf » est remis.")
    assert author.client.get(path).data == samples.PDF


@pytest.mark.parametrize("mode", ["plain", "htmx"])
def test_in_a_draft_what_is_typed_is_saved_with_the_file(app, told, mode):
    author = enter(app, "author", mode)
    step = f"/irritants/brouillons/{told['draft']}/etape-3"
    author.get(step)
    typed = {"Qu’est-ce qui le prouve ?": "Trois comptages.", "Joindre un fichier": PHOTO}
    author.submit("Joindre ce fichier", typed)
    assert author.url == step and author.sees("« photo.jpg » est joint.")

    author.submit("Retirer photo.jpg", {"Comment fait-on en attendant ?": "On téléphone."})
    author.submit("Remettre photo.jpg").submit("Continuer", {"Joindre un fichier": PDF})
    author.get(f"/irritants/brouillons/{told['draft']}/relecture")
    for words in ("Trois comptages.", "On téléphone.", "photo.jpg", "preuve.pdf"):
        assert author.sees(words)
    assert rows(app, StoredFile) == 2


def test_a_file_that_is_not_taken_leaves_what_was_typed(app, told):
    author = enter(app, "author").get(f"/irritants/brouillons/{told['draft']}/etape-3")
    typed = {
        "Qu’est-ce qui le prouve ?": "Un comptage.",
        "Joindre un fichier": ("x.svg", samples.SVG),
    }
    author.submit("Continuer", typed)

    assert author.status == 422 and "ne se joint pas ici" in author.errors[0]
    assert author.value("Qu’est-ce qui le prouve ?", button="Continuer") == "Un comptage."
    assert rows(app, StoredFile) == rows(app, FileContent) == 0


def test_a_file_is_joined_with_a_completion(app, told):
    with writing(app) as session:
        irritant = session.scalars(select(Irritant).where(Irritant.ref == told["sent"])).one()
        officer = _actor(session, "officer")
        asked = {"motive_code": "no_figures", "motive": WHY, "now": MONDAY}
        actions.ask_completion(session, officer, irritant, **asked)
    author = enter(app, "author").get(f"/irritants/{told['sent']}/completer")
    author.submit("Renvoyer complété", {"Joindre un fichier": PDF})

    assert (
        author.status == 200
        and author.sees("preuve.pdf")
        and author.sees("Le délai de réponse reprend")
    )
    officer = enter(app, "officer").get(f"/tri/{told['sent']}")
    assert officer.sees("preuve.pdf")


def _actor(session, who: str):
    address = f"{who}@test.gouv.example"
    return actor_of(session.scalars(select(Person).where(Person.email == address)).one())


def test_a_file_is_served_to_be_kept_and_nothing_of_it_runs(app, told):
    author = enter(app, "author")
    join(author, told["sent"], ("Bilan d’été.pdf", samples.JAVASCRIPT_PDF))
    answer = author.client.get(f"/irritants/{told['sent']}/fichiers/{only(app).ref}")

    assert answer.data == samples.JAVASCRIPT_PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "Bilan%20d%E2%80%99%C3%A9t%C3%A9.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.mimetype == "application/pdf"


READERS = {
    # Who reads the file of an irritant: open, published, confidential, and of a draft.
    "author": (200, 200, 200, 200),
    "agent": (200, 200, 404, 404),
    "officer": (200, 200, 200, 404),
    "elsewhere": (200, 200, 404, 404),
    "programme": (200, 200, 200, 404),
    "auditor": (200, 200, 200, 404),
    "admin": (404, 404, 404, 404),
    "": (303, 303, 303, 303),
}


@pytest.mark.parametrize("who", READERS)
def test_a_file_is_read_by_whoever_reads_the_irritant_never_by_a_passer_by(app, who):
    with writing(app) as session:
        v = settle(session)
        found = [
            v.irritant(key="k1"),
            v.irritant(key="k2", publish_consent=True),
            v.irritant(key="k3", confidential=True),
            v.draft(key="k4"),
        ]
        actions.qualify(session, v.actor("officer"), found[1], now=MONDAY)
        paths = []
        for number, one in enumerate(found):
            file = put(session, v.actor("author"), one, f"preuve-{number}")
            paths.append(f"/irritants/{one.ref}/fichiers/{file.ref}")
        refs = [one.ref for one in found]
    visitor = enter(app, who) if who else Visitor(app)

    assert tuple(visitor.client.get(path).status_code for path in paths) == READERS[who]
    # And its name is told to nobody else.
    for ref, status in zip(refs[:3], READERS[who][:3], strict=True):
        page = visitor.client.get(f"/irritants/{ref}", follow_redirects=True)
        assert ("preuve-" in page.get_data(as_text=True)) is (status == 200)


def test_the_incubator_joins_too_and_takes_away_what_should_not_stand(app, told):
    join(enter(app, "author"), told["sent"], PDF)
    agent = enter(app, "agent").get(f"/irritants/{told['sent']}")
    assert agent.sees("preuve.pdf") and "Retirer preuve.pdf" not in agent.buttons
    assert "Joindre ce fichier" not in agent.buttons

    officer = enter(app, "officer")
    join(officer, told["sent"], PHOTO)
    officer.submit("Retirer preuve.pdf")
    assert officer.sees("« preuve.pdf » est retiré.")
    author = enter(app, "author").get(f"/irritants/{told['sent']}")
    assert "Retirer photo.jpg" not in author.buttons and "Remettre preuve.pdf" in author.buttons


def test_once_answered_nothing_more_is_joined(app, told):
    with writing(app) as session:
        irritant = session.scalars(select(Irritant).where(Irritant.ref == told["sent"])).one()
        asked = {"motive_code": "other", "motive": WHY, "review_on": REVIEW, "now": MONDAY}
        actions.decline(session, _actor(session, "officer"), irritant, **asked)
    author = enter(app, "author").get(f"/irritants/{told['sent']}")
    assert "Joindre ce fichier" not in author.buttons

    answer = send(author, told["sent"], PDF)
    assert answer.status_code == 422 and "on n’y joint plus" in answer.get_data(as_text=True)


def send(visitor: Visitor, ref: str, file, key: str = "clef-de-deux-envois"):
    """The form of the sheet, sent as it is."""
    name, content = file
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    form = {"csrf_token": token, "_idem": key, "fichier": (io.BytesIO(content), name)}
    return visitor.client.post(f"/irritants/{ref}/fichiers", data=form)


def test_the_same_form_twice_joins_once_and_another_file_under_its_key_is_refused(app_both, told):
    author = enter(app_both, "author").get(f"/irritants/{told['sent']}")
    first, again = (send(author, told["sent"], PDF) for _time in range(2))
    other = send(author, told["sent"], PHOTO)

    assert (first.status_code, again.status_code, other.status_code) == (303, 303, 409)
    assert rows(app_both, StoredFile) == 1


def test_two_uploads_of_one_content_at_once_are_one_file(app_both, told):
    visitors = [enter(app_both, "author").get(f"/irritants/{told['sent']}") for _each in range(4)]
    answers = []

    def upload(number: int, visitor: Visitor) -> None:
        told_as = (f"copie-{number}.pdf", samples.PDF)
        answers.append(send(visitor, told["sent"], told_as, f"clef-numero-{number}").status_code)

    threads = [threading.Thread(target=upload, args=pair) for pair in enumerate(visitors)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert answers == [303] * 4
    assert rows(app_both, StoredFile) == rows(app_both, FileContent) == 1


def test_a_sixth_file_is_refused_and_leaves_nothing_that_lasts(app_both, told, clock):
    author = enter(app_both, "author").get(f"/irritants/{told['sent']}")
    for number in range(5):
        one = (f"{number}.pdf", samples.PDF + bytes([number]))
        assert send(author, told["sent"], one, f"clef-numero-{number}").status_code == 303
    answer = send(author, told["sent"], PHOTO, "clef-numero-6")
    assert answer.status_code == 422 and "Cinq fichiers" in answer.get_data(as_text=True)
    assert rows(app_both, FileContent) == 6

    clock.move_to(MONDAY + timedelta(days=1, seconds=1))
    with app_both.app_context():
        assert rounds.once().failed == []
    assert rows(app_both, FileContent) == rows(app_both, StoredFile) == 5


def test_what_is_withdrawn_for_thirty_days_goes_then_its_content(app_both, told, clock):
    author = enter(app_both, "author")
    join(author, told["sent"], PDF).submit("Retirer preuve.pdf")
    digest = only(app_both).sha256
    for days, files, contents in ((30, 1, 1), (31, 0, 1), (33, 0, 0)):
        clock.move_to(MONDAY + timedelta(days=days))
        with writing(app_both) as session:
            for step in scheduled.STEPS:
                step(session, clock.now())
            assert store.ours().has(digest) is bool(contents)
        assert (rows(app_both, StoredFile), rows(app_both, FileContent)) == (files, contents)


def test_a_draft_thrown_away_takes_its_files_with_it(app_both, told):
    author = enter(app_both, "author").get(f"/irritants/brouillons/{told['draft']}/etape-3")
    author.submit("Joindre ce fichier", {"Joindre un fichier": PDF})
    assert rows(app_both, StoredFile) == 1
    with writing(app_both) as session:
        draft = session.scalars(select(Irritant).where(Irritant.ref == told["draft"])).one()
        actions.discard_draft(session, _actor(session, "author"), draft, now=MONDAY)

    assert rows(app_both, StoredFile) == 0


def test_the_journal_says_that_a_file_was_joined_never_its_name(app, told):
    join(enter(app, "author"), told["sent"], PDF)
    with app.app_context():
        last = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert last.after["verb"] == "attach" and last.after["kind"] == "pdf"
        assert "preuve" not in str(last.after)
