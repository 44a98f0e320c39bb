"""The thread, following, moderating: in visitors' words, plain and htmx."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from portal.extensions import db
from portal.irritants import actions, queries
from portal.irritants.comment_models import Comment, Flag
from portal.irritants.words import DeclineMotive
from tests.irritants.conftest import REVIEW, WHY
from tests.irritants.test_pages import NAME, Town, visit
from tests.support.apps import MONDAY, writing

CLOSED = "Cet irritant a reçu sa réponse : les commentaires sont clos."


@pytest.fixture
def town(app):
    return Town(app)


def thread(town, ref, *told, who="agent", at=MONDAY):
    """Refs of comments said one after the other."""
    with writing(town.app) as session:
        irritant = queries.by_ref(session, ref)
        said = [
            actions.comment(session, town.actors[who], irritant, body=body, now=at) for body in told
        ]
        return [one.ref for one in said]


def read(visitor, ref):
    return visitor.page.find(id=ref)


def decline(town, ref):
    told = {"motive_code": DeclineMotive.OUT_OF_SCOPE, "motive": WHY, "review_on": REVIEW}
    town.does("officer", "decline", ref, **told)


def test_commenting_adds_to_the_end_of_the_thread(town, mode):
    ref = town.deposit()
    thread(town, ref, "Le premier.")
    agent = visit(town, "fan", mode).get(f"/irritants/{ref}")
    agent.submit("Commenter", {"Votre commentaire": "Chez nous **aussi** <b>gras</b>"})

    assert agent.sees("2 commentaires")
    told = [node.get_text(" ", strip=True) for node in agent.page.select(".thread .told")]
    assert told == ["Le premier.", "Chez nous aussi <b>gras</b>"]
    assert agent.value("Votre commentaire", button="Commenter") == ""
    if mode == "htmx":
        focused = agent.page.select("#comments [data-focus]")
        assert [node["id"] for node in focused] == [agent.page.select(".comment")[-1]["id"]]


@pytest.mark.parametrize(
    ("body", "error"),
    [("", "Écrivez votre commentaire."), ("é" * 2001, "2000 signes au plus")],
)
def test_a_refused_comment_keeps_what_was_typed(town, mode, body, error):
    ref = town.deposit()
    agent = visit(town, "agent", mode).get(f"/irritants/{ref}")
    agent.submit("Commenter", {"Votre commentaire": body})

    assert agent.status == 422
    assert [line for line in agent.errors if error in line] != []
    assert agent.value("Votre commentaire", button="Commenter") == body
    with writing(town.app) as session:
        assert session.scalars(select(Comment)).all() == []


def test_comments_closed_meanwhile_keep_what_was_typed(town, mode):
    ref = town.deposit()
    agent = visit(town, "agent", mode).get(f"/irritants/{ref}")
    decline(town, ref)
    agent.submit("Commenter", {"Votre commentaire": "Trop tard ?"})

    assert agent.status == 422
    assert agent.sees(CLOSED)
    assert "Commenter" not in visit(town, "agent").get(f"/irritants/{ref}").buttons


def test_the_public_and_the_administrator_read_no_comment(town):
    ref = town.deposit(publish_consent=True)
    town.does("officer", "qualify", ref)
    (said,) = thread(town, ref, "Entre agents seulement.")

    from tests.support.browser import Visitor

    for visitor in (Visitor(town.app), visit(town, "admin")):
        visitor.get(f"/irritants/{ref}")
        assert visitor.status == 200 and not visitor.sees("Entre agents seulement.")
        assert "Suivre" not in visitor.buttons
    assert visit(town, "admin").get(f"/irritants/{ref}/commentaires/{said}").status == 404
    auditor = visit(town, "auditor").get(f"/irritants/{ref}")
    assert auditor.sees("Entre agents seulement.") and "Commenter" not in auditor.buttons


def test_a_confidential_thread_does_not_exist_for_the_others(town, mode):
    ref = town.deposit(confidential=True)
    (said,) = thread(town, ref, "Entre nous.", who="author")
    other = town.deposit(key="k2")
    agent = visit(town, "agent", mode).get(f"/irritants/{other}")
    for path in ("", "/correction", "/signalement", "/moderation"):
        assert agent.client.get(f"/irritants/{ref}/commentaires/{said}{path}").status_code == 404
        # A comment is reached through its own irritant alone.
        address = f"/irritants/{other}/commentaires/{said}{path}"
        assert agent.client.get(address).status_code == 404
    token = agent.page.find("input", attrs={"name": "csrf_token"})["value"]
    told = {"csrf_token": token, "_idem": "0123456789", "body": "x"}
    for path in ("commentaires", "suivi", f"commentaires/{said}/retrait"):
        assert agent.client.post(f"/irritants/{ref}/{path}", data=told).status_code == 404


def test_a_masked_author_is_their_pseudonym_in_the_thread(town):
    ref = town.deposit(identity_shown=False)
    (said,) = thread(town, ref, "Je précise.", who="author")
    pseudonym = town.read(ref, "pseudonym")
    for who in ("agent", "officer", "programme", "auditor"):
        visitor = visit(town, who).get(f"/irritants/{ref}")
        html = visitor.response.get_data(as_text=True)
        assert NAME not in html and pseudonym in read(visitor, said).get_text()
        assert "Préfecture de Vaubrun" not in read(visitor, said).get_text()
    assert NAME in read(visit(town, "author").get(f"/irritants/{ref}"), said).get_text()


def test_one_corrects_ones_comment_for_a_quarter_of_an_hour(town, clock, mode):
    ref = town.deposit()
    (said,) = thread(town, ref, "Une fote.")
    agent = visit(town, "agent", mode).get(f"/irritants/{ref}").follow("Corriger")
    agent.submit("Enregistrer la correction", {"Votre commentaire": "Une faute."})
    assert "corrigé à 09 h 00" in " ".join(read(agent, said).get_text(" ").split())
    assert "Une faute." in read(agent, said).get_text()
    assert "Une fote." not in agent.response.get_data(as_text=True)

    agent.follow("Corriger")
    clock.move_to(MONDAY + timedelta(minutes=15))
    agent.submit("Enregistrer la correction", {"Votre commentaire": "Trop tard."})
    assert agent.status == 422 and agent.sees("Un commentaire se corrige pendant quinze minutes.")
    assert agent.value("Votre commentaire", button="Enregistrer la correction") == "Trop tard."
    assert "Corriger" not in agent.get(f"/irritants/{ref}").links


def test_a_correction_upon_an_older_text_shows_both(town):
    ref = town.deposit()
    thread(town, ref, "Premier.")
    here, there = (visit(town, "agent").get(f"/irritants/{ref}").follow("Corriger") for _ in "ab")
    there.submit("Enregistrer la correction", {"Votre commentaire": "Depuis un autre onglet."})
    here.submit("Enregistrer la correction", {"Votre commentaire": "Depuis celui-ci."})

    assert here.status == 409
    assert here.sees("Depuis un autre onglet.") and here.sees("Depuis celui-ci.")
    here.submit("Enregistrer la correction")
    assert here.status == 200 and here.sees("Depuis celui-ci.")


def test_a_withdrawn_comment_leaves_its_place(town, mode):
    ref = town.deposit()
    said, _other = thread(town, ref, "Je regrette.", "Je reste.")
    agent = visit(town, "agent", mode).get(f"/irritants/{ref}")
    agent.submit("Retirer", action=f"{said}/retrait")

    assert "Commentaire retiré par son auteur." in read(agent, said).get_text()
    for who in ("agent", "officer", "auditor"):
        html = visit(town, who).get(f"/irritants/{ref}").response.get_data(as_text=True)
        assert "Je regrette." not in html and "Je reste." in html
    desk = visit(town, "officer").get(f"/irritants/{ref}/commentaires/{said}/moderation")
    assert not desk.sees("Je regrette.")


def test_flagging_masking_answering_and_lifting(town, mode):
    ref = town.deposit()
    (said,) = thread(town, ref, "Voir Mme Untelle, au guichet 3.")
    fan = visit(town, "fan", mode).get(f"/irritants/{ref}").follow("Signaler")
    fan.submit("Signaler à l’incubateur", {"Pourquoi ?": "Il nomme une usagère."})
    assert fan.sees("vous l’avez signalé") and "Signaler" not in fan.links

    officer = visit(town, "officer", mode).get("/moi/taches").follow("Examiner")
    assert officer.sees("Il nomme une usagère.") and not officer.sees("Fan Test")
    answers = {"Le passage à masquer": "M. Untel", "Motif": "Aucun usager ne doit être nommé ici."}
    officer.submit("Masquer, et prévenir", answers)
    assert officer.status == 422 and officer.sees("recopiez-le tel quel")
    officer.submit("Masquer, et prévenir", {"Le passage à masquer": "Mme Untelle"})

    reader = visit(town, "elsewhere").get(f"/irritants/{ref}")
    text = " ".join(read(reader, said).get_text(" ").split())
    assert "Voir (passage masqué par l’incubateur), au guichet 3." in text
    assert "Aucun usager ne doit être nommé ici." in text
    assert "Untelle" not in reader.response.get_data(as_text=True)

    agent = visit(town, "agent", mode).get("/moi/messages").submit("Ouvrir")
    assert "Mme Untelle" in read(agent, said).get_text()
    agent.follow("Répondre à ce motif").submit(
        "Publier ma réponse", {"Votre réponse": "C’est moi."}
    )
    assert "C’est moi." in read(reader.get(f"/irritants/{ref}"), said).get_text()

    officer.get(f"/irritants/{ref}").follow("Modérer")
    officer.submit(
        "Rendre lisible, et prévenir", {"Motif": "Après relecture : elle se nomme elle-même."}
    )
    assert "Mme Untelle" in read(reader.get(f"/irritants/{ref}"), said).get_text()


def test_masking_the_whole_hides_it_from_all_but_two(town):
    ref = town.deposit()
    (said,) = thread(town, ref, "Tout à masquer.")
    officer = visit(town, "officer").get(f"/irritants/{ref}").follow("Modérer")
    officer.submit("Masquer, et prévenir", {"Motif": "Propos sans rapport avec l’irritant."})

    sees = {
        who: "Tout à masquer." in visit(town, who).get(f"/irritants/{ref}").text
        for who in ("agent", "officer", "director", "fan", "author", "auditor")
    }
    mine = {"agent": True, "officer": True, "director": True}
    assert sees == mine | {"fan": False, "author": False, "auditor": False}
    flag = visit(town, "fan").get(f"/irritants/{ref}/commentaires/{said}/signalement")
    assert "Tout à masquer." not in flag.text


def test_a_masked_passage_is_hidden_in_the_page_that_flags(town):
    ref = town.deposit()
    (said,) = thread(town, ref, "Voir Mme Untelle.")
    officer = visit(town, "officer").get(f"/irritants/{ref}").follow("Modérer")
    motive = {"Motif": "Aucun usager ne doit être nommé ici."}
    officer.submit("Masquer, et prévenir", {"Le passage à masquer": "Mme Untelle"} | motive)

    fan = visit(town, "fan").get(f"/irritants/{ref}/commentaires/{said}/signalement")
    assert fan.status == 200 and not fan.sees("Untelle")


@pytest.mark.parametrize("who", ["agent", "fan", "elsewhere", "auditor"])
def test_moderating_is_for_the_incubator(town, who):
    ref = town.deposit()
    (said,) = thread(town, ref, "Une remarque.")
    base = f"/irritants/{ref}/commentaires/{said}/moderation"
    visitor = visit(town, who).get(f"/irritants/{ref}")
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]

    assert "Modérer" not in visitor.links
    assert visitor.client.get(base).status_code == 403
    for verb in ("masquer", "garder"):
        told = {"csrf_token": token, "_idem": "0123456789", "motive": WHY}
        assert visitor.client.post(f"{base}/{verb}", data=told).status_code == 403


def test_following_and_stopping(town, mode):
    ref = town.deposit()
    fan = visit(town, "fan", mode).get(f"/irritants/{ref}").submit("Suivre")
    assert fan.sees("Vous le suivez : chaque étape et chaque commentaire vous sont dits.")
    thread(town, ref, "Du nouveau.")
    listed = (
        visit(town, "fan", mode).get("/moi/taches").follow("Suivis : les irritants que je suis")
    )
    assert listed.sees("1 irritant suivi") and listed.sees("Dernier commentaire :")

    fan.get(f"/irritants/{ref}").submit("Ne plus suivre")
    assert "Suivre" in fan.buttons
    assert listed.get("/irritants/suivis").sees("Vous ne suivez aucun irritant")
    assert visit(town, "author").get("/irritants/suivis").sees("1 irritant suivi")


def test_a_long_thread_is_read_by_pages(town, mode):
    ref = town.deposit()
    said = []
    # Nobody says more than twenty in an hour.
    for hours, numbers in ((4, range(1, 21)), (2, range(21, 41)), (0, range(41, 52))):
        at = MONDAY - timedelta(hours=hours)
        said += thread(town, ref, *(f"Numéro {n}." for n in numbers), at=at)
    agent = visit(town, "agent", mode).get(f"/irritants/{ref}")
    assert agent.sees("51 commentaires") and agent.sees("Numéro 50.")
    assert not agent.sees("Numéro 51.")
    agent.submit("Commenter", {"Votre commentaire": "Numéro 52."})
    assert agent.sees("Numéro 51.") and agent.sees("Numéro 52.") and not agent.sees("Numéro 50.")
    assert agent.url.startswith(f"/irritants/{ref}?page=2")

    agent.submit("Retirer", action=f"{said[50]}/retrait")
    assert "retiré par son auteur" in read(agent, said[50]).get_text()
    agent.follow("Page précédente")
    assert agent.sees("Numéro 1.")
    visit(town, "fan").get(f"/irritants/{ref}/commentaires/{said[50]}")


def test_sending_twice_comments_once(town):
    ref = town.deposit()
    agent = visit(town, "agent").get(f"/irritants/{ref}")
    form = agent.page.find("form", action=f"/irritants/{ref}/commentaires")
    said = {field["name"]: field["value"] for field in form.find_all("input")}
    for _twice in range(2):
        sent = agent.client.post(form["action"], data=said | {"body": "Une fois."})
        assert sent.status_code == 303

    with writing(town.app) as session:
        assert session.scalars(select(Comment.body)).all() == ["Une fois."]
        assert session.scalars(select(Flag)).all() == []


def test_a_thread_costs_the_same_with_one_or_three_comments(town):
    ref = town.deposit()
    thread(town, ref, "Un.")
    agent = visit(town, "agent")

    def cost():
        asked = []
        with town.app.app_context():
            engine = db.engine
        note = lambda *told: asked.append(told[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        agent.get(f"/irritants/{ref}")
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    one = cost()
    thread(town, ref, "Deux.", who="fan")
    thread(town, ref, "Trois.", who="officer")
    assert cost() == one
