import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from portal.committees.rules import ITEM, SITTING
from portal.investigations.rules import INVESTIGATION
from portal.irritants.rules import IRRITANT
from portal.kernel.errors import Refused
from portal.kernel.machine import Machine

DOOR = Machine({("open", "shut"): "shut", ("shut", "open"): "open", ("shut", "seal"): "sealed"})


def test_a_verb_leads_to_its_state():
    assert DOOR.after("open", "shut") == "shut"


def test_a_verb_without_meaning_is_refused_with_a_sentence():
    with pytest.raises(Refused, match="l’état a changé"):
        DOOR.after("open", "seal")


def test_the_sentence_may_be_given():
    with pytest.raises(Refused, match=r"^La porte est scellée\.$"):
        Machine({}, refusal="La porte est scellée.").after("sealed", "open")


def test_verbs_are_those_of_the_state_in_order():
    assert DOOR.verbs("shut") == ["open", "seal"]
    assert DOOR.is_final("sealed") and not DOOR.is_final("open")
    assert DOOR.states == {"open", "shut", "sealed"}


def test_the_table_cannot_be_changed_from_outside():
    DOOR.moves.clear()
    assert DOOR.can("open", "shut")


class Walk(RuleBasedStateMachine):
    """Whatever verbs come, a machine stays among its states, and says no as `can` does."""

    machines = (ITEM, SITTING, IRRITANT, INVESTIGATION)
    starts = ("listed", "planned", "draft", "running")

    def __init__(self):
        super().__init__()
        self.states = list(self.starts)

    @rule(which=st.integers(0, 3), data=st.data())
    def move(self, which, data):
        machine, state = self.machines[which], self.states[which]
        every = sorted({verb for _, verb in machine.moves})
        verb = data.draw(st.sampled_from(every))
        if machine.can(state, verb):
            self.states[which] = machine.after(state, verb)
        else:
            with pytest.raises(Refused):
                machine.after(state, verb)
        assert self.states[which] in machine.states


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
