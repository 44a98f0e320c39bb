"""The visitor of the journeys, on a page of three lines: it must send what a browser sends."""

from html import escape

import pytest
from flask import Flask, redirect, request

from tests.support.browser import Visitor

PAGE = """<!doctype html><html lang="fr"><body><main><h1>Essai</h1>{}</main></body></html>"""
FORM = """
<section id="box">
  <p>Dernier envoi : {}</p>
  <form method="post" action="/envoi" hx-post="/envoi" hx-target="#box" hx-swap="outerHTML">
    <input type="hidden" name="csrf_token" value="jeton">
    <label for="title">Titre <span>(obligatoire)</span></label>
    <input id="title" name="title">
    <label for="text">Récit</label><textarea id="text" name="text">
déjà là</textarea>
    <label for="unit">Service</label>
    <select id="unit" name="unit"><option value="1">Un</option><option value="2">Deux</option></select>
    <fieldset><legend>Votre choix</legend>
      <input type="radio" id="go" name="choice" value="go"><label for="go">Poursuivre</label>
      <input type="radio" id="no" name="choice" value="no" checked><label for="no">Arrêter</label>
    </fieldset>
    <input type="checkbox" id="agree" name="agree" value="y"><label for="agree">D’accord</label>
    <button name="then" value="send">Envoyer</button>
  </form>
</section>"""


@pytest.fixture
def small_app() -> Flask:
    app = Flask(__name__)
    app.sent = []

    @app.get("/")
    def show():
        return PAGE.format(FORM.format(escape(str(len(app.sent)))))

    @app.post("/envoi")
    def send():
        app.sent.append(list(request.form.items(multi=True)))
        if request.headers.get("HX-Request"):
            return FORM.format(request.args.get("stale") or str(len(app.sent)))
        return redirect("/", 303)

    return app


def test_form_is_filled_by_its_words_and_sent_whole(small_app, mode):
    visitor = Visitor(small_app, mode=mode).get("/")

    visitor.submit("Envoyer", {"Titre": "Bonjour", "Service": "Deux", "Votre choix": "Poursuivre"})

    assert small_app.sent == [
        [
            ("csrf_token", "jeton"),
            ("title", "Bonjour"),
            ("text", "déjà là"),
            ("unit", "2"),
            ("choice", "go"),
            ("then", "send"),
        ]
    ]
    assert visitor.sees("Dernier envoi : 1")
    assert visitor.url == "/"


def test_unknown_words_fail_and_name_what_the_page_offers(small_app):
    visitor = Visitor(small_app).get("/")

    with pytest.raises(AssertionError, match="Titre"):
        visitor.submit("Envoyer", {"Sujet": "Bonjour"})
    with pytest.raises(AssertionError, match="Envoyer"):
        visitor.submit("Supprimer")


def test_swap_that_differs_from_a_reload_is_caught(small_app):
    visitor = Visitor(small_app, mode="htmx").get("/")
    visitor.page.find("form")["hx-post"] = "/envoi?stale=12"

    with pytest.raises(AssertionError):
        visitor.submit("Envoyer", {"Titre": "Bonjour"})
