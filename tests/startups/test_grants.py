"""The grant that a director states for an imported startup, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.policy import Role
from portal.startups import actions
from portal.startups.models import Grant
from portal.startups.words import Phase


@pytest.fixture
def s(studio_both):
    return studio_both


def test_an_imported_startup_has_a_presumed_term_until_its_grant_is_stated(s):
    startup = s.imported(since=date(2026, 9, 1))
    assert (startup.term_on, startup.term_is_presumed) == (date(2027, 3, 1), True)

    made = s.recorded(startup, term_on=date(2026, 12, 31), granted_on=date(2026, 6, 15))

    assert (startup.term_on, startup.term_is_presumed) == (date(2026, 12, 31), False)
    assert made.nominal_on == date(2026, 12, 31)
    # The term falls in the freeze: the committee sits before it.
    assert startup.target_on == date(2026, 12, 14)


def test_a_stated_grant_may_be_stated_again_but_never_replaces_a_decision(s):
    startup = s.imported()
    s.recorded(startup)
    s.recorded(startup, amount=95_000)

    assert [one.amount for one in startup.grants if one.is_current] == [95_000]
    assert s.session.scalars(select(Grant.is_current).order_by(Grant.id)).all() == [False, True]
    with pytest.raises(Refused):
        s.recorded(s.made())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"granted_on": date(2026, 11, 24)}, "granted_on"),
        ({"term_on": date(2026, 7, 1)}, "term_on"),
        ({"term_on": date(2027, 7, 2)}, "term_on"),
        ({"money_ends_on": date(2026, 7, 1)}, "money_ends_on"),
        ({"amount": -1}, "amount"),
    ],
)
def test_what_a_director_states_is_checked(s, change, field):
    with pytest.raises(Refused) as refusal:
        s.recorded(s.imported(), **change)

    assert refusal.value.field == field


def test_only_its_director_or_the_programme_states_a_grant(s):
    startup = s.imported()

    for who in ("stranger", "team", "chair"):
        with pytest.raises(Forbidden):
            actions.record_current_grant(
                s.session,
                s.actor(who),
                startup,
                amount=1,
                money_ends_on=None,
                term_on=date(2027, 1, 1),
                granted_on=date(2026, 7, 1),
                now=s.now,
            )


def test_an_ended_startup_takes_no_grant(s):
    with pytest.raises(Refused):
        s.recorded(s.imported(phase=Phase.STOPPED))


def test_stating_a_grant_tells_the_team_and_the_sponsor(s):
    startup = s.imported()
    for who, role in (("team", Role.TEAM), ("sponsor", Role.SPONSOR)):
        actions._appoint(s.session, startup, role, {s.people[who].id}, s.today, s.now)

    s.recorded(startup)

    told = set(s.session.scalars(select(Notice.person_id)))
    assert told == {s.people["team"].id, s.people["sponsor"].id}
