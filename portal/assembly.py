"""The steps of `create_app`, one function each."""

from datetime import timedelta
from importlib import import_module

from flask import Flask, request
from flask_babel import get_locale, lazy_gettext
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import ROOT, Settings
from portal.extensions import babel, csrf, db, htmx, login
from portal.kernel.clock import Clock

# Capabilities that answer addresses, low to high (design §5).
WITH_PAGES = (
    "people",
    "organisations",
    "notices",
    "register",
    "health",
    "irritants",
    "calls",
    "investigations",
    "startups",
    "handovers",
    "committees",
    "administration",
    "home",
)
WITH_TABLES = (
    "web.idempotency",
    "journal.models",
    "outbox.models",
    "people.models",
    "settings.models",
    "organisations.models",
    "notices.models",
    "files.models",
    "search.models",
    "register.models",
    "health.models",
    "irritants.models",
    "irritants.comment_models",
    "irritants.desk_models",
    "irritants.review_models",
    "calls.models",
    "calls.entry_models",
    "irritants.tie_models",
    "investigations.models",
    "investigations.desk_models",
    "investigations.report_models",
    "startups.models",
    "startups.measure_models",
    "startups.promise_models",
    "startups.money_models",
    "startups.component_models",
    "startups.sponsor_models",
    "startups.takeover_models",
    "startups.after_models",
    "startups.crossing_models",
    "handovers.models",
    "committees.models",
    "committees.item_models",
    "committees.dossier_models",
    "committees.vote_models",
    "committees.decision_models",
    "committees.condition_models",
    "committees.minutes_models",
    "committees.calendar_models",
    "committees.note_models",
    "committees.funding_models",
    "committees.crossing_models",
    "committees.agenda_models",
)


def new_app(settings: Settings) -> Flask:
    """A bare application with its settings."""
    from portal.web.application import Portal, RefConverter

    app = Portal("portal", template_folder=ROOT / "templates", static_folder=ROOT / "static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.environment == "test",
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        SESSION_COOKIE_NAME="__Host-portail" if settings.is_secure else "portail",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.is_secure,
        WTF_I18N_ENABLED=True,
    )
    app.extensions["portal.settings"] = settings
    app.extensions["portal.clock"] = Clock.parse(settings.now)
    app.url_map.converters["ref"] = RefConverter
    if settings.proxies:
        # The host is never taken from a header: addresses in mails come from the settings.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=1, x_host=0)
    return app


def add_database(app: Flask, settings: Settings) -> None:
    """The engine, its listeners, and every table."""
    from portal.db.engine import engine_options, let_go, prepare

    for module in WITH_TABLES:
        import_module(f"portal.{module}")
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    db.init_app(app)
    # Called before Flask-SQLAlchemy's own, which would let the error of a lost server rise.
    app.teardown_appcontext(let_go)
    with app.app_context():
        prepare(db.engine)


def add_logs(app: Flask, settings: Settings) -> None:
    """One line for each request, in the form that the settings ask for."""
    from portal.web import application, logs

    logs.prepare(settings)
    app.before_request(application.name_request)
    with app.app_context():
        logs.attach(app, db.engine)


def add_language(app: Flask) -> None:
    """French is the source; the catalogue gives the rest. Times are those of Paris."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "portal" / "translations")
    babel.init_app(
        app, default_locale="fr", default_timezone="Europe/Paris", locale_selector=_language
    )


def _language() -> str:
    """That of the person signed in, else that of the cookie; commands speak French."""
    from portal.people.words import Language

    asked = (current_user.language or request.cookies.get("langue")) if request else None
    return asked if asked in Language.codes() else "fr"


def add_guard(app: Flask) -> None:
    """Who asks, may they, and is the form ours: in this order, before every page."""
    from portal.people.sessions import PasserBy
    from portal.web import guard, input

    login.session_protection = None
    login.anonymous_user = PasserBy
    app.before_request(input.check_encoding)
    app.before_request(guard.check_origin)
    app.before_request(guard.check)
    login.init_app(app)
    csrf.init_app(app)
    htmx.init_app(app)


def add_headers(app: Flask, settings: Settings) -> None:
    """Content policy and caching."""
    from portal.web import assets, headers

    headers.add(app, secure=settings.is_secure)
    assets.register(app, is_settled=settings.environment != "development")


def add_errors(app: Flask) -> None:
    """Error pages in French."""
    from portal.web import errors

    errors.register(app)


def add_screens(app: Flask, settings: Settings) -> None:
    """What every template may use."""
    from portal.home.navigation import navigation
    from portal.people.words import Language
    from portal.web import context, filters, respond, speaking
    from portal.web.kept import Kept

    filters.register(app)
    app.jinja_env.globals["keep"] = Kept()
    app.jinja_env.globals["today"] = context.today
    app.jinja_env.globals["reload_path"] = respond.reload_path
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    demo = _demonstration() if settings.environment == "demo" else {}

    @app.context_processor
    def everywhere() -> dict:
        return {
            **demo,
            "_": speaking.sayer(),
            "actor": context.actor(),
            "lang": get_locale().language,
            "languages": list(Language),
            "nav": navigation(context.actor(), request.path),
            "theme": settings.theme,
            "request_id": context.request_id(),
        }


def _demonstration() -> dict:
    """What every page of a demonstration says, and the accounts that its sign-in page lists."""
    from portal.demo.people import PASSWORD, accounts

    banner = lazy_gettext("Démonstration : personnes et histoires inventées")
    return {"banner": banner, "demo_accounts": accounts(), "demo_password": PASSWORD}


def add_capabilities(app: Flask) -> None:
    """The pages of each capability."""
    for name in WITH_PAGES:
        app.register_blueprint(import_module(f"portal.{name}.pages").bp)
