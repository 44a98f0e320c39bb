from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.outbox import actions as outbox, keys
from portal.outbox.models import Mail
from portal.outbox.words import MailState
from portal.people.models import PasswordLink
from tests.support.apps import MONDAY, writing

ADMIN, PROGRAMME = "admin@test.gouv.example", "programme@test.gouv.example"
PASSPHRASE = "loutre verte parle bas"
CHOSEN = {
    "Nouveau mot de passe": PASSPHRASE,
    "Nouveau mot de passe, encore une fois": PASSPHRASE,
}
ACCOUNT = {
    "Prénom et nom": "Neuve Personne",
    "Adresse électronique professionnelle": "neuve@test.gouv.example",
    "Nature du compte": "agent public",
}


def _first_key(app) -> str:
    """The key of the last invitation, as its mail will carry it."""
    with app.app_context():
        query = select(PasswordLink.ref).order_by(PasswordLink.id.desc())
        return keys.key_of(db.session().scalars(query).first())


def test_an_invited_person_chooses_a_password_and_comes(app, open_office, visitors):
    admin = visitors(ADMIN).get("/administration").follow("Ouvrir un compte")
    admin.submit("Ouvrir le compte", ACCOUNT)
    assert admin.title == "Neuve Personne"
    assert admin.sees("invité, pas encore venu")

    newcomer = visitors().get(f"/connexion/nouveau-mot-de-passe?clef={_first_key(app)}")
    assert newcomer.title == "Bienvenue, Neuve Personne"
    newcomer.submit("Choisir ce mot de passe", CHOSEN)
    assert newcomer.title == "Se connecter"
    assert newcomer.sign_in("neuve@test.gouv.example", PASSPHRASE).title == "Mes tâches"
    assert not admin.get(admin.url).sees("invité, pas encore venu")


def test_an_invitation_sent_again_replaces_the_one_before(app, open_office, visitors):
    admin = visitors(ADMIN).get("/administration/personnes/nouvelle")
    admin.submit("Ouvrir le compte", ACCOUNT)
    first = _first_key(app)
    admin.submit("Renvoyer l’invitation")
    assert admin.sees("Une nouvelle invitation part à neuve@test.gouv.example.")

    newcomer = visitors().get(f"/connexion/nouveau-mot-de-passe?clef={first}")
    assert (newcomer.status, newcomer.title) == (410, "Ce lien ne sert plus")
    newcomer.get(f"/connexion/nouveau-mot-de-passe?clef={_first_key(app)}")
    assert newcomer.title == "Bienvenue, Neuve Personne"


def test_the_same_form_sent_twice_opens_one_account(open_office, visitors):
    admin = visitors(ADMIN).get("/administration/personnes/nouvelle")
    form = admin.page
    admin.submit("Ouvrir le compte", ACCOUNT)
    admin.page, admin.url = form, "/administration/personnes/nouvelle"
    admin.submit("Ouvrir le compte", ACCOUNT)
    assert admin.title == "Neuve Personne"


def test_what_is_missing_is_said(open_office, visitors):
    admin = visitors(ADMIN).get("/administration/personnes/nouvelle")
    admin.submit("Ouvrir le compte", ACCOUNT | {"Adresse électronique professionnelle": "neuve"})
    assert admin.status == 422
    assert "par exemple nom@ministere.gouv.fr" in admin.errors[0]
    taken = {"Adresse électronique professionnelle": "agent@test.gouv.example"}
    admin.submit("Ouvrir le compte", ACCOUNT | taken)
    assert any("déjà un compte" in line for line in admin.errors)


def test_an_account_is_closed_and_its_person_is_out(open_office, visitors):
    agent = visitors("agent@test.gouv.example")
    admin = visitors(ADMIN).get(f"/administration/personnes/{open_office.refs['agent']}")
    admin.follow("Fermer le compte")
    assert admin.sees("Sessions ouvertes : 1.")
    admin.submit("Fermer le compte")
    assert (admin.status, agent.get("/moi").title) == (422, "Agent Test")
    admin.submit("Fermer le compte", {"Motif": "Mutation"})
    assert admin.sees("compte fermé")
    assert agent.get("/moi").title == "Se connecter"
    admin.submit("Rouvrir le compte", {"Motif": "Retour"})
    assert admin.sees("compte ouvert")


def test_closing_asks_the_password_again_after_a_while(open_office, visitors, clock):
    admin = visitors(ADMIN).get(f"/administration/personnes/{open_office.refs['agent']}")
    admin.follow("Fermer le compte")
    clock.move_to(MONDAY + timedelta(minutes=20))
    admin.submit("Fermer le compte", {"Motif": "Mutation"})
    assert not admin.get(f"/administration/personnes/{open_office.refs['agent']}").sees(
        "compte fermé"
    )


@pytest.mark.parametrize(
    ("who", "status", "may_write"),
    [
        ("auditor", 200, False),
        ("agent", 403, False),
        ("programme", 403, False),
        ("admin", 200, True),
    ],
)
def test_who_reads_administration(open_office, visitors, who, status, may_write):
    visitor = visitors(f"{who}@test.gouv.example").get("/administration")
    assert visitor.status == status
    assert ("Ouvrir un compte" in visitor.links) is may_write
    asked = visitor.get("/administration/personnes/nouvelle").status
    assert asked == (200 if may_write else 403)
    assert visitor.get("/administration/courriers").status == (200 if may_write else 403)


def test_people_are_searched(open_office, visitors):
    admin = visitors(ADMIN).get("/administration")
    admin.submit("Chercher", {"Nom ou adresse": "direct"})
    assert admin.sees("Director Test")
    assert not admin.sees("Auditor Test")
    assert admin.sees("responsable d’incubateur")


def test_two_administrators_make_a_programme_director(open_office, visitors):
    path = f"/administration/personnes/{open_office.refs['agent']}"
    visitors(ADMIN).get(path).submit("Proposer pour la direction du programme")
    second = visitors("admin2@test.gouv.example").get(path)
    assert second.sees("Proposé pour la direction du programme par Admin Test")
    second.submit("Confirmer la direction du programme")
    assert second.sees("Le rôle est donné.")
    second.follow("Mettre fin à la direction du programme")
    second.submit("Mettre fin à ce rôle", {"Motif": "Essai"})
    assert second.sees("Le rôle prend fin")


def test_the_programme_makes_and_ends_a_director(open_office, visitors):
    programme = visitors(PROGRAMME).get("/administration/incubateurs")
    programme.follow("Fabrique du Vaubrun")
    programme.submit(
        "Donner ce rôle et prévenir",
        {"Adresse de la personne": "agent@test.gouv.example", "Rôle": "responsable d’incubateur"},
    )
    assert programme.sees("Agent Test est prévenu de son rôle.")
    programme.follow("Mettre fin au rôle : Agent Test")
    programme.submit("Mettre fin à ce rôle", {"Motif": ""})
    assert programme.status == 422
    assert programme.value("Dernier jour", button="Mettre fin à ce rôle") == "2026-11-23"
    programme.submit("Mettre fin à ce rôle", {"Motif": "Nouvelle affectation"})
    assert programme.sees("Le rôle prend fin")
    assert programme.sees("Agent Test") and programme.sees("23 novembre 2026")
    programme.follow("Mettre fin au rôle : Agent Test")
    at_once = {"Motif": "Le jour même", "Dernier jour": "2026-11-22"}
    programme.submit("Mettre fin à ce rôle", at_once)
    assert not programme.sees("Agent Test")
    assert visitors("director@test.gouv.example").get("/administration/incubateurs").status == 403


def test_a_form_that_names_nobody_keeps_what_was_typed(open_office, visitors):
    programme = visitors(PROGRAMME).get(f"/administration/incubateurs/{open_office.house}")
    answers = {"Adresse de la personne": "absent@test.gouv.example", "Rôle": "chargé de tri"}
    programme.submit("Donner ce rôle et prévenir", answers)
    assert programme.status == 422
    told = programme.value("Adresse de la personne", button="Donner ce rôle et prévenir")
    assert told == "absent@test.gouv.example"


def test_mails_in_trouble_are_shown_without_their_text(app, open_office, visitors):
    with writing(app) as session:
        known = {"kind": "essai", "subject": "Objet secret", "body": "Texte secret"}
        outbox.post(session, event="e:1", address="parti@test.gouv.example", now=MONDAY, **known)
        session.query(Mail).update({"state": MailState.DEAD, "trouble": "550 inconnu"})
    admin = visitors(ADMIN).get("/administration")
    assert admin.sees("Des courriers ne partent pas")
    admin.get("/administration/courriers")
    assert admin.sees("550 inconnu")
    assert "secret" not in admin.response.get_data(as_text=True)
    admin.submit("Relancer ces courriers")
    assert admin.sees("Courriers remis en file")
    assert admin.sees("Tous les courriers sont partis ou en chemin")
