"""One's account: a white list of fields, a password of one's own, sessions, a language."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.journal.models import JournalEntry
from portal.outbox.models import Mail
from portal.people.models import Person
from portal.policy import Kind
from tests.support.apps import writing
from tests.support.browser import Visitor
from tests.support.people import open_account

ALINE = "aline@essai.fr"
PASSPHRASE = "loutre verte parle bas"
CHANGE = {
    "Votre mot de passe actuel": "demo",
    "Nouveau mot de passe": PASSPHRASE,
    "Nouveau mot de passe, encore une fois": PASSPHRASE,
}
NAMED = {
    "Prénom et nom": "Aline Neuve",
    "Administration et service": "Rectorat",
    "Langue des pages et des courriers": "English",
}


@pytest.fixture
def me(app, visitors) -> Visitor:
    with writing(app) as session:
        open_account(session, ALINE)
    return visitors(ALINE)


def person(app) -> Person:
    with app.app_context():
        return db.session().scalars(select(Person).where(Person.email == ALINE)).one()


def lines(app, act: str) -> list[JournalEntry]:
    with app.app_context():
        return list(db.session().scalars(select(JournalEntry).where(JournalEntry.act == act)))


def test_one_changes_how_one_is_shown_and_the_journal_tells(app, me):
    me.get("/moi").follow("Modifier mon profil").submit("Enregistrer mon profil", NAMED)

    assert me.title == "Aline Neuve"
    kept = person(app)
    assert (kept.name, kept.unit, kept.language) == ("Aline Neuve", "Rectorat", "en")
    (line,) = lines(app, "account.update") or lines(app, "account.self.update")
    assert line.before["name"] == "Aline"
    assert line.after == {"language": "en", "name": "Aline Neuve", "unit": "Rectorat"}


def test_what_is_not_on_the_list_is_not_changed(app, me):
    me.get("/moi/profil")
    form = me.button("Enregistrer mon profil").find_parent("form")
    said = {each["name"]: each["value"] for each in form.find_all("input", type="hidden")}
    sent = {"name": "Aline", "unit": "", "language": "fr", "kind": "administrator"}
    sent |= {"email": "autre@essai.fr", "role": "programme", "incubator": "inc-00000001"}
    me.client.post("/moi/profil", data=said | sent)

    kept = person(app)
    assert (kept.email, kept.kind, kept.unit) == (ALINE, Kind.AGENT, "")


@pytest.mark.parametrize("name", ["", "123", "http://exemple.fr/x", "a@b.fr"])
def test_a_name_is_a_name(me, name):
    me.get("/moi/profil").submit("Enregistrer mon profil", {"Prénom et nom": name})

    assert me.status == 422
    assert "Écrivez votre prénom et votre nom." in me.errors[0]


def test_two_pages_at_once_lose_nothing(app, me):
    other = Visitor(app).sign_in(ALINE).get("/moi/profil")
    me.get("/moi/profil")
    other.submit("Enregistrer mon profil", {"Prénom et nom": "Aline Autre"})
    me.submit("Enregistrer mon profil", {"Prénom et nom": "Aline Mienne"})

    assert me.status == 409
    assert me.sees("Aline Autre")
    assert me.value("Prénom et nom", button="Enregistrer mon profil") == "Aline Mienne"
    assert me.submit("Enregistrer mon profil").title == "Aline Mienne"


def test_a_new_password_ends_the_other_sessions_and_is_told_at_once(app, me):
    other = Visitor(app).sign_in(ALINE)
    me.get("/moi").follow("Changer mon mot de passe").submit("Changer mon mot de passe", CHANGE)

    assert me.sees("Votre mot de passe est changé")
    assert other.get("/moi").title == "Se connecter"
    assert me.get("/moi").title == "Aline"
    assert Visitor(app).sign_in(ALINE, PASSPHRASE).title == "Mes tâches"
    with app.app_context():
        mail = db.session().scalars(select(Mail)).one()
        assert (mail.kind, mail.subject) == ("security", "Votre mot de passe a changé")
    assert len(lines(app, "account.password.change")) == 1


def test_the_old_password_is_asked_and_counted(app, me):
    me.get("/moi/mot-de-passe")
    for _time in range(10):
        me.submit("Changer mon mot de passe", CHANGE | {"Votre mot de passe actuel": "faux"})
        assert (me.status, len(me.errors)) == (422, 1)
    me.submit("Changer mon mot de passe", CHANGE)

    assert me.status == 429
    assert Visitor(app).sign_in(ALINE, PASSPHRASE).status == 429


def test_one_ends_every_session_but_this_one(app, me):
    others = [Visitor(app).sign_in(ALINE) for _ in range(2)]
    me.get("/moi").submit("Fermer toutes les autres sessions")

    assert [each.get("/moi").title for each in others] == ["Se connecter"] * 2
    assert "Fermer toutes les autres sessions" not in me.get("/moi").buttons


def test_a_passer_by_reads_in_their_language_on_the_page_they_were_on(app, mode):
    visitor = Visitor(app, mode=mode).get("/startups?phase=construction")
    assert visitor.page.html["lang"] == "fr"
    visitor.submit("English")

    assert (visitor.url, visitor.page.html["lang"]) == ("/startups?phase=construction", "en")
    assert visitor.get("/").page.html["lang"] == "en"


def test_the_language_of_the_person_wins_over_the_cookie_and_stays(app, me):
    me.submit("English")
    assert (person(app).language, me.get("/moi").page.html["lang"]) == ("en", "en")

    elsewhere = Visitor(app).sign_in(ALINE)
    assert elsewhere.get("/moi").page.html["lang"] == "en"
    elsewhere.client.set_cookie("langue", "fr")
    assert elsewhere.get("/moi").page.html["lang"] == "en"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"language": "xx", "suite": "/"}, 422),
        ({"language": "en", "suite": "//ailleurs.example"}, 303),
    ],
)
def test_a_language_is_one_of_ours_and_leads_nowhere_else(app, said, status):
    answer = app.test_client().post("/langue", data=said)

    assert answer.status_code == status
    assert answer.headers.get("Location", "/") == "/"


@pytest.mark.parametrize(
    "path", ["/", "/irritants", "/startups", "/decisions", "/registre", "/recherche?q=a", "/absent"]
)
def test_a_public_page_gives_no_cookie_to_whoever_only_reads(app, path):
    visitor = Visitor(app).get(path)

    assert "Set-Cookie" not in visitor.response.headers
    assert visitor.submit("English").page.html["lang"] == "en"
    assert [one.key for one in visitor.client._cookies.values()] == ["langue"]


def test_the_choice_of_a_person_comes_from_their_own_page(app, me):
    forged = me.client.post("/langue", data={"language": "en", "suite": "/"})
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    passing = app.test_client().post("/langue", data={"language": "en"}, headers=elsewhere)

    assert (forged.status_code, passing.status_code) == (400, 400)
    assert person(app).language == "fr"


def test_a_refused_form_keeps_its_page_for_the_switch(me):
    me.get("/moi/profil").submit("Enregistrer mon profil", {"Prénom et nom": ""})
    me.submit("English")

    assert me.url == "/moi/profil"
