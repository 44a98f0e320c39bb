"""The life of a condition: what each verb makes of it, whatever came before."""

import pytest
from hypothesis import given, strategies as st

from portal.committees import condition_rules as rules
from portal.committees.condition_words import ConditionStep as Step, ConditionVerb as Do
from portal.kernel.errors import Refused

SETTLED = {Step.LIFTED, Step.WAIVED}


def refused(check, *args) -> str | None:
    with pytest.raises(Refused) as caught:
        check(*args)
    return caught.value.field


@given(st.lists(st.sampled_from(list(Do))))
def test_it_is_settled_once_and_sent_back_only_when_handed_in(verbs):
    """Against a model of two facts: is a proof waiting, and how was it settled?"""
    step, waits, settled = Step.OPEN, False, None
    for verb in verbs:
        possible = settled is None and (verb is not Do.REVISE or waits)
        assert rules.CONDITION.can(step, verb) is possible
        if not possible:
            continue
        step = rules.CONDITION.after(step, verb)
        waits = verb is Do.HAND_IN
        settled = {Do.LIFT: Step.LIFTED, Do.WAIVE: Step.WAIVED}.get(verb)
        assert step is (settled or (Step.HANDED_IN if waits else Step.OPEN))


@pytest.mark.parametrize(
    ("done", "link", "field"),
    [
        (" ", "", "done"),
        ("Fait.", "javascript:alert(1)", "link"),
        ("Fait.", "exemple.gouv.fr", "link"),
        ("Fait.", "ftp://exemple.gouv.fr/a", "link"),
    ],
)
def test_what_is_handed_in_says_what_was_done_and_opens(done, link, field):
    rules.check_hand_in(Step.OPEN, "Fait.", "https://exemple.gouv.fr/releve")
    rules.check_hand_in(Step.HANDED_IN, "Fait, et complété.", "")

    assert refused(rules.check_hand_in, Step.OPEN, done, link) == field


@pytest.mark.parametrize("step", sorted(SETTLED))
def test_nothing_is_handed_in_or_settled_again(step):
    refused(rules.check_hand_in, step, "Fait.", "")
    for verb in (Do.LIFT, Do.WAIVE):
        refused(rules.check_settle, step, verb, "Page publiée le 12")


def test_it_is_settled_in_writing_and_sent_back_with_a_reason():
    for step in (Step.OPEN, Step.HANDED_IN):
        rules.check_settle(step, Do.LIFT, "Page publiée le 12")
        assert refused(rules.check_settle, step, Do.WAIVE, "") == "motive"
    assert refused(rules.check_revise, Step.HANDED_IN, " ") == "settlement"
    assert refused(rules.check_revise, Step.OPEN, "Il manque un canton.") is None
