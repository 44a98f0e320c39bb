"""Problems told in several incubators: tied as texts come, shown to whoever may read them."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import select

from portal.irritants import actions, common, tying
from portal.irritants.tie_models import Tie
from portal.kernel.errors import Missing, Refused
from tests.irritants.conftest import WHY, count, settle, told_to
from tests.irritants.test_alike import OTHER, PROBLEM, SAME, TITLE
from tests.support.apps import writing

HERE = {"title": TITLE, "problem": PROBLEM, "administration": ""}
NUMBERS = st.integers(0, 9)


def there(v, **changes):
    values = SAME | {"incubator_ref": v.other.ref, "administration": ""} | changes
    return v.irritant("agent", key="autre", **values)


def compare(v, most=tying.AT_ONCE):
    return tying.compare_some(v.session, now=v.now, most=most)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=12))
def test_groups_are_what_one_reaches_by_ties(pairs):
    found = common.joined(pairs)

    assert sorted(each for one in found for each in one) == sorted({n for p in pairs for n in p})
    assert all(any(a in one and b in one for one in found) for a, b in pairs)
    for one in found:
        near = {one[0]}
        for _ in one:
            near |= {n for p in pairs if near & set(p) for n in p}
        assert near == set(one)


def test_irritants_are_compared_once_and_again_when_their_text_changes(v):
    one, _two = v.irritant(**HERE), there(v)
    v.irritant("fan", key="rien", **OTHER)

    assert (compare(v, 2), compare(v, 2), compare(v)) == (2, 1, 0)
    assert count(v, Tie) == 1

    one.title, one.problem, one.edited_at = *OTHER.values(), v.now + timedelta(minutes=1)
    assert (compare(v), count(v, Tie)) == (1, 1)
    (tie,) = v.session.scalars(select(Tie))
    assert one.id in (tie.first_id, tie.second_id)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("director", False), ("elsewhere", True), ("programme", True), ("auditor", True)],
)
def test_a_group_shows_only_what_its_reader_may_read(v, who, sees):
    one, kept = v.irritant(**HERE), there(v, confidential=True)
    compare(v)

    found = common.groups(v.session, v.actor(who))
    assert [[each.ref for each in group.irritants] for group in found] == (
        [[one.ref, kept.ref]] if sees else []
    )
    if not sees:
        with pytest.raises(Missing):
            common.of(v.session, v.actor(who), one.ref)


def test_a_group_is_of_several_incubators_or_administrations(v):
    v.irritant(**HERE)
    v.irritant("agent", key="k2", **SAME | {"administration": ""})
    compare(v)
    assert common.groups(v.session, v.actor("director")) == []

    v.irritant("fan", key="k3", **SAME | {"administration": "Mairie"})
    v.irritant("fan", key="k4", **SAME | {"administration": "Préfecture"})
    compare(v)
    (one,) = common.groups(v.session, v.actor("director"))
    assert (len(one.irritants), one.administrations) == (4, ["Mairie", "Préfecture"])


def test_people_count_once_in_a_group(v):
    one, two = v.irritant(**HERE), there(v)
    for each in (one, two):
        actions.support(v.session, v.actor("fan"), each, now=v.now)
    compare(v)

    (group,) = common.groups(v.session, v.actor("director"))
    assert group.voices == 3


def test_a_joint_investigation_is_proposed_once_to_whoever_directs(v):
    one, two = v.irritant(**HERE), there(v)
    compare(v)
    told = {"message": WHY, "now": v.now}

    assert common.propose(v.session, v.actor("elsewhere"), two.ref, **told) == 1
    assert told_to(v, "director")[-1] == "Une investigation commune vous est proposée"
    with pytest.raises(Refused):
        common.propose(v.session, v.actor("programme"), one.ref, **told)
    assert len(told_to(v, "director")) == 1


def test_the_pages_of_a_common_problem(app, visitors):
    with writing(app) as session:
        village = settle(session)
        village.irritant(**HERE)
        there(village)
        compare(village)
    visitor = visitors("elsewhere@test.gouv.example").get("/tri")
    visitor.follow("Problèmes communs à plusieurs incubateurs").follow(TITLE)
    assert visitor.sees("Fabrique du Vaubrun") and visitor.sees("Atelier des Monts")
    visitor.submit("Proposer et prévenir")
    assert visitor.status == 422
    visitor.submit("Proposer et prévenir", {"Votre message": WHY})

    assert visitor.sees("Investigation commune proposée")
    assert visitor.page.find("button", string="Proposer et prévenir") is None
