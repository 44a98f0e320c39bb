"""Choosing a language, from any page and without an account."""

from flask import Response, current_app
from flask_babel import gettext as _

from portal.db.engine import transaction
from portal.extensions import csrf
from portal.people import profile, queries
from portal.people.blueprint import bp
from portal.people.forms import LanguageForm
from portal.people.words import Language
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.errors import answer
from portal.web.guard import allow
from portal.web.respond import go, safe_next

COOKIE, A_YEAR = "langue", 365 * 24 * 3600


@bp.post("/langue")
@csrf.exempt
@allow(Act.LANGUAGE_CHOOSE)
def choose_language() -> Response:
    """Read the page one was on in another language; whoever is signed in keeps it everywhere.

    A passer-by needs no token, which would take a cookie on every public page: only their browser
    changes, and only from a page of ours (`guard.check_origin`).
    """
    if actor().signed_in:
        csrf.protect()
    form = LanguageForm.read(meta={"csrf": actor().signed_in})
    if not form.validate():
        return answer(422, _("Choisissez le français ou l’anglais."))
    language = form.language.data
    if actor().signed_in:
        # Chosen twice it is chosen once: no key is needed.
        with transaction() as session:
            me = queries.by_ref(session, actor().ref)
            profile.choose_language(session, actor(), me, language, now=now())
    return keep_language(go(safe_next(form.suite.data, "/")), language)


def keep_language(response: Response, language: Language) -> Response:
    """The same answer, whose browser remembers the language once nobody is signed in."""
    settings = current_app.extensions["portal.settings"]
    response.set_cookie(
        COOKIE,
        language.value,
        max_age=A_YEAR,
        secure=settings.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response
