"""The owner says what is done, the committee reads it beside its answer; it binds until lifted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.committees import (
    condition_actions,
    condition_queries,
    condition_tasks,
    decision_queries,
    item_queries,
    scheduled,
)
from portal.committees.condition_words import ConditionStep
from portal.committees.decision_actions import publish, settle_condition
from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.policy import Act
from tests.committees.test_conditions_return import decided, late
from tests.committees.world import email, write
from tests.support.apps import writing

LINK = "https://exemple.gouv.fr/releve"
LACKS = "Il manque le troisième canton."


@pytest.fixture
def bound(session_both, world):
    """A decision with a condition, of which the team takes care."""
    item = world.send_startup(session_both)
    write(session_both, world, item)
    condition, _decision = decided(session_both, world, item)
    return world.item(session_both, item.ref), condition


def hand_in(session, world, bound, who="team", done="Mesuré.", link=LINK):
    item, condition = bound
    told = {"done": done, "link": link, "now": world.now}
    return condition_actions.hand_in(session, world.actor(session, who), condition, item, **told)


def send_back(session, world, bound, who="chair"):
    item, condition = bound
    chair = world.actor(session, who)
    condition_actions.send_back(session, chair, condition, item, reason=LACKS, now=world.now)


def asked(session, world, who):
    return [one.verb for one in condition_tasks.waiting(session, world.actor(session, who))]


def test_each_side_is_asked_in_turn(session_both, world, bound):
    session, (item, condition) = session_both, bound
    assert asked(session, world, "team") == ["Dire ce qui est fait"]
    assert asked(session, world, "chair") == []

    hand_in(session, world, bound)

    assert condition.step is ConditionStep.HANDED_IN and asked(session, world, "team") == []
    for who in ("chair", "deputy", "secretary", "director"):
        assert asked(session, world, who) == ["Relire la preuve"], who
    assert asked(session, world, "ann") + asked(session, world, "outsider") == []

    send_back(session, world, bound)

    assert condition.step is ConditionStep.OPEN
    assert asked(session, world, "team") == ["Dire ce qui est fait"]
    assert asked(session, world, "chair") == []

    hand_in(session, world, bound, done="Mesuré, troisième canton compris.")
    told = {"waived": False, "settlement": "Relevé lu.", "now": world.now}
    settle_condition(session, world.actor(session, "chair"), condition, item, **told)

    assert condition.step is ConditionStep.LIFTED
    assert asked(session, world, "team") + asked(session, world, "chair") == []
    assert [one.reason for one in condition_queries.proofs(session, condition)] == ["", LACKS]
    with pytest.raises(Refused, match="déjà levée"):
        hand_in(session, world, bound)
    with pytest.raises(Refused, match="déjà levée"):
        send_back(session, world, bound)


def test_what_is_handed_in_is_completed_dated_and_journaled(session_both, world, bound):
    session, (_item, condition) = session_both, bound
    hand_in(session, world, bound)
    world.later(days=1)
    hand_in(session, world, bound, done="Et le canton.", link="")

    told = [(one.done, one.at) for one in condition_queries.proofs(session, condition)]
    assert told == [("Et le canton.", world.now), ("Mesuré.", world.now - timedelta(days=1))]
    kept = select(JournalEntry).where(JournalEntry.act == Act.CONDITION_HAND_IN.value)
    subjects = [one.subject_ref for one in session.scalars(kept)]
    assert subjects.count(condition.subject_ref) == 2


@pytest.mark.parametrize("who", ["chair", "director", "sponsor", "coach", "outsider", "auditor"])
def test_others_hand_nothing_in(session_both, world, bound, who):
    with pytest.raises(Forbidden):
        hand_in(session_both, world, bound, who)


@pytest.mark.parametrize("who", ["team", "sponsor", "ann", "outsider"])
def test_only_those_who_lift_send_back(session_both, world, bound, who):
    hand_in(session_both, world, bound)
    with pytest.raises(Forbidden):
        send_back(session_both, world, bound, who)


def test_those_concerned_are_told_once_each(session_both, world, bound):
    session = session_both
    hand_in(session, world, bound)
    send_back(session, world, bound)

    kept = select(Notice).where(Notice.kind == "decision.condition").order_by(Notice.id)
    told = [one.person_id for one in session.scalars(kept)]
    first = {world.ids[who] for who in ("chair", "deputy", "secretary")}
    assert set(told[:3]) == first and told[3:] == [world.ids["team"]]


def test_handed_in_it_still_heads_the_next_agenda_and_holds_the_vote(session_both, world, bound):
    session, condition = session_both, bound[1]
    hand_in(session, world, bound)
    late(session, world)

    scheduled.run(session, world.now)

    again = item_queries.live_about(session, world.startup_ref)
    assert again is not None
    assert decision_queries.open_conditions(session, world.startup_ref) == [condition]
    world.sitting_ref = again.sitting.ref
    world.convene(session)
    world.at(again.sitting.starts_at)
    world.begin(session)
    with pytest.raises(Refused, match="Levez ou abandonnez"):
        world.open_vote(session, again)


@pytest.fixture
def place(app, open_world):
    """The same, committed; gives the addresses of both sides and of the decision."""
    with writing(app) as session:
        item = open_world.send_startup(session)
        write(session, open_world, item)
        condition, decision = decided(session, open_world, item)
        item = open_world.item(session, item.ref)
        return (
            f"/decisions/{decision.ref}",
            condition_actions.handing_path(condition),
            condition_actions.settling_path(condition, item),
        )


def test_it_is_lived_on_the_pages(place, visitors):
    decision, handing, settling = place
    team = visitors(email("team")).get("/moi/taches").follow("Mesurer l’effet")
    assert team.url.endswith(handing) and team.sees("Ce texte sera envoyé à 3 personnes du comité")
    team.submit(
        "Remettre la preuve", {"Ce qui a été fait": "Relevé.", "Lien vers la preuve": "ici"}
    )
    assert (
        team.status == 422
        and team.value("Ce qui a été fait", button="Remettre la preuve") == "Relevé."
    )
    team.submit("Remettre la preuve", {"Lien vers la preuve": LINK})
    assert team.sees("Une preuve est remise") and "Compléter la preuve" in team.links

    chair = visitors(email("chair")).get("/moi/taches").follow("Mesurer l’effet")
    assert chair.url.endswith(settling) and LINK in chair.links
    assert chair.sees("Relevé.")
    chair.submit(
        "Régler la réserve", {"Cette réserve est": "à revoir : la preuve ne suffit pas encore"}
    )
    assert chair.status == 422
    chair.submit(
        "Régler la réserve", {"Preuve constatée, ce qui manque, ou motif de l’abandon": LACKS}
    )
    assert chair.sees("La réserve est à revoir")
    assert team.get(handing).sees(LACKS)

    assert visitors(email("sponsor")).get(handing).status == 403
    assert visitors(email("team")).get(decision).sees("à lever")


def test_the_public_sees_nothing_of_it(place, app, open_world, visitors):
    decision, handing, settling = place
    with writing(app) as session:
        found = decision_queries.decision_by_ref(session, decision.rpartition("/")[2])
        item = open_world.item(session, found.item.ref)
        publish(session, open_world.actor(session, "chair"), item, now=open_world.now)
    before = visitors().get(decision).text
    team = visitors(email("team")).get(handing)
    team.submit("Remettre la preuve", {"Ce qui a été fait": "Relevé secret."})

    assert visitors().get(decision).text == before
    for path in (handing, settling):
        assert visitors().get(path).title == "Se connecter"
