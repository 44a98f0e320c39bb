"""Error pages in French: what happened, what to do, and a way back."""

import logging

from flask import Flask, Response, make_response, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal import policy
from portal.db.schema import SchemaDiffers
from portal.extensions import db
from portal.kernel.errors import Forbidden, Missing, Refused, Stale, TooMany, Unavailable
from portal.web import guard, logs, outage, signin
from portal.web.context import actor, request_id
from portal.web.idempotency import Replayed
from portal.web.respond import go, later, wants_fragment


def _words(code: int) -> tuple[str, str]:
    return {
        400: (
            _("La demande est incomplète"),
            _(
                "Revenez à la page précédente, rechargez-la, puis recommencez. Rien n’a été enregistré."
            ),
        ),
        401: (_("Connectez-vous pour continuer"), _("Votre session est close.")),
        403: (
            _("Cette action n’est pas ouverte à votre rôle"),
            _(
                "Si elle devrait l’être, parlez-en à votre incubateur ou à l’administration du portail."
            ),
        ),
        404: (
            _("Cette page n’existe pas, ou pas pour vous"),
            _("Vérifiez l’adresse, ou passez par la recherche."),
        ),
        405: (_("Cette adresse ne s’ouvre pas ainsi"), _("Revenez à la page précédente.")),
        409: (
            _("La situation a changé entre-temps"),
            _("Rechargez la page pour voir où en sont les choses."),
        ),
        413: (
            _("L’envoi est trop volumineux"),
            _(
                "Raccourcissez votre texte ou choisissez un fichier plus léger, puis recommencez : ce que vous aviez écrit est dans la page précédente."
            ),
        ),
        422: (_("Ce n’est pas possible maintenant"), ""),
        429: (_("Trop de demandes en peu de temps"), _("Attendez une minute, puis recommencez.")),
        503: outage.words(),
    }.get(
        code,
        (
            _("Le portail a rencontré un problème"),
            _("L’incident est noté. Rien de ce qui a été confirmé n’est perdu."),
        ),
    )


def answer(code: int, message: str | None = None) -> Response:
    """The error page of this code, or its bare message for an htmx swap."""
    try:
        return _page(code, message)
    except DBAPIError as error:
        # The page names whoever asks, whom the database no longer tells.
        return _database(error)


def _page(code: int, message: str | None) -> Response:
    title, advice = _words(code)
    template = "errors/_error.html" if wants_fragment() else "errors/error.html"
    html = render_template(
        template,
        code=code,
        title=title,
        message=message or advice,
        request_id=request_id(),
        links=_ways_back(),
    )
    return make_response(html, code)


def _ways_back() -> list[tuple[str, str]]:
    home = (_("Mes tâches"), "/moi/taches") if actor().signed_in else (_("Accueil"), "/")
    return [home, (_("Irritants"), "/irritants"), (_("Startups"), "/startups")]


def _replayed(replay: Replayed) -> Response:
    if replay.same_body:
        return go(replay.location)
    return answer(
        409,
        _(
            "Ce formulaire a déjà été envoyé avec un autre texte : le premier envoi est gardé. Rechargez la page pour écrire le second."
        ),
    )


def _forbidden(_error: Forbidden) -> Response:
    """Not for this role. A passer-by, who has none yet, is asked to sign in."""
    logs.note("forbidden")
    if not actor().signed_in:
        return signin.ask(signin.SIGN_IN)
    return answer(403)


def _refused(refusal: Refused) -> Response:
    logs.note("refused")
    return answer(422, str(refusal))


def _missing(_error: Missing) -> Response:
    """Absent, or not for this person. A passer-by is asked to sign in, whether it exists or not."""
    if not actor().signed_in and guard.asked_act() in policy.PARTLY_OPEN:
        return signin.ask(signin.SIGN_IN)
    return answer(404)


def _database(error: DBAPIError) -> Response:
    logs.note("database_error", logging.ERROR, exc_info=error)
    db.session.rollback()
    return outage.answer() if outage.is_outage(error) else answer(500)


def _disk(error: Unavailable) -> Response:
    logs.note("disk_error", logging.ERROR, exc_info=error)
    return outage.answer()


def _bug(error: Exception) -> Response:
    logs.note("bug", logging.ERROR, exc_info=error)
    return answer(500)


def register(app: Flask) -> None:
    """Attach the handlers."""
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(Missing, _missing)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(TooMany, lambda e: later(answer(429, str(e)), e.seconds))
    app.register_error_handler(Stale, lambda _e: answer(409))
    app.register_error_handler(StaleDataError, lambda _e: answer(409))
    app.register_error_handler(Replayed, _replayed)
    app.register_error_handler(
        CSRFError,
        lambda _e: answer(
            400,
            _(
                "La page est restée ouverte trop longtemps. Rechargez-la, puis renvoyez : ce que vous aviez écrit est dans la page précédente."
            ),
        ),
    )
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Unavailable, _disk)
    app.register_error_handler(SchemaDiffers, lambda _e: answer(503))
    app.register_error_handler(HTTPException, lambda e: answer(e.code or 500))
    if not app.testing:
        app.register_error_handler(Exception, _bug)
