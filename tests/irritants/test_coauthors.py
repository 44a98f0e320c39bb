"""An irritant told together: rights on the text, none on who reads it, none on its answer."""

from datetime import date

import pytest
from sqlalchemy import select

from portal import policy
from portal.investigations import opening, queries as investigations
from portal.irritants import actions, history, names, queries, queue, tasks
from portal.irritants.models import Irritant
from portal.irritants.words import QueueView
from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.policy import Act
from tests.investigations.conftest import engagement
from tests.irritants.conftest import REVIEW, TOLD, WHY, told_to
from tests.irritants.test_pages import Town, visit
from tests.support.apps import MONDAY, writing

TITLE = "Le même justificatif est demandé trois fois"
WRITING = (Act.DRAFT_EDIT, Act.IRRITANT_COMPLETE, Act.FILE_ADD)
AUTHOR_ONLY = (
    Act.IRRITANT_SUBMIT,
    Act.IRRITANT_WITHDRAW,
    Act.IRRITANT_CONSENT,
    Act.REVIEW_ASK,
    Act.COAUTHOR_INVITE,
)
ANSWERING = (
    Act.TRIAGE_ASSIGN,
    Act.TRIAGE_DECIDE,
    Act.TRIAGE_REJECT,
    Act.TRIAGE_TRANSFER,
    Act.TRIAGE_REOPEN,
    Act.IRRITANT_UNMASK,
)


def invite(v, irritant, who: str = "agent", by: str = "author") -> None:
    actions.invite(v.session, v.actor(by), irritant, v.people[who], now=v.now)


def together(v, irritant, who: str = "agent") -> Irritant:
    invite(v, irritant, who)
    actions.take_part(v.session, v.actor(who), irritant, now=v.now)
    v.session.expire_all()
    return irritant


def may(v, who: str, *acts: Act, thing) -> set[bool]:
    return {policy.may(v.actor(who), act, thing) for act in acts}


def in_sql(v, who: str, irritant) -> bool:
    found = v.session.scalars(select(Irritant.ref).where(queries.visible_to(v.actor(who))))
    return irritant.ref in list(found)


def test_an_invitation_gives_nothing_until_it_is_accepted(v):
    draft = v.draft()
    invite(v, draft)
    assert told_to(v, "agent") == ["Invitation à raconter ensemble : « " + TITLE + " »"]
    assert may(v, "agent", *WRITING, Act.IRRITANT_VIEW, thing=draft) == {False}
    assert not in_sql(v, "agent", draft)

    actions.take_part(v.session, v.actor("agent"), draft, now=v.now)
    v.session.expire_all()
    assert may(v, "agent", *WRITING, Act.IRRITANT_VIEW, thing=draft) == {True}
    assert in_sql(v, "agent", draft) and not in_sql(v, "fan", draft)
    assert may(v, "agent", *AUTHOR_ONLY, Act.IRRITANT_SUPPORT, thing=draft) == {False}


def test_the_text_is_shared_and_the_choices_are_the_author_s(v):
    draft = together(v, v.draft(confidential=True, identity_shown=False))
    told = {"title": "Un titre meilleur", "confidential": False, "identity_shown": True}
    asked = {"key": "k1", "values": told, "now": v.now}
    known = draft.version
    saved = actions.save_draft(v.session, v.actor("agent"), version=known, **asked)

    assert saved is draft and draft.title == "Un titre meilleur"
    assert (
        draft.confidential and not draft.identity_shown and draft.author_id == v.people["author"].id
    )
    with pytest.raises(Stale):
        actions.save_draft(v.session, v.actor("author"), version=known, **asked)
    with pytest.raises(Forbidden):
        actions.discard_draft(v.session, v.actor("agent"), draft, now=v.now)
    actions.discard_draft(v.session, v.actor("author"), draft, now=v.now)


def test_whoever_tells_it_does_not_answer_it(v):
    irritant = together(v, v.irritant(), "officer")

    assert may(v, "officer", *ANSWERING, thing=irritant) == {False}
    assert may(v, "director", *ANSWERING, thing=irritant) == {True}
    for view in (QueueView.DUE, QueueView.FREE):
        found = v.session.scalars(queue.queue(v.actor("officer"), view)).unique().all()
        assert irritant not in found
    assert (
        irritant
        in v.session.scalars(queue.queue(v.actor("director"), QueueView.DUE)).unique().all()
    )


def test_nor_reviews_it_nor_moderates_what_is_said_of_it(v):
    irritant = together(v, v.irritant(), "director")
    said = actions.comment(
        v.session, v.actor("fan"), irritant, body="Chez nous aussi, ici.", now=v.now
    )
    assert not policy.may(v.actor("director"), Act.IRRITANT_MODERATE, said)
    assert policy.may(v.actor("officer"), Act.IRRITANT_MODERATE, said)
    asked = {"motive_code": "other", "motive": WHY, "review_on": REVIEW, "now": v.now}
    actions.decline(v.session, v.actor("officer"), irritant, **asked)
    actions.ask_review(v.session, v.actor("author"), irritant, reasons=WHY, now=v.now)
    with pytest.raises(Forbidden):
        actions.uphold(v.session, v.actor("director"), irritant, motive=WHY, now=v.now)
    # Nobody of the desk is left: the programme answers.
    assert f"/tri/{irritant.ref}/reexamen" in {
        one.href for one in tasks.waiting(v.session, v.actor("programme"), v.now)
    }
    actions.uphold(v.session, v.actor("programme"), irritant, motive=WHY, now=v.now)


def test_who_has_it_in_charge_leaves_it_before_joining(v):
    irritant = v.irritant()
    invite(v, irritant, "officer")
    actions.take(v.session, v.actor("officer"), irritant, now=v.now)
    with pytest.raises(Refused, match="laissez-le d’abord"):
        actions.take_part(v.session, v.actor("officer"), irritant, now=v.now)
    other = v.irritant(key="k2")
    actions.take(v.session, v.actor("officer"), other, now=v.now)
    with pytest.raises(Refused, match="ne peut pas"):
        invite(v, other, "officer")


def test_they_hear_what_the_author_hears(v):
    irritant = together(v, v.irritant())
    asked = {"motive_code": "no_figures", "motive": WHY, "now": v.now}
    actions.ask_completion(v.session, v.actor("officer"), irritant, **asked)
    assert told_to(v, "agent")[-1] == told_to(v, "author")[-1] == f"À compléter : « {TITLE} »"
    href = f"/irritants/{irritant.ref}/completer"
    assert href in {one.href for one in tasks.waiting(v.session, v.actor("agent"), v.now)}

    values, version = {"people_affected": 9}, irritant.version
    told = {"values": values, "version": version, "now": v.now}
    actions.complete(v.session, v.actor("agent"), irritant, **told)
    actions.qualify(v.session, v.actor("officer"), irritant, now=v.now)
    assert told_to(v, "agent")[-1] == f"Irritant qualifié : « {TITLE} »"


def test_a_masked_irritant_masks_all_those_who_tell_it(v):
    irritant = together(v, v.irritant(identity_shown=False))
    said = actions.comment(
        v.session, v.actor("agent"), irritant, body="Chaque lundi ici.", now=v.now
    )
    v.session.expire_all()

    def seen(who: str) -> str:
        lines = history.history(
            v.session, v.actor(who), irritant, journal.of(v.session, irritant.ref)
        )
        shown = names.person_name(v.actor(who), irritant, said.person)
        unit = names.person_unit(v.actor(who), irritant, said.person)
        words = [line.sentence for line in lines] + [shown, unit]
        return " ".join([*words, names.tellers(v.actor(who), irritant)])

    for who in ("fan", "officer", "programme"):
        assert "Agent Test" not in seen(who) and "Vraisnom" not in seen(who)
        assert irritant.coauthors[0].pseudonym in seen(who)
    for who in ("author", "agent"):
        assert "Agent Test" in seen(who) and "Vraisnom" in seen(who)
    # Gone, they stay masked.
    actions.leave(v.session, v.actor("agent"), irritant, now=v.now)
    v.session.expire_all()
    assert "Agent Test" not in seen("fan") and "Agent Test" in seen("author")


@pytest.mark.parametrize("end", ["leave", "part"])
def test_rights_end_with_the_part(v, end):
    irritant = together(v, v.irritant(confidential=True))
    assert in_sql(v, "agent", irritant)
    if end == "leave":
        actions.leave(v.session, v.actor("agent"), irritant, now=v.now)
    else:
        actions.part(v.session, v.actor("author"), irritant, v.people["agent"], now=v.now)
    v.session.expire_all()

    assert may(v, "agent", *WRITING, Act.IRRITANT_VIEW, thing=irritant) == {False}
    assert not in_sql(v, "agent", irritant)
    # Asked anew, they may come back.
    together(v, irritant)
    assert in_sql(v, "agent", irritant)


def test_nobody_is_asked_twice_nor_against_their_will(v):
    draft = v.draft()
    invite(v, draft)
    with pytest.raises(Refused, match="déjà invitée"):
        invite(v, draft)
    actions.take_no_part(v.session, v.actor("agent"), draft, now=v.now)
    with pytest.raises(Refused, match="ne pas participer"):
        invite(v, draft)
    for who, said in (
        ("author", "C’est vous"),
        ("admin", "ne peut pas"),
        ("auditor", "ne peut pas"),
    ):
        with pytest.raises(Refused, match=said):
            invite(v, draft, who)
    with pytest.raises(Refused, match="n’attend plus"):
        actions.take_part(v.session, v.actor("agent"), draft, now=v.now)
    with pytest.raises(Forbidden):
        invite(v, draft, "fan", by="agent")


def test_they_are_recused_as_the_author_is(v):
    irritant = together(v, v.irritant())
    for verb in ("qualify", "select"):
        getattr(actions, verb)(v.session, v.actor("officer"), irritant, now=v.now)
    found = opening.open_(
        v.session,
        v.actor("director"),
        incubator_ref=v.house.ref,
        irritant_refs=[irritant.ref],
        title="Dites-le-nous une fois",
        question="Pourquoi la même pièce est-elle demandée trois fois au guichet ?",
        engagement=engagement(),
        intrapreneur=v.people["fan"],
        days_tenths=20,
        planned_end_on=date(2027, 1, 25),
        now=v.now,
    )

    assert investigations.author_ids(v.session, found) == sorted(
        (v.people["author"].id, v.people["agent"].id)
    )


# On the screen


def test_a_colleague_is_invited_accepts_writes_and_leaves(app):
    town = Town(app)
    with writing(app) as session:
        told = TOLD | {"incubator_ref": town.house, "identity_shown": False}
        asked = {"key": "k1", "values": told, "version": 0, "now": MONDAY}
        ref = actions.save_draft(session, town.actors["author"], **asked).ref
    author = visit(town, "author").get(f"/irritants/brouillons/{ref}/relecture")
    author.follow("Co-auteurs : inviter, retirer")
    assert author.sees("Votre nom est masqué : la personne invitée le verra.")
    author.submit("Inviter", {"Qui inviter ?": "personne@test.gouv.example"})
    assert author.status == 422 and "Aucun compte n’a cette adresse" in author.errors[0]
    author.submit("Inviter", {"Qui inviter ?": "agent@test.gouv.example"})
    assert author.sees("Agent Test reçoit votre invitation.")

    agent = visit(town, "agent")
    assert agent.get(f"/irritants/{ref}").status == 404
    agent.get("/moi/taches").follow("Répondre à l’invitation")
    assert agent.sees("Odile Vraisnom vous propose d’être co-auteur") and agent.sees(TITLE)
    agent.submit("Accepter")
    assert agent.sees("Vous êtes co-auteur.") and "Déposer l’irritant" not in agent.buttons
    agent.follow("Modifier : Comment on fait aujourd’hui, et ce qui le prouve")
    agent.submit("Continuer", {"Qu’est-ce qui le prouve ?": "Un relevé de mars."})
    assert agent.url.endswith("/relecture") and agent.sees("Un relevé de mars.")
    assert agent.client.get(f"/irritants/brouillons/{ref}/etape-4").status_code == 303

    agent.follow("En sortir").submit("Ne plus en être co-auteur")
    assert agent.get(f"/irritants/brouillons/{ref}/relecture").status == 404
    assert author.get(f"/irritants/{ref}/co-auteurs").sees("n’est plus co-auteur")
