"""Invitations that calendars understand, a month on the screen, and feeds that are revoked."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from portal.committees import calendar_queries, feed_actions, ics, sitting_actions
from portal.committees.words import StopReason
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Preference
from portal.notices.words import Pace
from portal.outbox import smtp
from portal.outbox.models import Mail
from portal.people.models import Mandate
from portal.startups import actions as startups
from tests.committees.world import WEEK, email
from tests.support.apps import writing

LATER = WEEK + timedelta(days=2)


def convened(session, world):
    item = world.send_startup(session)
    world.plan(session)
    world.take_up(session, item)
    world.convene(session)
    return item


def move(session, world, **changes):
    told = {"starts_at": LATER, "place": "Salle 4", "urgency": "", "now": world.now} | changes
    sitting_actions.move(session, world.actor(session, "secretary"), world.sitting(session), **told)


def cancel(session, world):
    told = {"motive": "La salle est fermée ; on s’y reprendra.", "now": world.now}
    sitting_actions.cancel(
        session, world.actor(session, "secretary"), world.sitting(session), **told
    )


def letters(session, who="ann"):
    """The mails with an invitation that this person is sent, in order."""
    query = select(Mail).where(Mail.address == email(who), Mail.calendar != "")
    return list(session.scalars(query.order_by(Mail.id)))


def event_of(text):
    """The calendar and its event, read again by the library; lines are as the standard says."""
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


@pytest.mark.parametrize(("pace", "sent"), [(Pace.DAILY, 1), (Pace.WEEKLY, 1), (Pace.NONE, 0)])
def test_an_invitation_waits_for_no_digest(session_both, world, pace, sent):
    ann = world.person(session_both, "ann")
    session_both.add(Preference(person_id=ann.id, version=1, paces={"committees": pace.value}))
    session_both.flush()
    convened(session_both, world)

    assert len(letters(session_both)) == sent


def test_an_invitation_is_updated_then_cancelled(session_both, world):
    convened(session_both, world)
    move(session_both, world)
    move(session_both, world, place="Salle 5 ; étage 2, porte B")
    cancel(session_both, world)

    sent = [one.calendar for one in letters(session_both)]
    # In UTC, whatever the zone in which they were just set: none comes with a VTIMEZONE.
    starts = [WEEK, LATER, LATER, LATER]
    for text, at in zip(sent, starts, strict=True):
        assert f"DTSTART:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n" in text
        assert f"DTEND:{(at + ics.EACH).astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n" in text
        assert "TZID" not in text
    read = [event_of(text) for text in sent]
    assert [str(calendar["method"]) for calendar, _ in read] == ["REQUEST"] * 3 + ["CANCEL"]
    assert [int(event["sequence"]) for _, event in read] == [0, 1, 2, 3]
    assert {str(event["uid"]) for _, event in read} == {f"{world.sitting_ref}@localhost"}
    first, _, third, last = (event for _, event in read)
    assert first.decoded("dtstart") == WEEK.astimezone(UTC)
    assert (third.decoded("dtstart"), str(third["location"])) == (
        LATER.astimezone(UTC),
        "Salle 5 ; étage 2, porte B",
    )
    assert (str(last["status"]), str(first["status"])) == ("CANCELLED", "CONFIRMED")
    assert str(first["attendee"]) == f"mailto:{email('ann')}"


def test_the_mail_itself_is_an_invitation(session_both, world):
    convened(session_both, world)
    (mail,) = letters(session_both)
    letter = smtp.message(mail, "portail@essai.example")

    plain, calendar = letter.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    assert Calendar.from_ical(calendar.get_content())


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"starts_at": datetime(2026, 11, 1, tzinfo=UTC)}, "à venir"),
        ({"starts_at": WEEK, "place": "Salle 3"}, "Changez le jour"),
        ({"starts_at": datetime(2026, 11, 26, 9, tzinfo=UTC)}, "motif d’urgence"),
    ],
)
def test_when_a_sitting_is_not_moved(session_both, world, changes, told):
    convened(session_both, world)
    with pytest.raises(Refused, match=told):
        move(session_both, world, **changes)
    assert world.sitting(session_both).sequence == 0


def test_a_sitting_under_way_stays_where_it_is(session_both, world):
    world.ready(session_both, world.send_startup(session_both))
    with pytest.raises(Refused, match="ne se déplace plus"):
        move(session_both, world)


def test_who_moves_a_sitting(session_both, world):
    convened(session_both, world)
    for who in ("ann", "programme", "team"):
        with pytest.raises(Forbidden):
            sitting_actions.move(
                session_both,
                world.actor(session_both, who),
                world.sitting(session_both),
                starts_at=LATER,
                place="",
                urgency="",
                now=world.now,
            )


def test_words_of_people_never_make_lines_of_a_calendar(app):
    with app.test_request_context():
        bad = ics.Event(
            uid="u@h",
            summary="Pièces, « à l’heure » ; oui\nBEGIN:VEVENT",
            starts=WEEK,
            ends=WEEK + ics.EACH,
            path="/",
            place="É" * 200,
        )
        name = ics.Guest("a@b.fr", 'Anne "la" Chef; de file,\nX')
        text = ics.invitation(bad, organizer=name, guest=name, now=WEEK)

    _, event = event_of(text)
    assert str(event["summary"]) == bad.summary
    assert str(event["location"]) == bad.place


# Feeds


def told(client, key):
    """What the feed says: the summaries, or the status."""
    answer = client.get(f"/calendrier/{key}.ics")
    if answer.status_code != 200:
        return answer.status_code
    assert answer.mimetype == "text/calendar"
    assert "Set-Cookie" not in answer.headers
    calendar = Calendar.from_ical(answer.data)
    return sorted(str(event["summary"]) for event in calendar.walk("VEVENT"))


SITTING = "Séance\u00a0: Comité d’investissement"
TERM = "Échéance\u00a0: Pièces à l’heure"


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("ann", [SITTING]),
        ("expert", [SITTING]),
        ("team", [SITTING, TERM]),
        ("director", [SITTING, TERM]),
        ("outsider", []),
        ("auditor", []),
    ],
)
def test_a_feed_tells_what_is_one_s_own(app, open_world, who, expected):
    with writing(app) as session:
        convened(session, open_world)
        key = feed_actions.make(session, open_world.actor(session, who), now=open_world.now)

    assert sorted(told(app.test_client(), key)) == sorted(expected)


def test_a_feed_says_nothing_that_its_owner_may_no_longer_read(app, open_world):
    with writing(app) as session:
        convened(session, open_world)
        key = feed_actions.make(session, open_world.actor(session, "ann"), now=open_world.now)
    client = app.test_client()
    assert told(client, key) == [SITTING]
    with writing(app) as session:
        query = select(Mandate).where(Mandate.person_id == open_world.ids["ann"])
        for mandate in session.scalars(query):
            mandate.ends_on = open_world.now.date()
    assert told(client, key) == []
    with writing(app) as session:
        open_world.person(session, "ann").deactivated_at = open_world.now
    assert told(client, key) == 404


def test_a_key_that_is_revoked_or_replaced_answers_nothing(app, open_world):
    client = app.test_client()
    with writing(app) as session:
        ann = open_world.actor(session, "ann")
        first = feed_actions.make(session, ann, now=open_world.now)
        second = feed_actions.make(session, ann, now=open_world.now)
        kept = calendar_queries.live_feed(session, ann.person_id)
        assert second not in (kept.token_hash, "")
    assert (told(client, first), told(client, second)) == (404, [])
    with writing(app) as session:
        ann = open_world.actor(session, "ann")
        assert feed_actions.revoke(session, ann, now=open_world.now)
        assert not feed_actions.revoke(session, ann, now=open_world.now)
    assert (told(client, second), told(client, "inconnue")) == (404, 404)


def test_the_address_is_shown_once(meet, open_world):
    ann = meet("ann", "/moi/agenda")
    ann.submit("Créer l’adresse de mon agenda")
    link = ann.page.find(id="feed-link").get_text()
    assert told(ann.client, link.rpartition("/")[2].removesuffix(".ics")) == []
    assert ann.get("/moi/agenda").page.find(id="feed-link") is None
    ann.submit("Révoquer l’adresse")
    assert ann.sees("L’adresse ne répond plus.")


def term_in(client, key):
    calendar = Calendar.from_ical(client.get(f"/calendrier/{key}.ics").data)
    (event,) = (one for one in calendar.walk("VEVENT") if str(one["summary"]) == TERM)
    return event


def test_a_term_moves_then_goes_in_calendars_under_one_name(app, open_world):
    """Extended by the chair, then stopped: the same event, each time said to be later."""
    with writing(app) as session:
        team = open_world.actor(session, "team")
        key = feed_actions.make(session, team, now=open_world.now)
    client = app.test_client()
    first = term_in(client, key)
    with writing(app) as session:
        open_world.later(days=1)
        chair, startup = open_world.actor(session, "chair"), open_world.startup(session)
        told = {"months": 2, "motive": "La salle est fermée.", "now": open_world.now}
        startups.extend_term(session, chair, startup, **told)
    moved = term_in(client, key)
    with writing(app) as session:
        item = open_world.send_startup(session)
        open_world.ready(session, item)
        open_world.counted(session, item, "nnnnn")
        open_world.proclaim(session, item, reason=StopReason.NO_IMPACT)
    gone = term_in(client, key)

    days = [event.decoded("dtstart").isoformat() for event in (first, moved, gone)]
    assert days == ["2027-01-23", "2027-03-23", "2027-03-23"]
    assert len({str(event["uid"]) for event in (first, moved, gone)}) == 1
    assert int(first["sequence"]) < int(moved["sequence"]) < int(gone["sequence"])
    assert [str(one["status"]) for one in (first, moved, gone)] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert "Comité attendu avant le lundi 14 décembre 2026." in str(first["description"])


# The month


def test_a_month_tells_sittings_and_terms(app, open_world, meet):
    with writing(app) as session:
        convened(session, open_world)
    ann = meet("ann", "/calendrier?mois=2026-12")
    assert ann.sees(SITTING)
    ann.follow("Mois suivant")
    assert ann.sees(TERM)
    ann.follow("Voir ce qui me concerne")
    assert not ann.sees(TERM)
    assert ann.sees("Rien ce mois-ci")


@pytest.mark.parametrize("asked", ["", "2026-13", "0000-01", "2026-12-01", "'"])
def test_an_odd_month_is_this_one(meet, asked):
    assert meet("ann", f"/calendrier?mois={asked}").sees("Novembre 2026")


def test_moving_from_the_page(app, open_world, meet):
    with writing(app) as session:
        convened(session, open_world)
    keeper = meet("secretary", f"/seances/{open_world.sitting_ref}")
    keeper.submit("Déplacer la séance", {"Nouveau jour": "2026-11-25", "Nouvelle heure": "10:00"})
    assert keeper.status == 422
    keeper.submit("Déplacer la séance", {"Nouveau jour": "2026-12-14", "Nouvelle heure": "10:00"})
    assert keeper.sees("Séance déplacée")
    assert keeper.sees("14 décembre 2026")
