"""Organisations and incubators are found by reference, on both databases."""

import pytest

from portal.kernel.errors import Missing
from portal.kernel.refs import new_ref
from portal.organisations import queries
from portal.organisations.models import Incubator, Organisation


@pytest.fixture
def body(session_both):
    body = Organisation(ref=new_ref("org"), name="Office des guichets")
    session_both.add(body)
    session_both.flush()
    return body


@pytest.fixture
def houses(session_both, body):
    shown = Incubator(ref=new_ref("inc"), title="B", owner_ref=body.ref)
    hidden = Incubator(ref=new_ref("inc"), title="A", hidden=True)
    session_both.add_all([shown, hidden])
    session_both.flush()
    return shown, hidden


def test_each_is_found_by_its_reference(session_both, body, houses):
    shown, hidden = houses

    assert queries.by_ref(session_both, body.ref) is body
    assert queries.by_ref(session_both, hidden.ref) is hidden
    assert queries.incubator(session_both, shown.ref).owner is body
    assert queries.owned_by(session_both, body) == [shown]
    assert queries.incubators_of(session_both, {shown.ref}) == {shown.ref: shown}
    assert queries.organisations_of(session_both, {body.ref}) == {body.ref: body}
    assert queries.incubators_of(session_both, set()) == {}
    for ref in ("org-00000000", "inc-00000000"):
        with pytest.raises(Missing):
            queries.by_ref(session_both, ref)


def test_hidden_incubators_are_left_out_of_lists(session_both, houses):
    shown, hidden = houses

    assert queries.incubators(session_both) == [shown]
    assert queries.incubators(session_both, hidden=True) == [hidden, shown]
