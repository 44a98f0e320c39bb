"""Writing, depositing, « moi aussi »."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from portal.irritants import actions, support_queries
from portal.irritants.models import Irritant, Support
from portal.irritants.promise import ANSWER_DAYS
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.kernel.periods import paris_day
from portal.outbox.models import Mail
from tests.irritants.conftest import count, told_to


def test_a_draft_is_saved_again_and_again_under_one_key(v):
    first = v.draft()
    again = actions.save_draft(
        v.session,
        v.actor("author"),
        key="k1",
        values={"title": "Autre titre"},
        version=first.version,
        now=v.now,
    )

    assert again is first and again.title == "Autre titre" and count(v, Irritant) == 1
    assert v.draft(who="agent").author_id == v.people["agent"].id


def test_a_stale_save_is_refused_unless_it_comes_from_the_same_page(v):
    draft = v.draft()
    known = draft.version
    save = {"key": "k1", "version": known, "now": v.now}
    actor = v.actor("author")
    actions.save_draft(v.session, actor, values={"title": "Un"}, page="p1", automatic=True, **save)

    with pytest.raises(Stale):
        actions.save_draft(v.session, actor, values={"title": "Deux"}, page="p2", **save)
    actions.save_draft(v.session, actor, values={"title": "Trois"}, page="p1", **save)
    with pytest.raises(Stale):
        actions.save_draft(
            v.session, actor, values={"title": "Un"}, page="p1", automatic=True, **save
        )
    assert draft.title == "Trois"


def test_depositing_promises_an_answer_in_thirty_days(v, irritant):
    assert irritant.state == "submitted" and irritant.submitted_at == v.now
    assert irritant.answer_due_on == paris_day(v.now) + timedelta(days=ANSWER_DAYS)
    assert told_to(v, "author") == [f"Irritant déposé\u00a0: «\u00a0{irritant.title}\u00a0»"]
    assert count(v, Mail) == 1 and told_to(v, "officer") == []
    with pytest.raises(Refused):
        actions.submit(v.session, v.actor("author"), irritant, now=v.now)
    assert count(v, Mail) == 1


def test_a_deposit_that_lacks_something_is_refused_at_its_field(v):
    draft = v.draft(problem="Trop court")
    with pytest.raises(Refused) as refusal:
        actions.submit(v.session, v.actor("author"), draft, now=v.now)
    assert refusal.value.field == "problem" and draft.state == "draft"


def test_a_deposited_text_is_no_longer_a_draft(v, irritant):
    with pytest.raises(Refused, match="déjà déposé"):
        v.draft(title="Après coup")
    with pytest.raises(Refused):
        actions.discard_draft(v.session, v.actor("author"), irritant, now=v.now)


def test_a_draft_is_thrown_away_by_its_author_alone(v):
    draft = v.draft()
    with pytest.raises(Forbidden):
        actions.discard_draft(v.session, v.actor("agent"), draft, now=v.now)
    actions.discard_draft(v.session, v.actor("author"), draft, now=v.now)
    assert count(v, Irritant) == 0


def test_me_too_counts_once_and_is_taken_back(v, irritant):
    fan = v.actor("fan")
    actions.support(v.session, fan, irritant, now=v.now)
    actions.support(v.session, fan, irritant, now=v.now, context="Chez nous aussi")
    assert (irritant.support_count, count(v, Support)) == (1, 1)
    assert support_queries.contexts(v.session, irritant)[0].context == "Chez nous aussi"
    assert support_queries.tally(v.session, irritant).administrations == [
        ("Préfecture de Vaubrun", 1)
    ]

    version = irritant.version
    actions.unsupport(v.session, fan, irritant, now=v.now)
    actions.unsupport(v.session, fan, irritant, now=v.now)
    assert (irritant.support_count, count(v, Support)) == (0, 0)
    v.session.refresh(irritant)
    assert irritant.version == version


def test_the_author_does_not_support_their_own(v, irritant):
    with pytest.raises(Forbidden):
        actions.support(v.session, v.actor("author"), irritant, now=v.now)


def test_the_same_support_twice_is_refused_by_the_database(v, irritant):
    actions.support(v.session, v.actor("fan"), irritant, now=v.now)
    with pytest.raises(IntegrityError), v.session.begin_nested():
        v.session.add(Support(irritant_id=irritant.id, person_id=v.people["fan"].id, at=v.now))
