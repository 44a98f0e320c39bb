"""Dissents until the signature, corrigenda after it, decisions replaced by a vote alone."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.committees import (
    corrigendum_actions,
    decision_queries,
    dissent_actions,
    minutes_actions,
    minutes_checking,
    minutes_queries,
    minutes_rules,
    queries,
    review_actions,
    sitting_actions,
)
from portal.committees.words import ItemState, Outcome, StopReason
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.register import queries as register
from tests.committees.world import WEEK
from tests.support.apps import writing

SAID = "Je tiens le chiffre d’usage pour mal mesuré."


def closed(session, world, letters="gggnn"):
    """A sitting closed on one decision."""
    item = world.send_startup(session)
    world.ready(session, item)
    world.counted(session, item, letters)
    world.proclaim(session, item)
    keeper = world.actor(session, "secretary")
    sitting_actions.close_sitting(session, keeper, world.sitting(session), now=world.now)
    return item


def sealed(session, world):
    """The same, its minutes sealed."""
    item = closed(session, world)
    for who in ("secretary", "chair"):
        minutes_actions.sign(
            session, world.actor(session, who), world.sitting(session), now=world.now
        )
    return item


def correct(session, world, who="chair", version=0, body="Lire « 4 présents »."):
    told = {"body": body, "motive": "Une erreur de plume.", "version": version, "now": world.now}
    return corrigendum_actions.write(
        session, world.actor(session, who), world.sitting(session), **told
    )


def countersign(session, world, who="secretary", seen=None):
    told = {"seen": seen, "now": world.now}
    return corrigendum_actions.countersign(
        session, world.actor(session, who), world.sitting(session), **told
    )


def dissent(session, world, item, who="bob", body=SAID):
    return dissent_actions.write(session, world.actor(session, who), item, body=body, now=world.now)


def test_a_dissent_is_written_until_the_first_signature(session_both, world):
    item = closed(session_both, world)
    dissent(session_both, world, item, body="Autre chose.")
    dissent(session_both, world, item)
    dissent(session_both, world, item, who="ann")
    dissent(session_both, world, item, who="ann", body=" ")

    sitting = world.sitting(session_both)
    (point,) = minutes_actions.facts(session_both, sitting, world.now)["points"]
    assert point["desaccords"] == [{"nom": "Bob Essai", "texte": SAID}]
    keeper = world.actor(session_both, "secretary")
    minutes_actions.sign(session_both, keeper, sitting, now=world.now)
    with pytest.raises(Refused, match="est signé"):
        dissent(session_both, world, item, who="cleo")
    assert queries.minutes_of(session_both, sitting).facts["points"] == [point]


@pytest.mark.parametrize("who", ["expert", "secretary", "outsider", "programme", "team"])
def test_whoever_did_not_vote_dissents_from_nothing(session_both, world, who):
    item = closed(session_both, world)
    with pytest.raises(Forbidden):
        dissent(session_both, world, item, who=who)


@pytest.mark.parametrize(
    ("sitting", "item", "signed", "told"),
    [
        ("closed", "proclaimed", True, "est signé"),
        ("in_session", "proclaimed", False, "une fois la séance close"),
        ("closed", "deferred", False, "n’en a pas"),
    ],
)
def test_when_a_dissent_is_too_early_or_too_late(sitting, item, signed, told):
    with pytest.raises(Refused, match=told):
        minutes_rules.check_dissent(sitting, item, is_signed=signed)


def test_sealed_minutes_are_corrected_beside_them(session_both, world):
    sealed(session_both, world)
    sitting = world.sitting(session_both)
    minutes = queries.minutes_of(session_both, sitting)
    before = (minutes.facts, minutes.prose, minutes.sha256)
    one = correct(session_both, world)
    assert (one.number, one.is_sealed) == (1, False)
    with pytest.raises(Stale):
        correct(session_both, world)
    correct(session_both, world, version=one.version, body="Lire « 5 présents ».")
    with pytest.raises(Refused, match="a changé"):
        countersign(session_both, world, seen="0" * 64)
    countersign(session_both, world, seen=one.sha256)
    second = correct(session_both, world)
    countersign(session_both, world)

    assert [each.number for each in minutes_queries.corrigenda(session_both, minutes)] == [1, 2]
    session_both.expire(minutes)
    assert (minutes.facts, minutes.prose, minutes.sha256) == before
    told = register.about(session_both, sitting.ref)
    assert [entry.type for entry in told] == ["minutes", "corrigendum", "corrigendum"]
    assert minutes.sha256 in told[1].payload and one.sha256 in told[1].payload
    assert register.bearing(session_both, second.sha256) == [told[2]]
    assert register.fault(session_both) is None
    assert minutes_checking.fault(session_both) is None


def test_who_corrects_and_who_countersigns(session_both, world):
    sealed(session_both, world)
    for who in ("secretary", "ann", "director", "programme"):
        with pytest.raises(Forbidden):
            correct(session_both, world, who=who)
    correct(session_both, world, who="deputy")
    for who in ("chair", "deputy", "ann", "auditor"):
        with pytest.raises(Forbidden):
            countersign(session_both, world, who=who)
    countersign(session_both, world)
    with pytest.raises(Refused, match="Aucun rectificatif"):
        countersign(session_both, world)


def test_minutes_that_are_not_sealed_are_not_corrected(session_both, world):
    closed(session_both, world)
    with pytest.raises(Refused, match="n’est pas scellé"):
        correct(session_both, world)


@pytest.mark.parametrize("verb", ["UPDATE corrigendum SET body = 'x'", "DELETE FROM corrigendum"])
def test_the_database_keeps_a_sealed_correction(session_both, world, verb):
    sealed(session_both, world)
    correct(session_both, world)
    countersign(session_both, world)
    with pytest.raises(DBAPIError), session_both.begin_nested():
        session_both.execute(text(verb))


def test_a_decision_is_replaced_by_a_vote_alone(session_both, world):
    item = closed(session_both, world)
    first = world.decision(session_both, item)
    told = {"motive": "Le chiffre était d’un autre service.", "now": world.now}
    for who in ("ann", "secretary", "team"):
        with pytest.raises(Forbidden):
            review_actions.ask(session_both, world.actor(session_both, who), first, **told)
    again = review_actions.ask(session_both, world.actor(session_both, "chair"), first, **told)
    with pytest.raises(Refused, match="attend déjà"):
        review_actions.ask(session_both, world.actor(session_both, "director"), first, **told)
    assert (again.state, decision_queries.replacing(session_both, first)) == (
        ItemState.LISTED,
        None,
    )
    world.at(WEEK)
    world.plan(session_both, WEEK.replace(day=18))
    world.take_up(session_both, again)
    world.convene(session_both)
    world.at(WEEK.replace(day=18))
    world.begin(session_both)
    world.counted(session_both, again, "nnnnn")
    second = world.proclaim(session_both, again, reason=StopReason.NO_IMPACT)

    assert decision_queries.replacing(session_both, first) == second
    assert decision_queries.review_of(session_both, again).decision_ref == first.ref
    (entry,) = register.about(session_both, second.ref)
    assert f'"remplace":"{first.ref}"' in entry.payload
    with pytest.raises(Refused, match="déjà remplacé"):
        review_actions.ask(session_both, world.actor(session_both, "chair"), first, **told)


@pytest.mark.parametrize(
    ("outcome", "decided_on", "ends_on"),
    [
        (Outcome.GO, date(2026, 12, 7), date(2027, 4, 7)),
        (Outcome.PROVISIONAL, date(2026, 10, 31), date(2027, 2, 28)),
        (Outcome.NO_GO, date(2026, 12, 7), None),
    ],
)
def test_the_law_leaves_four_months_for_a_favourable_decision(outcome, decided_on, ends_on):
    assert minutes_rules.withdrawal_ends_on(outcome, decided_on) == ends_on


@pytest.mark.parametrize(("letters", "offered"), [("ggggg", True), ("nnnnn", False)])
def test_a_new_vote_is_offered_while_a_committee_may_hear_of_it(
    app, open_world, meet, letters, offered
):
    with writing(app) as session:
        item = open_world.send_startup(session)
        open_world.ready(session, item)
        open_world.counted(session, item, letters)
        reason = None if offered else StopReason.NO_IMPACT
        ref = open_world.proclaim(session, item, reason=reason).ref
    chair = meet("chair", f"/decisions/{ref}")

    assert ("Remettre cette décision au vote" in chair.links) is offered
