"""The ladder, enumerated against an oracle written from the sentence, not from the code."""

from fractions import Fraction
from itertools import product

import pytest

from portal.committees import ladder
from portal.committees.words import Choice, DeferralCause, Outcome

WORD = {"g": Choice.GO, "p": Choice.PROVISIONAL, "n": Choice.NO_GO, "a": Choice.ABSTAIN}
HEIGHT = {Outcome.NO_GO: 0, Outcome.DEFERRED: 1, Outcome.PROVISIONAL: 2, Outcome.GO: 3}
PRESIDERS = [None, Choice.ABSTAIN, Choice.GO, Choice.PROVISIONAL, Choice.NO_GO]
COUNTS = list(product(range(7), repeat=3))


def ballots(g, p, n, abstain=0):
    return (
        [Choice.GO] * g + [Choice.PROVISIONAL] * p + [Choice.NO_GO] * n + [Choice.ABSTAIN] * abstain
    )


def oracle(g, p, n, presider):
    """Each rung asks who would accept it; half plus the presider's own word carries it."""
    expressed = g + p + n
    if expressed < 2:
        return "deferred"
    share_go, share_on = Fraction(g, expressed), Fraction(g + p, expressed)
    half = Fraction(1, 2)
    if share_go > half or (share_go == half and presider == "go"):
        return "go"
    if share_on > half:
        return "provisional"
    if share_on < half:
        return "no_go"
    if presider in (None, "abstain"):
        return "deferred"
    if presider == "go":
        return "provisional" if p else "go"
    return str(presider)


def could_have_cast(g, p, n, presider):
    return {"go": g, "provisional": p, "no_go": n}.get(presider, 1) > 0


@pytest.mark.parametrize("presider", PRESIDERS)
def test_every_count_up_to_six_agrees_with_the_sentence(presider):
    for g, p, n in COUNTS:
        found = ladder.verdict(ballots(g, p, n), presider=presider)
        assert found.outcome == oracle(g, p, n, presider), (g, p, n)
        assert (found.cause is None) == (found.outcome != Outcome.DEFERRED)


@pytest.mark.parametrize("presider", PRESIDERS)
def test_no_rung_is_given_that_nobody_cast(presider):
    for g, p, n in COUNTS:
        if could_have_cast(g, p, n, presider):
            given = ladder.outcome(ballots(g, p, n), presider=presider)
            assert {"go": g, "provisional": p, "no_go": n, "deferred": 1}[given] > 0, (g, p, n)


@pytest.mark.parametrize("presider", PRESIDERS)
def test_a_kinder_ballot_never_lowers_the_outcome(presider):
    for g, p, n in COUNTS:
        before = ladder.outcome(ballots(g, p, n), presider=presider)
        for kinder in ((g + 1, p - 1, n), (g, p + 1, n - 1), (g + 1, p, n - 1)):
            if min(kinder) < 0 or not could_have_cast(*kinder, presider):
                continue
            after = ladder.outcome(ballots(*kinder), presider=presider)
            if could_have_cast(g, p, n, presider):
                assert HEIGHT[after] >= HEIGHT[before], ((g, p, n), kinder)


@pytest.mark.parametrize("others", [c for c in COUNTS if sum(c) >= 1])
def test_a_presider_who_climbs_never_lowers_the_outcome(others):
    heights = []
    for index, choice in enumerate((Choice.NO_GO, Choice.PROVISIONAL, Choice.GO)):
        g, p, n = (number + (2 - slot == index) for slot, number in enumerate(others))
        heights.append(HEIGHT[ladder.outcome(ballots(g, p, n), presider=choice)])
    assert heights == sorted(heights)


@pytest.mark.parametrize("presider", PRESIDERS)
def test_abstaining_changes_no_majority(presider):
    for g, p, n in COUNTS:
        alone = ladder.outcome(ballots(g, p, n), presider=presider)
        assert ladder.outcome(ballots(g, p, n, abstain=5), presider=presider) == alone


def test_a_deferral_only_comes_from_a_tie_or_from_silence():
    for g, p, n in COUNTS:
        found = ladder.verdict(ballots(g, p, n), presider=None)
        if g + p + n < 2:
            assert found.cause == DeferralCause.TOO_FEW
        else:
            assert (found.cause == DeferralCause.TIE) == (g + p == n)


@pytest.mark.parametrize(
    ("cast", "presider", "expected"),
    [
        ("gga", None, Outcome.GO),
        ("gn", None, Outcome.DEFERRED),
        ("gn", Choice.ABSTAIN, Outcome.DEFERRED),
        ("gn", Choice.NO_GO, Outcome.NO_GO),
        ("gn", Choice.GO, Outcome.GO),
        ("gp", None, Outcome.PROVISIONAL),
        ("gp", Choice.GO, Outcome.GO),
        ("ggpp", Choice.PROVISIONAL, Outcome.PROVISIONAL),
        ("gpnn", Choice.GO, Outcome.PROVISIONAL),
        ("gpnn", Choice.NO_GO, Outcome.NO_GO),
        ("ggpnn", None, Outcome.PROVISIONAL),
        ("gnn", Choice.GO, Outcome.NO_GO),
        ("gaaaa", Choice.GO, Outcome.DEFERRED),
        ("", None, Outcome.DEFERRED),
    ],
)
def test_outcome_is_the_highest_rung_with_a_majority(cast, presider, expected):
    assert ladder.outcome([WORD[letter] for letter in cast], presider=presider) == expected


def test_stored_codes_count_like_words():
    assert ladder.count(["go", "abstain", "go"]) == ladder.Count(go=2, abstain=1)
    assert (ladder.count(["go", "abstain"]).cast, ladder.count(["go", "abstain"]).expressed) == (
        2,
        1,
    )
    with pytest.raises(ValueError, match="oui"):
        ladder.count(["oui"])


@pytest.mark.parametrize(
    ("sponsor", "expected"),
    [
        ("go", Outcome.GO),
        ("provisional", Outcome.PROVISIONAL),
        ("no_go", Outcome.NO_GO),
        ("abstain", Outcome.DEFERRED),
        (None, Outcome.DEFERRED),
    ],
)
def test_where_the_sponsor_decides_opinions_are_counted_and_do_not_decide(sponsor, expected):
    found = ladder.sponsor_verdict(["no_go", "no_go", "no_go"], sponsor=sponsor)
    assert (found.outcome, found.count.no_go) == (expected, 3)
    assert (found.cause == DeferralCause.NO_SPONSOR_WORD) == (expected == Outcome.DEFERRED)
