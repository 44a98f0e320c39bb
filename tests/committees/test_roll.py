from fractions import Fraction
from itertools import combinations
from math import ceil

import pytest
from hypothesis import given, strategies as st

from portal.committees import roll as rolls
from portal.committees.roll import Proxy, Roll
from portal.committees.words import ItemState, RecusalCause
from portal.kernel.errors import Refused

PEOPLE = st.frozensets(st.integers(1, 12))


def members(number):
    return frozenset(range(1, number + 1))


@pytest.mark.parametrize("live", range(201))
def test_quorum_is_half_rounded_up(live):
    assert rolls.needed(live) == ceil(Fraction(live, 2))


@pytest.mark.parametrize("live", range(30))
def test_opening_and_closing_at_every_size(live):
    roll, second = Roll(members(live)), Roll(members(live), second_convening=True)
    for number in range(live + 1):
        reached = 2 * number >= live
        there = members(number)
        if live < 3:
            found = {
                roll.opening(there),
                roll.closing(there),
                second.opening(there),
                second.closing(there),
            }
            assert found == {ItemState.VOIDED}
        else:
            assert (roll.opening(there) == ItemState.OPEN) == reached
            assert (roll.closing(there) == ItemState.CLOSED) == reached
            assert {roll.opening(there), roll.closing(there)} & {ItemState.NO_QUORUM} == (
                set() if reached else {"no_quorum"}
            )
            assert (second.opening(there), second.closing(there)) == (
                ItemState.OPEN,
                ItemState.CLOSED,
            )


def test_those_who_withdraw_leave_the_base_and_the_count():
    roll = Roll(members(6), recused=frozenset({5, 6}))
    assert (roll.needed, roll.closing({4, 5, 6}), roll.closing({3, 4})) == (
        2,
        "no_quorum",
        "closed",
    )
    assert Roll(members(5), recused=frozenset({3, 4, 5})).opening(members(5)) == ItemState.VOIDED


def test_strangers_never_make_a_quorum():
    assert Roll(members(4)).opening({1, 98, 99}) == ItemState.NO_QUORUM


@given(people=PEOPLE, out=PEOPLE, there=PEOPLE, more=PEOPLE)
def test_more_presence_never_loses_a_quorum(people, out, there, more):
    roll = Roll(people, recused=out)
    if roll.opening(there) == ItemState.OPEN:
        assert roll.opening(there | more) == ItemState.OPEN


def test_a_proxy_counts_while_its_holder_is_there():
    roll = Roll(members(5), proxies=(Proxy(giver=4, holder=1),))
    assert roll.taking_part({1, 2}) == {1, 2, 4}
    assert roll.opening({1, 2}) == ItemState.OPEN
    assert roll.taking_part({2}) == {2}


@pytest.mark.parametrize(
    ("recused", "present", "voted"),
    [({1}, {1, 2}, ()), ({4}, {1, 2}, ()), ((), {2}, ()), ((), {1, 4}, ()), ((), {1}, {4})],
    ids=["holder recused", "giver recused", "holder away", "giver there", "giver voted"],
)
def test_a_proxy_lapses(recused, present, voted):
    roll = Roll(members(5), recused=frozenset(recused), proxies=(Proxy(giver=4, holder=1),))
    assert roll.standing_proxies(present, voted) == []


def test_one_proxy_each_and_no_chain():
    roll = Roll(members(6), recused=frozenset({6}), proxies=(Proxy(giver=4, holder=1),))
    rolls.check_proxy(roll, 3, 2)
    for giver, holder in [(3, 1), (4, 2), (1, 2), (3, 4), (3, 3), (3, 6), (6, 2), (3, 99)]:
        with pytest.raises(Refused):
            rolls.check_proxy(roll, giver, holder)


def _subsets(people):
    return [frozenset(one) for size in range(len(people) + 1) for one in combinations(people, size)]


@pytest.mark.parametrize("recused", _subsets((1, 4, 5)), ids=str)
@pytest.mark.parametrize("second", [False, True])
def test_the_quorum_of_colleges_by_enumeration(recused, second):
    """Half of all and half of each college, said in fractions; everybody who may be there."""
    colleges = {"sponsors": frozenset({1, 2, 3}), "incubator": frozenset({4, 5})}
    roll = Roll(members(6), recused, second_convening=second, colleges=colleges)
    for there in _subsets(range(1, 7)):
        groups = [members(6), *colleges.values()]
        live = [group - recused for group in groups]
        holds = all(Fraction(len(there & one)) >= Fraction(len(one), 2) for one in live)
        expected = ItemState.OPEN if second or holds else ItemState.NO_QUORUM
        if len(live[0]) < 3:
            expected = ItemState.VOIDED

        assert roll.opening(there) is expected, there
        closed = {ItemState.OPEN: ItemState.CLOSED}.get(expected, expected)
        assert roll.closing(there) is closed, there


def test_a_college_says_how_many_are_there_and_must_be():
    colleges = {"sponsors": frozenset({1, 2, 3}), "incubator": frozenset({4, 5})}
    roll = Roll(members(6), frozenset({3}), colleges=colleges)

    assert roll.by_college({1, 3, 4, 5}) == [("sponsors", 1, 1), ("incubator", 2, 1)]
    assert Roll(members(6)).by_college({1}) == []


def test_recusal_by_rule_touches_only_the_roll():
    found = rolls.recused_by_rule(
        {1, 2, 3, 4}, team={1, 9}, coaches={2}, investigators={1, 3}, authors={8}
    )
    assert found.keys() == {1, 2, 3}
    assert found[2] == RecusalCause.COACH


@pytest.mark.parametrize(
    ("chair", "deputy", "out", "expected"),
    [(1, 2, (), 1), (1, 2, [1], 2), (1, 2, [1, 2], None), (None, 2, (), 2), (1, None, [1], None)],
)
def test_chair_then_deputy_then_nobody(chair, deputy, out, expected):
    assert rolls.presider(chair, deputy, out) == expected


@pytest.mark.parametrize("state", ItemState)
def test_nobody_withdraws_after_closing(state):
    if state in {"listed", "open"}:
        rolls.check_recusal(state)
        with pytest.raises(Refused, match="déjà déportée"):
            rolls.check_recusal(state, is_already_out=True)
    else:
        with pytest.raises(Refused, match="ne se déporte plus"):
            rolls.check_recusal(state)
