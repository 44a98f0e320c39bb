"""How money is shared, what a sponsor may say, by when to order."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, strategies as st

from portal.committees import funding_rules as rules
from portal.committees.funding_rules import Order, Said
from portal.committees.words import FundingState, LineState
from portal.kernel.errors import Refused

CONFIRMED, DECLINED, WAITING = LineState.CONFIRMED, LineState.DECLINED, LineState.TO_CONFIRM


@dataclass
class Line:
    state: LineState = WAITING
    asked: int = 100
    amount: int | None = None
    imputation: str = ""


def confirmed(amount: int = 100, imputation: str = "0129") -> Line:
    return Line(CONFIRMED, 100, amount, imputation)


SHARES = st.lists(st.none() | st.integers(0, 100), min_size=1, max_size=8)


@given(amount=st.integers(1, 10**12), shares=SHARES)
def test_the_parts_always_make_the_amount(amount, shares):
    parts = rules.split(amount, shares)

    assert sum(parts) == amount
    assert len(parts) == len(shares) and min(parts) >= 0


@given(amount=st.integers(1, 10**9), shares=SHARES)
def test_equal_shares_have_equal_parts_but_for_what_the_first_takes(amount, shares):
    parts = rules.split(amount, shares)
    by_share = {}
    for share, part in zip(shares[1:], parts[1:], strict=True):
        by_share.setdefault(share, set()).add(part)

    assert all(len(found) == 1 for found in by_share.values())


@pytest.mark.parametrize(
    ("amount", "shares", "expected"),
    [
        (300_000, [70, 30], [210_000, 90_000]),
        (300_000, [None, None], [150_000, 150_000]),
        (100, [None, None, None], [34, 33, 33]),
        (300_000, [70, None], [210_000, 90_000]),
        (300_000, [60, None, None], [180_000, 60_000, 60_000]),
        (300_000, [100, 0], [300_000, 0]),
        (300_000, [0, 0], [150_000, 150_000]),
        # What does not make a hundred is read in proportion.
        (300_000, [50, 25], [200_000, 100_000]),
        (300_000, [100, None], [300_000, 0]),
        (1, [50, 50], [1, 0]),
    ],
)
def test_money_is_shared_in_whole_euros(amount, shares, expected):
    assert rules.split(amount, shares) == expected


@pytest.mark.parametrize(
    ("lines", "expected", "gap"),
    [
        ([Line(), Line()], FundingState.TO_CONFIRM, 0),
        ([confirmed(), Line()], FundingState.TO_CONFIRM, 0),
        ([confirmed(), confirmed()], FundingState.CONFIRMED, 0),
        ([confirmed(120), confirmed(100)], FundingState.CONFIRMED, 0),
        ([confirmed(80), Line()], FundingState.INCOMPLETE, 20),
        ([Line(DECLINED), confirmed()], FundingState.INCOMPLETE, 100),
        ([Line(DECLINED), confirmed(), Line()], FundingState.TO_CONFIRM, 0),
        ([Line(DECLINED), confirmed(), confirmed()], FundingState.CONFIRMED, 0),
    ],
)
def test_the_money_is_confirmed_once_each_has_said_and_nothing_lacks(lines, expected, gap):
    assert rules.state_of(200, lines) == expected
    assert rules.gap(200, lines) == gap


YES, NO = Said(CONFIRMED, 100, "0129", ""), Said(DECLINED, None, "", "")
LESS = Said(CONFIRMED, 60, "0129", "")


@pytest.mark.parametrize(
    ("line", "said", "is_sent", "field"),
    [
        (Line(), YES, False, None),
        (Line(), YES, True, None),
        (Line(), Said(CONFIRMED, 100, "", ""), False, None),
        (Line(), Said(CONFIRMED, None, "0129", ""), False, "amount"),
        (Line(), LESS, False, "motive"),
        (Line(), Said(CONFIRMED, 160, "0129", ""), False, "motive"),
        (Line(), Said(CONFIRMED, 60, "0129", "Le reste l’an prochain."), False, None),
        (Line(), NO, False, "motive"),
        (Line(), Said(DECLINED, None, "", "\u200b "), False, "motive"),
        (Line(), Said(DECLINED, None, "", "Plus de crédits."), False, None),
        (confirmed(), Said(CONFIRMED, 100, "0129-7", ""), False, "motive"),
        (confirmed(), Said(CONFIRMED, 100, "0129-7", "Un chiffre oublié."), False, None),
        (confirmed(), Said(CONFIRMED, 100, "0129-7", "Un chiffre oublié."), True, ""),
        # What was missing is completed, not corrected.
        (confirmed(imputation=""), YES, False, None),
        (confirmed(imputation=""), YES, True, ""),
        (confirmed(), NO, False, "motive"),
        (Line(DECLINED), YES, False, "motive"),
        (Line(DECLINED), Said(CONFIRMED, 100, "0129", "Le budget est voté."), False, None),
    ],
)
def test_what_a_sponsor_may_say_of_its_line(line, said, is_sent, field):
    if field is None:
        rules.check_say(line, said, is_sent=is_sent)
        return
    with pytest.raises(Refused) as refusal:
        rules.check_say(line, said, is_sent=is_sent)
    assert refusal.value.field == (field or None)


LAST = date(2026, 12, 14)


@pytest.mark.parametrize(
    ("today", "starts_on", "expected"),
    [
        # A month before it begins, today when that is past.
        (date(2026, 5, 4), date(2026, 7, 23), Order(date(2026, 6, 23))),
        (date(2026, 5, 4), date(2026, 5, 10), Order(date(2026, 5, 4))),
        # The month of ordering runs into the freeze: before it, on a working day.
        (date(2026, 11, 2), date(2027, 1, 23), Order(date(2026, 12, 14), LAST)),
        (date(2026, 12, 7), date(2027, 1, 23), Order(date(2026, 12, 14), LAST)),
        (date(2026, 11, 30), date(2026, 12, 5), Order(date(2026, 11, 30), LAST)),
        # On a Sunday, the last working day is already past.
        (date(2026, 12, 13), date(2027, 1, 1), Order(date(2026, 12, 13), LAST)),
        # During it: the first working day after.
        (date(2026, 12, 20), date(2027, 1, 23), Order(date(2027, 2, 8), is_after_freeze=True)),
        (date(2027, 2, 5), date(2027, 2, 20), Order(date(2027, 2, 8), is_after_freeze=True)),
        (date(2027, 2, 6), date(2027, 2, 20), Order(date(2027, 2, 6))),
        (date(2027, 1, 4), date(2027, 7, 1), Order(date(2027, 6, 1))),
    ],
)
def test_by_when_to_order(today, starts_on, expected):
    assert rules.order(today, starts_on) == expected
