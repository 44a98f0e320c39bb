"""What waits for whom, and what time alone brings."""

from datetime import timedelta

from sqlalchemy import func, select

from portal.irritants import actions, scheduled, tasks
from portal.notices.models import Notice
from tests.irritants.conftest import WHY


def asked(v, who, days=0):
    found = tasks.waiting(v.session, v.actor(who), v.now + timedelta(days=days))
    return [(task.verb, task.href) for task in found]


def test_an_officer_answers_what_is_theirs_or_nobodys(v):
    free, mine, hers = (v.irritant(key=key) for key in ("1", "2", "3"))
    actions.take(v.session, v.actor("officer"), mine, now=v.now)
    actions.take(v.session, v.actor("director"), hers, now=v.now)

    due = [("Répondre", f"/tri/{one.ref}?vue=a-repondre") for one in (free, mine)]
    assert asked(v, "officer") == due
    assert asked(v, "agent") == asked(v, "elsewhere") == asked(v, "auditor") == []


def test_many_are_told_in_one_line(v):
    for number in range(12):
        v.irritant(key=str(number))
    (task,) = tasks.waiting(v.session, v.actor("officer"), v.now)
    assert task.title == "12 irritants dans la file de tri" and task.due_on is not None


def test_the_author_completes_and_takes_up_sleeping_drafts(v):
    irritant = v.irritant(key="1")
    draft = v.draft(key="2")
    ask = {"motive_code": "several", "motive": WHY}
    actions.ask_completion(v.session, v.actor("officer"), irritant, now=v.now, **ask)
    complete = ("Compléter", f"/irritants/{irritant.ref}/completer")
    assert asked(v, "author", 7) == [complete]
    assert asked(v, "author", 8) == [
        complete,
        ("Reprendre", f"/irritants/brouillons/{draft.ref}/etape-1"),
    ]


def test_an_offer_waits_for_the_other_incubator(v):
    irritant = v.irritant()
    offer = {"incubator_ref": v.other.ref, "motive": WHY}
    actions.redirect(v.session, v.actor("officer"), irritant, now=v.now, **offer)
    assert asked(v, "elsewhere") == [("Accepter ou rendre", f"/tri/{irritant.ref}?vue=offerts")]
    assert asked(v, "officer") == []


def test_the_programme_routes(v):
    irritant = v.irritant(incubator_ref=None)
    assert asked(v, "programme") == [
        ("Confier à un incubateur", f"/tri/{irritant.ref}?vue=a-orienter")
    ]


def test_a_review_day_is_told_once(v):
    irritant = v.irritant()
    day = v.now.date() + timedelta(days=40)
    actions.park(v.session, v.actor("officer"), irritant, motive=WHY, review_on=day, now=v.now)
    assert scheduled.run(v.session, v.now + timedelta(days=39)) == 0
    assert asked(v, "officer", 39) == []
    assert scheduled.run(v.session, v.now + timedelta(days=41)) == 2
    assert scheduled.run(v.session, v.now + timedelta(days=42)) == 0
    assert asked(v, "officer", 41) == [("Relire", f"/tri/{irritant.ref}?vue=a-relire")]


def test_an_offer_without_an_answer_comes_back_once(v):
    irritant = v.irritant()
    offer = {"incubator_ref": v.other.ref, "motive": WHY}
    actions.redirect(v.session, v.actor("officer"), irritant, now=v.now, **offer)
    assert scheduled.run(v.session, v.now + timedelta(days=15)) == 0
    assert scheduled.run(v.session, v.now + timedelta(days=16)) == 1
    assert scheduled.run(v.session, v.now + timedelta(days=17)) == 0
    assert irritant.offer is None
    count = select(func.count()).select_from(Notice).where(Notice.kind == "triage.lapse")
    assert v.session.scalar(count) == 2
