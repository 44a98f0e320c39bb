"""The health check of a service that left."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.handovers import checking, queries, rules, sentences
from portal.handovers.blueprint import bp
from portal.handovers.forms import HealthForm
from portal.handovers.models import HealthCheck
from portal.kernel.errors import Refused, Stale
from portal.policy import Act
from portal.startups import queries as startups
from portal.web import conflict
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/startups/<ref:ref>/sortie/bilans/<ref:check_ref>")
@allow(Act.PROGRAMME_VIEW)
def check_form(ref: str, check_ref: str) -> Response:
    """How does the service fare?"""
    found = queries.check(db.session(), ref, check_ref)
    policy.require(actor(), Act.HANDOVER_CHECK, found)
    return _check(found, HealthForm(formdata=None, obj=found))


@bp.post("/startups/<ref:ref>/sortie/bilans/<ref:check_ref>")
@allow(Act.HANDOVER_CHECK)
def record_check(ref: str, check_ref: str) -> Response:
    """Say it."""
    form, rows, status = HealthForm.read(), None, 422
    found = queries.check(db.session(), ref, check_ref)
    policy.require(actor(), Act.HANDOVER_CHECK, found)
    if form.validate():
        try:
            with writing() as session:
                startups.lock(session, found.startup)
                found = queries.check(session, ref, check_ref)
                form.check(found)
                checking.record(session, actor(), found, **form.values(), now=now())
                goal = url_for(".show", ref=ref)
                return done(goal, said=_("Merci : le bilan est enregistré et publié."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale as stale:
            rows, status = conflict.renew(form, stale.thing), 409
    return _check(queries.check(db.session(), ref, check_ref), form, rows, status)


def _check(found: HealthCheck, form: HealthForm, rows=None, status: int = 200) -> Response:
    return page(
        "handovers/check.html",
        fragment="handovers/_check_form.html" if request.method == "POST" else None,
        status=status,
        check=found,
        startup=found.startup,
        form=form,
        conflict=rows,
        is_open=today() >= rules.opens_on(found.due_on),
        opens_on=rules.opens_on(found.due_on),
        say=sentences,
    )
