"""A refusal is looked at again, once, by another than who declined (design §2, A03)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import policy
from portal.irritants import actions, queries, queue, review_queries, tasks
from portal.irritants.models import Irritant
from portal.irritants.review_models import Review
from portal.irritants.reviewing import Reviewed
from portal.irritants.words import QueueView, ReviewState
from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Refused
from portal.outbox.models import Mail
from portal.people.models import Mandate
from portal.policy import Act, Role
from tests.irritants.conftest import REVIEW, WHY, told_to
from tests.irritants.test_pages import Town, visit
from tests.support.apps import writing
from tests.support.crowd import at_once

REASONS = "Le comptage joint montre douze demandes par jour, et non par an."
KEPT = "Relu avec le comptage : le service concerné corrige déjà la démarche."
TITLE = "Le même justificatif est demandé trois fois"


def declined(v, who: str = "officer", **changes) -> Irritant:
    """An irritant that this person declined today."""
    irritant = v.irritant(**changes)
    asked = {"motive_code": "other", "motive": WHY, "review_on": REVIEW, "now": v.now}
    actions.decline(v.session, v.actor(who), irritant, **asked)
    return irritant


def ask(v, irritant, who: str = "author", *, now=None, reasons: str = REASONS) -> Review:
    now = now or v.now
    return actions.ask_review(v.session, v.actor(who), irritant, reasons=reasons, now=now)


def test_the_author_asks_and_the_desk_is_told_without_a_name(v):
    irritant = declined(v, identity_shown=False)
    ask(v, irritant)

    assert told_to(v, "director")[-1] == f"Réexamen demandé : « {TITLE} »"
    assert told_to(v, "officer")[-1] == told_to(v, "director")[-1]
    assert told_to(v, "programme") == told_to(v, "elsewhere") == []
    others = select(Mail.body).where(~Mail.address.startswith("author"))
    mails = list(v.session.scalars(others))
    assert any(REASONS in body for body in mails) and not any("Vraisnom" in one for one in mails)


@pytest.mark.parametrize("who", ["agent", "officer", "director", "programme"])
def test_nobody_else_asks(v, who):
    irritant = declined(v)
    with pytest.raises(Forbidden):
        ask(v, irritant, who)


def test_it_is_asked_once_for_ever_even_after_it_was_reopened(v):
    irritant = declined(v)
    ask(v, irritant)
    with pytest.raises(Refused, match="déjà été demandé"):
        ask(v, irritant)
    actions.review_reopen(v.session, v.actor("director"), irritant, motive=KEPT, now=v.now)
    told = {"motive_code": "other", "motive": WHY, "review_on": REVIEW, "now": v.now}
    actions.decline(v.session, v.actor("officer"), irritant, **told)
    with pytest.raises(Refused, match="une fois"):
        ask(v, irritant)


def test_the_database_holds_to_one_and_to_another_person(v):
    irritant = declined(v)
    review = ask(v, irritant)
    again = {"irritant_id": irritant.id, "reasons": REASONS, "asked_at": v.now}
    for wrong in (
        Review(asked_by_id=review.asked_by_id, **again),
        Review(asked_by_id=review.asked_by_id, **again | {"irritant_id": v.irritant(key="k2").id},
               state=ReviewState.UPHELD, answered_at=v.now,
               declined_by_id=v.people["officer"].id, answered_by_id=v.people["officer"].id),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), v.session.begin_nested():
            v.session.add(wrong)
            v.session.flush()


def test_it_is_asked_of_a_refusal_alone_within_two_months_and_with_reasons(v):
    parked = v.irritant(key="k2")
    told = {"motive": WHY, "review_on": REVIEW, "now": v.now}
    actions.park(v.session, v.actor("officer"), parked, **told)
    with pytest.raises(Refused, match="n’est pas retenu"):
        ask(v, parked)

    irritant = declined(v)
    with pytest.raises(Refused, match="30 caractères") as refusal:
        ask(v, irritant, reasons="Non.")
    assert refusal.value.field == "reasons"
    with pytest.raises(Refused, match="deux mois"):
        ask(v, irritant, now=datetime(2027, 1, 24, 9, tzinfo=UTC))
    ask(v, irritant, now=datetime(2027, 1, 23, 22, tzinfo=UTC))


def test_who_declined_sees_it_and_does_not_answer_it(v):
    irritant = declined(v)
    ask(v, irritant)
    for act in (actions.uphold, actions.review_reopen):
        with pytest.raises(Forbidden):
            act(v.session, v.actor("officer"), irritant, motive=KEPT, now=v.now)
    with pytest.raises(Refused, match="réponse à sa demande"):
        actions.reopen(v.session, v.actor("director"), irritant, motive=KEPT, now=v.now)

    def seen(who: str) -> list[str]:
        found = v.session.scalars(queue.queue(v.actor(who), QueueView.REVIEWED)).unique()
        return [one.ref for one in found]

    assert seen("officer") == seen("director") == seen("programme") == [irritant.ref]
    assert seen("elsewhere") == []


def test_an_answer_kept_is_told_to_the_author_and_to_those_who_said_me_too(v):
    irritant = declined_with_a_supporter(v)
    ask(v, irritant)
    actions.uphold(v.session, v.actor("director"), irritant, motive=KEPT, now=v.now)

    assert irritant.state == "declined"
    for who in ("author", "fan"):
        assert told_to(v, who)[-1] == f"Réexamen de l’irritant « {TITLE} »"
    bodies = list(v.session.scalars(select(Mail.body).order_by(Mail.id)))[-2:]
    assert all(KEPT in one and "la réponse est maintenue" in one for one in bodies)
    last = v.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert last.after["verb"] == "review_uphold" and last.motive == KEPT
    with pytest.raises(Refused, match="déjà sa réponse"):
        actions.uphold(v.session, v.actor("director"), irritant, motive=KEPT, now=v.now)
    # The answer of another keeps what the irritant had: it can still be reopened one day.
    actions.reopen(v.session, v.actor("director"), irritant, motive=KEPT, now=v.now)


def declined_with_a_supporter(v) -> Irritant:
    irritant = v.irritant()
    actions.support(v.session, v.actor("fan"), irritant, context="", now=v.now)
    asked = {"motive_code": "other", "motive": WHY, "review_on": REVIEW, "now": v.now}
    actions.decline(v.session, v.actor("officer"), irritant, **asked)
    return irritant


def test_reopened_it_has_a_new_promise(v):
    irritant = declined(v)
    review = ask(v, irritant)
    now = v.now + timedelta(days=10)
    actions.review_reopen(v.session, v.actor("director"), irritant, motive=KEPT, now=now)

    assert (irritant.state, review.state) == ("submitted", ReviewState.REOPENED)
    assert irritant.answer_due_on == (now + timedelta(days=30)).date()
    assert told_to(v, "author")[-1] == f"Irritant rouvert : « {TITLE} »"


def test_the_programme_answers_when_the_incubator_has_nobody_else(v):
    irritant = declined(v)
    review = ask(v, irritant)
    subject = Reviewed(v.session, irritant, review, v.now)
    programme, today = v.actor("programme"), v.now.date()
    assert not policy.may(programme, Act.REVIEW_ANSWER, subject)
    assert may_in_sql(v, "programme", irritant) is False

    for mandate in v.session.scalars(select(Mandate).where(Mandate.role == Role.DIRECTOR)):
        mandate.ends_on = today
    v.session.flush()
    assert policy.may(programme, Act.REVIEW_ANSWER, subject)
    assert may_in_sql(v, "programme", irritant) is True
    actions.uphold(v.session, programme, irritant, motive=KEPT, now=v.now)


def may_in_sql(v, who: str, irritant) -> bool:
    """The same right, as the list of tasks says it."""
    query = select(Irritant.ref).where(review_queries.answerable(v.actor(who), v.now.date()))
    return irritant.ref in list(v.session.scalars(query))


def test_the_sheet_of_rights_and_the_list_of_tasks_say_the_same(v):
    irritant = declined(v, "director")
    review = ask(v, irritant)
    subject = Reviewed(v.session, irritant, review, v.now)
    may = {"officer"}
    for who in ("author", "agent", "officer", "director", "elsewhere", "programme"):
        assert policy.may(v.actor(who), Act.REVIEW_ANSWER, subject) is (who in may), who
        assert may_in_sql(v, who, irritant) is (who in may), who
        asked = [one.href for one in tasks.waiting(v.session, v.actor(who), v.now)]
        assert (f"/tri/{irritant.ref}/reexamen" in asked) is (who in may), who


# On the screen


@pytest.fixture
def town(app):
    return Town(app)


DECLINED = {"motive_code": "other", "motive": WHY, "review_on": REVIEW}


def test_a_review_goes_from_the_author_to_another_officer_and_back(town):
    ref = town.deposit(identity_shown=False)
    town.does("officer", "decline", ref, **DECLINED)
    author = visit(town, "author").get(f"/irritants/{ref}").follow("Demander un réexamen")
    assert author.sees("une fois, jusqu’au samedi 23 janvier 2027") and author.sees("2 personnes")
    author.submit("Demander un réexamen", {"Pourquoi relire cette réponse ?": "Non."})
    assert author.status == 422
    author.submit("Demander un réexamen", {"Pourquoi relire cette réponse ?": REASONS})
    assert author.sees("Votre demande est envoyée.") and author.sees("En cours de réexamen".lower())

    officer = visit(town, "officer").get(f"/tri/{ref}")
    assert officer.sees(REASONS) and officer.sees("Une autre personne que celle qui a répondu")
    assert officer.get(f"/tri/{ref}/reexamen").status == 403

    director = visit(town, "director").get("/tri?vue=reexamens").follow(TITLE)
    assert "Rouvrir" not in director.links
    director.follow("Répondre à cette demande")
    assert director.sees(REASONS) and not director.sees("Vraisnom")
    answer = {"Après relecture": "Maintenir la réponse", "Votre message": KEPT}
    director.submit("Relire avant l’envoi", answer)
    assert director.sees("Voici ce qu’une personne recevra.") and director.sees(KEPT)
    director.submit("Envoyer la réponse")
    assert director.sees("C’est fait : 1 personne est prévenue.")

    author.get(f"/irritants/{ref}")
    assert author.sees(KEPT) and author.sees("réponse maintenue")
    assert "Demander un réexamen" not in author.links


def test_two_who_answer_at_once_leave_one_outcome(app_both):
    town = Town(app_both)
    ref = town.deposit()
    town.does("officer", "decline", ref, **DECLINED)
    town.does("author", "ask_review", ref, reasons=REASONS)
    answers = ("Maintenir la réponse", "Rouvrir l’irritant, avec un nouveau délai de réponse")
    ready = [visit(town, "director").get(f"/tri/{ref}/reexamen") for _each in answers]
    for each, outcome in zip(ready, answers, strict=True):
        said = {"Après relecture": outcome, "Votre message": KEPT}
        each.submit("Relire avant l’envoi", said)
    statuses = at_once([lambda one=one: one.submit("Envoyer la réponse").status for one in ready])

    assert sorted(statuses) == [200, 422]
    with writing(app_both) as session:
        review = session.scalars(select(Review)).one()
        state = queries.by_ref(session, ref).state
        assert (review.state, state) in (("upheld", "declined"), ("reopened", "submitted"))
        told = select(Mail.id).where(Mail.address.startswith("author"))
        assert len(list(session.scalars(told))) == 3
