"""Writing a plan of exit: the plan itself, its steps, its list."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.handovers import planning, queries, rules
from portal.handovers.blueprint import bp
from portal.handovers.forms import LineForm, PlanForm, StepForm
from portal.handovers.models import Handover
from portal.handovers.words import ExitLine, ExitStep, LineState
from portal.investigations.reading import somebody
from portal.kernel.errors import Missing
from portal.organisations import queries as organisations
from portal.policy import Act
from portal.startups.leaves import writable, written
from portal.startups.models import Startup
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import page


@bp.get("/startups/<ref:ref>/sortie/plan")
@allow(Act.STARTUP_VIEW)
def plan_form(ref: str) -> Response:
    """Where does the service go, who receives it, and when?"""
    startup = writable(ref, Act.STARTUP_EDIT)
    plan = queries.plan_of(db.session(), ref)
    return _plan(startup, plan, PlanForm(formdata=None, obj=plan))


@bp.post("/startups/<ref:ref>/sortie/plan")
@allow(Act.STARTUP_EDIT)
def save_plan(ref: str) -> Response:
    """Say it."""
    startup = writable(ref, Act.STARTUP_EDIT)
    form = _offered(PlanForm.read(), queries.plan_of(db.session(), startup.ref))

    def verb(session, startup):
        plan = queries.plan_of(session, startup.ref)
        if plan is not None:
            form.check(plan)
        planning.save_plan(session, actor(), startup, **_told(session, form, plan), now=now())

    def again(**more):
        return _plan(startup, queries.plan_of(db.session(), ref), form, **more)

    goal, said = url_for(".show", ref=ref), _("Le plan de sortie est enregistré.")
    return written(form, ref, Act.STARTUP_EDIT, verb, again, goal=goal, said=said)


def _told(session, form: PlanForm, plan: Handover | None) -> dict:
    told, email, host = form.values(), form.contact.data, form.host_ref.data
    for name in ("contact", "host_ref"):
        del told[name]
    if "scenario" not in told:  # adopted: it is shown, not asked
        told |= {"scenario": plan.scenario, "fallback": plan.fallback}
    told["contact"] = somebody(session, email, "contact") if email else None
    told["host"] = organisations.organisation(session, host) if host else None
    return told


def _offered(form: PlanForm, plan: Handover | None) -> PlanForm:
    bodies = organisations.body_choices(db.session())
    form.host_ref.choices = [("", _("Pas encore connue")), *bodies]
    if plan is not None and plan.adopted_on and "scenario" in form:
        del form.scenario, form.fallback
    return form


def _plan(startup: Startup, plan, form: PlanForm, *, status: int = 200, conflict=None) -> Response:
    form = _offered(form, plan)
    names = {one.value: str(one.label) for one in form.host_ref.choices}
    return page(
        "handovers/plan.html",
        fragment="handovers/_plan_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        plan=plan,
        form=form,
        # An organisation is told by its name, not by its reference.
        conflict=[(label, *(names.get(one, one) for one in both)) for label, *both in conflict]
        if conflict
        else None,
    )


@bp.get("/startups/<ref:ref>/sortie/etapes/<stage>")
@allow(Act.STARTUP_VIEW)
def step_form(ref: str, stage: str) -> Response:
    """When should this step be over?"""
    startup, word = writable(ref, Act.STARTUP_EDIT), _word(ExitStep, stage)
    found = queries.step(queries.plan(db.session(), ref), word)
    return _step(startup, word, StepForm(formdata=None, obj=found))


@bp.post("/startups/<ref:ref>/sortie/etapes/<stage>")
@allow(Act.STARTUP_EDIT)
def expect(ref: str, stage: str) -> Response:
    """Say it."""
    word, form = _word(ExitStep, stage), StepForm.read()

    def verb(session, startup):
        found = queries.step(queries.plan(session, startup.ref), word)
        form.check(found)
        planning.expect(session, actor(), startup, found, **form.values(), now=now())

    def again(**more):
        return _step(writable(ref, Act.STARTUP_EDIT), word, form, **more)

    goal, said = url_for(".show", ref=ref), _("L’étape « %(step)s » est notée.", step=word.label)
    return written(form, ref, Act.STARTUP_EDIT, verb, again, goal=goal, said=said)


def _step(startup: Startup, word: ExitStep, form: StepForm, *, status: int = 200, **values):
    return page(
        "handovers/step.html",
        fragment="handovers/_step_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        step=word,
        usual=rules.USUAL_MONTHS[word],
        form=form,
        **values,
    )


@bp.get("/startups/<ref:ref>/sortie/liste/<line>")
@allow(Act.STARTUP_VIEW)
def line_form(ref: str, line: str) -> Response:
    """Is this ready, and what shows it?"""
    startup, word = writable(ref, Act.STARTUP_EDIT), _word(ExitLine, line)
    found = queries.line(queries.plan(db.session(), ref), word)
    form = LineForm(formdata=None, obj=found)
    form.on.data = found.on or today()
    if found.state is LineState.TODO and found.on is None:
        form.state.data = None
    return _line(startup, word, form)


@bp.post("/startups/<ref:ref>/sortie/liste/<line>")
@allow(Act.STARTUP_EDIT)
def tick(ref: str, line: str) -> Response:
    """Say it."""
    word, form = _word(ExitLine, line), LineForm.read()

    def verb(session, startup):
        found = queries.line(queries.plan(session, startup.ref), word)
        form.check(found)
        planning.tick(session, actor(), startup, found, **form.values(), now=now())

    def again(**more):
        return _line(writable(ref, Act.STARTUP_EDIT), word, form, **more)

    goal, said = url_for(".show", ref=ref), _("C’est noté : « %(line)s ».", line=word.label)
    return written(form, ref, Act.STARTUP_EDIT, verb, again, goal=goal, said=said)


def _line(startup: Startup, word: ExitLine, form: LineForm, *, status: int = 200, **values):
    return page(
        "handovers/line.html",
        fragment="handovers/_line_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        line=word,
        form=form,
        **values,
    )


def _word(kind, code: str):
    if code not in kind.codes():
        raise Missing
    return kind(code)
