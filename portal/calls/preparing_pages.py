"""Preparing a call: its text, its window, its people; making it public."""

from flask import Response, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.calls import actions, queries
from portal.calls.blueprint import bp, find, frame, required
from portal.calls.forms import CallForm, MemberForm, NewCallForm, PartForm, QuestionForm
from portal.calls.models import Call
from portal.calls.words import CallState, Part
from portal.extensions import db
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.organisations import queries as organisations
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Act, Kind, Role
from portal.web import conflict
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


def houses(session: Session) -> list[tuple[str, str]]:
    """The incubators for which this person may prepare a call: (ref, title)."""
    me = actor()
    if not me.has(Role.DIRECTOR, Role.PROGRAMME):
        return []
    mine = me.scopes(Role.DIRECTOR)
    every = organisations.incubators(session)
    return [(one.ref, one.title) for one in every if me.has(Role.PROGRAMME) or one.ref in mine]


@bp.get("/appels/nouveau")
@allow(Act.CALL_DESK)
def new() -> Response:
    """What is looked for, and until when?"""
    form = _new_form(sent=False)
    return page("calls/new.html", form=form)


@bp.post("/appels/nouveau")
@allow(Act.CALL_MANAGE)
def create() -> Response:
    """Begin a call; nobody else sees it yet."""
    form = _new_form(sent=True)
    if form.validate():
        try:
            with writing() as session:
                values = form.values()
                house = values.pop("incubator_ref")
                told = actions.Told(**_filled(values))
                call = actions.prepare(session, actor(), incubator_ref=house, told=told, now=now())
                said = _("L’appel est enregistré. Vous seul et l’incubateur le voyez.")
                return done(url_for(".preparation", ref=call.ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return page("calls/new.html", fragment="calls/_new.html", status=422, form=form)


def _new_form(*, sent: bool) -> NewCallForm:
    offered = houses(db.session())
    if not offered:
        raise Forbidden(Act.CALL_MANAGE.value)
    form = NewCallForm.read() if sent else NewCallForm(formdata=None, opens_on=today())
    form.incubator_ref.choices = offered
    return form


def _filled(values: dict) -> dict:
    return {name: "" if value is None else value for name, value in values.items()}


@bp.get("/appels/<ref:ref>/preparation")
@allow(Act.CALL_DESK)
def preparation(ref: str) -> Response:
    """Is it ready to be read?"""
    return prepared(required(ref, Act.CALL_DESK))


def prepared(call: Call, fragment: str | None = None, *, status: int = 200, **forms) -> Response:
    """The page of the preparation; `forms` win over fresh ones."""
    told = seen(call) | forms
    return page("calls/preparation.html", fragment=fragment, status=status, **told)


def seen(call: Call) -> dict:
    """Everything on the page of the preparation."""
    session = db.session()
    state = call.state_on(today())
    return frame(call, "preparation") | {
        "form": CallForm(formdata=None, obj=call),
        "question_form": QuestionForm(formdata=None),
        "member_form": MemberForm(formdata=None),
        "conflict_rows": None,
        "blank": ActForm(formdata=None),
        "may_change": state is not CallState.ANSWERED and call.shortlisted_at is None,
        "is_draft": state is CallState.DRAFT,
        "is_over": state is CallState.ANSWERED,
        "panel": [(part, queries.people_of(session, call, part)) for part in Part],
    }


@bp.post("/appels/<ref:ref>/preparation")
@allow(Act.CALL_MANAGE)
def save(ref: str) -> Response:
    """Save what it says, unless somebody saved it since."""
    required(ref, Act.CALL_MANAGE)
    form, status, rows = CallForm.read(), 422, None
    if form.validate():
        try:
            with writing() as session:
                call = queries.by_ref(session, ref)
                policy.require(actor(), Act.CALL_MANAGE, call)
                queries.lock(session, call)
                form.check(call)
                told = actions.Told(**_filled(form.values()))
                actions.rewrite(session, actor(), call, told=told, now=now())
                return done(url_for(".preparation", ref=ref), said=_("L’appel est enregistré."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            status, rows = 409, conflict.renew(form, find(ref))
    return prepared(find(ref), "calls/_text.html", status=status, form=form, conflict_rows=rows)


@bp.post("/appels/<ref:ref>/ouverture")
@allow(Act.CALL_MANAGE)
def publish(ref: str) -> Response:
    """Make it public."""
    required(ref, Act.CALL_MANAGE)
    try:
        with writing() as session:
            call = queries.by_ref(session, ref)
            actions.publish(session, actor(), call, now=now())
            return done(url_for(".show", ref=ref), said=_("L’appel est public."))
    except Refused as refusal:
        return prepared(find(ref), status=422, refusal=str(refusal))


@bp.post("/appels/<ref:ref>/jury")
@allow(Act.CALL_MANAGE)
def appoint(ref: str) -> Response:
    """Name somebody for the pre-jury or the jury."""
    required(ref, Act.CALL_MANAGE)
    form = MemberForm.read()
    if form.validate():
        try:
            with writing() as session:
                call = queries.by_ref(session, ref)
                person = _somebody(session, form.person.data)
                actions.appoint(session, actor(), call, person, part=form.part.data, now=now())
                return done(
                    url_for(".preparation", ref=ref),
                    said=_("%(who)s est nommé, et prévenu.", who=person.name),
                    fragment="calls/_panel.html",
                    showing=lambda: seen(call),
                )
        except Refused as refusal:
            form.refuse(refusal)
    return prepared(find(ref), "calls/_panel.html", status=422, member_form=form)


@bp.post("/appels/<ref:ref>/jury/<ref:person>/fin")
@allow(Act.CALL_MANAGE)
def dismiss(ref: str, person: str) -> Response:
    """End somebody's part."""
    required(ref, Act.CALL_MANAGE)
    form = PartForm.read()
    if not form.validate():
        return prepared(find(ref), status=422)
    with writing() as session:
        call = queries.by_ref(session, ref)
        who = people.by_ref(session, person)
        actions.dismiss(session, actor(), call, who, part=form.part.data, now=now())
        said = _("%(who)s n’en est plus. Les avis déjà donnés restent comptés.", who=who.name)
        return done(url_for(".preparation", ref=ref, _anchor="jury"), said=said)


def _somebody(session: Session, email: str) -> Person:
    person = people.by_email(session, email)
    if person is None or person.deactivated_at or person.kind is not Kind.AGENT:
        raise Refused(
            _(
                "Aucun agent n’a de compte à cette adresse. Vérifiez-la, ou demandez un compte à"
                " l’administration du portail."
            ),
            field="person",
        )
    return person
