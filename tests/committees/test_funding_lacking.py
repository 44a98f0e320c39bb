"""When money lacks; what is asked of whom; the note that purchasing receives, once."""

from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from portal.committees import (
    funding_actions,
    funding_queries,
    funding_scheduled,
    purchase_actions,
    review_actions,
)
from portal.committees.funding_models import FundingLine
from portal.committees.words import FundingState, LineState
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.refs import new_ref
from tests.committees import money
from tests.committees.money import state, tasks, told
from tests.committees.settling import settle
from tests.committees.world import write

TWO = {"alpha": 70, "beta": None}


@pytest.fixture
def world(session, clock):
    """On the embedded database; what rests on the database is tried on both, below."""
    return settle(session, clock)


@pytest.fixture
def both(session_both, clock):
    """The same on each database in turn."""
    return session_both, settle(session_both, clock)


# When money lacks


def test_a_declined_line_asks_for_another_sponsor(session, world):
    made = money.granted(session, world, **TWO)
    money.say(session, world, "beta", made, "beta", money.no())
    assert state(session, world, made) is FundingState.INCOMPLETE
    for who in ("director", "chair", "deputy"):
        assert ("Trouver un sponsor", None) in tasks(session, world, who)
    assert tasks(session, world, "ann") == set()

    gamma = money.organisation(session, "gamma")
    director = world.actor(session, "director")
    for asked in (0, 90_001):
        with pytest.raises(Refused, match="entre 1 et 90000"):
            funding_actions.name_sponsor(
                session, director, made.ref, gamma, asked=asked, now=world.now
            )
    told = {"asked": 90_000, "now": world.now}
    funding_actions.name_sponsor(session, director, made.ref, gamma, **told)
    assert state(session, world, made) is FundingState.TO_CONFIRM
    assert ("Trouver un sponsor", None) not in tasks(session, world, "director")
    with pytest.raises(Refused, match="Il ne manque rien"):
        delta = money.organisation(session, "delta")
        funding_actions.name_sponsor(session, director, made.ref, delta, **told)
    money.tied(session, world, "gamma", "gamma")
    money.say(session, world, "gamma", made, "gamma", money.yes(90_000))
    money.say(session, world, "sponsor", made, "alpha", money.yes(210_000))
    assert state(session, world, made) is FundingState.CONFIRMED


def test_naming_a_second_sponsor_leaves_the_first_to_its_own(session, world):
    made = money.granted(session, world, alpha=None)
    money.say(session, world, "sponsor", made, "alpha", money.yes(200_000, motive="Moins."))
    gamma = money.organisation(session, "gamma")
    director = world.actor(session, "director")
    told = {"asked": 100_000, "now": world.now}
    funding_actions.name_sponsor(session, director, made.ref, gamma, **told)

    with pytest.raises(Forbidden):
        money.say(session, world, "sponsor", made, "gamma", money.yes(100_000))
    money.say(session, world, "sponsor", made, "alpha", money.yes(210_000, motive="Un peu plus."))


def test_the_task_waits_while_the_committee_is_asked_again(session, world):
    made = money.granted(session, world, **TWO)
    money.say(session, world, "beta", made, "beta", money.no())
    review_actions.ask(
        session,
        world.actor(session, "director"),
        made,
        motive="Un sponsor se retire.",
        now=world.now,
    )
    assert ("Trouver un sponsor", None) not in tasks(session, world, "chair")


def test_a_later_decision_ends_these_lines(session, world):
    made = money.granted(session, world, **TWO)
    item = world.send_startup(session)
    write(session, world, item)
    world.later(days=30)
    world.plan(session, world.now + timedelta(days=14))
    world.take_up(session, item)
    world.convene(session)
    world.later(days=14)
    world.begin(session)
    world.counted(session, item, "ggggg")
    later = world.proclaim(session, item)

    with pytest.raises(Refused, match="plus en cours"):
        money.say(session, world, "beta", made, "beta", money.yes(90_000))
    assert {one.decision_ref for one in funding_queries.live_lines(session)} == {later.ref}


# Tasks, reminders, note


def test_tasks_and_reminders_come_once(session, world):
    made = money.granted(session, world, **TWO)
    due = made.decided_on + timedelta(days=15)
    assert ("Confirmer", due) in tasks(session, world, "beta")
    assert ("Transmettre", made.decided_on) in tasks(session, world, "director")
    world.later(days=14)
    assert funding_scheduled.remind(session, world.now) == 0
    world.later(days=1)
    money.say(session, world, "sponsor", made, "alpha", money.yes(210_000))
    assert funding_scheduled.remind(session, world.now) == 3
    assert funding_scheduled.remind(session, world.now) == 0
    world.later(days=30)
    assert funding_scheduled.remind(session, world.now) == 0
    assert {person for person, _event in told(session, "funding.late")} == {
        world.ids[who] for who in ("beta", "beta2", "director")
    }
    money.say(session, world, "beta", made, "beta", money.yes(90_000))
    assert tasks(session, world, "beta") == set()


def test_a_round_reads_no_line_that_was_told(session, world):
    made = money.granted(session, world, **TWO)
    world.later(days=15)
    assert funding_scheduled.remind(session, world.now) > 0
    session.expire_all()
    asked = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))

    assert funding_scheduled.remind(session, world.now) == 0
    assert len(asked) == 1
    lines = funding_queries.lines_of(session, made.ref)
    assert {one.version for one in lines} == {1}


def test_the_note_is_marked_once_and_taken_back_with_a_motive(both):
    session, world = both
    made = money.granted(session, world, **TWO)
    director = world.actor(session, "director")
    for who in ("chair", "team", "sponsor", "outsider"):
        with pytest.raises(Forbidden):
            actor = world.actor(session, who)
            purchase_actions.mark(session, actor, made.ref, sent_to="Achats", now=world.now)
    mark = {"sent_to": "Achats", "now": world.now}
    purchase_actions.mark(session, director, made.ref, **mark)
    assert ("Transmettre", made.decided_on) not in tasks(session, world, "director")
    with pytest.raises(Refused, match="déjà marquée"):
        purchase_actions.mark(session, director, made.ref, **mark)
    with pytest.raises(Refused, match="motif"):
        purchase_actions.take_back(session, director, made.ref, motive=" ", now=world.now)
    purchase_actions.take_back(session, director, made.ref, motive="Erreur.", now=world.now)
    with pytest.raises(Refused, match="n’est pas marquée"):
        purchase_actions.take_back(session, director, made.ref, motive="Oui.", now=world.now)
    purchase_actions.mark(session, director, made.ref, **mark)
    assert len(funding_queries.sendings(session, made.ref)) == 2


def test_the_database_holds_what_must_not_break(both):
    session, world = both
    made = money.granted(session, world, **TWO)
    line = money.line(session, made, "beta")
    money.say(session, world, "beta", made, "beta", money.yes(90_000))
    told = {
        "decision_ref": made.ref,
        "startup_ref": line.startup_ref,
        "due_on": line.due_on,
        "asked": 1,
    }
    twice = FundingLine(ref=new_ref("fin"), organisation_ref=line.organisation_ref, **told)
    unsaid = FundingLine(ref=new_ref("fin"), state=LineState.CONFIRMED, amount=1, **told)
    for broken in ([twice], [unsaid], [FundingLine(ref=new_ref("fin"), **told) for _ in "ab"]):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.add_all(broken)
    for verb in ("UPDATE funding_statement SET amount = 1", "DELETE FROM funding_statement"):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.execute(text(verb))
