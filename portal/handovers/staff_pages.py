"""The people of the host who come before the exit."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.handovers import queries, staffing
from portal.handovers.blueprint import bp
from portal.handovers.forms import StayForm
from portal.handovers.leaf import shown
from portal.policy import Act
from portal.startups.leaves import writable, written
from portal.startups.models import Startup
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import page


@bp.post("/startups/<ref:ref>/sortie/presences")
@allow(Act.STARTUP_EDIT)
def welcome(ref: str) -> Response:
    """Say that somebody of the host comes."""
    queries.plan(db.session(), writable(ref, Act.STARTUP_EDIT).ref)
    form = StayForm.read()
    return written(
        form,
        ref,
        Act.STARTUP_EDIT,
        lambda session, startup: staffing.welcome(
            session, actor(), startup, **form.values(), now=now()
        ),
        lambda **more: shown(writable(ref, Act.STARTUP_EDIT), form=form, **more),
        goal=url_for(".show", ref=ref),
        said=_("La présence est ajoutée."),
    )


@bp.get("/startups/<ref:ref>/sortie/presences/<ref:stay_ref>")
@allow(Act.STARTUP_VIEW)
def stay_form(ref: str, stay_ref: str) -> Response:
    """From when to when is this person there?"""
    startup = writable(ref, Act.STARTUP_EDIT)
    found = queries.stay(queries.plan(db.session(), ref), stay_ref)
    return _stay(startup, found, StayForm(formdata=None, obj=found))


@bp.post("/startups/<ref:ref>/sortie/presences/<ref:stay_ref>")
@allow(Act.STARTUP_EDIT)
def correct_stay(ref: str, stay_ref: str) -> Response:
    """Mend it."""
    form = StayForm.read()

    def verb(session, startup):
        found = queries.stay(queries.plan(session, startup.ref), stay_ref)
        form.check(found)
        staffing.correct(session, actor(), startup, found, **form.values(), now=now())

    def again(**more):
        startup = writable(ref, Act.STARTUP_EDIT)
        found = queries.stay(queries.plan(db.session(), ref), stay_ref)
        return _stay(startup, found, form, **more)

    goal, said = url_for(".show", ref=ref), _("La présence est corrigée.")
    return written(form, ref, Act.STARTUP_EDIT, verb, again, goal=goal, said=said)


@bp.post("/startups/<ref:ref>/sortie/presences/<ref:stay_ref>/retirer")
@allow(Act.STARTUP_EDIT)
def withdraw_stay(ref: str, stay_ref: str) -> Response:
    """Take this person away from the plan."""

    def verb(session, startup):
        found = queries.stay(queries.plan(session, startup.ref), stay_ref)
        staffing.withdraw(session, actor(), startup, found, now=now())

    return written(
        ActForm.read(),
        ref,
        Act.STARTUP_EDIT,
        verb,
        lambda **more: shown(writable(ref, Act.STARTUP_EDIT)),
        goal=url_for(".show", ref=ref),
        said=_("La présence est retirée."),
    )


def _stay(startup: Startup, found, form: StayForm, *, status: int = 200, **values) -> Response:
    return page(
        "handovers/stay.html",
        fragment="handovers/_stay_change.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        stay=found,
        form=form,
        act=ActForm(formdata=None),
        **values,
    )
