"""A plan is written, put, adopted; a service leaves and is looked at again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from portal.handovers import (
    checking,
    leaving,
    lines,
    planning,
    queries,
    scheduled,
    staffing,
    tasks,
)
from portal.handovers.models import Handover, HealthCheck
from portal.handovers.words import (
    ExitLine,
    ExitStep,
    HealthState,
    LineState,
    Scenario,
    StandardsKept,
)
from portal.kernel.errors import Forbidden, Missing, Refused
from portal.notices.models import Notice
from portal.startups import standards
from portal.startups.sheet_words import Standard
from portal.startups.words import StandardLevel
from tests.handovers.conftest import CONSOLIDATED, consolidated, gone, out, planned
from tests.startups.conftest import Studio
from tests.support.people import open_account

DECISION = "dec-0000000b"


def ticked(s: Studio, startup, line=ExitLine.DOCS, state=LineState.DONE, who="director", **changes):
    told = {"on": s.today, "proof": "Relue par la structure d’accueil.", "link": ""} | changes
    found = queries.line(queries.plan(s.session, startup.ref), line)
    planning.tick(s.session, s.actor(who), startup, found, state=state, **told, now=s.now)
    return found


def expected(s: Studio, startup, step=ExitStep.VISION, who="director", **changes):
    told = {"expected_on": date(2026, 12, 31), "done_on": None} | changes
    found = queries.step(queries.plan(s.session, startup.ref), step)
    planning.expect(s.session, s.actor(who), startup, found, **told, now=s.now)
    return found


def welcomed(s: Studio, startup, who="director", **changes):
    told = {"who": "chargé de produit", "starts_on": date(2026, 9, 1), "ends_on": None, "share": 50}
    return staffing.welcome(s.session, s.actor(who), startup, **(told | changes), now=s.now)


def recorded(s: Studio, check, actor, **changes):
    told = {
        "state": HealthState.ALIVE,
        "usage": "1 200 par mois",
        "source": "Statistiques publiques",
        "satisfaction": "",
        "runner": "Direction du logement",
        "incidents": "",
        "standards": StandardsKept.YES,
        "advice": "",
        "now": s.now,
    }
    return checking.record(s.session, actor, check, **(told | changes))


# The plan


def test_a_first_plan_brings_its_steps_and_its_list(studio_both):
    s, startup = studio_both, consolidated(studio_both)
    plan = planned(s, startup)

    assert plan.begins_on == CONSOLIDATED
    assert [one.step for one in plan.steps] == list(ExitStep)
    assert plan.steps[0].expected_on == date(2026, 5, 31)
    assert {one.state for one in plan.lines} == {LineState.TODO}
    assert [one.line for one in lines.told(s.session, startup, plan)] == list(ExitLine)
    planned(s, startup, final_on=date(2027, 6, 30))
    assert s.session.scalar(select(func.count(Handover.id))) == 1
    assert plan.final_on == date(2027, 6, 30)


@pytest.mark.parametrize("who", ["sponsor", "stranger", "programme", "team"])
def test_only_those_who_carry_it_write(studio, who):
    # Nobody named « team » for a startup that an import brought.
    startup = consolidated(studio)
    planned(studio, startup)
    stay = welcomed(studio, startup)
    for attempt in (
        lambda: planned(studio, startup, who=who),
        lambda: ticked(studio, startup, who=who),
        lambda: expected(studio, startup, who=who),
        lambda: welcomed(studio, startup, who=who),
        lambda: staffing.withdraw(studio.session, studio.actor(who), startup, stay, now=studio.now),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_a_plan_of_a_service_that_ended_no_longer_changes(studio):
    with pytest.raises(Refused):
        planned(studio, out(studio, date(2026, 8, 31)))


def test_the_database_holds_one_plan_and_two_scenarios(studio_both):
    s, startup = studio_both, consolidated(studio_both)
    planned(s, startup)
    for statement in (
        "UPDATE handover SET fallback = scenario",
        "UPDATE handover SET adopted_on = '2026-11-23'",
        "UPDATE handover_line SET state = 'done'",
        "INSERT INTO handover (ref, startup_ref, scenario, contact_role, vision, begins_on,"
        " made_at, version) SELECT 'sor-00000000', startup_ref, scenario, '', '', begins_on,"
        " made_at, 1 FROM handover",
    ):
        with pytest.raises(DatabaseError), s.session.begin_nested():
            s.session.execute(text(statement))


def test_a_line_is_proven_and_those_of_the_standards_are_read_there(studio_both):
    s, startup = studio_both, consolidated(studio_both)
    plan = planned(s, startup)
    ticked(s, startup)
    with pytest.raises(Refused):
        ticked(s, startup, ExitLine.MARKET, proof=" ")
    with pytest.raises(Refused):
        ticked(s, startup, ExitLine.MARKET, on=s.today + timedelta(days=1))
    with pytest.raises(Missing):
        queries.line(plan, ExitLine.APPROVAL)
    told = {"on": s.today, "proof": "Signée le 2 novembre.", "link": "", "now": s.now}
    by = (s.session, s.actor("director"), startup)
    standards.mark(*by, Standard.APPROVAL, level=StandardLevel.MET, **told)
    standards.mark(*by, Standard.RECORD, level=StandardLevel.PARTIAL, **told)

    states = {one.line: one for one in lines.told(s.session, startup, plan)}
    assert states[ExitLine.DOCS].state is LineState.DONE
    assert states[ExitLine.APPROVAL].state is LineState.DONE
    assert states[ExitLine.APPROVAL].proof == "Signée le 2 novembre."
    assert states[ExitLine.RECORD].state is LineState.DOING
    assert states[ExitLine.ACCESS_AUDIT].state is LineState.TODO
    assert states[ExitLine.STANDARDS].state is LineState.DOING
    assert states[ExitLine.STANDARDS].proof == "1\u00a0atteint / 17, 15\u00a0pas encore constatés"


def test_a_step_is_over_on_a_day_that_has_come(studio):
    startup = consolidated(studio)
    planned(studio, startup)
    step = expected(studio, startup, done_on=studio.today)

    assert step.done_on == studio.today
    with pytest.raises(Refused) as refusal:
        expected(studio, startup, done_on=studio.today + timedelta(days=1))
    assert refusal.value.field == "done_on"


def test_people_of_the_host_are_counted_until_they_are_withdrawn(studio_both):
    s, startup = studio_both, consolidated(studio_both)
    plan = planned(s, startup)
    stay = welcomed(s, startup)
    welcomed(s, startup, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 31), share=100)

    def counted():
        found = lines.summary_of(s.session, startup, s.today)
        return float(found.months), found.is_hasty

    assert counted() == (7 - 1 / 31, False)
    staffing.withdraw(s.session, s.actor("director"), startup, stay, now=s.now)
    assert counted() == (1, True)
    with pytest.raises(Missing):
        queries.stay(queries.plan(s.session, startup.ref), stay.ref)
    assert len(plan.stays) == 2


# The committee


def test_what_a_committee_adopted_is_frozen(studio_both):
    s, startup = studio_both, consolidated(studio_both)
    plan = planned(s, startup)
    leaving.put(s.session, s.actor("director"), plan, scenario=Scenario.PRODUCT, now=s.now)
    # Changed after it was sent: what the committee was asked is what it adopts.
    planned(s, startup, scenario=Scenario.PROJECT, fallback=None)
    told = {"is_operated": False, "on": s.today, "decision_ref": DECISION, "now": s.now}
    adopted = leaving.adopt(s.session, s.actor("chair"), startup, **told)

    assert (adopted.adopted_scenario, adopted.adopted_fallback) == (
        Scenario.PRODUCT,
        Scenario.MAINTENANCE,
    )
    assert (adopted.adopted_on, adopted.adopted_decision_ref) == (s.today, DECISION)
    with pytest.raises(Refused):
        planned(s, startup)
    planned(s, startup, scenario=Scenario.PROJECT, fallback=None, vision="Plus petite.")
    assert plan.vision == "Plus petite."


def test_a_decision_that_says_the_contrary_of_the_plan_adopts_nothing(studio):
    startup = consolidated(studio)
    planned(studio, startup)
    told = {"is_operated": True, "on": studio.today, "decision_ref": DECISION, "now": studio.now}

    assert leaving.adopt(studio.session, studio.actor("chair"), startup, **told) is None
    with pytest.raises(Refused):
        leaving.put(
            studio.session,
            studio.actor("director"),
            queries.plan(studio.session, startup.ref),
            scenario=Scenario.OPERATED,
            now=studio.now,
        )


# After


def test_a_service_that_leaves_is_looked_at_twice_and_once_only(studio_both):
    s, startup = studio_both, consolidated(studio_both)
    leaving.leave(s.session, startup, on=date(2026, 8, 31))
    leaving.leave(s.session, startup, on=date(2026, 8, 31))

    found = queries.checks_of(s.session, startup.ref)
    assert [(one.months, one.due_on) for one in found] == [
        (6, date(2027, 2, 28)),
        (12, date(2027, 8, 31)),
    ]
    for statement in (
        "UPDATE health_check SET months = 12",
        "UPDATE health_check SET months = 7",
        "UPDATE health_check SET state = 'alive'",
    ):
        with pytest.raises(DatabaseError), s.session.begin_nested():
            s.session.execute(text(statement))


@pytest.mark.parametrize(
    ("since", "months"),
    [(date(2026, 8, 31), [6, 12]), (date(2026, 5, 22), [12]), (date(2025, 11, 22), None)],
)
def test_one_follows_what_left_before_for_the_checks_to_come(studio, since, months):
    startup, director = out(studio, since), studio.actor("director")
    if months is None:
        with pytest.raises(Refused):
            leaving.follow(studio.session, director, startup, now=studio.now)
        return
    made = leaving.follow(studio.session, director, startup, now=studio.now)

    assert [one.months for one in made] == months
    assert leaving.follow(studio.session, director, startup, now=studio.now) == []
    with pytest.raises(Refused):
        leaving.follow(studio.session, director, consolidated(studio), now=studio.now)
    with pytest.raises(Forbidden):
        leaving.follow(studio.session, studio.actor("stranger"), startup, now=studio.now)


@pytest.fixture
def checked(studio_both):
    """A service that left six months ago, whose plan names who receives it."""
    s = studio_both
    s.people["host"] = open_account(s.session, "host@portail.example")
    startup = consolidated(s)
    planned(s, startup, contact=s.people["host"])
    gone(s, startup, date(2026, 5, 23))
    return s, startup, queries.checks_of(s.session, startup.ref)


def test_the_contact_and_the_director_say_how_it_fares(checked):
    s, _startup, (six, twelve) = checked
    recorded(s, six, s.actor("host"))
    assert (six.state, six.done_on, six.by_id) == (
        HealthState.ALIVE,
        s.today,
        s.people["host"].id,
    )
    recorded(s, six, s.actor("director"), state=HealthState.CLOSED, usage="", source="", runner="")
    assert (six.state, six.usage) == (HealthState.CLOSED, "")
    with pytest.raises(Refused):
        recorded(s, six, s.actor("director"), usage=" ")
    with pytest.raises(Refused):
        recorded(s, twelve, s.actor("director"))
    for who in ("sponsor", "stranger", "team"):
        with pytest.raises(Forbidden):
            recorded(s, six, s.actor(who))


def test_a_health_check_is_told_once_however_often_time_passes(checked):
    s, _startup, (six, _twelve) = checked
    told = select(Notice.person_id).where(Notice.kind == "health_check").order_by(Notice.id)
    both = {s.people["host"].id, s.people["director"].id}

    assert scheduled.run(s.session, s.now) == 2
    assert scheduled.run(s.session, s.now) == 0
    assert set(s.session.scalars(told)) == both
    late = s.now + timedelta(days=16)
    assert scheduled.run(s.session, late) == 3
    assert scheduled.run(s.session, late) == 0
    assert len(list(s.session.scalars(told))) == 5

    assert [one.verb for one in tasks.waiting(s.session, s.actor("host"), s.now)] == [
        "Faire le bilan"
    ]
    assert len(tasks.waiting(s.session, s.actor("director"), s.now)) == 1
    assert tasks.waiting(s.session, s.actor("stranger"), s.now) == []
    recorded(s, six, s.actor("host"))
    assert tasks.waiting(s.session, s.actor("host"), s.now) == []
    assert scheduled.run(s.session, s.now + timedelta(days=40)) == 0
    assert s.session.scalar(select(func.count(HealthCheck.id))) == 2
