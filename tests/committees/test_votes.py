from datetime import timedelta

import pytest

from portal.committees import (
    actions,
    recusal_actions,
    vote_actions,
)
from portal.committees.vote_models import Ballot, BallotVersion
from portal.committees.words import (
    Choice,
    CommitteeMode,
    ItemState,
    Outcome,
    StopReason,
)
from portal.kernel.errors import Forbidden, Refused
from portal.policy import Role
from tests.committees.world import WEEK
from tests.support.people import SINCE


def test_one_ballot_each_that_may_change_and_keeps_its_versions(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    first = world.cast(session_both, item, "ann", Choice.GO)
    receipt = first.receipt
    world.cast(session_both, item, "ann", Choice.GO)
    world.cast(session_both, item, "ann", Choice.NO_GO, reason=StopReason.NO_FUNDING)
    world.cast(session_both, item, "ann", Choice.PROVISIONAL)

    ballots = session_both.query(Ballot).all()
    assert [(one.choice, one.reason, one.receipt) for one in ballots] == [
        (Choice.PROVISIONAL, None, receipt)
    ]
    kept = session_both.query(BallotVersion).order_by(BallotVersion.number)
    assert [(one.number, one.choice) for one in kept] == [
        (1, Choice.GO),
        (2, Choice.GO),
        (3, Choice.NO_GO),
        (4, Choice.PROVISIONAL),
    ]


@pytest.mark.parametrize("who", ["expert", "secretary", "outsider", "team", "programme", "auditor"])
def test_whoever_is_not_on_the_roll_casts_nothing(session_both, world, who):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)

    with pytest.raises(Forbidden):
        world.cast(session_both, item, who, Choice.GO)


def test_a_stop_or_a_provisional_go_says_why(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)

    for choice in (Choice.PROVISIONAL, Choice.NO_GO):
        with pytest.raises(Refused, match="se motive"):
            world.cast(session_both, item, "ann", choice, motive="  ")
    world.cast(session_both, item, "ann", Choice.ABSTAIN, motive="")


def test_withdrawing_while_open_takes_the_ballot_out(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    world.vote(session_both, item, "gggnn")
    recusal_actions.declare(
        session_both,
        world.actor(session_both, "ann"),
        world.item(session_both, item.ref),
        has_interest=True,
        note="Un cousin.",
        now=world.now,
    )
    recusal_actions.impose_recusal(
        session_both,
        world.actor(session_both, "chair"),
        world.item(session_both, item.ref),
        world.person(session_both, "bob"),
        motive="Il a travaillé pour le prestataire.",
        now=world.now,
    )
    world.close(session_both, item)

    assert item.counts == {
        "go": 2,
        "provisional": 0,
        "no_go": 1,
        "abstain": 0,
        "roll": 5,
        "recused": 2,
        "needed": 2,
        "cause": None,
    }
    with pytest.raises(Refused, match="clos"):
        recusal_actions.impose_recusal(
            session_both,
            world.actor(session_both, "chair"),
            item,
            world.person(session_both, "cleo"),
            motive="Trop tard.",
            now=world.now,
        )


def test_the_presider_gives_more_time_before_the_end_only(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    chair = world.actor(session_both, "chair")
    vote_actions.extend(session_both, chair, item, minutes=10, now=world.now)
    assert item.closes_at == WEEK + timedelta(minutes=30)

    world.later(minutes=30)
    with pytest.raises(Refused, match="clos"):
        vote_actions.extend(session_both, chair, item, minutes=10, now=world.now)


def test_closing_early_waits_for_everyone_present(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item, present=("chair", "ann", "bob"))
    world.open_vote(session_both, item)
    world.vote(session_both, item, "g.g..")
    with pytest.raises(Refused, match=r"il manque 1.bulletin"):
        world.close(session_both, item)
    world.cast(session_both, item, "bob", Choice.NO_GO)
    with pytest.raises(Forbidden):
        world.close(session_both, item, by="secretary")
    world.close(session_both, item)

    assert (item.state, item.outcome) == (ItemState.CLOSED, Outcome.GO)


def test_at_its_hour_the_vote_is_over_whoever_looks(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    world.vote(session_both, item, "ggnn.")
    world.later(minutes=20)
    with pytest.raises(Refused, match="clos"):
        world.cast(session_both, item, "cleo", Choice.NO_GO)

    who = world.actor(session_both, "expert")
    assert vote_actions.settle(session_both, who, item, now=world.now)
    assert not vote_actions.settle(session_both, who, item, now=world.now)
    assert item.outcome is Outcome.GO
    assert item.counts["no_go"] == 2


def test_the_casting_vote_is_the_deputy_s_when_the_chair_withdraws_meanwhile(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    world.vote(session_both, item, "ngnga")
    recusal_actions.declare(
        session_both,
        world.actor(session_both, "chair"),
        world.item(session_both, item.ref),
        has_interest=True,
        note="",
        now=world.now,
    )
    world.cast(session_both, item, "cleo", Choice.NO_GO)
    world.close(session_both, item, by="deputy")

    assert item.outcome is Outcome.GO


def test_the_sponsor_decides_where_the_committee_says_so(session_both, world):
    director, committee = world.actor(session_both, "director"), world.committee(session_both)
    actions.configure(
        session_both,
        director,
        committee,
        name=committee.name,
        vote_minutes=20,
        mode=CommitteeMode.SPONSOR_DECIDES,
        now=world.now,
    )
    actions.seat(
        session_both,
        director,
        committee,
        world.person(session_both, "sponsor"),
        role=Role.SEAT,
        quality="sponsor",
        voting=True,
        starts_on=SINCE,
        now=world.now,
    )
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    world.vote(session_both, item, "ggggg")
    world.cast(session_both, item, "sponsor", Choice.NO_GO, reason=StopReason.NO_FUNDING)
    world.close(session_both, item)

    assert item.outcome is Outcome.NO_GO
    assert item.counts["go"] == 5


def test_without_the_sponsor_s_word_nothing_is_decided(session_both, world):
    committee = world.committee(session_both)
    committee.mode = CommitteeMode.SPONSOR_DECIDES
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.counted(session_both, item, "ggggg")

    assert (item.outcome, item.counts["cause"]) == (Outcome.DEFERRED, "no_sponsor_word")


def test_nobody_withdraws_once_the_time_of_the_vote_is_over(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    world.vote(session_both, item, "gggnn")
    world.later(minutes=20)
    told = {"has_interest": True, "note": "", "now": world.now}
    imposed = {"motive": "Un intérêt.", "now": world.now}
    found = world.item(session_both, item.ref)

    with pytest.raises(Refused, match="clos"), session_both.begin_nested():
        recusal_actions.declare(session_both, world.actor(session_both, "ann"), found, **told)
    with pytest.raises(Refused, match="clos"), session_both.begin_nested():
        recusal_actions.impose_recusal(
            session_both,
            world.actor(session_both, "chair"),
            found,
            world.person(session_both, "cleo"),
            **imposed,
        )

    assert world.close(session_both, item).counts["no_go"] == 2


def test_the_rules_of_a_committee_stand_while_a_vote_is_open(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    director, committee = world.actor(session_both, "director"), world.committee(session_both)
    told = {"name": "Autre nom", "vote_minutes": 5, "now": world.now}
    wanted = CommitteeMode.SPONSOR_DECIDES

    with pytest.raises(Refused, match="vote est ouvert"), session_both.begin_nested():
        actions.configure(session_both, director, committee, mode=wanted, **told)

    assert world.committee(session_both).mode is CommitteeMode.COLLEGIAL_VOTE
