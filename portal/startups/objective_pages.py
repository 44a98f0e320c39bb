"""Pages of objectives: what is promised, and what was kept."""

from datetime import date

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.policy import Act
from portal.startups import measure_queries, promises, queries, sheet_says
from portal.startups.blueprint import bp
from portal.startups.crossing_models import Pivot
from portal.startups.leaves import may, opened, writable, written
from portal.startups.models import Startup
from portal.startups.promise_forms import ObjectiveForm, SettleForm
from portal.startups.promise_models import Objective
from portal.startups.sheet_words import Kept
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import page


@bp.get("/startups/<ref:ref>/objectifs")
@allow(Act.STARTUP_VIEW)
def objectives(ref: str) -> Response:
    """What was promised, and what was kept?"""
    return _objectives(opened(ref), ObjectiveForm(formdata=None))


@bp.post("/startups/<ref:ref>/objectifs")
@allow(Act.STARTUP_EDIT)
def promise(ref: str) -> Response:
    """Promise something for this half-year or the next."""
    form = _offered(ObjectiveForm.read(), writable(ref, Act.STARTUP_EDIT))

    def verb(session, startup):
        told = form.values()
        chosen = told.pop("measure")
        told["half_year"] = date.fromisoformat(told["half_year"])
        measure = measure_queries.measure(session, startup, chosen) if chosen else None
        promises.promise(session, actor(), startup, measure=measure, **told, now=now())

    goal, said = url_for(".objectives", ref=ref), _("L’objectif est promis.")
    return written(
        form,
        ref,
        Act.STARTUP_EDIT,
        verb,
        lambda **more: _objectives(opened(ref), form, **more),
        goal=goal,
        said=said,
    )


@bp.get("/startups/<ref:ref>/objectifs/<ref:objective_ref>")
@allow(Act.STARTUP_BUDGET)
def settle_form(ref: str, objective_ref: str) -> Response:
    """Was it kept?"""
    startup = writable(ref, Act.STARTUP_EDIT)
    found = promises.objective(db.session(), startup, objective_ref)
    form = SettleForm(formdata=None, obj=found)
    form.kept.data = None if found.kept is Kept.OPEN else found.kept
    return _settling(startup, found, form)


@bp.post("/startups/<ref:ref>/objectifs/<ref:objective_ref>")
@allow(Act.STARTUP_EDIT)
def settle(ref: str, objective_ref: str) -> Response:
    """Say whether it was kept."""
    form = SettleForm.read()

    def verb(session, startup):
        found = promises.objective(session, startup, objective_ref)
        form.check(found)
        promises.settle(session, actor(), startup, found, **form.values(), now=now())

    def again(**more):
        startup = writable(ref, Act.STARTUP_EDIT)
        found = promises.objective(db.session(), startup, objective_ref)
        return _settling(startup, found, form, **more)

    goal, said = url_for(".objectives", ref=ref), _("C’est noté.")
    return written(form, ref, Act.STARTUP_EDIT, verb, again, goal=goal, said=said)


def _offered(form: ObjectiveForm, startup: Startup) -> ObjectiveForm:
    form.half_year.choices = [
        (first.isoformat(), sheet_says.half_year(first)) for first in promises.half_years(today())
    ]
    known = [one for one in measure_queries.measures(db.session(), startup) if not one.retired_on]
    form.measure.choices = [("", _("Aucune")), *((one.ref, one.name) for one in known)]
    return form


def _objectives(startup: Startup, form: ObjectiveForm, *, status: int = 200, **values) -> Response:
    found = promises.objectives(db.session(), startup)
    may_edit = may(Act.STARTUP_EDIT, startup)
    return page(
        "startups/objectives.html",
        fragment="startups/_objective_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        form=_offered(form, startup) if may_edit else None,
        half_years=list(dict.fromkeys(one.half_year for one in found)),
        objectives=found,
        former=_former(startup, found),
        say=sheet_says,
        badges=sheet_says.KEPT_BADGES,
        may_edit=may_edit,
        **values,
    )


def _former(startup: Startup, found: list[Objective]) -> dict[str, Pivot]:
    """Promises made before a change of course, by reference, with the change that followed."""
    turns = queries.pivots(db.session(), startup) if found else []
    # The latest first: the last that suits is the first that came after the promise.
    return {one.ref: turn for one in found for turn in turns if one.promised_on < turn.on}


def _settling(startup: Startup, found, form: SettleForm, *, status: int = 200, **values):
    return page(
        "startups/objective.html",
        fragment="startups/_settle_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        objective=found,
        form=form.offer(),
        say=sheet_says,
        **values,
    )
