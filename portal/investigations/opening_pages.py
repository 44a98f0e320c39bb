"""Pages on which an incubator opens an investigation, and makes its team."""

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.extensions import db
from portal.investigations import actions, queries, reading, rules
from portal.investigations.blueprint import at, bp, writable
from portal.investigations.forms import MemberForm, OpeningForm
from portal.investigations.models import Investigation
from portal.investigations.words import EngagementPoint
from portal.irritants import queries as irritants
from portal.irritants.models import Irritant
from portal.kernel.errors import Forbidden, Refused
from portal.people.models import Person
from portal.policy import Act, Role
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/investigations/nouvelle")
@allow(Act.INVESTIGATION_LIST)
def new() -> Response:
    """What must be known before one investigates?"""
    offered = _offered(db.session())
    form = OpeningForm(formdata=None, planned_end_on=rules.usual_end(today()))
    wanted = request.args.getlist("irritant")
    asked = [one for one in offered if one.ref in wanted]
    if asked:
        form.irritants.data = [one.ref for one in asked]
        # Every agent will read the title of the investigation.
        form.title.data = "" if asked[0].confidential else asked[0].title
    return _page(form, offered)


@bp.post("/investigations/nouvelle")
@allow(Act.INVESTIGATION_OPEN)
def create() -> Response:
    """Open the investigation, and tell those who wait."""
    form, offered = OpeningForm.read(), _offered(db.session())
    form.irritants.choices = _choices(offered)
    if form.validate():
        try:
            with writing() as session:
                made = _open(session, form)
                return done(
                    at(made.ref),
                    said=_(
                        "L’investigation est ouverte. Les auteurs et soutiens des irritants sont prévenus."
                    ),
                )
        except Refused as refusal:
            form.refuse(refusal)
    return _page(form, _offered(db.session()), status=422)


@bp.get("/investigations/<ref:ref>/equipe")
@allow(Act.INVESTIGATION_VIEW)
def team(ref: str) -> Response:
    """Who joins the team?"""
    found = writable(ref, Act.INVESTIGATION_TEAM)
    return page("investigations/team.html", form=MemberForm(formdata=None), **reading.team(found))


@bp.post("/investigations/<ref:ref>/equipe")
@allow(Act.INVESTIGATION_TEAM)
def add_member(ref: str) -> Response:
    """Let somebody join the team."""
    form = MemberForm.read()
    if form.validate():
        try:
            with writing() as session:
                found = queries.by_ref(session, ref)
                policy.require(actor(), Act.INVESTIGATION_TEAM, found)
                person = reading.somebody(session, form.person.data, "person")
                role = form.role.data
                actions.add_member(session, actor(), found, person, role=role, now=now())
                return done(at(ref, "equipe"), said=_("%(who)s est de l’équipe.", who=person.name))
        except Refused as refusal:
            form.refuse(refusal)
    found = writable(ref, Act.INVESTIGATION_TEAM)
    return page(
        "investigations/team.html",
        fragment="investigations/_member.html",
        status=422,
        form=form,
        **reading.team(found),
    )


def _offered(session: Session) -> list[Irritant]:
    houses = actor().scopes(Role.DIRECTOR, Role.OFFICER)
    if not houses:
        raise Forbidden(Act.INVESTIGATION_OPEN.value)
    return queries.selectable(session, houses)


def _choices(offered: list[Irritant]) -> list[tuple[str, str]]:
    return [(one.ref, one.title) for one in offered]


def _page(form: OpeningForm, offered: list[Irritant], status: int = 200) -> Response:
    form.irritants.choices = _choices(offered)
    return page(
        "investigations/new.html",
        fragment="investigations/_new.html",
        status=status,
        form=form,
        offered=offered,
    )


def _open(session: Session, form: OpeningForm) -> Investigation:
    chosen = irritants.of_refs(session, form.irritants.data)
    sponsor = _person(session, form.sponsor_email.data, "sponsor_email")
    ticked = set(form.engagement.data)
    return actions.open_(
        session,
        actor(),
        incubator_ref=chosen[0].incubator_ref,
        irritant_refs=[one.ref for one in chosen],
        title=form.title.data,
        question=form.question.data,
        engagement=actions.Engagement(
            name=form.sponsor.data,
            title=form.sponsor_title.data or "",
            organisation=form.sponsor_organisation.data or "",
            person=sponsor,
            **{point.value: point in ticked for point in EngagementPoint},
        ),
        intrapreneur=reading.somebody(session, form.intrapreneur.data, "intrapreneur"),
        coach=_person(session, form.coach.data, "coach"),
        days_tenths=int(form.days_per_week.data),
        planned_end_on=form.planned_end_on.data,
        now=now(),
    )


def _person(session: Session, email: str | None, field: str) -> Person | None:
    return reading.somebody(session, email, field) if email else None
