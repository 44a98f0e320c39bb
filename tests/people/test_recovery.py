"""A forgotten password: one link, one use, one hour, and no way to learn who has an account."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from portal.extensions import db
from portal.journal.models import JournalEntry
from portal.outbox import keys, worker
from portal.outbox.models import Mail
from portal.people import credentials, passwords, queries
from portal.people.models import PasswordLink
from tests.support.apps import MONDAY, writing
from tests.support.browser import Visitor
from tests.support.people import open_account

ALINE, SENDER = "aline@essai.fr", "portail@essai.example"
PASSPHRASE = "loutre verte parle bas"
CHOSEN = {"Nouveau mot de passe": PASSPHRASE, "Nouveau mot de passe, encore une fois": PASSPHRASE}
ADDRESS = "Adresse électronique professionnelle"


@pytest.fixture
def aline(app) -> None:
    with writing(app) as session:
        open_account(session, ALINE)


def ask(visitor: Visitor, email: str = ALINE) -> Visitor:
    return visitor.get("/connexion/oubli").submit("Recevoir un lien", {ADDRESS: email})


def link(app) -> str:
    """The address of the last link, as its mail carries it."""
    with app.app_context():
        query = select(PasswordLink.ref).order_by(PasswordLink.id.desc())
        return f"/connexion/nouveau-mot-de-passe?clef={keys.key_of(db.session().scalar(query))}"


def test_the_link_received_by_mail_chooses_a_password_and_ends_every_session(
    app, aline, visitors, mail_sink
):
    elsewhere = visitors(ALINE)
    ask(visitors())
    with app.app_context():
        worker.send_due(mail_sink.url, SENDER)
    (letter,) = mail_sink.to(ALINE)
    address = next(w for w in letter.get_content().split() if "clef=" in w)
    assert address.startswith("http://localhost/connexion/nouveau-mot-de-passe?clef=")
    assert "http://localhost/moi/preferences" in letter.get_content()

    reader = visitors().get(address)
    assert reader.title == "Choisir un nouveau mot de passe"
    assert reader.submit("Choisir ce mot de passe", CHOSEN).title == "Se connecter"
    assert elsewhere.get("/moi").title == "Se connecter"
    assert reader.sign_in(ALINE, "demo").status == 422
    assert reader.sign_in(ALINE, PASSPHRASE).title == "Mes tâches"


def test_no_row_holds_a_key_that_works(app, aline):
    ask(Visitor(app))
    key = link(app).partition("=")[2]
    with app.app_context():
        mail = db.session().scalars(select(Mail)).one()
        row = db.session().scalars(select(PasswordLink)).one()

    assert (key in mail.body, keys.MARK in mail.body) == (False, True)
    assert (row.key_hash, row.expires_at - row.made_at) == (keys.digest(key), timedelta(hours=1))


def test_looking_at_a_link_uses_nothing_and_choosing_uses_it(app, aline):
    reader = ask(Visitor(app))
    address = link(app)
    for _time in range(3):
        assert reader.get(address).status == 200
    form = reader.page
    reader.submit("Choisir ce mot de passe", CHOSEN)

    assert (reader.get(address).status, reader.title) == (410, "Ce lien ne sert plus")
    reader.page, reader.url = form, address
    assert reader.submit("Choisir ce mot de passe", CHOSEN).title == "Se connecter"
    assert reader.get(address).follow("Recevoir un lien neuf").title == "Mot de passe oublié"


def test_a_link_lasts_an_hour(app, aline, clock):
    reader = ask(Visitor(app)).get(link(app))
    clock.move_to(MONDAY + timedelta(hours=1))

    assert reader.submit("Choisir ce mot de passe", CHOSEN).status == 410
    assert reader.sign_in(ALINE, "demo").title == "Mes tâches"


def test_a_link_of_a_closed_account_does_not_work(app, aline):
    ask(Visitor(app))
    with writing(app) as session:
        queries.by_email(session, ALINE).deactivated_at = MONDAY

    assert Visitor(app).get(link(app)).status == 410


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [
        ("court", "court", "Écrivez au moins 12 signes"),
        ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "celle-ci se devine"),
        ("treize cigognes lisent au grenier", "treize cigognes lisent au grenier", "se devine"),
        (ALINE, ALINE, "celle-ci se devine"),
        (PASSPHRASE, PASSPHRASE + "s", "deux fois le même"),
    ],
)
def test_a_poor_password_is_refused_beside_its_field(app, aline, visitor, new, again, told):
    ask(visitor).get(link(app))
    said = dict(zip(CHOSEN, (new, again), strict=True))
    visitor.submit("Choisir ce mot de passe", said)

    assert visitor.status == 422
    assert told in visitor.errors[0]


def test_an_accent_is_the_same_accent_on_every_keyboard(app):
    with app.app_context():
        kept = passwords.hashed("été à la pêche encore")
        assert passwords.matches("été à la pêche encore".encode().decode(), kept)
        assert passwords.matches("e\u0301te\u0301 a\u0300 la pe\u0302che encore", kept)


def test_nothing_tells_whether_an_address_has_an_account(app_both):
    with writing(app_both) as session:
        open_account(session, ALINE)
        open_account(session, "parti@essai.fr").deactivated_at = MONDAY
    told, asked = [], []
    for email in (ALINE, "nul@essai.fr", "parti@essai.fr"):
        visitor = Visitor(app_both)
        with app_both.app_context():
            engine = db.engine
        statements: list[str] = []
        note = lambda _c, _k, statement, *_rest, kept=statements: kept.append(statement)  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        ask(visitor, email)
        event.remove(engine, "before_cursor_execute", note)
        told.append((visitor.status, visitor.url, visitor.text))
        asked.append([each.split()[0:3] for each in statements if "SAVEPOINT" not in each])

    assert told[0] == told[1] == told[2]
    assert asked[0] == asked[1] == asked[2]
    with app_both.app_context():
        assert list(db.session().scalars(select(Mail.address))) == [ALINE]
        query = select(func.count()).where(JournalEntry.act == "auth.reset.ask")
        assert db.session().scalar(query) == 1


def test_asking_again_and_again_is_stopped_whether_the_account_exists_or_not(app, aline, mode):
    for email in (ALINE, "nul@essai.fr"):
        visitor = Visitor(app, mode=mode)
        for _time in range(3):
            assert ask(visitor, email).title == "Relevez vos courriers"
        ask(visitor, email)

        assert visitor.status == 429
        assert visitor.response.headers["Retry-After"] == "3600"
        if mode == "plain":
            assert visitor.value(ADDRESS, button="Recevoir un lien") == email


def test_one_link_used_by_many_at_once_is_used_once(app_both):
    with writing(app_both) as session:
        person = open_account(session, ALINE)
        credentials.ask_reset(session, person.email, now=MONDAY)
    with app_both.app_context():
        key = keys.key_of(db.session().scalar(select(PasswordLink.ref)))
    outcomes: list[bool] = []

    def choose(number: int) -> None:
        try:
            with writing(app_both) as session:
                credentials.choose(session, key, f"empreinte-{number}", now=MONDAY)
            outcomes.append(True)
        except credentials.LinkOver:
            outcomes.append(False)

    threads = [threading.Thread(target=choose, args=(n,)) for n in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(outcomes) == [False] * 5 + [True]
