"""What the pages of an exit share: what they show, and how each is opened."""

from flask import Response, request

from portal import policy
from portal.extensions import db
from portal.handovers import drawing, lines, queries, rules, sentences
from portal.handovers.forms import StayForm
from portal.handovers.models import Handover, HealthCheck
from portal.handovers.words import FROM_STANDARDS
from portal.journal import queries as journal
from portal.policy import Act
from portal.startups.leaves import insiders_names, may
from portal.startups.models import Startup
from portal.startups.words import HANDED_OVER
from portal.web.context import actor, today
from portal.web.forms import ActForm
from portal.web.respond import page


def shown(startup: Startup, *, form: StayForm | None = None, status: int = 200, **more) -> Response:
    """The page of an exit; `form` is that of somebody who comes, when it was just refused."""
    session = db.session()
    plan, every = queries.plan_of(session, startup.ref), queries.checks_of(session, startup.ref)
    checks = [one for one in every if queries.is_of_last_exit(one)]
    inside = policy.may(actor(), Act.PROGRAMME_VIEW)
    may_edit = may(Act.STARTUP_EDIT, startup)
    return page(
        "handovers/show.html",
        fragment="handovers/_stay_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        plan=plan,
        checks=checks,
        former=[one for one in every if one not in checks and one.done_on],
        inside=inside,
        may_edit=may_edit,
        may_send=plan is not None and may(Act.STARTUP_SEND, startup),
        checkable=_checkable(every),
        may_follow=_may_follow(startup, checks),
        form=form or StayForm(formdata=None, starts_on=today(), share=100),
        act=ActForm(formdata=None),
        say=sentences,
        day=today(),
        **(_of_plan(startup, plan) if plan else {}),
        **(_inside(plan, every) if inside else {}),
        **more,
    )


def _checkable(checks: list[HealthCheck]) -> set[str]:
    """The health checks that the reader may tell now."""
    return {
        one.ref
        for one in checks
        if today() >= rules.opens_on(one.due_on) and policy.may(actor(), Act.HANDOVER_CHECK, one)
    }


def _may_follow(startup: Startup, checks: list[HealthCheck]) -> bool:
    """Whether to offer to plan the checks of a service that left before the portal knew it."""
    if checks or startup.current_phase not in HANDED_OVER or startup.ended_on is None:
        return False
    ahead = max(rules.checks_due(startup.ended_on).values()) >= today()
    return ahead and policy.may(actor(), Act.HANDOVER_CHECK, startup)


def _of_plan(startup: Startup, plan: Handover) -> dict:
    told = lines.told(db.session(), startup, plan)
    return {
        "summary": lines.summarised(plan, told, today()),
        "lines": told,
        "contact": _contact(plan),
        "standards": FROM_STANDARDS,
        "standard_of": lines.STANDARD_OF,
        "picture": drawing.picture(plan, today()),
        "usual": rules.USUAL_MONTHS,
        "is_late": rules.is_late,
    }


def _inside(plan: Handover | None, checks: list[HealthCheck]) -> dict:
    """What agents read besides: who did what."""
    refs = [one.ref for one in (*([plan] if plan else []), *checks)]
    entries = journal.of(db.session(), *refs) if refs else []
    kept = {one.by_id for one in plan.lines} if plan else set()
    names = insiders_names({one.person_id for one in entries} | kept)
    return {"names": names, "history": sentences.history(entries, names)}


def _contact(plan: Handover) -> str:
    """The contact as agents read it: the name if they have an account, else the function."""
    name = plan.contact_person.name if plan.contact_person else ""
    return ", ".join(one for one in (name, plan.contact_role) if one)
