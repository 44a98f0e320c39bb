"""`portal user` opens the first accounts and gives the first roles."""

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.extensions import db
from portal.people import queries
from portal.policy import Kind, Role
from tests.support.apps import running

EMAIL = "programme@portail.example"


@pytest.fixture
def run(sqlite_url, tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path))

    def invoke(*arguments: str, **more):
        answer = CliRunner().invoke(main, ["user", *arguments], **more)
        return answer.exit_code, answer.output

    return invoke


@pytest.fixture
def person(sqlite_url, tmp_path):
    def read():
        with running(sqlite_url, tmp_path) as app, app.app_context():
            found = queries.by_email(db.session(), EMAIL)
            return found and (found.name, found.kind, bool(found.password_hash), _roles(found))

    return read


def _roles(found) -> list[Role]:
    return [mandate.role for mandate in found.mandates]


def test_an_account_is_opened_then_given_a_role(run, person):
    code, said = run("create", EMAIL, "--name", "Inès", "--password-stdin", input="clef\n")
    appointed = run("appoint", EMAIL, "programme")

    assert (code, appointed[0]) == (0, 0), said
    assert person() == ("Inès", Kind.AGENT, True, [Role.PROGRAMME])
    assert "direction du programme" in appointed[1]


def test_an_administrator_may_have_no_password(run, person):
    assert run("create", EMAIL, "--name", "Lou", "--kind", "administrator")[0] == 0
    assert person() == ("Lou", Kind.ADMINISTRATOR, False, [])


def test_an_empty_password_opens_nothing(run, person):
    code, said = run("create", EMAIL, "--name", "Lou", "--password-stdin", input="\n")

    assert (code, "Le mot de passe est vide" in said) == (1, True)
    assert person() is None


def test_an_address_has_one_account(run):
    run("create", EMAIL, "--name", "Inès")

    assert run("create", EMAIL, "--name", "Inès")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((EMAIL, "empereur"), "Rôle inconnu"),
        (("personne@portail.example", "programme"), "Aucun compte n’a cette adresse"),
        ((EMAIL, "director"), "Ce rôle ne porte pas sur cet objet"),
    ],
)
def test_a_wrong_appointment_says_why(run, arguments, sentence):
    run("create", EMAIL, "--name", "Inès")
    code, said = run("appoint", *arguments)

    assert (code, sentence in said) == (1, True)
