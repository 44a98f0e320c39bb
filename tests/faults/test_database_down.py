"""PostgreSQL goes away and comes back: refusals in French, nothing lost, no restart needed."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.irritants.comment_models import Comment
from tests.faults import stage
from tests.faults.client import Client, hidden
from tests.faults.killing import progress
from tests.faults.writers import Fact, crowd, finish
from tests.support.apps import running, writing
from tests.support.browser import Visitor
from tests.support.relay import Relay

pytestmark = pytest.mark.postgres
SAID = "Le guichet ferme à midi, et le bordereau ne peut être déposé que l’après-midi."


@pytest.fixture
def relay(postgres_url):
    wire = Relay(postgres_url)
    yield wire
    wire.close()


@pytest.fixture
def down(relay, tmp_path):
    """The application at the end of a wire, an irritant, and an agent who has signed in."""
    with running(relay.url, tmp_path) as app:
        path, emails = stage.set_up(app, count=1)
        agent = Visitor(app)
        agent.sign_in(emails[0])
        yield app, agent.client, path


def form_of(client, path):
    from tests.support import html

    page = html.parse(client.get(path).text)
    return hidden(page.find("form", action=f"{path}/commentaires"))


@pytest.mark.parametrize("address", ["/", "/irritants", "/startups", "/moi/taches", "/nulle-part"])
def test_a_page_says_that_the_portal_is_unavailable(down, relay, address):
    _app, client, _path = down
    relay.cut()
    answer = client.get(address)

    assert answer.status_code == 503
    assert "momentanément indisponible" in answer.text
    assert "Se connecter" not in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    relay.mend()
    assert client.get("/irritants").status_code == 200


def test_a_form_comes_back_with_its_text_and_counts_once(down, relay):
    app, client, path = down
    fields = form_of(client, path) | {"body": SAID}
    relay.cut()
    refused = client.post(f"{path}/commentaires", data=fields)
    relay.mend()

    assert refused.status_code == 503
    assert SAID in refused.text
    given_back = form_in(refused.text, f"{path}/commentaires")
    assert client.post(f"{path}/commentaires", data=given_back).status_code == 303
    assert bodies(app) == [SAID]


def form_in(text, action):
    from tests.support import html

    return hidden(html.parse(text).find("form", action=action))


def bodies(app):
    with writing(app) as session:
        return list(session.scalars(select(Comment.body)))


def test_a_fragment_leaves_the_page_as_it_is(down, relay):
    _app, client, path = down
    fields = form_of(client, path) | {"body": SAID}
    relay.cut()
    answer = client.post(f"{path}/commentaires", data=fields, headers={"HX-Request": "true"})

    assert answer.status_code == 503
    assert "<html" not in answer.text and "momentanément indisponible" in answer.text


def test_a_password_does_not_come_back(down, relay):
    app, _client, _path = down
    passer_by = app.test_client()
    fields = form_in(passer_by.get("/connexion").text, "/connexion")
    relay.cut()
    fields |= {"email": "redacteur0@test.gouv.example", "password": "Un secret de trop"}
    answer = passer_by.post("/connexion", data=fields)

    assert answer.status_code == 503
    assert "Un secret de trop" not in answer.text
    assert "revenez à la page précédente" in answer.text


def test_a_commit_whose_answer_is_lost_counts_once(down, relay):
    app, client, path = down
    fields = form_of(client, path) | {"body": SAID}
    relay.deafen()
    answer = client.post(f"{path}/commentaires", data=fields)

    assert relay.deafened.is_set()
    assert answer.status_code == 303
    stage.check(app, [Fact(SAID)])


def test_liveness_asks_nothing_of_the_database(down, relay):
    _app, client, _path = down
    relay.cut()

    assert client.get("/sante/vivant").status_code == 200
    ready = client.get("/sante/pret")
    assert (ready.status_code, ready.json["base"]) == (503, "panne")
    relay.mend()
    assert client.get("/sante/pret").status_code == 200


def test_a_flapping_database_loses_nothing(relay, tmp_path, serve):
    with running(relay.url, tmp_path) as app:
        path, emails = stage.set_up(app, count=4)
        server = serve(relay.url, workers=2)
        writers, over = crowd(server.url, path, emails)
        for _time in range(4):
            progress(writers)
            relay.cut()
            relay.mend()
        progress(writers)
        facts = finish(writers, over)
        with app.app_context():
            db.engine.dispose()

        stage.check(app, facts)
        assert Client(server.url).get("/sante/pret").status == 200
