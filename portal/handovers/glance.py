"""What the sheet of a startup says in one line of its exit."""

from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.handovers import queries, sentences
from portal.handovers.models import Handover, HealthCheck
from portal.policy import Actor
from portal.startups.glance import Line, tell_also
from portal.startups.models import Startup
from portal.startups.words import HANDED_OVER, Phase
from portal.web.filters import day_text

_LEAVING = {Phase.CONSOLIDATION, Phase.REINTEGRATION} | HANDED_OVER


@tell_also
def line(session: Session, actor: Actor, startup: Startup, today: date) -> Line | None:
    """The exit in one line; None as long as nobody speaks of it."""
    plan, check = queries.in_short(session, startup)
    if plan is None and check is None and startup.current_phase not in _LEAVING:
        return None
    href = url_for("handovers.show", ref=startup.ref)
    return Line(_("Sortie"), _said(plan, check), href)


def _said(plan: Handover | None, check: HealthCheck | None) -> str:
    if check is not None:
        words = {"state": check.state.label, "after": sentences.after(check.months)}
        return _("%(state)s %(after)s", **words)
    if plan is None:
        return _("aucun plan de sortie")
    scenario = (plan.adopted_scenario or plan.scenario).label
    if plan.final_on is None:
        return str(scenario)
    on = day_text(plan.final_on, "d MMMM y")
    return _("%(scenario)s, le %(on)s", scenario=scenario, on=on)
