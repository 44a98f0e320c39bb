"""A startup changes course, or joins another: only what the vote adopted, and nothing silently."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.committees import (
    actions,
    crossings,
    decision_actions,
    item_actions,
    item_queries,
    minutes_actions,
)
from portal.committees.words import Direction, EffectKind, ItemState, Side, StopReason
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.organisations.models import Incubator
from portal.register.models import RegisterEntry as Entry
from portal.search import queries as search
from portal.startups import crossing, portfolio, queries as startups
from portal.startups.crossing_models import Merger
from portal.startups.words import EventKind, Phase, TermState
from tests.committees.crossing import COURSE, LEFTOVER, merging, pivoting, reply, staffed
from tests.committees.settling import settle
from tests.committees.world import write


@pytest.fixture
def settled(session, clock):
    """On the embedded database alone, for what no database decides."""
    return settle(session, clock)


def held(session, world, item, letters, reason=None):
    world.ready(session, item)
    world.counted(session, item, letters, reason=reason)
    return world.proclaim(session, item, reason=reason)


def test_an_adopted_course_changes_the_startup_and_keeps_what_it_said(session_both, world):
    was = world.startup(session_both)
    before = (was.title, was.mission)
    made = held(session_both, world, pivoting(session_both, world), "ggggn")

    startup = world.startup(session_both)
    (kept,) = startups.pivots(session_both, startup)
    assert (startup.title, startup.mission) == (COURSE["title"], COURSE["mission"])
    assert (kept.title_before, kept.mission_before) == before
    assert (kept.on, kept.decision_ref, kept.kept) == (made.decided_on, made.ref, COURSE["kept"])
    assert made.effect is EffectKind.NEW_GRANT
    assert startup.current_grant.decision_ref == made.ref
    session_both.refresh(startup, ["events"])
    assert [(one.name, one.on) for one in startup.events] == [(EventKind.PIVOT, made.decided_on)]


def test_the_former_name_is_still_found(session, settled):
    before = settled.startup(session).title
    held(session, settled, pivoting(session, settled), "ggggn")

    for words in (before, COURSE["title"]):
        found = session.scalars(search.matching(session, "startup", words))
        assert settled.startup_ref in list(found)


@pytest.mark.parametrize("letters", ["ppppp", "nnnnn"])
def test_a_course_that_is_not_adopted_changes_nothing(session, settled, letters):
    was = settled.startup(session)
    before = (was.title, was.mission)
    reason = None
    if letters[0] == "n":
        reason = StopReason.NO_IMPACT
    held(session, settled, pivoting(session, settled), letters, reason)

    now = settled.startup(session)
    assert (now.title, now.mission) == before
    assert startups.pivots(session, now) == []


def test_the_vote_waits_for_the_course(session, settled):
    item = settled.send_startup(session, direction=Direction.PIVOT)
    write(session, settled, item)
    settled.ready(session, item)

    with pytest.raises(Refused, match="mission nouvelle"):
        settled.open_vote(session, item)
    assert settled.item(session, item.ref).state is ItemState.LISTED


@pytest.mark.parametrize(
    ("change", "field"), [({"mission": " "}, "mission"), ({"mission": ""}, "mission")]
)
def test_a_course_says_another_mission(session, settled, change, field):
    item = settled.send_startup(session, direction=Direction.PIVOT)
    with pytest.raises(Refused) as refusal:
        crossings.propose_course(
            session, settled.actor(session, "team"), item, **(COURSE | change), now=settled.now
        )
    assert refusal.value.field == field


def test_nobody_joins_a_startup_that_is_about_to_leave(session, settled):
    into = staffed(session, settled)
    item = merging(session, settled, into, "host", "guest")
    settled.ready(session, item)
    house = session.scalars(select(Incubator).where(Incubator.ref == settled.other)).one()
    told = {"name": "Comité voisin", "vote_minutes": 20, "now": settled.now}
    there = actions.found(session, settled.actor(session, "host"), house, **told)
    guest, known = settled.actor(session, "guest"), {"now": settled.now}
    item_actions.send_startup(session, guest, into, there, direction=Direction.MERGE, **known)

    with pytest.raises(Refused, match="à une autre"):
        settled.open_vote(session, item)


def test_the_same_mission_is_no_change_of_course(session, settled):
    item = settled.send_startup(session, direction=Direction.PIVOT)
    same = COURSE | {"mission": settled.startup(session).mission}
    with pytest.raises(Refused, match="en quoi elle change"):
        crossings.propose_course(
            session, settled.actor(session, "team"), item, **same, now=settled.now
        )


def test_the_course_is_fixed_with_the_dossier(session, settled):
    item = pivoting(session, settled)
    settled.plan(session)
    settled.take_up(session, item)
    settled.convene(session)
    settled.later(days=8)
    with pytest.raises(Refused, match="gelé"):
        crossings.propose_course(
            session, settled.actor(session, "team"), item, **COURSE, now=settled.now
        )


def test_the_course_is_in_the_fingerprint_the_register_and_the_minutes(session, settled):
    before = settled.startup(session).mission
    item = pivoting(session, settled)
    made = held(session, settled, item, "ggggn")

    said = {"titre": COURSE["title"], "mission": COURSE["mission"], "mission_avant": before}
    frozen = settled.item(session, item.ref).dossier.frozen
    assert COURSE["mission"] in frozen and before in frozen and COURSE["kept"] in frozen
    entry = session.scalars(select(Entry).where(Entry.seq == made.register_seq)).one()
    assert said.items() <= json.loads(entry.payload)["cap"].items()
    facts = minutes_actions.facts(session, settled.sitting(session), settled.now)
    told = {one["quoi"]: one["texte"] for one in facts["points"][0]["changement"]}
    assert COURSE["mission"] in told["Après"] and before in told["Avant"]


def test_a_course_put_off_comes_back_with_its_words(session, settled):
    item = pivoting(session, settled)
    settled.ready(session, item)
    settled.defer(session, item)

    again = item_queries.live_about(session, settled.startup_ref)
    assert again.ref != item.ref
    assert (again.crossing.mission, again.crossing.kept) == (COURSE["mission"], COURSE["kept"])


# Joining another


def test_a_merger_ends_the_one_and_links_both(session_both, world):
    into = staffed(session_both, world)
    granted = list(into.grants)
    item = merging(session_both, world, into, "host", "guest")
    made = held(session_both, world, item, "ggggn")

    gone = world.startup(session_both)
    told = crossing.merger_of(session_both, gone.ref)
    assert (gone.current_phase, gone.term_on) == (Phase.MERGED, None)
    assert (told.into_ref, told.decision_ref, told.leftover) == (into.ref, made.ref, LEFTOVER)
    assert [one.startup_ref for one in crossing.welcomed(session_both, into.ref)] == [gone.ref]
    assert [one.title for one in crossing.chain(session_both, gone.ref)] == [into.title]
    session_both.refresh(into)
    assert (list(into.grants), into.current_phase) == (granted, Phase.CONSTRUCTION)
    counts = portfolio.counts(session_both, portfolio.Filters(), world.now.date())
    assert counts[TermState.ENDED] == 1


def test_everyone_concerned_by_a_merger_is_told_once(session, settled):
    into = staffed(session, settled)
    made = held(session, settled, merging(session, settled, into, "host", "guest"), "ggggn")

    query = select(Notice.person_id).where(Notice.event == f"decided:{made.ref}")
    told = list(session.scalars(query))
    assert len(told) == len(set(told))
    for who in ("host", "guest", "sponsor", "team"):
        assert settled.ids[who] in told, who


@pytest.mark.parametrize(
    ("agree", "said"),
    [((), "n’a pas encore répondu"), (("host",), "équipe"), (("guest",), "responsable")],
)
def test_the_vote_waits_for_both_sides_of_the_receiver(session, settled, agree, said):
    item = merging(session, settled, staffed(session, settled), *agree)
    settled.ready(session, item)
    with pytest.raises(Refused, match=said):
        settled.open_vote(session, item)


def test_the_vote_does_not_open_against_the_receiver(session, settled):
    item = merging(session, settled, staffed(session, settled), "guest")
    reply(session, settled, item, "host", agrees=False, motive="Nos publics diffèrent.")
    settled.ready(session, item)
    with pytest.raises(Refused, match="ne souhaite pas"):
        settled.open_vote(session, item)


def test_a_no_has_its_motive_and_may_become_a_yes(session, settled):
    item = merging(session, settled, staffed(session, settled))
    with pytest.raises(Refused) as refusal:
        reply(session, settled, item, "host", agrees=False)
    assert refusal.value.field == "motive"
    reply(session, settled, item, "host", agrees=False, motive="Pas maintenant.")
    reply(session, settled, item, "host")
    (said,) = settled.item(session, item.ref).crossing.answers
    assert (said.side, said.agrees, said.person_id) == (Side.DIRECTOR, True, settled.ids["host"])


def test_nobody_else_answers_for_the_receiver(session, settled):
    item = merging(session, settled, staffed(session, settled))
    for who in ("team", "director", "chair", "outsider"):
        with pytest.raises(Forbidden):
            reply(session, settled, item, who)


def test_another_receiver_is_asked_anew(session, settled):
    item = merging(session, settled, staffed(session, settled), "host", "guest")
    other = {"receiver": staffed(session, settled).ref, "leftover": LEFTOVER, "now": settled.now}
    crossings.propose_receiver(session, settled.actor(session, "team"), item, **other)
    assert settled.item(session, item.ref).crossing.answers == []


def test_a_startup_joins_a_live_other_that_is_not_leaving(session, settled):
    item = settled.send_startup(session, direction=Direction.MERGE)
    actor, known = settled.actor(session, "team"), {"leftover": LEFTOVER, "now": settled.now}
    with pytest.raises(Refused, match="elle-même"):
        crossings.propose_receiver(session, actor, item, receiver=settled.startup_ref, **known)
    ended = staffed(session, settled)
    ended.current_phase = Phase.STOPPED
    session.flush()
    with pytest.raises(Refused, match="encore accompagnée"):
        crossings.propose_receiver(session, actor, item, receiver=ended.ref, **known)


def test_a_merger_that_is_not_adopted_keeps_the_phase_and_returns(session, settled):
    item = merging(session, settled, staffed(session, settled), "host", "guest")
    made = held(session, settled, item, "nnnnn")

    assert made.effect is EffectKind.RETURN_TO_AGENDA
    assert settled.startup(session).current_phase is Phase.CONSTRUCTION
    again = item_queries.live_about(session, settled.startup_ref)
    assert {one.side for one in again.crossing.answers} == set(Side)


def test_no_later_item_about_a_startup_that_was_merged(session, settled):
    into = staffed(session, settled)
    held(session, settled, merging(session, settled, into, "host", "guest"), "ggggn")
    with pytest.raises(Refused, match=into.title):
        settled.send_startup(session)


def test_the_team_that_receives_does_not_judge(session, settled):
    into = staffed(session, settled)
    item = merging(session, settled, into)
    found = item_queries.interested(session, settled.item(session, item.ref), settled.now.date())
    assert settled.ids["guest"] in found["team"]


def test_the_database_holds_one_merger_and_never_into_itself(session_both, world):
    told = {"on": world.now.date(), "at": world.now}
    ref = world.startup_ref
    with pytest.raises(IntegrityError), session_both.begin_nested():
        session_both.add(Merger(startup_ref=ref, into_ref=ref, decision_ref="dec-0000000b", **told))


def test_the_effect_names_who_hears_of_it(session, settled):
    into = staffed(session, settled)
    item = merging(session, settled, into, "host", "guest")
    found = decision_actions.audience(session, settled.item(session, item.ref), settled.now.date())
    assert {settled.ids["host"], settled.ids["guest"]} <= {one.id for one in found}
