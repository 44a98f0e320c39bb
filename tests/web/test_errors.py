"""Every refusal is a French page that says what to do, gives its reference and a way back."""

import pytest
from flask import abort
from sqlalchemy.exc import OperationalError

from portal.kernel.errors import Forbidden, Missing, Refused, Stale
from portal.policy import Act
from portal.web.guard import allow
from tests.support import html
from tests.support.apps import running, writing
from tests.support.browser import Visitor
from tests.support.chromium import axe, overflow
from tests.support.people import open_account

TITLES = {
    400: "La demande est incomplète",
    403: "Cette action n’est pas ouverte à votre rôle",
    404: "Cette page n’existe pas, ou pas pour vous",
    405: "Cette adresse ne s’ouvre pas ainsi",
    409: "La situation a changé entre-temps",
    413: "L’envoi est trop volumineux",
    422: "Ce n’est pas possible maintenant",
    429: "Trop de demandes en peu de temps",
    500: "Le portail a rencontré un problème",
    503: "Le portail est momentanément indisponible",
}
RAISED = {
    "forbidden": (Forbidden("essai"), 403),
    "missing": (Missing(), 404),
    "refused": (Refused("Attendez le 4 décembre."), 422),
    "stale": (Stale(object()), 409),
    "database": (OperationalError("select", {}, Exception("disk")), 503),
}


@allow(Act.PUBLIC_VIEW)
def fall(code: int):
    """An address that always refuses."""
    abort(code)


@allow(Act.PUBLIC_VIEW)
def trip(name: str):
    """An address where something goes wrong."""
    raise RAISED[name][0] if name in RAISED else RuntimeError("un défaut de Jean Secret")


@pytest.fixture
def app(app_apart):
    """To which addresses that fail are added."""
    return app_apart


def with_falls(app):
    app.add_url_rule("/essai/<int:code>", "essai.fall", fall)
    app.add_url_rule("/essai/<name>", "essai.trip", trip)
    return app


@pytest.mark.parametrize("code", TITLES)
def test_every_code_has_its_page(app, code):
    answer = with_falls(app).test_client().get(f"/essai/{code}")
    page = html.parse(answer.text)

    assert answer.status_code == code
    assert html.text_of(page.find("h1")) == TITLES[code]
    assert [link["href"] for link in page.select(".error-page__links a")] == [
        "/",
        "/irritants",
        "/startups",
    ]
    assert answer.headers["X-Request-ID"] in page.find("main").text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("code", TITLES)
def test_a_fragment_gets_the_sentence_alone(app, code):
    answer = with_falls(app).test_client().get(f"/essai/{code}", headers={"HX-Request": "true"})
    page = html.parse(answer.text)

    assert answer.status_code == code
    assert page.find("html") is None
    assert page.find(id="error")["role"] == "alert"
    assert TITLES[code] in html.text_of(page)


@pytest.mark.parametrize("name", RAISED)
def test_what_our_code_raises_finds_its_page(app, name):
    with writing(app) as session:
        open_account(session, "aline@essai.fr")
    aline = Visitor(with_falls(app))
    aline.sign_in("aline@essai.fr")

    assert aline.client.get(f"/essai/{name}").status_code == RAISED[name][1]


def test_a_passer_by_without_the_right_is_asked_to_sign_in(app):
    answer = with_falls(app).test_client().get("/essai/forbidden")

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/connexion")


def test_a_refusal_says_its_own_sentence(app):
    assert "Attendez le 4 décembre." in with_falls(app).test_client().get("/essai/refused").text


def test_a_bug_is_logged_with_its_reference_and_told_to_nobody(sqlite_url, tmp_path, capsys):
    with running(sqlite_url, tmp_path, environment="development") as app:
        app.testing = False
        answer = with_falls(app).test_client().get("/essai/bogue")

    assert answer.status_code == 500
    assert "Jean Secret" not in answer.text and "Traceback" not in answer.text
    assert answer.headers["X-Request-ID"] in capsys.readouterr().err


@pytest.mark.parametrize("width", [320, 1280])
def test_an_error_page_passes_axe(serve, sqlite_url, page, width):
    server = serve(sqlite_url)
    page.refusals_expected = True
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(f"{server.url}/nulle-part")

    assert page.title().startswith("Cette page n’existe pas")
    assert (axe(page), overflow(page)) == ([], 0)
