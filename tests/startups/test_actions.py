"""How a startup is made, funded, moved and mended, on both databases."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import PARIS, add_months
from portal.people import queries as people
from portal.policy import MACHINE, Act, Role
from portal.search.models import SearchLine
from portal.startups import actions, queries, rules
from portal.startups.models import Startup
from portal.startups.words import GrantKind, Phase, PhaseSource
from tests.startups.conftest import DECISION

# Within sixty days of the terms of this file.
NEAR = datetime(2027, 1, 4, 9, tzinfo=PARIS)


@pytest.fixture
def s(studio_both):
    return studio_both


def grant(s, startup, decided_on, ref, **changes):
    told = {
        "decided_on": decided_on,
        "months": 6,
        "amount": 200_000,
        "money_ends_on": None,
        "provisional": False,
        "decision_ref": ref,
        "now": s.now,
    }
    return actions.grant(s.session, s.actor("chair"), startup, **(told | changes))


def test_a_go_makes_a_startup_with_its_phase_grant_team_and_term(s):
    startup = s.made()

    assert (startup.current_phase, startup.phase_started_on) == (
        Phase.CONSTRUCTION,
        date(2026, 8, 31),
    )
    assert (startup.term_on, startup.term_is_presumed) == (date(2027, 2, 28), False)
    assert startup.born_of == "inv-0000000a"
    assert startup.periods[0].decision_ref == DECISION
    assert startup.current_grant.kind is GrantKind.FULL
    mandates = people.mandates_on(s.session, startup.ref, s.today)
    assert {(one.person_id, one.role) for one in mandates} == {
        (s.people["team"].id, Role.TEAM),
        (s.people["sponsor"].id, Role.SPONSOR),
    }


def test_an_investigation_gives_at_most_one_startup(s):
    s.made()

    with pytest.raises(Refused):
        s.made(decision_ref="dec-0000000b")


def test_grants_decided_in_time_come_back_to_the_anchor(s):
    startup = s.made()  # from 31 August 2026

    second = grant(s, startup, date(2027, 2, 10), "dec-0000000b")

    assert (second.granted_from, second.nominal_on) == (date(2027, 2, 28), date(2027, 8, 31))
    assert startup.term_on == date(2027, 8, 31)
    assert [one.is_current for one in startup.grants] == [True, False]


def test_a_late_decision_starts_from_its_own_day(s):
    startup = s.made()

    late = grant(s, startup, date(2027, 3, 9), "dec-0000000b")

    assert (late.granted_from, late.nominal_on) == (date(2027, 3, 9), date(2027, 9, 9))


def test_money_that_ends_early_brings_the_committee_forward(s):
    startup = s.made(money_ends_on=date(2027, 3, 10))

    assert startup.term_on == date(2027, 2, 28)
    # 45 days before 10 March is 24 January, inside the year-end freeze.
    assert startup.target_on == date(2026, 12, 14)
    assert startup.money_ends_on == date(2027, 3, 10)


def test_a_provisional_grant_lasts_its_months(s):
    startup = s.made()

    sursis = grant(s, startup, date(2027, 2, 28), "dec-0000000b", months=2, provisional=True)

    assert sursis.kind is GrantKind.PROVISIONAL
    assert startup.term_on == date(2027, 4, 30)


def test_one_decision_grants_once(s):
    startup = s.made()

    with pytest.raises(IntegrityError), s.session.begin_nested():
        grant(s, startup, date(2027, 2, 10), DECISION)


@pytest.mark.parametrize("ref", ["", None, "inv-0000000a"])
def test_nothing_moves_without_a_decision(s, ref):
    startup = s.made()

    with pytest.raises(ValueError, match="without a decision"):
        grant(s, startup, date(2027, 2, 10), ref)
    with pytest.raises(ValueError, match="without a decision"):
        actions.enter_phase(
            s.session, MACHINE, startup, Phase.ACCELERATION, on=s.today, decision_ref=ref, now=s.now
        )


def test_a_phase_follows_another_and_an_end_stops_the_clock(s):
    startup = s.made()
    told = {"now": s.now}

    actions.enter_phase(
        s.session,
        MACHINE,
        startup,
        Phase.ACCELERATION,
        on=date(2026, 11, 23),
        decision_ref="dec-0000000b",
        **told,
    )
    assert startup.current_phase is Phase.ACCELERATION
    assert startup.term_on == date(2027, 2, 28)
    actions.end(
        s.session,
        MACHINE,
        startup,
        Phase.STOPPED,
        on=date(2026, 11, 23),
        decision_ref="dec-0000000c",
        reason="no_impact",
        **told,
    )

    found = queries.by_ref(s.session, startup.ref)
    assert (found.current_phase, found.ended_on, found.end_reason) == (
        Phase.STOPPED,
        date(2026, 11, 23),
        "no_impact",
    )
    assert (found.term_on, found.target_on) == (None, None)
    query = select(SearchLine).where(SearchLine.ref == startup.ref)
    line = s.session.scalars(query.execution_options(populate_existing=True)).one()
    assert (line.state, line.title) == ("stopped", startup.title)
    assert line.reason == "pas d’impact constaté"
    assert [one.phase for one in found.periods] == [
        Phase.CONSTRUCTION,
        Phase.ACCELERATION,
        Phase.STOPPED,
    ]
    with pytest.raises(ValueError, match="not an end"):
        actions.end(
            s.session,
            MACHINE,
            startup,
            Phase.CONSTRUCTION,
            on=s.today,
            decision_ref=DECISION,
            **told,
        )


def test_a_safeguard_stops_the_term_and_a_new_grant_ends_it(s):
    startup = s.made()

    actions.safeguard(
        s.session,
        MACHINE,
        startup,
        until=date(2027, 1, 23),
        decision_ref="dec-0000000b",
        now=s.now,
    )
    assert (startup.term_on, startup.current_phase) == (None, Phase.CONSTRUCTION)
    grant(s, startup, date(2026, 12, 1), "dec-0000000c")

    assert (startup.safeguard_until, startup.term_on) == (None, date(2027, 8, 31))


def test_a_chair_extends_once_by_two_months_at_most(s):
    startup = s.made()
    told = {"motive": "Le sponsor est absent.", "now": NEAR}

    actions.extend_term(s.session, s.actor("chair"), startup, months=2, **told)

    assert startup.term_on == date(2027, 4, 30)
    line = journal.of(s.session, startup.ref)[0]
    assert (line.before, line.motive) == ({"term_on": "2027-02-28"}, told["motive"])
    with pytest.raises(Refused):
        actions.extend_term(s.session, s.actor("chair"), startup, months=1, **told)
    with pytest.raises(Forbidden):
        actions.extend_term(s.session, s.actor("director"), startup, months=1, **told)


def test_a_corrected_date_keeps_both_and_moves_the_presumed_term(s):
    startup = s.imported(since=date(2026, 9, 1))
    told = {"starts_on": date(2026, 8, 1), "motive": "La lettre de mission est du 1er août."}

    actions.correct_phase_date(
        s.session, s.actor("director"), startup.periods[0], now=s.now, **told
    )

    assert startup.phase_started_on == date(2026, 8, 1)
    assert startup.term_on == date(2027, 2, 1)
    assert startup.periods[0].source is PhaseSource.CORRECTION
    line = journal.of(s.session, startup.ref)[0]
    assert (line.act, line.before, line.after, line.motive) == (
        Act.PHASE_CORRECT,
        {"phase": "construction", "starts_on": "2026-09-01"},
        {"phase": "construction", "starts_on": "2026-08-01"},
        told["motive"],
    )
    with pytest.raises(Refused):
        actions.correct_phase_date(
            s.session,
            s.actor("director"),
            startup.periods[0],
            starts_on=date(2026, 12, 1),
            motive="x",
            now=s.now,
        )
    with pytest.raises(Forbidden):
        actions.correct_phase_date(
            s.session, s.actor("stranger"), startup.periods[0], now=s.now, **told
        )


def test_the_stored_term_is_the_one_recomputed(s):
    ended = s.made()
    actions.end(
        s.session,
        MACHINE,
        ended,
        Phase.TRANSFERRED,
        on=s.today,
        decision_ref="dec-0000000d",
        now=s.now,
    )
    extended = s.made(investigation_ref="inv-0000000b", decision_ref="dec-0000000e")
    actions.extend_term(s.session, s.actor("chair"), extended, months=1, motive="m", now=NEAR)
    s.recorded(s.imported("Dit"), money_ends_on=date(2026, 12, 20))
    s.imported("Présumé")
    s.imported("Investigation", phase=Phase.INVESTIGATION)

    for startup in s.session.scalars(select(Startup)):
        current = startup.current_grant
        if startup.is_ended:
            expected = (None, None)
        elif current:
            months = current.anchor_months + current.months + current.extension_months
            nominal = add_months(current.anchor, months)
            target = rules.target_date(
                current.granted_from, nominal, current.months, current.money_ends_on
            )
            expected = (nominal, target.on)
        elif startup.current_phase is Phase.INVESTIGATION:
            expected = (None, None)
        else:
            expected = (add_months(startup.phase_started_on, 6), None)
        assert (startup.term_on, startup.target_on) == expected, startup.title


def test_mending_a_day_never_moves_the_phase(s):
    startup = s.imported(since=date(2025, 9, 1))
    actions.enter_phase(
        s.session,
        MACHINE,
        startup,
        Phase.ACCELERATION,
        on=date(2026, 6, 1),
        decision_ref="dec-0000000b",
        now=s.now,
    )
    first = next(one for one in startup.periods if one.phase is Phase.CONSTRUCTION)

    with pytest.raises(Refused, match="seule une décision") as refusal:
        actions.correct_phase_date(
            s.session,
            s.actor("director"),
            first,
            starts_on=date(2026, 10, 1),
            motive="Elle aurait recommencé.",
            now=s.now,
        )

    assert refusal.value.field == "starts_on"
