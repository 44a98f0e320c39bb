"""Each sponsor confirms its own funding line, and nobody else's."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from portal.committees import (
    funding_actions,
    purchase_actions,
)
from portal.committees.funding_models import FundingLine, FundingStatement
from portal.committees.words import Choice, CommitteeMode, FundingState, LineState, StopReason
from portal.db.engine import transaction
from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.policy import Act
from portal.startups import grants
from tests.committees import money
from tests.committees.money import state, tasks, told
from tests.committees.settling import settle
from tests.committees.test_proxies import cast_for, give
from tests.committees.world import WEEK, decided, write
from tests.support.apps import writing
from tests.support.crowd import at_once

TWO = {"alpha": 70, "beta": None}


@pytest.fixture
def world(session, clock):
    """On the embedded database; what rests on the database is tried on both, below."""
    return settle(session, clock)


@pytest.fixture
def both(session_both, clock):
    """The same on each database in turn."""
    return session_both, settle(session_both, clock)


# With the decision


def test_a_decision_makes_one_line_for_each_sponsor(session, world):
    made = money.granted(session, world, **TWO)
    found = money.lines(session, made)

    assert [(one.organisation.name, one.asked, one.state) for one in found] == [
        ("alpha", 210_000, LineState.TO_CONFIRM),
        ("beta", 90_000, LineState.TO_CONFIRM),
    ]
    assert {one.due_on for one in found} == {made.decided_on + timedelta(days=15)}
    assert {person for person, _event in told(session, "funding.asked")} == {
        world.ids[who] for who in ("sponsor", "beta", "beta2")
    }
    assert {person for person, _event in told(session, "funding.note")} == {world.ids["director"]}


@pytest.mark.parametrize(("letters", "amounts"), [("ppppp", [28_000, 12_000]), ("nnnnn", [])])
def test_the_lines_are_those_of_what_is_granted(session, world, letters, amounts):
    money.sponsored(session, world, **TWO)
    made = decided(session, world, letters, reason=StopReason.NO_IMPACT if "n" in letters else None)

    assert [one.asked for one in money.lines(session, made)] == amounts


def test_no_money_no_line(session, world):
    money.sponsored(session, world, **TWO)
    made = decided(session, world, "ggggg", amount=0)

    assert money.lines(session, made) == []
    assert told(session, "funding.note") == set()


def test_a_grant_stated_by_hand_has_no_line(session, world):
    startup = world.startup(session)
    startup.current_grant.kind = "recorded"
    session.flush()
    grants.record_current_grant(
        session,
        world.actor(session, "director"),
        startup,
        amount=1000,
        money_ends_on=None,
        granted_on=date(2026, 11, 1),
        term_on=date(2027, 5, 1),
        now=world.now,
    )
    assert session.query(FundingLine).count() == 0


def test_without_a_known_sponsor_a_director_names_them(session, world):
    made = decided(session, world, "ggggg")
    (line,) = money.lines(session, made)
    assert (line.organisation_ref, line.asked) == (None, 300_000)
    assert tasks(session, world, "director") >= {("Désigner", line.due_on)}
    gamma = money.organisation(session, "gamma")
    named = {"asked": 200_000, "now": world.now}
    for who in ("sponsor", "team", "chair"):
        with pytest.raises(Forbidden):
            funding_actions.name_sponsor(
                session, world.actor(session, who), made.ref, gamma, **named
            )
    director = world.actor(session, "director")
    funding_actions.name_sponsor(session, director, made.ref, gamma, **named)

    found = money.lines(session, made)
    assert [(one.organisation_ref, one.asked) for one in found] == [
        (gamma.ref, 200_000),
        (None, 100_000),
    ]
    # A single sponsor: who sponsors the startup answers for it.
    money.say(session, world, "sponsor", made, "gamma", money.yes(200_000))
    with pytest.raises(Refused, match="déjà sa ligne"):
        funding_actions.name_sponsor(
            session, director, made.ref, gamma, asked=100_000, now=world.now
        )


@pytest.mark.parametrize(
    ("mode", "names", "expected"),
    [
        (CommitteeMode.SPONSOR_DECIDES, ["alpha"], [LineState.CONFIRMED]),
        (CommitteeMode.COLLEGIAL_VOTE, ["alpha"], [LineState.TO_CONFIRM]),
        (CommitteeMode.SPONSOR_DECIDES, ["alpha", "beta"], [LineState.TO_CONFIRM] * 2),
    ],
)
def test_the_only_sponsor_who_decided_has_confirmed(session, world, mode, names, expected):
    world.committee(session).mode = mode
    money.sponsored(session, world, **dict.fromkeys(names))
    money.tied(session, world, "ann", names[0])
    made = decided(session, world, "ggggg")

    found = money.lines(session, made)
    assert [one.state for one in found] == expected
    if expected == [LineState.CONFIRMED]:
        assert (found[0].amount, found[0].said_by_id) == (300_000, world.ids["ann"])
        assert session.query(FundingStatement).count() == 1


def test_a_ballot_cast_by_proxy_commits_nobody_s_money(session, world):
    world.committee(session).mode = CommitteeMode.SPONSOR_DECIDES
    money.sponsored(session, world, alpha=None)
    money.tied(session, world, "ann", "alpha")
    item = world.send_startup(session)
    write(session, world, item)
    world.plan(session)
    world.take_up(session, item)
    world.convene(session)
    give(session, world, "ann", "bob")
    world.at(WEEK)
    world.begin(session, "chair", "bob", "cleo", "secretary")
    world.open_vote(session, item)
    for who in ("chair", "bob", "cleo"):
        world.cast(session, item, who, Choice.GO)
    cast_for(session, world, item, "bob")
    world.later(minutes=20)
    world.close(session, item)
    made = world.proclaim(session, item)

    (line,) = money.lines(session, made)
    assert (line.state, line.said_by_id) == (LineState.TO_CONFIRM, None)


# What a sponsor says


def test_each_sponsor_says_its_own_line_and_no_other(both):
    session, world = both
    made = money.granted(session, world, **TWO)
    for who in ("sponsor", "director", "chair", "team", "programme", "outsider", "auditor"):
        with pytest.raises(Forbidden):
            money.say(session, world, who, made, "beta", money.yes(90_000))
    assert state(session, world, made) is FundingState.TO_CONFIRM

    money.say(session, world, "beta2", made, "beta", money.yes(90_000))
    line = money.line(session, made, "beta")
    assert (line.state, line.amount, line.imputation) == ("confirmed", 90_000, money.ENOUGH)
    assert (line.said_by_id, line.said_at) == (world.ids["beta2"], world.now)
    assert state(session, world, made) is FundingState.TO_CONFIRM
    money.say(session, world, "sponsor", made, "alpha", money.yes(210_000))
    assert state(session, world, made) is FundingState.CONFIRMED
    heard = {person for person, event in told(session, "funding.said") if line.ref in event}
    assert heard == {world.ids[who] for who in ("team", "director", "chair", "deputy")}
    act = Act.FUNDING_CONFIRM.value
    written = session.query(JournalEntry).filter_by(act=act, subject_ref=made.ref).all()
    assert [one.after["state"] for one in written] == ["confirmed", "confirmed"]


def test_a_sponsor_who_left_no_longer_answers(session, world):
    made = money.granted(session, world, **TWO)
    session.execute(
        text("UPDATE mandate SET ends_on = :day WHERE person_id = :id AND role = 'sponsor'"),
        {"day": world.now.date(), "id": world.ids["beta"]},
    )
    with pytest.raises(Forbidden):
        money.say(session, world, "beta", made, "beta", money.yes(90_000))
    money.say(session, world, "beta2", made, "beta", money.yes(90_000))


def test_what_was_said_is_corrected_until_purchasing_has_the_note(session, world):
    made = money.granted(session, world, **TWO)
    money.say(session, world, "beta", made, "beta", money.yes(90_000))
    with pytest.raises(Refused, match="pourquoi vous corrigez"):
        money.say(session, world, "beta2", made, "beta", money.yes(90_000, "0130"))
    again = money.yes(80_000, "0130", "La loi de finances est votée.")
    money.say(session, world, "beta2", made, "beta", again)
    assert state(session, world, made) is FundingState.INCOMPLETE
    said = session.query(FundingStatement).order_by(FundingStatement.number).all()
    assert [(one.number, one.amount, one.said_by_id) for one in said] == [
        (1, 90_000, world.ids["beta"]),
        (2, 80_000, world.ids["beta2"]),
    ]

    director = world.actor(session, "director")
    purchase_actions.mark(session, director, made.ref, sent_to="Achats", now=world.now)
    with pytest.raises(Refused, match="transmise aux achats"):
        money.say(session, world, "beta", made, "beta", money.no())
    # One that has not answered still may.
    money.say(session, world, "sponsor", made, "alpha", money.yes(210_000))
    purchase_actions.take_back(session, director, made.ref, motive="Un oubli.", now=world.now)
    money.say(session, world, "beta", made, "beta", money.no())
    assert money.line(session, made, "beta").state is LineState.DECLINED


def test_a_stale_answer_is_not_taken(session, world):
    made = money.granted(session, world, **TWO)
    money.say(session, world, "beta", made, "beta", money.yes(90_000), version=1)
    with pytest.raises(Stale):
        money.say(session, world, "beta2", made, "beta", money.no(), version=1)


def test_two_people_of_one_sponsor_answer_at_once(app_both, clock):
    with writing(app_both) as session:
        world = settle(session, clock)
        made = money.granted(session, world, **TWO)
        ref, line_ref = made.ref, money.line(session, made, "beta").ref
        actors = [world.actor(session, who) for who in ("beta", "beta2")]

    def answer(actor, said):
        def run():
            with app_both.app_context(), transaction() as session:
                try:
                    told = {"version": 1, "now": world.now}
                    funding_actions.say(session, actor, ref, line_ref, said, **told)
                except Stale:
                    return "stale"
                return said.state.value

        return run

    answers = at_once([answer(actors[0], money.yes(90_000)), answer(actors[1], money.no())])
    with writing(app_both) as session:
        line = session.query(FundingLine).filter_by(ref=line_ref).one()
        assert sorted(answers) == sorted(["stale", line.state.value])
        assert session.query(FundingStatement).count() == 1
