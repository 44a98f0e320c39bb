"""The means of the tests are real: a PostgreSQL server, a mail server, a browser."""

import smtplib
from email.message import EmailMessage
from urllib.request import urlopen

import psycopg
import pytest
from sqlalchemy import make_url

from tests.support.apps import writing
from tests.support.browser import Visitor
from tests.support.chromium import axe, overflow
from tests.support.people import open_account


@pytest.mark.postgres
def test_postgres_gives_an_empty_database_from_a_template(postgres):
    postgres.create("modele_essai")
    url = make_url(postgres.create("copie_essai", template="modele_essai"))
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)

    with psycopg.connect(address) as connection:
        encoding = connection.execute("SHOW server_encoding").fetchone()
    postgres.drop("copie_essai")
    postgres.drop("modele_essai")

    assert encoding == ("UTF8",)


def test_mail_sink_keeps_what_it_accepts_and_refuses_what_it_is_told(mail_sink):
    mail_sink.refusals["absente@exemple.gouv.fr"] = "550 inconnue"
    host, port = mail_sink.url.removeprefix("smtp://").split(":")

    with smtplib.SMTP(host, int(port)) as smtp:
        smtp.send_message(_mail("presente@exemple.gouv.fr"))
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            smtp.send_message(_mail("absente@exemple.gouv.fr"))

    assert [mail["Subject"] for mail in mail_sink.mails] == ["Décision publiée"]
    assert mail_sink.to("presente@") == mail_sink.mails


def test_browser_reads_french(page):
    page.set_content("<html lang='fr'><body><h1>Décision</h1></body></html>")

    assert page.evaluate("navigator.language") == "fr-FR"
    assert page.inner_text("h1") == "Décision"


def test_account_of_a_test_signs_in_through_the_page(app, mode):
    with writing(app) as session:
        open_account(session, "claire@exemple.gouv.fr", name="Claire Vasseur")
    visitor = Visitor(app, mode=mode)

    visitor.sign_in("claire@exemple.gouv.fr", "pas celui-ci")
    assert visitor.status == 422

    visitor.sign_in("claire@exemple.gouv.fr").get("/moi")
    assert visitor.status == 200
    assert visitor.sees("Claire Vasseur")


def test_live_server_comes_back_on_the_same_address_after_a_kill(live_server):
    with urlopen(f"{live_server.url}/sante/vivant") as answer:
        assert answer.status == 200

    live_server.kill()
    live_server.start()

    with urlopen(f"{live_server.url}/sante/pret") as answer:
        assert answer.status == 200


def test_browser_finds_the_sign_in_page_accessible(live_server, page):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/connexion")

    assert axe(page) == []
    assert overflow(page) == 0


def _mail(to: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "portail@exemple.gouv.fr", to, "Décision publiée"
    mail.set_content("Texte")
    return mail
