"""From an incubator to another."""

import pytest

from portal.irritants import actions, names
from portal.kernel.errors import Forbidden, Refused
from tests.irritants.conftest import REVIEW, WHY, later, told_to


def test_a_transfer_is_offered_then_accepted(v, irritant):
    actions.take(v.session, v.actor("officer"), irritant, now=v.now)
    due = irritant.answer_due_on
    actions.redirect(
        v.session,
        v.actor("officer"),
        irritant,
        incubator_ref=v.other.ref,
        motive=WHY,
        now=later(v, 3),
    )
    assert irritant.incubator_ref == v.house.ref and irritant.offered_to_ref == v.other.ref
    with pytest.raises(Refused, match="déjà proposé"):
        actions.redirect(
            v.session,
            v.actor("officer"),
            irritant,
            incubator_ref=v.other.ref,
            motive=WHY,
            now=later(v, 3),
        )
    with pytest.raises(Forbidden):
        actions.accept_redirect(v.session, v.actor("officer"), irritant, now=later(v, 4))
    actions.accept_redirect(v.session, v.actor("elsewhere"), irritant, now=later(v, 4))

    assert irritant.incubator is v.other and irritant.officer is None
    assert irritant.answer_due_on == due and irritant.former_refs == [v.house.ref]
    with pytest.raises(Forbidden):
        actions.qualify(v.session, v.actor("officer"), irritant, now=later(v, 4))
    assert told_to(v, "author")[-1].startswith("Nouvel incubateur")


def test_a_transfer_is_given_back_or_lapses(v, irritant):
    def offer(days):
        actions.redirect(
            v.session,
            v.actor("officer"),
            irritant,
            incubator_ref=v.other.ref,
            motive=WHY,
            now=later(v, days),
        )

    offer(0)
    actions.refuse_redirect(v.session, v.actor("elsewhere"), irritant, motive=WHY, now=later(v, 15))
    assert irritant.offer is None and told_to(v, "officer")[-1].startswith("Atelier des Monts")
    offer(16)
    assert not actions.lapse(v.session, irritant, now=later(v, 31))
    with pytest.raises(Refused, match="pris fin"):
        actions.accept_redirect(v.session, v.actor("elsewhere"), irritant, now=later(v, 32))
    assert actions.lapse(v.session, irritant, now=later(v, 32))
    assert not actions.lapse(v.session, irritant, now=later(v, 33))


def test_the_programme_routes_what_nobody_has(v):
    lost = v.irritant(incubator_ref=None)
    with pytest.raises(Forbidden):
        actions.qualify(v.session, v.actor("officer"), lost, now=v.now)
    actions.redirect(
        v.session,
        v.actor("programme"),
        lost,
        incubator_ref=v.house.ref,
        motive=WHY,
        now=v.now,
    )
    assert lost.incubator is v.house and lost.offer is None
    actions.qualify(v.session, v.actor("officer"), lost, now=v.now)


def test_an_answer_here_ends_the_offer(v, irritant):
    actions.redirect(
        v.session,
        v.actor("officer"),
        irritant,
        incubator_ref=v.other.ref,
        motive=WHY,
        now=v.now,
    )
    actions.park(v.session, v.actor("officer"), irritant, motive=WHY, review_on=REVIEW, now=v.now)
    assert irritant.offer is None


def test_a_name_that_was_asked_for_does_not_follow_the_irritant(v):
    irritant = v.irritant(identity_shown=False)
    here, there = v.actor("officer"), v.actor("elsewhere")
    actions.unmask(v.session, here, irritant, motive=WHY, now=v.now)
    assert names.author_name(here, irritant) == "Odile Vraisnom"

    actions.redirect(v.session, here, irritant, incubator_ref=v.other.ref, motive=WHY, now=v.now)
    actions.accept_redirect(v.session, there, irritant, now=v.now)

    assert names.author_name(there, irritant) == irritant.pseudonym
