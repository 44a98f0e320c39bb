"""One sitting: its agenda, who is there, what prevents closing it."""

from flask import Response, make_response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import (
    agenda_actions,
    agenda_notices,
    agenda_queries,
    attendance_actions,
    dossier_queries,
    dossier_views,
    item_queries,
    now_views,
    queries,
    rules,
    sitting_actions,
    sitting_rules,
    substitutes,
)
from portal.committees.blueprint import bp
from portal.committees.dossier_models import FormerDossier
from portal.committees.forms import ConveneForm, MotiveForm, MoveForm, attendance_form
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.words import ItemState, SittingState
from portal.extensions import db
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day, paris_moment, to_paris
from portal.people.models import Person
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, page, wants_fragment
from portal.web.writing import writing


@bp.get("/seances/<ref:ref>")
@allow(Act.SITTING_VIEW)
def sitting(ref: str) -> Response:
    """What is the next point, and may we vote on it?"""
    return page("committees/sitting.html", **seen(queries.sitting_by_ref(db.session(), ref)))


def seen(found: Sitting, **forms) -> dict:
    """Everything that the page of a sitting shows."""
    session, me = db.session(), actor()
    policy.require(me, Act.SITTING_VIEW, found)
    items = item_queries.of_sitting(session, found, now())
    members, names = _members(found)
    noted = {one.person_id: one.attendance for one in found.attendances}
    return {
        "sitting": found,
        "items": items,
        "may_see": {one.ref: policy.may(me, Act.ITEM_VIEW, one) for one in items},
        "lacks": _lacks(items),
        "changes": agenda_queries.changes(session, found),
        "why": agenda_notices.why,
        "formers": _formers(found),
        "waiting": item_queries.waiting(session, found.committee),
        "left": rules.what_prevents_closing(items),
        "members": members,
        "names": names,
        "noted": noted,
        "may_agenda": policy.may(me, Act.SITTING_AGENDA, found)
        and found.state in agenda_actions.EDITABLE,
        "may_run": policy.may(me, Act.SITTING_RUN, found),
        "before_day": ""
        if sitting_rules.may_begin(found.starts_at, now())
        else sitting_actions.told_before(found),
        "may_note": policy.may(me, Act.SITTING_NOTE, found),
        "may_schedule": policy.may(me, Act.SITTING_SCHEDULE, found),
        "states": SittingState,
        "form": ActForm(formdata=None),
        "convene_form": ConveneForm(formdata=None),
        "cancel_form": MotiveForm(formdata=None),
        "move_form": _move_form(found),
        "attendance_form": attendance_form(members, noted, names, formdata=None),
        **now_views.seen(session, me, found, items, now()),
    } | forms


def _members(found: Sitting) -> tuple[list[Person], dict[int, str]]:
    """Who is asked to come, each substitute under whoever they stand for, and how they are named."""
    session, day = db.session(), paris_day(now())
    named = substitutes.principals(session, found.committee, day)
    members = substitutes.beneath(queries.members(session, found.committee, day), named)
    names = {
        one.id: substitutes.standing(one.name, named[one.id].person.name)
        for one in members
        if one.id in named
    }
    return members, names


def _lacks(items: list[Item]) -> dict[str, list[str]]:
    """What the dossiers still to be heard lack, for whoever keeps the agenda and reads them."""
    kept = [
        item
        for item in items
        if item.state is ItemState.LISTED
        and policy.may(actor(), Act.SITTING_AGENDA, item)
        and policy.may(actor(), Act.DOSSIER_VIEW, item)
    ]
    return {item.ref: dossier_views.lacks(item, paris_day(now())) for item in kept}


def _formers(found: Sitting) -> list[FormerDossier]:
    """What was read for this sitting of the points that left it, for whoever might have read it."""
    every = dossier_queries.left_behind(db.session(), found)
    return [one for one in every if policy.may(actor(), Act.DOSSIER_VIEW, one)]


@bp.get("/seances/<ref:ref>/direct")
@allow(Act.SITTING_VIEW, polled=True)
def sitting_live(ref: str) -> Response:
    """What is under way now: nothing if nothing changed; the page itself without a script."""
    found = queries.sitting_by_ref(db.session(), ref)
    policy.require(actor(), Act.SITTING_VIEW, found)
    if not wants_fragment():
        return page("committees/sitting.html", **seen(found))
    items = item_queries.of_sitting(db.session(), found, now())
    values = now_views.seen(db.session(), actor(), found, items, now())
    if request.args.get("vu") == values["now_mark"]:
        return make_response("", 204)
    values |= {"sitting": found, "form": ActForm(formdata=None)}
    return page("committees/sitting.html", fragment="committees/_now.html", **values)


def _act(ref: str, verb, said: str, form=None, name: str = "form", **values) -> Response:
    """Do one act upon the sitting, and show its page again if it is refused."""
    form = form or ActForm()
    if form.validate():
        try:
            with writing() as session:
                found = queries.sitting_by_ref(session, ref)
                verb(session, actor(), found, now=now(), **(values or form.values()))
                return done(url_for(".sitting", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    found = queries.sitting_by_ref(db.session(), ref)
    return page("committees/sitting.html", status=422, **seen(found, **{name: form}))


@bp.post("/seances/<ref:ref>/convocation")
@allow(Act.SITTING_SCHEDULE)
def convene(ref: str) -> Response:
    """Convene the members."""
    said = _("Séance convoquée : chaque membre reçoit l’ordre du jour.")
    return _act(ref, sitting_actions.convene, said, ConveneForm(), "convene_form")


def _move_form(found: Sitting) -> MoveForm:
    at = to_paris(found.starts_at)
    told = {"day": at.date(), "hour": at.time(), "place": found.place}
    return MoveForm(formdata=None, data=told)


@bp.post("/seances/<ref:ref>/deplacement")
@allow(Act.SITTING_SCHEDULE)
def move(ref: str) -> Response:
    """Hold it at another time, or elsewhere."""

    def verb(session, who, found, *, day, hour, place, urgency, now):
        if hour is None:
            raise Refused(_("Écrivez une heure, par exemple 14:30."), field="hour")
        try:
            starts_at = paris_moment(day, hour)
        except ValueError:
            told = _("Cette heure n’existe pas cette nuit-là : choisissez-en une autre.")
            raise Refused(told, field="hour") from None
        told = {"starts_at": starts_at, "place": place or "", "urgency": urgency or ""}
        sitting_actions.move(session, who, found, now=now, **told)

    said = _("Séance déplacée : chaque membre déjà convoqué reçoit la nouvelle invitation.")
    return _act(ref, verb, said, MoveForm(), "move_form")


@bp.post("/seances/<ref:ref>/annulation")
@allow(Act.SITTING_SCHEDULE)
def cancel(ref: str) -> Response:
    """Cancel the sitting."""
    said = _("Séance annulée : ses points attendent la prochaine.")
    return _act(ref, sitting_actions.cancel, said, MotiveForm(), "cancel_form")


@bp.post("/seances/<ref:ref>/ouverture")
@allow(Act.SITTING_RUN)
def open_sitting(ref: str) -> Response:
    """Open the sitting."""
    return _act(ref, sitting_actions.open_sitting, _("La séance est ouverte. Notez les présents."))


@bp.post("/seances/<ref:ref>/presence")
@allow(Act.SITTING_RUN)
def attend(ref: str) -> Response:
    """Note who is there."""
    members, names = _members(queries.sitting_by_ref(db.session(), ref))
    form = attendance_form(members, {}, names)
    told = form.attendances(members)
    said = _("Présence notée.")
    return _act(
        ref, attendance_actions.note_attendance, said, form, "attendance_form", attendances=told
    )


@bp.post("/seances/<ref:ref>/participation")
@allow(Act.SITTING_JOIN)
def join(ref: str) -> Response:
    """Take part from afar."""
    return _act(ref, attendance_actions.join, _("Vous prenez part à la séance, à distance."))


@bp.post("/seances/<ref:ref>/cloture")
@allow(Act.SITTING_RUN)
def close_sitting(ref: str) -> Response:
    """Close the sitting."""
    said = _("La séance est close. Le procès-verbal se rédige maintenant.")
    return _act(ref, sitting_actions.close_sitting, said)
