"""The chair signs the one extension of a term: what it changes is read before it is done."""

from datetime import date

from flask import Response, url_for
from flask_babel import gettext as _, lazy_gettext as _l

from portal.committees import extension_actions
from portal.committees.blueprint import bp
from portal.extensions import db
from portal.kernel.errors import Refused
from portal.kernel.text import plural
from portal.policy import Act
from portal.settings import queries as settings
from portal.startups import extending, queries as startups
from portal.startups.models import Grant, Startup
from portal.web.context import actor, now, today
from portal.web.filters import day_text
from portal.web.forms import PageForm
from portal.web.guard import allow
from portal.web.input import LongText, Pick
from portal.web.respond import done, page
from portal.web.writing import writing


class ExtensionForm(PageForm):
    """How long, and why the committee could not sit in time."""

    months = Pick(_l("De combien"), ask=_l("Choisissez un ou deux mois."))
    motive = LongText(
        _l("Pourquoi le comité ne peut se tenir à temps"),
        most=1000,
        ask=_l("Indiquez pourquoi le comité ne peut se tenir à temps."),
    )


@bp.get("/startups/<ref:ref>/prolongation")
@allow(Act.STARTUP_VIEW)
def extension(ref: str) -> Response:
    """Until when would this term run?"""
    return _ask(ref, None, 200)


@bp.post("/startups/<ref:ref>/prolongation")
@allow(Act.GRANT_EXTEND)
def extend_term(ref: str) -> Response:
    """Sign it."""
    startup = startups.by_ref(db.session(), ref)
    extension_actions.committee_of(db.session(), actor(), startup)
    form = _form(startup)
    if form.validate():
        try:
            with writing() as session:
                startup = startups.by_ref(session, ref)
                told = {"months": int(form.months.data), "motive": form.motive.data}
                grant = extension_actions.extend(session, actor(), startup, now=now(), **told)
                said = _("Terme prolongé jusqu’au %(on)s.", on=day_text(grant.nominal_on))
                return done(url_for("startups.show", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _ask(ref, form, 422)


def _ask(ref: str, form: ExtensionForm | None, status: int) -> Response:
    session = db.session()
    startup = startups.by_ref(session, ref)
    extension_actions.committee_of(session, actor(), startup)
    return page(
        "committees/extension.html",
        status=status,
        startup=startup,
        form=form or _form(startup, formdata=None),
        why_not=extending.why_not(_running(startup), today(), _window()),
        told=len(extension_actions.audience(session, startup, now())),
    )


def _form(startup: Startup, **kwargs) -> ExtensionForm:
    form = ExtensionForm(**kwargs)
    offered = extending.offers(_running(startup), today(), _window())
    form.months.choices = [(str(months), _offer(months, on)) for months, on in offered.items()]
    return form


def _running(startup: Startup) -> Grant | None:
    return startup.current_grant if startup.term_on and not startup.is_ended else None


def _window() -> int:
    return settings.current(db.session()).window_days


def _offer(months: int, on: date) -> str:
    count = plural(months, "mois", "mois")
    return _("%(months)s : terme le %(on)s", months=count, on=day_text(on, "d MMMM y"))
