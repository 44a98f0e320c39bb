"""The team of a startup, its coaches and sponsors: who, since when, until when."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.extensions import db
from portal.investigations.reading import somebody
from portal.kernel.errors import Forbidden, Missing, Refused
from portal.people.models import Mandate
from portal.policy import Act, Role
from portal.startups import queries, team
from portal.startups.blueprint import bp
from portal.startups.leaves import may, writable, written
from portal.startups.models import Startup
from portal.startups.team_forms import JoinForm, LeaveForm, QualityForm
from portal.startups.words import MandateRole, TeamRole
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@dataclass(frozen=True, slots=True)
class Line:
    """A mandate as the page shows it; `end_url` for whoever may end it."""

    mandate: Mandate
    role: MandateRole
    end_url: str | None


@bp.get("/startups/<ref:ref>/equipe")
@allow(Act.STARTUP_VIEW)
def team_page(ref: str) -> Response:
    """Who works on it, and who answers for it?"""
    return _team(ref, JoinForm(formdata=None, starts_on=today()))


@bp.post("/startups/<ref:ref>/equipe")
@allow(Act.STARTUP_TEAM)
def join(ref: str) -> Response:
    """Name somebody."""
    _check_names(queries.by_ref(db.session(), ref))
    form = JoinForm.read()
    if form.validate():
        try:
            with writing() as session:
                startup = queries.by_ref(session, ref)
                person = somebody(session, form.person.data, "person")
                told = {"role": form.role.data, "starts_on": form.starts_on.data}
                told["quality"] = form.quality.data
                team.join(session, actor(), startup, person, **told, now=now())
                said = _("%(who)s est prévenu de son rôle.", who=person.name)
                return done(url_for(".team_page", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _team(ref, form, status=422)


@bp.post("/startups/<ref:ref>/equipe/fonctions")
@allow(Act.STARTUP_TEAM)
def say_quality(ref: str) -> Response:
    """Say what a member of the team does."""
    form = _members(QualityForm.read(), writable(ref, Act.STARTUP_TEAM))

    def verb(session, startup):
        mandate = _endable(session, startup, form.member.data, MandateRole.TEAM.value)
        team.say_quality(session, actor(), startup, mandate, form.function.data, now=now())

    goal, said = url_for(".team_page", ref=ref), _("La fonction est dite.")
    joining = JoinForm(formdata=None, starts_on=today())
    return written(
        form,
        ref,
        Act.STARTUP_TEAM,
        verb,
        lambda **more: _team(ref, joining, quality_form=form, **more),
        goal=goal,
        said=said,
    )


@bp.get("/startups/<ref:ref>/equipe/<ref:person_ref>/<role>")
@allow(Act.STARTUP_BUDGET)
def leaving(ref: str, person_ref: str, role: str) -> Response:
    """When does this role end, and why?"""
    return _leaving(
        ref, person_ref, role, LeaveForm(formdata=None, ends_on=today() + timedelta(days=1))
    )


@bp.post("/startups/<ref:ref>/equipe/<ref:person_ref>/<role>")
@allow(Act.STARTUP_TEAM_END)
def leave(ref: str, person_ref: str, role: str) -> Response:
    """End this role."""
    form = LeaveForm.read()
    if form.validate():
        try:
            with writing() as session:
                startup = queries.by_ref(session, ref)
                mandate = _endable(session, startup, person_ref, role)
                team.leave(session, actor(), startup, mandate, **form.values(), now=now())
                said = _("Le rôle prend fin, et la personne est prévenue.")
                return done(url_for(".team_page", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _leaving(ref, person_ref, role, form, status=422)


def _members(form: QualityForm, startup: Startup) -> QualityForm:
    found = queries.mandates(db.session(), startup.ref)
    mine = [one for one in found if one.role is Role.TEAM and _counts(one)]
    form.member.choices = [(one.person.ref, one.person.name) for one in mine]
    return form


def _team(
    ref: str, form: JoinForm, *, status: int = 200, quality_form: QualityForm | None = None
) -> Response:
    session = db.session()
    startup = queries.by_ref(session, ref)
    if not policy.may(actor(), Act.STARTUP_VIEW, startup):
        raise Missing
    roles, lines = team.offered(actor(), startup), _lines(session, startup)
    return page(
        "startups/team.html",
        fragment=_part(quality_form) if status != 200 else None,
        status=status,
        startup=startup,
        quality_form=_members(quality_form or QualityForm(formdata=None), startup),
        may_say=may(Act.STARTUP_TEAM, startup),
        may_share=policy.may(actor(), Act.STARTUP_BUDGET, startup),
        quality_labels={one.value: one.label for one in TeamRole},
        current=[one for one in lines if _counts(one.mandate)],
        former=[one for one in lines if not _counts(one.mandate)],
        roles=roles,
        form=form.offer(roles),
    )


def _part(quality_form: QualityForm | None) -> str:
    return "startups/_joining.html" if quality_form is None else "startups/_quality.html"


def _leaving(ref: str, person_ref: str, role: str, form: LeaveForm, *, status: int = 200):
    session = db.session()
    startup = queries.by_ref(session, ref)
    mandate = _endable(session, startup, person_ref, role)
    return page(
        "startups/leaving.html",
        fragment="startups/_leaving.html" if status != 200 else None,
        status=status,
        startup=startup,
        mandate=mandate,
        role=MandateRole(role),
        form=form,
    )


def _lines(session: Session, startup: Startup) -> list[Line]:
    mine = team.endable(actor(), startup)
    found = [(one, MandateRole(one.role.value)) for one in queries.mandates(session, startup.ref)]
    lines = [Line(one, role, _end_url(startup, one, role in mine)) for one, role in found]
    return sorted(lines, key=lambda line: list(MandateRole).index(line.role))


def _end_url(startup: Startup, mandate: Mandate, is_mine: bool) -> str | None:
    if not is_mine or not _counts(mandate):
        return None
    who, role = mandate.person.ref, mandate.role.value
    return url_for("startups.leaving", ref=startup.ref, person_ref=who, role=role)


def _counts(mandate: Mandate) -> bool:
    """Whether it counts today, or will."""
    return mandate.ends_on is None or mandate.ends_on > today()


def _endable(session: Session, startup: Startup, person_ref: str, role: str) -> Mandate:
    """The mandate to end: 404 if there is none, 403 if it is for others to end."""
    alike = [
        one
        for one in queries.mandates(session, startup.ref)
        if one.person.ref == person_ref and one.role == role and _counts(one)
    ]
    if not alike:
        raise Missing
    if MandateRole(role) not in team.endable(actor(), startup):
        raise Forbidden(Act.STARTUP_TEAM_END.value)
    return alike[-1]


def _check_names(startup: Startup) -> None:
    """403 for whoever names nobody here, 422 once it has ended."""
    if not team.nameable(actor(), startup):
        raise Forbidden(Act.STARTUP_TEAM.value)
    team.check_open(startup)
