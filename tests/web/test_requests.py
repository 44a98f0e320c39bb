"""The door of every request: bytes, origins, headers, errors."""

from datetime import timedelta

import pytest

from portal.web.respond import safe_next
from tests.support.apps import MONDAY, writing
from tests.support.people import open_account

BAD_BYTES = b"email=%FF%FE&password=x"


def test_bytes_that_are_not_utf8_are_refused(app):
    client = app.test_client()

    answer = client.post(
        "/connexion", data=BAD_BYTES, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 400
    assert client.get("/recherche?q=%FF").status_code == 400
    assert client.get("/%ff").status_code == 404


def test_too_many_keys_and_too_long_a_body_are_refused(app):
    client = app.test_client()
    kind = "application/x-www-form-urlencoded"

    many = client.post("/connexion", data="&".join("a=1" for _ in range(400)), content_type=kind)
    long = client.post("/connexion", data="a=" + "x" * 1_100_000, content_type=kind)

    assert (many.status_code, long.status_code) == (413, 413)


def test_a_form_from_another_site_is_refused(app):
    answer = app.test_client().post(
        "/connexion", data={"email": "a@b.fr"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 400


def test_a_form_without_its_token_is_refused(app):
    answer = app.test_client().post("/connexion", data={"email": "a@b.fr", "password": "x"})

    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/", "/connexion", "/inconnue"])
def test_every_page_bears_the_strict_policy(app, path):
    headers = app.test_client().get(path).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert {"Cookie", "HX-Request"} <= {part.strip() for part in headers["Vary"].split(",")}


def test_a_signed_in_page_is_not_kept(app, visitors):
    with writing(app) as session:
        open_account(session, "aline@essai.fr")
    somebody = visitors("aline@essai.fr")

    somebody.get("/moi/taches")

    assert somebody.response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "told",
    [
        "//mechant.example",
        "https://mechant.example",
        "/\\mechant.example",
        "javascript:alert(1)",
        "/ok\r\nSet-Cookie: a=b",
        "",
        None,
    ],
)
def test_next_never_leads_elsewhere(told):
    assert safe_next(told, "/moi/taches") == "/moi/taches"


def test_next_leads_inside():
    assert safe_next("/irritants?q=a", "/") == "/irritants?q=a"


def test_an_error_page_speaks_french_and_gives_the_request(app):
    answer = app.test_client().get("/nulle-part")

    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.text


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://mechant.example", 400), ("null", 400), ("http://localhost", 422)],
)
def test_the_origin_is_asked_of_older_browsers(app, origin, status):
    app.config["WTF_CSRF_ENABLED"] = False

    answer = app.test_client().post("/connexion", data={}, headers={"Origin": origin})

    assert answer.status_code == status


HTMX = {"HX-Request": "true"}
RESTORE = HTMX | {"HX-History-Restore-Request": "true"}


@pytest.mark.parametrize("path", ["/irritants?q=a", "/startups?tri=title", "/irritants?page=2"])
@pytest.mark.parametrize(
    ("asked", "is_whole"),
    [({}, True), (HTMX, False), (RESTORE, True), (HTMX | {"HX-Boosted": "true"}, True)],
)
def test_a_list_answers_the_whole_page_unless_a_part_is_asked(app, path, asked, is_whole):
    answer = app.test_client().get(path, headers=asked)

    assert answer.status_code == 200
    assert ("<!DOCTYPE html>" in answer.text) is is_whole
    assert {"Cookie", "HX-Request"} <= {part.strip() for part in answer.headers["Vary"].split(",")}
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_part_is_never_mixed_with_the_page_of_a_session_that_ended(app, visitors, clock):
    with writing(app) as session:
        open_account(session, "aline@essai.fr")
    reader = visitors("aline@essai.fr")
    clock.move_to(MONDAY + timedelta(hours=13))

    part = reader.client.get("/irritants?page=2", headers=HTMX)
    restored = reader.client.get("/irritants?page=2", headers=RESTORE)

    assert (part.status_code, part.text) == (401, "")
    assert part.headers["HX-Redirect"] == "/connexion?suite=/irritants?page%3D2"
    assert restored.status_code == 200
    assert "<!DOCTYPE html>" in restored.text
