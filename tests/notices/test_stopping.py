"""A mail is stopped from itself: by a link for one person and one sort, that lets nobody in."""

import email
import email.policy
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.notices import actions, digests, queries, stopping
from portal.notices.models import Notice, Preference
from portal.notices.words import STOPPABLE, Group, Pace, group_of
from portal.outbox import smtp, stopping as links
from portal.outbox.models import Mail
from portal.people.words import Language
from tests.notices.test_preferences import ALINE, prefer, say
from tests.support.apps import MONDAY, writing
from tests.support.browser import Visitor
from tests.support.people import actor_of, open_account

SENDER = "portail@essai.example"
TUESDAY = MONDAY + timedelta(days=1)


def digest_days(session, days):
    """On which of these days, from the Monday at nine, a digest left."""
    sent = []
    for day in days:
        moment = MONDAY + timedelta(days=day)
        if digests.write_due(session, moment):
            sent.append(day)
    return sent


@pytest.mark.parametrize(
    ("pace", "days"), [(Pace.DAILY, [1]), (Pace.WEEKLY, [7]), (Pace.NONE, []), (Pace.NOW, [])]
)
def test_what_is_said_on_a_monday_leaves_with_the_next_digest_of_its_pace(session_both, pace, days):
    person = open_account(session_both, ALINE)
    prefer(session_both, person, pace)
    say(session_both, person)

    assert digest_days(session_both, range(10)) == days
    assert session_both.query(Mail).count() == (1 if pace is not Pace.NONE else 0)


def test_a_week_leaves_on_monday_with_the_day_in_one_mail_and_late_if_nothing_ran(session_both):
    person = open_account(session_both, ALINE)
    prefer(session_both, person, Pace.WEEKLY)
    prefer(session_both, person, Pace.DAILY, Group.TRIAGE)
    say(session_both, person, 1)
    say(session_both, person, 2, kind="triage.review", at=MONDAY + timedelta(days=6))
    assert digest_days(session_both, [7]) == [7]
    assert [mail.subject for mail in session_both.scalars(select(Mail))] == [
        "Votre résumé\u00a0: 2 messages"
    ]
    say(session_both, person, 3, at=MONDAY + timedelta(days=8))
    # Nothing ran that next Monday: it leaves on the day after, not a week later.
    assert digest_days(session_both, [9, 13, 15]) == [15]


def link_of(mail) -> str:
    return links.token(mail.stop_key)


def first_mail(session) -> Mail:
    return session.scalars(select(Mail).order_by(Mail.id)).first()


def test_each_mail_that_can_be_stopped_says_how_to_programs_and_to_people(session):
    person = open_account(session, ALINE)
    say(session, person)
    mail = first_mail(session)
    assert "{arret}" in mail.body and link_of(mail) not in mail.body
    sent = email.message_from_bytes(
        smtp.message(mail, SENDER).as_bytes(policy=email.policy.SMTP), policy=email.policy.default
    )

    address = f"http://localhost/courriers/arret?clef={link_of(mail)}"
    assert sent["List-Unsubscribe"] == f"<{address}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Ne plus recevoir ces courriers\u00a0: {address}" in sent.get_content()


def test_the_header_leaves_on_one_line_whatever_its_length(session):
    person = open_account(session, ALINE)
    say(session, person, kind="decision.proclaimed")
    written = smtp.message(first_mail(session), SENDER).as_bytes(policy=email.policy.SMTP)
    line = next(one for one in written.split(b"\r\n") if one.startswith(b"List-Unsubscribe:"))

    assert line.endswith(b">") and b"=?" not in line and len(line) > 100


@pytest.mark.parametrize("kind", ["role.given", "unknown", "irritant.qualify"])
def test_what_touches_the_account_cannot_be_stopped(session, kind):
    person = open_account(session, ALINE)
    say(session, person, kind=kind)
    mail = first_mail(session)

    assert (mail.stop_key is not None) == (group_of(kind) in STOPPABLE)
    assert ("{arret}" in mail.body) == (mail.stop_key is not None)
    headers = smtp.message(mail, SENDER).keys()
    assert ("List-Unsubscribe" in headers) == (mail.stop_key is not None)


def test_what_somebody_wrote_is_never_taken_for_the_link(session):
    person = open_account(session, ALINE)
    body = "Un texte qui dit {arret}."
    told = {"subject_ref": "irr-00000001", "title": "T", "path": "/", "now": MONDAY}
    actions.tell(session, [person], event="e", kind="irritant.x", body=body, **told)
    text = smtp.message(first_mail(session), SENDER).get_content()

    assert "Un texte qui dit {arret}." in text and text.count("/courriers/arret") == 1


@pytest.mark.parametrize("change", ["person", "sort", "signature", "cut", "empty", "more"])
def test_a_link_is_of_one_person_and_one_sort_and_cannot_be_made(session, change):
    token = links.token(links.stop_key("per-7k2m9qhx", "triage"))
    ref, sort, signature = token.split(".")
    made = {
        "person": f"per-00000000.{sort}.{signature}",
        "sort": f"{ref}.mine.{signature}",
        "signature": f"{ref}.{sort}.{'A' * 43}",
        "cut": token[:-1],
        "empty": "",
        "more": token + "\n",
    }[change]

    assert links.read(token) == ("per-7k2m9qhx", "triage")
    assert links.read(made) is None


# Acts


def choice(session, person, group=Group.MINE):
    session.expire_all()
    return queries.preference(session, person.id).pace(group)


@pytest.mark.parametrize("pace", [Pace.NOW, Pace.DAILY, Pace.WEEKLY])
def test_it_is_undone_exactly_and_stops_again(session_both, pace):
    person = open_account(session_both, ALINE)
    if pace is not Pace.NOW:
        prefer(session_both, person, pace)
    actor = actor_of(person)
    for _turn in range(2):
        assert stopping.stop(session_both, actor, "mine", now=MONDAY)
        assert not stopping.stop(session_both, actor, "mine", now=MONDAY)
        assert choice(session_both, person) is Pace.NONE
        assert stopping.resume(session_both, actor, "mine", now=MONDAY)
        assert not stopping.resume(session_both, actor, "mine", now=MONDAY)
        assert choice(session_both, person) is pace


def test_only_that_sort_is_stopped_and_the_inbox_goes_on(session_both):
    person = open_account(session_both, ALINE)
    stopping.stop(session_both, actor_of(person), "mine", now=MONDAY)
    say(session_both, person, 1)
    say(session_both, person, 2, kind="triage.review")

    assert [mail.kind for mail in session_both.scalars(select(Mail))] == ["triage.review"]
    assert session_both.query(Notice).count() == 2


def test_stopping_digests_stops_all_that_they_hold_and_what_waits(session_both):
    person = open_account(session_both, ALINE)
    prefer(session_both, person, Pace.DAILY)
    prefer(session_both, person, Pace.WEEKLY, Group.TRIAGE)
    say(session_both, person, 1)
    say(session_both, person, 2, kind="triage.review")
    stopping.stop(session_both, actor_of(person), "digest", now=MONDAY)
    digest_days(session_both, range(10))
    assert session_both.query(Mail).count() == 0
    assert [choice(session_both, person, one) for one in Group] == [
        Pace.NONE,
        Pace.NONE,
        Pace.NOW,
        Pace.NOW,
        Pace.NOW,
    ]

    stopping.resume(session_both, actor_of(person), "digest", now=MONDAY)
    assert choice(session_both, person) is Pace.DAILY
    assert choice(session_both, person, Group.TRIAGE) is Pace.WEEKLY


def test_a_choice_made_since_is_not_undone(session_both):
    person = open_account(session_both, ALINE)
    stopping.stop(session_both, actor_of(person), "mine", now=MONDAY)
    prefer(session_both, person, Pace.DAILY)

    assert not stopping.resume(session_both, actor_of(person), "mine", now=MONDAY)
    assert choice(session_both, person) is Pace.DAILY


# Pages


def written_to(app, language=Language.FRENCH, **more) -> str:
    with writing(app) as session:
        person = open_account(session, ALINE)
        person.language = language
        say(session, person, **more)
        return links.PATH + "?clef=" + link_of(first_mail(session))


def kept(app) -> str:
    with writing(app) as session:
        found = session.scalars(select(Preference)).first()
        return found.pace(Group.MINE).value if found else "now"


def test_opening_changes_nothing_and_one_button_stops_it_without_a_session(app, mode):
    path = written_to(app)
    visitor = Visitor(app, mode=mode).get(path)
    assert visitor.status == 200 and visitor.sees("Mes irritants et ceux que je suis")
    assert kept(app) == "now" and visitor.client.get_cookie("portail") is None

    visitor.submit("Arrêter ces courriers")
    assert visitor.sees("Ces courriers ne vous sont plus envoyés.") and kept(app) == "none"
    visitor.submit("Annuler : les recevoir comme avant")
    assert visitor.sees("Rien n’est encore changé.") and kept(app) == "now"
    assert visitor.client.get_cookie("portail") is None
    assert visitor.get("/moi/messages").url.startswith("/connexion") or visitor.status == 401


def test_a_mail_program_stops_it_with_one_click(app):
    path = written_to(app)
    answer = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200 and kept(app) == "none"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_not_ours_stops_nothing(app, method):
    path = written_to(app)
    answer = getattr(app.test_client(), method)(path[:-2] + "xx")

    assert answer.status_code == 410 and kept(app) == "now"


def test_the_page_speaks_the_language_of_whoever_was_written_to(app):
    answer = app.test_client().get(written_to(app, Language.ENGLISH))

    assert '<html lang="en"' in answer.text
