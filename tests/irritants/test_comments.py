"""Commenting, following, flagging, masking: on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.irritants import actions, comment_queries, queries, tasks
from portal.irritants.comment_models import Comment, Flag, Mask, Wording
from portal.irritants.models import Follow
from portal.irritants.words import DeclineMotive, FlagOutcome
from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.notices.models import Notice
from portal.outbox.models import Mail
from tests.irritants import conftest
from tests.irritants.conftest import REVIEW, WHY, count
from tests.support.html import words
from tests.support.people import actor_of

TITLE = "Le même justificatif est demandé trois fois"
NEW = f"Nouveau commentaire : « {TITLE} »"


def told_to(v, who):
    """What this person was told, with plain spaces."""
    return [words(title) for title in conftest.told_to(v, who)]


def says(v, who, irritant, body="Chez nous aussi, chaque lundi.", now=None):
    return actions.comment(v.session, v.actor(who), irritant, body=body, now=now or v.now)


def verbs(v, irritant):
    lines = journal.of(v.session, irritant.ref)
    told = [line.after["verb"] for line in reversed(lines)]
    return told[told.index("submit") :]


def decline(v, irritant):
    told = {"motive_code": DeclineMotive.OUT_OF_SCOPE, "motive": WHY, "review_on": REVIEW}
    actions.decline(v.session, v.actor("officer"), irritant, now=v.now, **told)


def test_the_author_follows_and_hears_each_comment_but_their_own(v, irritant):
    says(v, "agent", irritant)
    says(v, "author", irritant)

    assert told_to(v, "author").count(NEW) == 1
    assert told_to(v, "agent") == []
    assert verbs(v, irritant) == ["submit", "comment", "comment"]


def test_a_follower_hears_steps_and_comments_until_they_stop(v, irritant):
    me = v.actor("fan")
    for _twice in range(2):
        actions.follow(v.session, me, irritant, now=v.now)
    says(v, "agent", irritant)
    actions.qualify(v.session, v.actor("officer"), irritant, now=v.now)
    heard = told_to(v, "fan")
    for _twice in range(2):
        actions.unfollow(v.session, me, irritant, now=v.now)
    says(v, "agent", irritant)

    assert heard == told_to(v, "fan") == [NEW, f"Irritant qualifié : « {TITLE} »"]
    assert verbs(v, irritant).count("follow") == verbs(v, irritant).count("unfollow") == 1


def test_an_officer_who_follows_is_not_told_of_their_own_step(v, irritant):
    for who in ("officer", "director"):
        actions.follow(v.session, v.actor(who), irritant, now=v.now)
    actions.qualify(v.session, v.actor("officer"), irritant, now=v.now)

    assert told_to(v, "officer") == []
    assert told_to(v, "director") == [f"Irritant qualifié : « {TITLE} »"]


def test_an_author_who_stops_following_still_hears_the_answer(v, irritant):
    actions.unfollow(v.session, v.actor("author"), irritant, now=v.now)
    says(v, "agent", irritant)
    decline(v, irritant)

    assert NEW not in told_to(v, "author")
    assert f"Réponse à l’irritant « {TITLE} »" in told_to(v, "author")


def test_losing_sight_of_a_confidential_irritant_ends_the_notices(v):
    irritant = v.irritant(confidential=True)
    with pytest.raises(Forbidden):
        actions.follow(v.session, v.actor("agent"), irritant, now=v.now)
    with pytest.raises(Forbidden):
        says(v, "agent", irritant)
    for who in ("officer", "director"):
        actions.follow(v.session, v.actor(who), irritant, now=v.now)
    v.people["director"].mandates[0].ends_on = v.now.date()
    v.session.flush()
    says(v, "author", irritant)
    actions.qualify(v.session, v.actor("officer"), irritant, now=v.now)

    assert told_to(v, "director") == []
    assert told_to(v, "officer") == [NEW]
    assert list(v.session.scalars(queries.followed(v.actor("officer")))) == [irritant]
    assert list(v.session.scalars(queries.followed(actor_of(v.people["director"])))) == []


def test_following_is_once_by_person_in_the_database(v, irritant):
    actions.follow(v.session, v.actor("fan"), irritant, now=v.now)
    held = v.session.scalars(select(Follow.person_id).order_by(Follow.id)).all()

    assert held == [v.people["author"].id, v.people["fan"].id]


def test_a_masked_author_is_their_pseudonym_in_every_mail(v):
    irritant = v.irritant(identity_shown=False)
    actions.follow(v.session, v.actor("fan"), irritant, now=v.now)
    actions.unmask(v.session, v.actor("officer"), irritant, motive=WHY, now=v.now)
    said = says(v, "author", irritant)
    mask = actions.mask(v.session, v.actor("officer"), said, motive=WHY, now=v.now)
    actions.answer_mask(v.session, v.actor("author"), said, mask, answer="Pardon.", now=v.now)

    to_others = Mail.address != "author@test.gouv.example"
    mails = v.session.scalars(select(Mail).where(to_others)).all()
    assert len(mails) == 3
    assert [mail for mail in mails if "Vraisnom" in mail.subject + mail.body] == []
    assert all(irritant.pseudonym in mail.body for mail in mails)


def test_a_notice_never_bears_the_text_of_a_comment(v, irritant):
    says(v, "agent", irritant, body="Madame Untelle ment.")

    bodies = v.session.scalars(select(Notice.body)).all()
    assert [body for body in bodies if "Untelle" in body] == []


def test_comments_close_with_the_answer_and_open_again(v, irritant):
    decline(v, irritant)
    with pytest.raises(Refused, match="les commentaires sont clos"):
        says(v, "agent", irritant)
    actions.reopen(v.session, v.actor("officer"), irritant, motive=WHY, now=v.now)
    says(v, "agent", irritant)

    assert count(v, Comment) == 1


@pytest.mark.parametrize("who", ["auditor", "admin"])
def test_who_only_reads_does_not_comment_nor_follow(v, irritant, who):
    with pytest.raises(Forbidden):
        says(v, who, irritant)
    with pytest.raises(Forbidden):
        actions.follow(v.session, v.actor(who), irritant, now=v.now)


def test_a_correction_keeps_the_earlier_wording(v, irritant):
    said = says(v, "agent", irritant, body="Un")
    me, soon = v.actor("agent"), v.now + timedelta(minutes=5)
    actions.correct(v.session, me, said, body="Deux", version=said.version, now=soon)
    v.session.refresh(said)
    actions.correct(v.session, me, said, body="Trois", version=said.version, now=soon)

    assert (said.body, said.corrected_at) == ("Trois", soon)
    kept = v.session.scalars(select(Wording).order_by(Wording.number)).all()
    assert [(one.number, one.body) for one in kept] == [(1, "Un"), (2, "Deux")]
    assert verbs(v, irritant)[-2:] == ["comment_correct", "comment_correct"]


def test_a_correction_by_another_too_late_or_upon_an_older_text_is_refused(v, irritant):
    said = says(v, "agent", irritant)
    told = {"body": "Autre", "version": said.version}
    with pytest.raises(Forbidden):
        actions.correct(v.session, v.actor("fan"), said, now=v.now, **told)
    late = v.now + timedelta(minutes=15)
    with pytest.raises(Refused, match="quinze minutes"):
        actions.correct(v.session, v.actor("agent"), said, now=late, **told)
    with pytest.raises(Stale):
        actions.correct(v.session, v.actor("agent"), said, now=v.now, body="Autre", version=0)
    assert count(v, Wording) == 0


def test_a_comment_is_withdrawn_any_time_once_and_its_flags_close(v, irritant):
    said = says(v, "agent", irritant)
    actions.flag(v.session, v.actor("fan"), said, reason="Il nomme quelqu’un.", now=v.now)
    decline(v, irritant)
    late = v.now + timedelta(days=30)
    with pytest.raises(Forbidden):
        actions.withdraw_comment(v.session, v.actor("officer"), said, now=late)
    actions.withdraw_comment(v.session, v.actor("agent"), said, now=late)

    assert said.withdrawn_at == late
    assert v.session.scalars(select(Flag.outcome)).all() == [FlagOutcome.WITHDRAWN]
    with pytest.raises(Refused, match="déjà retiré"):
        actions.withdraw_comment(v.session, v.actor("agent"), said, now=late)


def test_a_flag_is_once_by_person_and_makes_a_task_for_the_incubator(v, irritant):
    said = says(v, "agent", irritant)
    actions.flag(v.session, v.actor("fan"), said, reason="Il nomme quelqu’un.", now=v.now)
    with pytest.raises(Refused, match="déjà signalé"):
        actions.flag(v.session, v.actor("fan"), said, reason="Encore.", now=v.now)
    with pytest.raises(Refused, match="votre commentaire"):
        actions.flag(v.session, v.actor("agent"), said, reason="Moi.", now=v.now)
    actions.flag(v.session, v.actor("auditor"), said, reason="Vu.", now=v.now)

    waits = {
        who: [
            words(t.title)
            for t in tasks.waiting(v.session, v.actor(who), v.now)
            if t.verb == "Examiner"
        ]
        for who in ("officer", "director", "elsewhere", "agent", "programme")
    }
    told = [f"Commentaire signalé : {TITLE}"]
    assert waits == {
        "officer": told,
        "director": told,
        "elsewhere": [],
        "agent": [],
        "programme": [],
    }
    assert count(v, Flag) == 2


def test_the_programme_moderates_what_no_incubator_has(v):
    irritant = v.irritant(incubator_ref=None)
    said = says(v, "agent", irritant)
    actions.flag(v.session, v.actor("fan"), said, reason="Il nomme quelqu’un.", now=v.now)

    verbs_of = [task.verb for task in tasks.waiting(v.session, v.actor("programme"), v.now)]
    assert "Examiner" in verbs_of


def test_keeping_a_flagged_comment_tells_who_flagged_it(v, irritant):
    said = says(v, "agent", irritant)
    actions.flag(v.session, v.actor("fan"), said, reason="Il nomme quelqu’un.", now=v.now)
    with pytest.raises(Refused) as refused:
        actions.keep(v.session, v.actor("officer"), said, motive="Non.", now=v.now)
    actions.keep(v.session, v.actor("officer"), said, motive=WHY, now=v.now)

    assert refused.value.field == "motive"
    assert told_to(v, "fan") == [f"Votre signalement est examiné : « {TITLE} »"]
    assert tasks.waiting(v.session, v.actor("officer"), v.now)[0].verb != "Examiner"
    with pytest.raises(Refused, match="Aucun signalement"):
        actions.keep(v.session, v.actor("officer"), said, motive=WHY, now=v.now)


@pytest.mark.parametrize("who", ["agent", "author", "fan", "elsewhere", "auditor", "admin"])
def test_only_the_incubator_masks_and_never_its_own_words(v, irritant, who):
    said = says(v, "agent", irritant)
    with pytest.raises(Forbidden):
        actions.mask(v.session, v.actor(who), said, motive=WHY, now=v.now)
    own = says(v, "officer", irritant)
    with pytest.raises(Forbidden):
        actions.mask(v.session, v.actor("officer"), own, motive=WHY, now=v.now)
    assert count(v, Mask) == 0


def test_an_officer_does_not_moderate_what_answers_their_own_irritant(v):
    irritant = v.irritant("officer")
    said = says(v, "agent", irritant)
    with pytest.raises(Forbidden):
        actions.mask(v.session, v.actor("officer"), said, motive=WHY, now=v.now)
    actions.mask(v.session, v.actor("director"), said, motive=WHY, now=v.now)


def test_a_masked_passage_is_told_answered_once_and_lifted(v, irritant):
    said = says(v, "agent", irritant, body="Voir Mme Untelle, au guichet.")
    desk, me = v.actor("officer"), v.actor("agent")
    actions.flag(v.session, v.actor("fan"), said, reason="Il nomme quelqu’un.", now=v.now)
    mask = actions.mask(v.session, desk, said, passage="Mme Untelle", motive=WHY, now=v.now)
    with pytest.raises(Refused, match="déjà masqué"):
        actions.mask(v.session, desk, said, passage="Mme Untelle", motive=WHY, now=v.now)
    actions.answer_mask(v.session, me, said, mask, answer="C’est moi-même.", now=v.now)
    with pytest.raises(Refused, match="déjà répondu"):
        actions.answer_mask(v.session, me, said, mask, answer="Encore.", now=v.now)
    actions.lift(v.session, desk, said, mask, motive=WHY, now=v.now)

    assert told_to(v, "agent") == [
        f"Votre commentaire est masqué : « {TITLE} »",
        f"Votre commentaire est de nouveau lisible : « {TITLE} »",
    ]
    assert f"Réponse à un masquage : « {TITLE} »" in told_to(v, "officer")
    assert told_to(v, "fan") == [f"Votre signalement est examiné : « {TITLE} »"]
    with pytest.raises(Refused, match="de nouveau lisible"):
        actions.lift(v.session, desk, said, mask, motive=WHY, now=v.now)
    actions.mask(v.session, desk, said, passage="Mme Untelle", motive=WHY, now=v.now)
    assert verbs(v, irritant)[2:] == [
        "comment_flag",
        "comment_mask",
        "comment_answer",
        "comment_lift",
        "comment_mask",
    ]


def test_a_masked_comment_is_answered_and_no_longer_corrected(v, irritant):
    said = says(v, "agent", irritant)
    actions.mask(v.session, v.actor("officer"), said, motive=WHY, now=v.now)
    with pytest.raises(Refused, match="répondez plutôt"):
        told = {"body": "Autre", "version": said.version}
        actions.correct(v.session, v.actor("agent"), said, now=v.now, **told)


def test_a_thread_reads_oldest_first_and_knows_its_places(v, irritant):
    first, second = says(v, "agent", irritant), says(v, "fan", irritant)

    listed = list(v.session.scalars(comment_queries.of_irritant(v.actor("fan"), irritant)))
    assert listed == [first, second]
    assert [comment_queries.place(v.session, v.actor("fan"), one) for one in listed] == [1, 2]
