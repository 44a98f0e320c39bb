import pytest
from flask_babel import force_locale

from portal.committees import minutes_actions, queries, recusal_actions, sitting_actions
from portal.committees.words import Choice, SittingState
from portal.kernel.errors import Forbidden, Refused
from portal.register import queries as register


@pytest.fixture
def held(session_both, world):
    """A sitting closed after one decision and one deferral; somebody withdrew."""
    first, second = world.send_startup(session_both), world.send_investigation(session_both)
    world.ready(session_both, first, second)
    recusal_actions.declare(
        session_both,
        world.actor(session_both, "cleo"),
        world.item(session_both, first.ref),
        has_interest=True,
        note="Mon frère y travaille.",
        now=world.now,
    )
    world.counted(session_both, first, "gggn")
    world.proclaim(session_both, first)
    world.defer(session_both, second)
    sitting_actions.close_sitting(
        session_both,
        world.actor(session_both, "secretary"),
        world.sitting(session_both),
        now=world.now,
    )
    return world


def test_the_facts_are_those_of_the_sitting(session_both, held):
    facts = minutes_actions.facts(session_both, held.sitting(session_both), held.now)

    first, second = facts["points"]
    assert first["deports"] == ["Cleo Essai"]
    assert "frère" not in str(facts)
    assert first["decompte"] == {"go": 3, "provisional": 0, "no_go": 1, "abstain": 0}
    assert first["quorum"] == {"presents": 4, "requis": 2, "membres": 5, "votants": 4}
    assert {one["nom"]: one["choix"] for one in first["bulletins"]} == {
        "Chair Essai": "poursuivre",
        "Deputy Essai": "poursuivre",
        "Ann Essai": "poursuivre",
        "Bob Essai": "arrêter",
    }
    assert (second["etat"], second["motif"]) == ("deferred", "Il manque un chiffre.")
    assert len(facts["presences"]) == 7


def test_two_signatures_seal_the_minutes(session_both, held):
    sitting = held.sitting(session_both)
    keeper, chair = (held.actor(session_both, who) for who in ("secretary", "chair"))
    minutes_actions.write(session_both, keeper, sitting, prose="Débats courtois.", now=held.now)
    with pytest.raises(Forbidden):
        minutes_actions.write(session_both, chair, sitting, prose="Autre.", now=held.now)
    minutes_actions.sign(session_both, keeper, sitting, now=held.now)
    minutes = queries.minutes_of(session_both, sitting)
    assert sitting.state is SittingState.CLOSED
    with pytest.raises(Refused, match="déjà signé"):
        minutes_actions.write(session_both, keeper, sitting, prose="Autre.", now=held.now)
    with pytest.raises(Refused, match="déjà signé"):
        minutes_actions.sign(session_both, keeper, sitting, now=held.now)
    minutes_actions.sign(session_both, chair, sitting, now=held.now)

    session_both.expire(minutes)
    assert sitting.state is SittingState.MINUTED
    assert minutes.sha256 == minutes_actions.fingerprint(minutes.facts, minutes.prose)
    (entry,) = register.about(session_both, sitting.ref)
    assert (entry.seq, entry.type) == (minutes.register_seq, "minutes")
    assert minutes.sha256 in entry.payload
    assert register.fault(session_both) is None


@pytest.mark.parametrize("who", ["ann", "expert", "outsider", "programme", "auditor"])
def test_nobody_else_signs(session_both, held, who):
    with pytest.raises(Forbidden):
        minutes_actions.sign(
            session_both, held.actor(session_both, who), held.sitting(session_both), now=held.now
        )


def test_the_facts_are_in_the_same_words_whoever_reads(session_both, held):
    french = minutes_actions.facts(session_both, held.sitting(session_both), held.now)

    with force_locale("en"):
        read = minutes_actions.facts(session_both, held.sitting(session_both), held.now)
        assert str(Choice.GO.label) == "continue"

    assert read == french
