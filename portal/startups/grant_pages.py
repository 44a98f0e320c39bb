"""Two short forms: the grant that already runs, and the true day of a phase."""

from datetime import date
from types import SimpleNamespace

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.kernel.errors import Refused, Stale
from portal.people import queries as people
from portal.policy import Act, Role
from portal.startups import actions, grants, queries, sentences
from portal.startups.blueprint import bp
from portal.startups.forms import GrantForm, PhaseDateForm
from portal.startups.models import PhasePeriod, Startup
from portal.web import conflict
from portal.web.context import actor, now, today
from portal.web.filters import day_text
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/startups/<ref:ref>/financement")
@allow(Act.STARTUP_BUDGET)
def grant_form(ref: str) -> Response:
    """What runs today, and until when?"""
    startup = _recordable(ref)
    return _grant_page(startup, GrantForm.read(data=_known(startup)))


@bp.post("/startups/<ref:ref>/financement")
@allow(Act.GRANT_RECORD)
def record_grant(ref: str) -> Response:
    """State the grant that runs: the clock starts."""
    form = GrantForm.read()
    if not form.validate():
        return _grant_page(_recordable(ref), form, status=422)
    try:
        with writing() as session:
            startup = queries.lock(session, queries.by_ref(session, ref))
            policy.require(actor(), Act.GRANT_RECORD, startup)
            form.check(startup)
            actions.record_current_grant(session, actor(), startup, **form.values(), now=now())
            said = _("Financement enregistré : %(term)s.", term=_term(startup))
            return done(url_for(".show", ref=ref), said=said)
    except Refused as refusal:
        form.refuse(refusal)
        return _grant_page(_recordable(ref), form, status=422)
    except Stale:
        startup = _recordable(ref)
        rows = conflict.renew(form, SimpleNamespace(**_known(startup)))
        return _grant_page(startup, form, status=409, conflict=rows)


@bp.get("/startups/<ref:ref>/phases/<ref:period_ref>/correction")
@allow(Act.STARTUP_BUDGET)
def phase_form(ref: str, period_ref: str) -> Response:
    """When did this phase truly begin?"""
    period = _correctable(ref, period_ref)
    return _phase_page(period, PhaseDateForm.read(obj=period))


@bp.post("/startups/<ref:ref>/phases/<ref:period_ref>/correction")
@allow(Act.PHASE_CORRECT)
def correct_phase(ref: str, period_ref: str) -> Response:
    """Mend the day; the journal keeps both."""
    form = PhaseDateForm.read()
    if not form.validate():
        return _phase_page(_correctable(ref, period_ref), form, status=422)
    try:
        with writing() as session:
            queries.lock(session, queries.by_ref(session, ref))
            period = queries.period(session, ref, period_ref)
            policy.require(actor(), Act.PHASE_CORRECT, period.startup)
            form.check(period)
            actions.correct_phase_date(session, actor(), period, **form.values(), now=now())
            said = _("Date corrigée : le journal garde les deux et votre motif.")
            return done(url_for(".show", ref=ref), said=said)
    except Refused as refusal:
        form.refuse(refusal)
        return _phase_page(_correctable(ref, period_ref), form, status=422)
    except Stale:
        period = _correctable(ref, period_ref)
        rows = conflict.renew(form, period)
        return _phase_page(period, form, status=409, conflict=rows)


def _recordable(ref: str) -> Startup:
    startup = queries.by_ref(db.session(), ref)
    policy.require(actor(), Act.GRANT_RECORD, startup)
    return startup


def _correctable(ref: str, period_ref: str) -> PhasePeriod:
    period = queries.period(db.session(), ref, period_ref)
    policy.require(actor(), Act.PHASE_CORRECT, period.startup)
    return period


def _grant_page(startup: Startup, form: GrantForm, *, status: int = 200, **values) -> Response:
    told = people.holders(db.session(), startup.ref, today(), Role.TEAM, Role.SPONSOR)
    return page(
        "startups/grant.html",
        fragment="startups/_grant.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        form=form,
        told=told,
        may_record=grants.may_record(startup),
        say=sentences,
        day=today(),
        **values,
    )


def _phase_page(period: PhasePeriod, form: PhaseDateForm, *, status: int = 200, **values):
    return page(
        "startups/phase.html",
        fragment="startups/_phase.html" if request.method == "POST" else None,
        status=status,
        period=period,
        startup=period.startup,
        form=form,
        **values,
    )


def _known(startup: Startup) -> dict[str, object]:
    current = startup.current_grant
    told: dict[str, date | int | None] = {
        "granted_on": current.granted_from if current else None,
        "term_on": current.nominal_on if current else None,
        "amount": current.amount if current else None,
        "money_ends_on": current.money_ends_on if current else None,
    }
    return told | {"version": startup.version}


def _term(startup: Startup) -> str:
    if startup.target_on == startup.term_on:
        return _("terme le %(on)s", on=sentences.term_text(startup))
    return _(
        "terme le %(on)s, comité attendu avant le %(target)s",
        on=sentences.term_text(startup),
        target=day_text(startup.target_on),
    )
