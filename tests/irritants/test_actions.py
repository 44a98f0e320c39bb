"""The life of an irritant, step by step, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.irritants import actions, queries, rules
from portal.irritants.models import Irritant, Support
from portal.irritants.promise import ANSWER_DAYS, Pause, answer_due_on
from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.kernel.periods import paris_day
from portal.notices.models import Notice
from portal.outbox.models import Mail
from tests.irritants.conftest import WHY

REVIEW = date(2027, 5, 3)


@pytest.fixture
def v(village_both):
    return village_both


@pytest.fixture
def irritant(v):
    return v.irritant()


def later(v, days):
    return v.now + timedelta(days=days)


def told_to(v, who):
    query = select(Notice.title).where(Notice.person_id == v.people[who].id).order_by(Notice.id)
    return list(v.session.scalars(query))


def count(v, table):
    return v.session.scalar(select(func.count()).select_from(table))


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
    assert queries.contexts(v.session, irritant)[0].context == "Chez nous aussi"
    assert queries.supporting_units(v.session, irritant) == [("Préfecture de Vaubrun", 1)]

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
