"""What the triage does, on both databases."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.irritants import actions
from portal.irritants.promise import Pause, answer_due_on
from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.kernel.periods import paris_day
from portal.notices.models import Notice
from tests.irritants.conftest import REVIEW, WHY, later, told_to


def test_taking_over_names_the_colleague(v, irritant):
    officer, director = v.actor("officer"), v.actor("director")
    actions.take(v.session, officer, irritant, now=v.now)
    actions.take(v.session, officer, irritant, now=v.now)

    with pytest.raises(Refused, match="Officer Test a pris"):
        actions.take(v.session, director, irritant, now=v.now)
    with pytest.raises(Refused, match="Officer Test a pris"):
        actions.qualify(v.session, director, irritant, now=v.now)
    actions.take(v.session, director, irritant, now=v.now, over=v.people["officer"].ref)

    assert irritant.officer is v.people["director"]
    assert told_to(v, "officer")[-1].startswith("Director Test reprend")
    with pytest.raises(Refused):
        actions.release(v.session, officer, irritant, now=v.now)
    actions.release(v.session, director, irritant, now=v.now)
    assert irritant.officer is None


@pytest.mark.parametrize("who", ["agent", "elsewhere", "programme", "author", "auditor"])
def test_only_the_incubator_answers(v, irritant, who):
    with pytest.raises(Forbidden):
        actions.qualify(v.session, v.actor(who), irritant, now=v.now)
    with pytest.raises(Forbidden):
        actions.take(v.session, v.actor(who), irritant, now=v.now)


def test_nobody_answers_their_own_irritant(v):
    own = v.irritant(who="officer")
    with pytest.raises(Forbidden):
        actions.qualify(v.session, v.actor("officer"), own, now=v.now)
    with pytest.raises(IntegrityError), v.session.begin_nested():
        own.officer_id = own.author_id
        v.session.flush()


def test_two_officers_one_answer(v, irritant):
    actions.qualify(v.session, v.actor("officer"), irritant, now=v.now)
    with pytest.raises(Refused, match=r"Officer Test.*qualifié"):
        actions.decline(
            v.session,
            v.actor("director"),
            irritant,
            motive_code="too_small",
            motive=WHY,
            review_on=REVIEW,
            now=v.now,
        )
    assert irritant.state == "qualified"


def test_the_clock_stands_still_while_the_author_completes(v, irritant):
    officer, author = v.actor("officer"), v.actor("author")
    actions.support(v.session, v.actor("fan"), irritant, now=v.now)
    ask = {"motive_code": "no_figures", "motive": WHY}
    actions.ask_completion(v.session, officer, irritant, now=later(v, 5), **ask)
    assert irritant.state == "returned" and told_to(v, "fan") == []
    assert irritant.due_on(paris_day(later(v, 9))) == paris_day(later(v, 34))

    values = {"people_affected": 5000}
    with pytest.raises(Stale):
        actions.complete(v.session, author, irritant, values=values, version=1, now=later(v, 9))
    actions.complete(
        v.session, author, irritant, values=values, version=irritant.version, now=later(v, 12)
    )

    pause = Pause(paris_day(later(v, 5)), paris_day(later(v, 12)))
    today = paris_day(later(v, 12))
    assert irritant.state == "submitted" and irritant.paused_on is None
    assert irritant.answer_due_on == answer_due_on(paris_day(v.now), [pause], today)
    assert irritant.paused_days == 7
    entry = v.session.scalars(
        select(JournalEntry).where(JournalEntry.act == "irritant.complete")
    ).one()
    assert entry.before == {"people_affected": 1200}
    assert entry.after["changes"] == {"people_affected": 5000}
    assert told_to(v, "officer")[-1].startswith("L’auteur a complété")


def test_declining_tells_author_and_supporters_why(v, irritant):
    actions.support(v.session, v.actor("fan"), irritant, now=v.now)
    actions.decline(
        v.session,
        v.actor("officer"),
        irritant,
        motive_code="existing_service",
        motive=WHY,
        destination="Le guichet unique",
        review_on=REVIEW,
        now=v.now,
    )

    assert (irritant.state, irritant.review_on) == ("declined", REVIEW)
    assert irritant.answered_at == v.now
    body = v.session.scalars(
        select(Notice.body).where(Notice.person_id == v.people["fan"].id)
    ).one()
    for words in (WHY, "Le guichet unique", "lundi 3 mai 2027", "Fabrique du Vaubrun"):
        assert words in body
    with pytest.raises(Refused):
        actions.support(v.session, v.actor("agent"), irritant, now=v.now)


@pytest.mark.parametrize("missing", ["motive", "review_on", "motive_code"])
def test_a_negative_answer_is_complete(v, irritant, missing):
    answer = {"motive_code": "too_small", "motive": WHY, "review_on": REVIEW}
    answer[missing] = None if missing == "review_on" else ""
    with pytest.raises(Refused) as refusal:
        actions.decline(v.session, v.actor("officer"), irritant, now=v.now, **answer)
    assert refusal.value.field == missing and irritant.state == "submitted"


def test_reopening_promises_again(v, irritant):
    officer = v.actor("officer")
    actions.park(v.session, officer, irritant, motive=WHY, review_on=REVIEW, now=v.now)
    actions.reopen(v.session, v.actor("programme"), irritant, motive=WHY, now=later(v, 100))
    assert irritant.state == "submitted" and irritant.officer is None
    assert irritant.answer_due_on == paris_day(later(v, 130))
    assert irritant.review_on is None and irritant.motive == ""


def test_withdrawing_tells_supporters_and_the_officer(v, irritant):
    actions.support(v.session, v.actor("fan"), irritant, now=v.now)
    actions.take(v.session, v.actor("officer"), irritant, now=v.now)
    actions.withdraw(v.session, v.actor("author"), irritant, now=v.now)
    assert irritant.state == "withdrawn"
    assert told_to(v, "fan")[-1].startswith("Irritant retiré par son auteur")
    assert told_to(v, "officer")[-1].startswith("L’auteur a retiré")


def test_it_is_published_when_agreed_and_qualified(v):
    irritant = v.irritant(publish_consent=True)
    with pytest.raises(Refused):
        actions.publish(v.session, v.actor("officer"), irritant, now=v.now)
    actions.qualify(v.session, v.actor("officer"), irritant, now=v.now)
    assert irritant.is_published
    actions.consent(v.session, v.actor("author"), irritant, publish=False, now=v.now)
    assert not irritant.is_published
