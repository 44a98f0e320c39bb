"""What comes by mail is one's own choice: at once, once a day, or never; in one's own language."""

import ast
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask_babel import format_date, get_locale
from sqlalchemy import select

from portal.extensions import db
from portal.kernel.periods import PARIS
from portal.notices import actions, digests, queries
from portal.notices.models import Digest, Notice
from portal.notices.words import Group, Pace, group_of
from portal.outbox import worker
from portal.outbox.models import Mail
from portal.people import queries as people
from portal.people.words import Language
from portal.policy import Kind, Role
from portal.settings import actions as settings
from portal.settings.rules import Values
from tests.support.apps import MONDAY, writing
from tests.support.people import actor_of, open_account

ALINE, SENDER = "aline@essai.fr", "portail@essai.example"
ROOT = Path(__file__).resolve().parents[2] / "portal"
TOMORROW = datetime(2026, 11, 24, 8, 0, tzinfo=PARIS)


def say(session, person, number=1, *, kind="irritant.qualify", subject="irr-00000001", at=MONDAY):
    actions.tell(
        session,
        [person],
        event=f"essai:{number}",
        kind=kind,
        subject_ref=subject,
        title=f"Nouvelle {number}",
        body="",
        path=f"/irritants/{subject}",
        now=at,
    )


def prefer(session, person, pace, group=Group.MINE) -> None:
    kept = queries.preference(session, person.id)
    chosen = {each: kept.pace(each) for each in Group} | {group: pace}
    actions.choose(session, actor_of(person), chosen, version=kept.version, now=MONDAY)


def daily(session, email=ALINE):
    person = open_account(session, email)
    prefer(session, person, Pace.DAILY)
    return person


def mails(session) -> list[str]:
    return [mail.kind for mail in session.scalars(select(Mail).order_by(Mail.id))]


@pytest.mark.parametrize(
    ("pace", "sent"),
    [(Pace.NOW, ["irritant.qualify"]), (Pace.DAILY, []), (Pace.NONE, [])],
)
def test_the_inbox_is_written_and_the_mail_follows_the_choice(session_both, pace, sent):
    person = open_account(session_both, ALINE)
    prefer(session_both, person, pace)
    say(session_both, person)

    assert [one.pace for one in session_both.scalars(select(Notice))] == [pace]
    assert mails(session_both) == sent


def test_the_choice_of_one_group_is_not_that_of_another(session_both):
    person = daily(session_both)
    say(session_both, person, kind="triage.review")

    assert mails(session_both) == ["triage.review"]


def test_a_later_choice_changes_later_mails_alone(session_both):
    person = daily(session_both)
    say(session_both, person, 1)
    prefer(session_both, person, Pace.NONE)
    say(session_both, person, 2)

    assert digests.write_due(session_both, TOMORROW) == 1
    (mail,) = session_both.scalars(select(Mail))
    assert ("Nouvelle 1" in mail.body, "Nouvelle 2" in mail.body) == (True, False)


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("irritant.qualify", Group.MINE),
        ("triage.offered", Group.TRIAGE),
        ("term_overdue", Group.WORK),
        ("sitting_convened", Group.COMMITTEES),
        ("role", Group.ACCOUNT),
        ("essai", None),
    ],
)
def test_each_kind_has_its_group(kind, group):
    assert group_of(kind) is group


def test_every_kind_that_the_portal_tells_has_a_group():
    told = {
        word.value.value
        for path in ROOT.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "tell"
        for word in call.keywords
        if word.arg == "kind" and isinstance(word.value, ast.Constant)
    }

    assert len(told) > 8
    assert {kind for kind in told if group_of(kind) is None} == set()


def test_a_digest_gathers_by_subject_and_is_received(app_both, mail_sink):
    with writing(app_both) as session:
        person = daily(session)
        prefer(session, person, Pace.DAILY, Group.COMMITTEES)
        say(session, person, 1)
        say(session, person, 2, subject="irr-00000002")
        say(session, person, 3)
        say(session, person, 4, kind="sitting_convened", subject="sea-00000001")
    with writing(app_both) as session:
        assert digests.write_due(session, TOMORROW - timedelta(seconds=1)) == 0
        assert digests.write_due(session, TOMORROW) == 1
        assert digests.write_due(session, TOMORROW + timedelta(hours=3)) == 0
    app_both.extensions["portal.clock"].move_to(TOMORROW)
    with app_both.app_context():
        worker.send_due(mail_sink.url, SENDER)

    (letter,) = mail_sink.to(ALINE)
    assert letter["Subject"] == "Votre résumé\u00a0: 4 messages"
    words = letter.get_content().replace("\r", "").split("\n\n")
    assert [part.strip() for part in words[2:7]] == [
        "* Mes irritants et ceux que je suis *",
        "- Nouvelle 1\n- Nouvelle 3\n  http://localhost/irritants/irr-00000001",
        "- Nouvelle 2\n  http://localhost/irritants/irr-00000002",
        "* Comités et votes *",
        "- Nouvelle 4\n  http://localhost/irritants/sea-00000001",
    ]
    assert "http://localhost/moi/preferences" in words[-1]


def test_what_happens_after_eight_waits_for_the_next_day(session_both):
    person = daily(session_both)
    say(session_both, person, at=TOMORROW + timedelta(minutes=1))

    assert digests.write_due(session_both, TOMORROW + timedelta(hours=5)) == 0
    assert digests.write_due(session_both, TOMORROW + timedelta(days=1)) == 1


def test_what_was_opened_is_not_told_again_and_nothing_is_no_mail(session_both):
    person = daily(session_both)
    say(session_both, person)
    actions.mark_read(session_both.scalars(select(Notice)).one(), MONDAY)
    session_both.flush()

    assert digests.write_due(session_both, TOMORROW) == 0
    assert mails(session_both) == []


def test_digests_come_a_few_people_at_a_time(session_both):
    for name in ("a", "b", "c"):
        say(session_both, daily(session_both, f"{name}@essai.fr"))

    made = [digests.write_due(session_both, TOMORROW, most=2) for _ in range(3)]
    assert made == [2, 1, 0]


def test_many_hosts_write_one_digest_each_day(app_both):
    with writing(app_both) as session:
        for name in ("a", "b", "c", "d"):
            say(session, daily(session, f"{name}@essai.fr"))
    made: list[int] = []

    def write() -> None:
        with writing(app_both) as session:
            made.append(digests.write_due(session, TOMORROW))

    threads = [threading.Thread(target=write) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    with app_both.app_context():
        assert (len(made), sum(made)) == (5, 4)
        assert len(list(db.session().scalars(select(Digest)))) == 4
        assert mails(db.session()) == ["digest"] * 4


def test_each_reads_in_their_own_language_whoever_acts(session_both):
    french = open_account(session_both, "fr@essai.fr")
    english = open_account(session_both, "en@essai.fr")
    english.language = Language.ENGLISH
    session_both.flush()
    actions.tell(
        session_both,
        [french, english],
        event="langue",
        kind="role",
        subject_ref=french.ref,
        title=lambda: format_date(MONDAY, "EEEE"),
        body=lambda: get_locale().language,
        path="/moi",
        now=MONDAY,
    )

    told = {one.person_id: (one.title, one.body) for one in session_both.scalars(select(Notice))}
    assert told == {french.id: ("lundi", "fr"), english.id: ("Monday", "en")}
    assert str(get_locale()) == "fr"


def test_one_chooses_on_a_page(app, visitors):
    with writing(app) as session:
        open_account(session, ALINE)
    reader = visitors(ALINE).get("/moi").follow("Choisir mes messages")
    label = "Mes irritants et ceux que je suis"
    reader.submit("Enregistrer mes choix", {label: "un résumé par jour"})

    assert reader.sees("Vos choix sont enregistrés")
    ticked = reader.page.find("main").find_all("input", checked=True)
    assert [each["value"] for each in ticked] == ["daily", *["now"] * 4]
    reader.submit("Enregistrer mes choix", {label: "aucun courrier"})
    with app.app_context():
        me = people.by_email(db.session(), ALINE)
        kept = queries.preference(db.session(), me.id)
        assert [kept.pace(group) for group in Group] == [Pace.NONE, *[Pace.NOW] * 4]


def test_two_pages_that_choose_lose_nothing(app, visitors):
    with writing(app) as session:
        open_account(session, ALINE)
    label = "Le tri"
    first, second = (visitors(ALINE).get("/moi/preferences") for _ in range(2))
    first.submit("Enregistrer mes choix", {label: "aucun courrier"})
    second.submit("Enregistrer mes choix", {"Comités et votes": "aucun courrier"})

    assert second.status == 409
    assert second.sees("aucun courrier")


def test_the_digest_waits_for_the_hour_that_was_set(session_both):
    person = daily(session_both)
    say(session_both, person, 1)
    admin = open_account(session_both, "regle@x.fr", Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR)
    session_both.refresh(admin)
    told = {"motive": "Les équipes arrivent plus tard.", "version": 0, "now": MONDAY}
    settings.change(session_both, actor_of(admin), Values(digest_hour=10), **told)

    assert digests.write_due(session_both, TOMORROW) == 0
    assert digests.write_due(session_both, TOMORROW + timedelta(hours=2)) == 1
