import pytest

from portal.irritants.weight import Weight, yearly
from portal.irritants.words import Frequency


@pytest.mark.parametrize(
    ("told", "weight"),
    [
        ((None, Frequency.DAILY, 1, 10, None), None),
        ((10, None, 1, 10, None), None),
        ((10, Frequency.DAILY, None, 30, None), Weight(2200, 1100, 0)),
        ((1200, Frequency.YEARLY, 3, 20, None), Weight(3600, 1200, 0)),
        ((7, Frequency.ONCE, 1, 5, 12), Weight(7, 0, 84)),
    ],
)
def test_the_weight_of_a_year(told, weight):
    assert yearly(*told) == weight


def test_hours_in_full_time_agents():
    assert Weight(0, 3214, 0).full_time == 2.0
