"""When comments are open, corrected, masked: tables."""

from datetime import timedelta

import pytest

from portal.irritants import comment_rules as rules
from portal.irritants.words import ENDED_STATES, IrritantState as State
from portal.kernel.errors import Refused
from tests.support.apps import MONDAY


@pytest.mark.parametrize("state", State)
def test_comments_are_open_from_the_deposit_to_the_end(state):
    is_open = state is not State.DRAFT and state not in ENDED_STATES

    assert rules.accepts_comments(state) is is_open
    if is_open:
        rules.check_open(state)
    else:
        with pytest.raises(Refused, match="les commentaires sont clos"):
            rules.check_open(state)


@pytest.mark.parametrize(
    ("seconds", "changes", "allowed"),
    [
        (0, {}, True),
        (899, {}, True),
        (900, {}, False),
        (10, {"is_withdrawn": True}, False),
        (10, {"is_masked": True}, False),
        (10, {"state": State.DECLINED}, False),
    ],
)
def test_a_comment_is_corrected_within_fifteen_minutes(seconds, changes, allowed):
    told = {"state": State.SUBMITTED, "at": MONDAY, "is_withdrawn": False, "is_masked": False}
    told |= changes | {"now": MONDAY + timedelta(seconds=seconds)}

    assert rules.may_correct(**told) is allowed
    if allowed:
        rules.check_correction(**told)
    else:
        with pytest.raises(Refused):
            rules.check_correction(**told)


@pytest.mark.parametrize(
    ("body", "field"), [("", "body"), (" \n ", "body"), ("é" * 2001, "body"), ("é" * 2000, None)]
)
def test_a_comment_says_something_in_two_thousand_signs(body, field):
    if field is None:
        rules.check_body(body)
        return
    with pytest.raises(Refused) as refused:
        rules.check_body(body)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("body", "passages", "read"),
    [
        ("Voir Mme Untelle au 3.", ["Mme Untelle"], "Voir ▒ au 3."),
        ("Voir Mme\nUntelle, puis mme  untelle.", ["Mme Untelle"], "Voir ▒, puis ▒."),
        ("abc ab", ["ab", "abc"], "▒ ▒"),
        ("a.b", ["."], "a▒b"),
        (r"un \1 deux", ["deux"], r"un \1 ▒"),
        ("rien", [], "rien"),
    ],
)
def test_a_passage_is_covered_wherever_it_stands(body, passages, read):
    assert rules.covered(body, passages, "▒") == read


def test_only_what_is_there_is_masked():
    rules.check_mask("Voir Mme Untelle", "mme untelle", is_withdrawn=False)
    rules.check_mask("Voir Mme Untelle", "", is_withdrawn=False)
    with pytest.raises(Refused) as refused:
        rules.check_mask("Voir Mme Untelle", "M. Untel", is_withdrawn=False)
    assert refused.value.field == "passage"
    with pytest.raises(Refused, match="retiré"):
        rules.check_mask("Voir", "", is_withdrawn=True)


@pytest.mark.parametrize("told", [(True, False), (False, True)])
def test_ones_own_comment_or_one_that_is_gone_is_not_flagged(told):
    rules.check_flag(is_own=False, is_withdrawn=False)
    with pytest.raises(Refused):
        rules.check_flag(is_own=told[0], is_withdrawn=told[1])
