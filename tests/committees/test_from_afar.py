"""Votes that last for days: until when, who is told, who is reminded, and who takes part from afar."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.committees import attendance_actions, item_queries, scheduled, vote_actions, vote_rules
from portal.committees.words import Attendance, Choice, ItemState
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import PARIS
from portal.notices.models import Notice
from portal.outbox.models import Mail
from portal.people.models import Person
from tests.committees.world import VOTERS, WEEK
from tests.support.apps import writing

DAYS = WEEK + timedelta(days=5)


def opened(session, world, *, until=DAYS, present=()):
    item = world.send_startup(session)
    world.ready(session, item, present=present)
    vote_actions.open_vote(
        session,
        world.actor(session, "chair"),
        world.item(session, item.ref),
        now=world.now,
        closes_at=until,
    )
    return item


def told(session, kind):
    """Who was told this, in alphabetical order, with the title and the body."""
    rows = session.scalars(select(Notice).where(Notice.kind == kind)).all()
    people = [session.get_one(Person, row.person_id) for row in rows]
    return sorted(one.email.split("@")[0] for one in people), {
        (row.title, row.body) for row in rows
    }


# Until when


def test_a_vote_may_last_until_a_chosen_moment(session_both, world):
    item = opened(session_both, world)
    assert (item.state, item.closes_at) == (ItemState.OPEN, DAYS)
    world.later(days=4, hours=23)
    world.vote(session_both, item, "ggg")
    world.later(hours=1)
    assert vote_actions.close_due(session_both, world.now) == 1
    assert item.state is ItemState.CLOSED


@pytest.mark.parametrize(
    ("closes_at", "field"),
    [
        (WEEK, "hour"),
        (WEEK - timedelta(minutes=1), "hour"),
        (WEEK + timedelta(days=14, minutes=1), "day"),
    ],
)
def test_a_closing_is_to_come_and_within_fourteen_days(closes_at, field):
    vote_rules.check_closing(WEEK + timedelta(minutes=1), WEEK)
    vote_rules.check_closing(WEEK + timedelta(days=14), WEEK)
    with pytest.raises(Refused) as refused:
        vote_rules.check_closing(closes_at, WEEK)
    assert refused.value.field == field


def test_a_closing_is_chosen_and_said_with_its_day(open_world, meet, heard):
    chair = meet("chair", f"/points/{heard}")
    chair.submit("Ouvrir le vote", {"Jour de la clôture": "2026-12-09"})
    assert chair.status == 422
    assert chair.errors == ["Heure de la clôture : Écrivez une heure, par exemple 14:30."]
    both = {"Jour de la clôture": "2026-12-25", "Heure de la clôture": "18:00"}
    chair.submit("Ouvrir le vote", both)
    assert chair.errors == ["Jour de la clôture : Un vote dure au plus quatorze jours."]
    chair.submit("Ouvrir le vote", both | {"Jour de la clôture": "2026-12-09"})
    assert chair.sees("Le vote est ouvert jusqu’au mercredi 9 décembre à 18 h 00.")
    chair.submit("Prolonger", {"Ou jusqu’au": "2026-12-11", "À": "12:00"})
    assert chair.sees("jusqu’au vendredi 11 décembre à 12 h 00")
    assert meet("ann", "/moi/taches").sees("jusqu’au vendredi 11 décembre à 12 h 00")


def test_an_hour_that_the_clocks_skip_is_refused(open_world, meet, heard):
    open_world.at(datetime(2027, 3, 26, 10, 0, tzinfo=PARIS))
    chair = meet("chair", f"/points/{heard}")
    chair.submit(
        "Ouvrir le vote", {"Jour de la clôture": "2027-03-28", "Heure de la clôture": "02:30"}
    )
    assert chair.status == 422
    assert "Cette heure n’existe pas cette nuit-là" in chair.errors[0]


def test_a_night_of_twenty_five_hours_is_counted_whole(session_both, world):
    """Opened at noon the day before winter time, for a day of the clock: 25 hours."""
    noon = datetime(2026, 10, 24, 12, 0, tzinfo=PARIS).astimezone(UTC)
    next_noon = datetime(2026, 10, 25, 12, 0, tzinfo=PARIS).astimezone(UTC)
    assert vote_rules.reminds(noon, next_noon, next_noon - timedelta(hours=24))
    assert not vote_rules.reminds(noon, next_noon, noon)


def test_a_long_vote_does_not_stop_the_room(session_both, world):
    first, second = world.send_startup(session_both), world.send_investigation(session_both)
    world.ready(session_both, first, second)
    chair = world.actor(session_both, "chair")
    found = world.item(session_both, first.ref)
    vote_actions.open_vote(session_both, chair, found, now=world.now, closes_at=DAYS)

    assert world.open_vote(session_both, second) is ItemState.OPEN


# Who is told


def test_nobody_is_told_of_a_vote_of_the_room(session_both, world):
    opened(session_both, world, until=WEEK + timedelta(hours=4))
    assert told(session_both, "vote.opened")[0] == []


def test_each_voter_is_told_and_reminded_unless_they_voted(session_both, world):
    item = opened(session_both, world)
    who, said = told(session_both, "vote.opened")
    assert who == sorted(VOTERS)
    assert said == {
        (
            "Vote ouvert\u00a0: Pièces à l’heure",
            "Vous pouvez voter, et changer votre bulletin, "
            "jusqu’au samedi 12 décembre à 14\u00a0h\u00a000.",
        )
    }
    world.cast(session_both, item, "ann", Choice.NO_GO)
    world.later(days=3, hours=23)
    scheduled.run(session_both, world.now)
    assert told(session_both, "vote.reminder")[0] == []
    world.later(hours=1)
    for _twice in range(2):
        scheduled.run(session_both, world.now)
    who, said = told(session_both, "vote.reminder")
    assert who == ["bob", "chair", "cleo", "deputy"]
    posted = session_both.scalars(select(Mail).where(Mail.kind == "vote.reminder")).all()
    assert len(posted) == 4
    for text in [*said.pop(), *(one.body for one in posted)]:
        for word in ("oursuivre", "rrêter", "sursis", "Ann", "a voté"):
            assert word not in text


def test_more_time_is_told_once(session_both, world):
    item = opened(session_both, world)
    chair = world.actor(session_both, "chair")
    later = DAYS + timedelta(days=1)
    found = world.item(session_both, item.ref)
    vote_actions.extend(session_both, chair, found, now=world.now, closes_at=later)
    assert item.closes_at == later
    assert told(session_both, "vote.extended")[0] == sorted(VOTERS)
    with pytest.raises(Refused, match="postérieure"):
        vote_actions.extend(session_both, chair, found, now=world.now, closes_at=DAYS)


# Who takes part


def test_nobody_in_a_room_and_yet_a_quorum(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item, present=("expert",))
    sitting = world.sitting(session_both)
    for who in ("chair", "ann", "bob"):
        attendance_actions.join(
            session_both, world.actor(session_both, who), sitting, now=world.now
        )
    assert sitting.present_ids >= {world.ids[who] for who in ("chair", "ann", "bob")}
    reached = vote_actions.open_vote(
        session_both,
        world.actor(session_both, "chair"),
        item_queries.by_ref(session_both, item.ref, world.now),
        now=world.now,
        closes_at=DAYS,
    )
    assert (reached, item.present_at_opening) == (ItemState.OPEN, 3)
    # Whoever did not say that they take part may vote: they are on the roll.
    world.cast(session_both, item, "cleo", Choice.GO)


def test_whoever_is_in_the_room_stays_there(session_both, world):
    world.ready(session_both, world.send_startup(session_both))
    sitting = world.sitting(session_both)
    attendance_actions.join(session_both, world.actor(session_both, "ann"), sitting, now=world.now)
    (row,) = [one for one in sitting.attendances if one.person_id == world.ids["ann"]]
    assert row.attendance is Attendance.PRESENT
    for who in ("secretary", "director", "outsider"):
        with pytest.raises(Forbidden):
            attendance_actions.join(
                session_both, world.actor(session_both, who), sitting, now=world.now
            )


def test_one_says_from_a_telephone_that_one_takes_part(app, open_world, meet, heard):
    with writing(app) as session:
        open_world.attend(session, "chair", "bob", "cleo")
    ann = meet("ann", f"/seances/{open_world.sitting_ref}")
    assert ann.sees("Vous êtes noté : absent.")
    ann.submit("Je prends part à distance")
    assert ann.sees("Vous prenez part à la séance, à distance.")
    assert "Je prends part à distance" not in ann.buttons
    assert not meet("outsider", ann.url).sees("Prenez-vous part")


def test_a_ballot_of_another_day_says_its_day(app, open_world, meet, heard):
    with writing(app) as session:
        item = open_world.item(session, heard)
        chair = open_world.actor(session, "chair")
        vote_actions.open_vote(session, chair, item, now=open_world.now, closes_at=DAYS)
        open_world.cast(session, item, "ann", Choice.GO)
    open_world.later(days=1)
    told = "à 14 h 00, le lundi 7 décembre. Il reste modifiable"
    assert meet("ann", f"/points/{heard}").sees(told)
    assert meet("ann", f"/seances/{open_world.sitting_ref}").sees(told)
