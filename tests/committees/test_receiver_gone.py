"""The startup that should receive ends after the vote: nothing is decided, and there is a way out."""

from datetime import date

import pytest

from portal.committees import crossings, decision_queries, item_queries
from portal.committees.words import ItemState
from portal.kernel.errors import Refused
from portal.startups import actions as startups, crossing
from portal.startups.words import Phase
from tests.committees.conftest import open_world as open_world
from tests.committees.crossing import LEFTOVER, merging, neighbour, staffed
from tests.committees.settling import settle
from tests.committees.world import email
from tests.support.apps import writing

DECISION = "dec-0000000e"


@pytest.fixture
def settled(session, clock):
    return settle(session, clock)


def voted(session, world, letters="ggggn"):
    """A merger put to the vote and closed: the point, and the startup that should receive."""
    into = staffed(session, world)
    item = merging(session, world, into, "host", "guest")
    world.ready(session, item)
    world.counted(session, item, letters)
    return item, into


def ended(phase):
    def make(session, world, into):
        known = {"on": world.now.date(), "decision_ref": DECISION, "now": world.now}
        startups.end(session, world.actor(session, "chair"), into, phase, **known)

    return make


def joined(session, world, into):
    other = neighbour(session, world, "La place")
    known = {"leftover": LEFTOVER, "on": world.now.date(), "decision_ref": DECISION}
    by = world.actor(session, "chair")
    crossing.merge(session, by, into, other.ref, **known, now=world.now)


def saved(session, world, into):
    by, until = world.actor(session, "chair"), date(2027, 3, 7)
    known = {"until": until, "decision_ref": DECISION, "now": world.now}
    startups.safeguard(session, by, into, **known)


HAPPENED = [
    (ended(Phase.STOPPED), "arrêté"),
    (ended(Phase.TRANSFERRED), "transféré"),
    (ended(Phase.OPERATED), "opéré dans le réseau"),
    (ended(Phase.DORMANT), "en dormance"),
    (joined, "a rejoint La place"),
    (saved, "sauvegarde"),
]


@pytest.mark.parametrize(("happens", "said"), HAPPENED)
def test_a_merger_whose_receiver_is_gone_says_what_changed(session, settled, happens, said):
    item, into = voted(session, settled)
    happens(session, settled, into)
    with pytest.raises(Refused) as refusal:
        settled.proclaim(session, item)

    told = str(refusal.value)
    assert into.title in told and said in told and "7 décembre 2026" in told
    assert settled.item(session, item.ref).state is ItemState.CLOSED
    assert settled.decision(session, item) is None


@pytest.mark.parametrize("letters", ["nnnnn", "ppppp"])
def test_what_joins_nothing_is_proclaimed_all_the_same(session, settled, letters):
    item, into = voted(session, settled, letters)
    ended(Phase.STOPPED)(session, settled, into)
    assert settled.proclaim(session, item).phase is None


def test_whoever_presides_takes_the_way_out_from_that_same_page(app, open_world, visitors):
    with writing(app) as session:
        item, into = voted(session, open_world)
        ref, title = item.ref, into.title
    chair = visitors(email("chair")).get(f"/points/{ref}")
    with writing(app) as session:
        ended(Phase.STOPPED)(session, open_world, crossing_into(session, open_world, ref))
    # The page was open before: what was written is kept beside what changed.
    chair.submit(
        "Proclamer la décision", {"Motifs de la décision": "Les deux équipes le souhaitent."}
    )
    assert chair.status == 422
    assert chair.sees(f"{title} n’est plus accompagnée depuis le 7 décembre 2026")
    assert chair.sees("Les deux équipes le souhaitent.")
    assert "Proclamer la décision" not in chair.buttons
    chair.submit("Annuler le vote et remettre le point à l’ordre du jour", {})
    assert chair.errors == ["Motif : Écrivez le motif : il figurera au procès-verbal."]
    chair.submit(
        "Annuler le vote et remettre le point à l’ordre du jour",
        {"Motif": "La startup qui accueillait est arrêtée."},
    )
    assert chair.sees("Vote annulé, point renvoyé.")

    with writing(app) as session:
        again = item_queries.live_about(session, open_world.startup_ref)
        other = neighbour(session, open_world, "La place")
        by, told = open_world.actor(session, "team"), {"leftover": LEFTOVER, "now": open_world.now}
        crossings.propose_receiver(session, by, again, receiver=other.ref, **told)
        assert (again.before_ref, again.crossing.receiver_ref) == (ref, other.ref)


def test_the_screen_of_the_room_has_the_same_way_out(app, open_world, visitors):
    with writing(app) as session:
        item, into = voted(session, open_world)
        ended(Phase.TRANSFERRED)(session, open_world, into)
        ref = item.ref
    chair = visitors(email("secretary")).get(f"/seances/{open_world.sitting_ref}/salle")
    assert chair.sees("n’est plus accompagnée depuis le 7 décembre 2026 (transféré)")
    assert "Proclamer la décision" not in chair.buttons
    chair.submit(
        "Annuler le vote et remettre le point à l’ordre du jour",
        {"Motif": "Le service est transféré."},
    )
    assert chair.sees("vote annulé, point renvoyé")
    with app.app_context(), writing(app) as session:
        assert open_world.item(session, ref).state is ItemState.VOIDED
        assert decision_queries.decision_of(session, open_world.item(session, ref)) is None


def test_who_neither_presides_nor_keeps_the_list_is_offered_nothing(app, open_world, visitors):
    with writing(app) as session:
        item, into = voted(session, open_world)
        ended(Phase.STOPPED)(session, open_world, into)
        ref = item.ref
    member = visitors(email("ann")).get(f"/points/{ref}")
    assert not [one for one in member.buttons if one.startswith("Annuler")]
    assert not member.sees("La fusion ne peut plus être proclamée")


def crossing_into(session, world, ref):
    return world.item(session, ref).crossing.receiver
