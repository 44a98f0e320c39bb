"""The exit committee: a plan is sent, adopted, and the service leaves; or the point comes back."""

import pytest
from sqlalchemy.orm import Session

from portal.committees import item_queries
from portal.committees.words import Direction, ItemState
from portal.handovers import leaving, planning, queries
from portal.handovers.words import Scenario
from portal.startups.words import Phase
from tests.committees.world import World, write
from tests.support.apps import writing

PROPOSAL = {"months": 6, "amount": 300_000, "provisional_months": 1, "provisional_amount": 40_000}


def plan(session: Session, w: World):
    told = dict.fromkeys(("host", "contact", "final_on"))
    told |= {"scenario": Scenario.PRODUCT, "fallback": Scenario.OPERATED}
    told |= {"contact_role": "", "vision": ""}
    by = (session, w.actor(session, "team"), w.startup(session))
    return planning.save_plan(*by, **told, now=w.now)


def sent(session: Session, w: World, phase: Phase | None, scenario=Scenario.PRODUCT):
    direction = Direction.OPERATE if scenario.is_operated else Direction.TRANSFER
    item = w.send_startup(session, direction=direction, phase=phase)
    found = queries.plan(session, w.startup_ref)
    leaving.put(session, w.actor(session, "team"), found, scenario=scenario, now=w.now)
    write(session, w, item, proposal=PROPOSAL | {"direction": direction, "phase": phase})
    w.ready(session, item)
    return item


def test_a_plan_is_adopted_and_the_service_goes_on(session_both, world):
    plan(session_both, world)
    item = sent(session_both, world, Phase.REINTEGRATION)
    world.counted(session_both, item, "ggggg")
    made = world.proclaim(session_both, item)
    found = queries.plan(session_both, world.startup_ref)

    assert world.startup(session_both).current_phase is Phase.REINTEGRATION
    assert (found.adopted_scenario, found.adopted_fallback) == (
        Scenario.PRODUCT,
        Scenario.OPERATED,
    )
    assert (found.adopted_on, found.adopted_decision_ref) == (made.decided_on, made.ref)
    assert queries.checks_of(session_both, world.startup_ref) == []


def test_the_fallback_may_be_what_a_service_leaves_by(session_both, world):
    plan(session_both, world)
    item = sent(session_both, world, None, Scenario.OPERATED)
    world.counted(session_both, item, "ggggg")
    made = world.proclaim(session_both, item)
    found = queries.plan(session_both, world.startup_ref)

    assert world.startup(session_both).current_phase is Phase.OPERATED
    assert (found.adopted_scenario, found.adopted_fallback) == (Scenario.OPERATED, None)
    checks = queries.checks_of(session_both, world.startup_ref)
    assert [one.left_on for one in checks] == [made.decided_on] * 2


@pytest.mark.parametrize("ballots", ["nnnnn", "ppppp"])
def test_a_plan_that_is_not_adopted_stays_as_it_is(session_both, world, ballots):
    plan(session_both, world)
    item = sent(session_both, world, None)
    world.counted(session_both, item, ballots)
    world.proclaim(session_both, item)
    found = queries.plan(session_both, world.startup_ref)

    assert world.startup(session_both).current_phase is Phase.CONSTRUCTION
    assert (found.scenario, found.adopted_on) == (Scenario.PRODUCT, None)
    assert queries.checks_of(session_both, world.startup_ref) == []
    back = item_queries.live_about(session_both, world.startup_ref)
    assert (back is not None and back.state is ItemState.LISTED) is (ballots == "nnnnn")


def test_a_team_sends_its_plan_to_the_committee(app, open_world, meet):
    with writing(app) as session:
        plan(session, open_world)
    leaf = f"/startups/{open_world.startup_ref}/sortie"
    team = meet("team", leaf).follow("Envoyer au comité de sortie")
    assert team.sees("Le comité lira que ce plan n’est pas complet")
    team.submit("Envoyer au comité de sortie", {"Scénario": "opéré dans le réseau"})
    assert team.sees("Point créé : complétez le dossier.")
    team.follow("Lire le plan de sortie")
    assert team.sees("Devant le comité depuis le 23 novembre 2026 : opéré dans le réseau.")
    with app.app_context(), writing(app) as session:
        item = item_queries.live_about(session, open_world.startup_ref)
        title = item.title
        assert (item.direction, item.phase) == (Direction.OPERATE, Phase.REINTEGRATION)
    team.follow("Envoyer au comité de sortie")
    assert team.title == title
