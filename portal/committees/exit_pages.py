"""Carrying a plan of exit to a committee: its scenario, or its fallback."""

from flask import Response, url_for
from flask_babel import gettext as _, lazy_gettext as _l

from portal import policy
from portal.committees import item_actions, item_queries, queries
from portal.committees.blueprint import bp
from portal.committees.words import Direction
from portal.extensions import db
from portal.handovers import leaving, lines, queries as handovers
from portal.handovers.models import Handover
from portal.handovers.words import Scenario
from portal.kernel.errors import Refused
from portal.kernel.text import Word
from portal.policy import Act
from portal.startups import queries as startups
from portal.startups.models import Startup
from portal.startups.words import Phase
from portal.web.context import actor, now, today
from portal.web.forms import PageForm
from portal.web.guard import allow
from portal.web.input import Pick, Radio
from portal.web.respond import done, go, page
from portal.web.writing import writing


class ExitWay(Word):
    """What the committee is asked to decide."""

    PREPARE = "prepare", _l("adopter le plan, et préparer la sortie (ré-intégration)")
    LEAVE = "leave", _l("constater la sortie : le service quitte l’incubateur")


class ExitForm(PageForm):
    """Which committee, which scenario, and whether the service leaves now."""

    committee = Pick(_l("Comité"), ask=_l("Choisissez le comité."))
    scenario = Pick(_l("Scénario"), ask=_l("Choisissez le scénario."))
    way = Radio(_l("Ce qui est demandé"), words=ExitWay, ask=_l("Dites ce qui est demandé."))


@bp.get("/startups/<ref:ref>/sortie/comite")
@allow(Act.STARTUP_VIEW)
def send_exit(ref: str) -> Response:
    """Which committee decides of the exit, and on what?"""
    startup = startups.by_ref(db.session(), ref)
    policy.require(actor(), Act.STARTUP_SEND, startup)
    plan = handovers.plan(db.session(), ref)
    under_way = item_queries.live_about(db.session(), ref)
    if under_way is not None:
        return go(url_for(".item", ref=under_way.ref))
    return _ask(startup, plan, _offered(ExitForm(formdata=None), startup, plan))


@bp.post("/startups/<ref:ref>/sortie/comite")
@allow(Act.STARTUP_SEND)
def carry_exit(ref: str) -> Response:
    """Send the startup with its plan."""
    startup = startups.by_ref(db.session(), ref)
    policy.require(actor(), Act.STARTUP_SEND, startup)
    plan = handovers.plan(db.session(), ref)
    form = _offered(ExitForm.read(), startup, plan)
    if form.validate():
        try:
            with writing() as session:
                item = _sent(session, startups.by_ref(session, ref), form)
                goal = url_for(".dossier", ref=item.ref)
                return done(goal, said=_("Point créé : complétez le dossier."))
        except Refused as refusal:
            form.refuse(refusal)
    return _ask(startups.by_ref(db.session(), ref), plan, form, 422)


def _sent(session, startup: Startup, form: ExitForm):
    startup = startups.lock(session, startup)
    scenario = Scenario(form.scenario.data)
    item = item_actions.send_startup(
        session,
        actor(),
        startup,
        queries.by_ref(session, form.committee.data),
        direction=Direction.OPERATE if scenario.is_operated else Direction.TRANSFER,
        phase=Phase.REINTEGRATION if form.way.data is ExitWay.PREPARE else None,
        now=now(),
    )
    plan = handovers.plan(session, startup.ref)
    leaving.put(session, actor(), plan, scenario=scenario, now=now())
    return item


def _offered(form: ExitForm, startup: Startup, plan: Handover) -> ExitForm:
    """The committees of its incubators, the two scenarios, and the way that the phase suggests."""
    found = queries.open_of(db.session(), startup.incubator_refs)
    form.committee.choices = [(one.ref, one.name) for one in found]
    known = [one for one in (plan.scenario, plan.fallback) if one]
    form.scenario.choices = [(one.value, one.label) for one in known]
    if not form.is_submitted():
        is_ready = startup.current_phase is Phase.REINTEGRATION
        form.way.data = ExitWay.LEAVE if is_ready else ExitWay.PREPARE
        form.scenario.data = plan.scenario.value
    return form


def _ask(startup: Startup, plan: Handover, form: ExitForm, status: int = 200) -> Response:
    summary = lines.summary_of(db.session(), startup, today())
    values = {"startup": startup, "summary": summary, "form": form}
    return page("committees/exit.html", status=status, **values)
