from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.committees import (
    actions,
    decision_actions,
    decision_queries,
    dossier_actions,
    item_queries,
    queries,
)
from portal.committees.decision_models import Decision
from portal.committees.words import (
    ItemState,
)
from portal.extensions import db
from portal.kernel.errors import Forbidden, Refused
from portal.policy import Role
from portal.register import queries as register
from tests.committees.settling import settle
from tests.committees.world import decided
from tests.support.apps import MONDAY, writing
from tests.support.people import SINCE


def test_proclaiming_seals_what_was_decided_without_naming_anyone(session_both, world):
    made = decided(session_both, world, "ggggn")
    (entry,) = register.about(session_both, made.ref)

    assert entry.seq == made.register_seq
    assert register.fault(session_both) is None
    assert made.evidence_sha256 in entry.payload
    assert "Essai" not in entry.payload


def test_a_failure_after_sealing_leaves_nothing(app_both, clock):
    with writing(app_both) as session:
        world = settle(session, clock)
        item = world.send_startup(session)
        world.ready(session, item)
        world.counted(session, item, "ggggg")
        ref = item.ref

    with pytest.raises(RuntimeError, match="the seal"), writing(app_both) as session:
        assert world.proclaim(session, world.item(session, ref)).register_seq == 0
        raise RuntimeError("a fault after the seal")
    with app_both.app_context():
        session = db.session()
        assert register.head(session)[0] == 0
        assert session.query(Decision).count() == 0
        assert world.item(session, ref).state is ItemState.CLOSED
        assert world.startup(session).term_on == date(2027, 1, 23)


def test_only_the_presider_proclaims_and_only_a_decision(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    with pytest.raises(Refused):
        world.proclaim(session_both, item)
    world.vote(session_both, item, "gnaaa")
    world.cast(session_both, item, "chair", "abstain")
    world.later(minutes=20)
    world.close(session_both, item)
    for who in ("deputy", "secretary", "ann", "programme"):
        with pytest.raises(Forbidden):
            world.proclaim(session_both, item, by=who)
    with pytest.raises(Refused, match="reportez"):
        world.proclaim(session_both, item)


def test_a_decision_is_proclaimed_once(session_both, world):
    made = decided(session_both, world, "ggggg")

    with pytest.raises(Refused):
        world.proclaim(session_both, made.item)


def test_the_public_reads_a_decision_once_published(session_both, world):
    made = decided(session_both, world, "ggggg")
    from portal.policy import PASSER_BY

    assert list(session_both.scalars(decision_queries.visible_to(PASSER_BY))) == []
    for who in ("ann", "programme", "director"):
        with pytest.raises(Forbidden):
            decision_actions.publish(
                session_both, world.actor(session_both, who), made.item, now=world.now
            )
    keeper = world.actor(session_both, "secretary")
    decision_actions.publish(session_both, keeper, made.item, now=world.now)

    assert list(session_both.scalars(decision_queries.visible_to(PASSER_BY))) == [made]


def test_conditions_bind_with_a_decision_that_funds(session_both, world):
    item = world.send_startup(session_both)
    dossier_actions.propose_condition(
        session_both,
        world.actor(session_both, "team"),
        item,
        what="Publier les chiffres",
        owner=world.person(session_both, "team"),
        due_on=date(2027, 1, 15),
        proof="Une page publique.",
        today=MONDAY.date(),
        now=MONDAY,
    )
    world.ready(session_both, item)
    world.defer(session_both, item)
    again = item_queries.live_about(session_both, world.startup_ref)
    (proposed,) = decision_queries.proposed_conditions(session_both, again)
    assert (proposed.what, proposed.decision_ref) == ("Publier les chiffres", None)

    world.take_up(session_both, again)
    world.counted(session_both, again, "ggggg")
    made = world.proclaim(session_both, again)
    assert proposed.decision_ref == made.ref
    assert "Publier les chiffres" in register.about(session_both, made.ref)[0].payload


def test_the_committee_knows_its_seats_from_dated_mandates(session_both, world):
    committee = world.committee(session_both)
    with pytest.raises(Forbidden):
        actions.seat(
            session_both,
            world.actor(session_both, "director"),
            committee,
            world.person(session_both, "director"),
            role=Role.SEAT,
            quality="",
            voting=True,
            starts_on=SINCE,
            now=MONDAY,
        )

    seats = queries.seats(session_both, committee, MONDAY.date())
    assert [one.person_id for one in seats[:2]] == [world.ids["chair"], world.ids["deputy"]]
    assert [one.voting for one in seats if one.person_id == world.ids["expert"]] == [False]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET motive = 'autre'",
        "DELETE FROM decision",
        "UPDATE ballot SET choice = 'abstain', reason = NULL",
        "DELETE FROM ballot",
        "INSERT INTO ballot (item_id, person_id, choice, motive, receipt, cast_at, version)"
        " SELECT item_id, person_id, 'go', '', 'x', cast_at, 1 FROM ballot",
        "UPDATE ballot_version SET motive = 'autre'",
        "DELETE FROM ballot_version",
        "UPDATE register_entry SET payload = '{}'",
        "DELETE FROM register_entry",
        "UPDATE dossier SET body = 'autre'",
    ],
)
def test_the_database_refuses_to_rewrite(session_both, world, statement):
    decided(session_both, world, "ggggn")
    session_both.flush()

    with pytest.raises(DBAPIError, match=r"insert only|closed"), session_both.begin_nested():
        session_both.execute(text(statement))
