"""What investigations and committees do to irritants."""

import pytest
from sqlalchemy import select

from portal.irritants import actions, rules
from portal.journal.models import JournalEntry
from portal.kernel.errors import Refused
from tests.irritants.conftest import WHY


def selected(v, **changes):
    irritant = v.irritant(**changes)
    actions.qualify(v.session, v.actor("officer"), irritant, now=v.now)
    actions.select(v.session, v.actor("officer"), irritant, now=v.now)
    return irritant


def test_an_investigation_takes_and_concludes(v):
    one, two = selected(v, key="1"), selected(v, key="2")
    for irritant in (one, two):
        actions.begin_investigation(
            v.session,
            v.actor("officer"),
            irritant,
            investigation_ref="inv-7k2m9qhx",
            now=v.now,
        )
    assert {one.state, two.state} == {"investigating"}
    end = {"reason": WHY, "decision_ref": "dec-7k2m9qhx", "now": v.now}
    assert actions.conclude(
        v.session, v.actor("officer"), one, answered_by_ref="stu-7k2m9qhx", **end
    )
    assert actions.conclude(v.session, v.actor("officer"), two, answered_by_ref=None, **end)
    assert not actions.conclude(v.session, v.actor("officer"), two, answered_by_ref=None, **end)

    assert (one.state, one.answered_by_ref) == ("answered", "stu-7k2m9qhx")
    assert (two.state, two.answered_by_ref) == ("inconclusive", None)


def test_an_irritant_leaves_its_investigation(v):
    irritant = selected(v)
    officer = v.actor("officer")
    with pytest.raises(Refused):
        actions.leave_investigation(v.session, officer, irritant, motive=WHY, now=v.now)
    actions.begin_investigation(
        v.session, officer, irritant, investigation_ref="inv-7k2m9qhx", now=v.now
    )
    actions.leave_investigation(v.session, officer, irritant, motive=WHY, now=v.now)
    assert (irritant.state, irritant.investigation_ref) == ("selected", None)


def test_every_step_leaves_one_line(v):
    irritant = selected(v)
    query = select(JournalEntry.after).where(JournalEntry.subject_ref == irritant.ref)
    verbs = [after["verb"] for after in v.session.scalars(query.order_by(JournalEntry.id))]
    assert verbs == ["begin", "submit", "qualify", "select"]
    assert rules.IRRITANT.can(irritant.state, "investigate")
