"""Committees: the list, one committee with its seats and sittings, founding and settings."""

from datetime import datetime, timedelta

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import actions, founding_pages, item_queries, queries, rolls, sitting_actions
from portal.committees.addresses import ADDRESSES
from portal.committees.blueprint import bp
from portal.committees.forms import (
    SEAT_ROLES,
    SeatForm,
    SettingsForm,
    SittingForm,
    UnseatForm,
)
from portal.committees.models import Committee
from portal.extensions import db
from portal.kernel.errors import Missing, Refused, Stale
from portal.kernel.periods import paris_moment
from portal.people import queries as people
from portal.people.words import ROLE_LABELS
from portal.policy import Act, Role
from portal.web import conflict
from portal.web.context import actor, now, today
from portal.web.filters import day_text
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing

__all__ = ["ADDRESSES", "bp"]


@bp.get("/comites")
@allow(Act.COMMITTEE_LIST)
def index() -> Response:
    """When do we meet, and on what?"""
    session = db.session()
    pager = paginate(session, queries.everyone())
    sittings = queries.ahead(session, {one.id for one in pager.rows}, now())
    next_of: dict[int, object] = {}
    for sitting in sittings:
        next_of.setdefault(sitting.committee_id, sitting)
    may_found = bool(founding_pages.own_incubators())
    return page("committees/index.html", pager=pager, next_of=next_of, may_found=may_found)


@bp.get("/comites/<ref:ref>")
@allow(Act.COMMITTEE_VIEW)
def show(ref: str) -> Response:
    """One committee: its sittings, what waits, its seats."""
    return page("committees/show.html", **_seen(queries.by_ref(db.session(), ref)))


def _seen(committee: Committee, **forms) -> dict:
    session, me = db.session(), actor()
    # A form that is refused shows the page again: no more than the page itself would.
    policy.require(me, Act.COMMITTEE_VIEW, committee)
    seats = queries.seats(session, committee, today())
    waiting = item_queries.waiting(session, committee)
    may_seat = policy.may(me, Act.MEMBER_APPOINT, committee)
    return {
        "committee": committee,
        "seats": seats,
        "to_come": queries.seats_to_come(session, committee, today()),
        "role_labels": ROLE_LABELS,
        "colleges": rolls.colleges_of(session, seats) if committee.college_quorum else {},
        "has_chair": any(seat.role is Role.CHAIR for seat in seats),
        "sittings": paginate(session, queries.sittings(committee.id)),
        "waiting": waiting,
        "may_see": {one.ref: policy.may(me, Act.ITEM_VIEW, one) for one in waiting},
        "may_seat": may_seat,
        "may_configure": policy.may(me, Act.COMMITTEE_CONFIGURE, committee),
        "may_close": policy.may(me, Act.COMMITTEE_CLOSE, committee),
        "may_plan": policy.may(me, Act.SITTING_PLAN, committee),
        "seat_form": _seat_form(formdata=None),
        "sitting_form": SittingForm(formdata=None),
        "unseat_form": _unseat_form(
            seats, formdata=None, data={"ends_on": today() + timedelta(days=1)}
        ),
    } | forms


def _seat_form(**kwargs) -> SeatForm:
    form = SeatForm(**kwargs)
    form.role.choices = SEAT_ROLES
    if form.starts_on.data is None and not form.is_submitted():
        form.starts_on.data = today()
    return form


@bp.get("/comites/<ref:ref>/reglages")
@allow(Act.COMMITTEE_VIEW)
def settings(ref: str) -> Response:
    """Its settings."""
    committee = queries.by_ref(db.session(), ref)
    policy.require(actor(), Act.COMMITTEE_CONFIGURE, committee)
    form = SettingsForm(formdata=None, obj=committee)
    return page("committees/settings.html", committee=committee, form=form)


@bp.post("/comites/<ref:ref>/reglages")
@allow(Act.COMMITTEE_CONFIGURE)
def configure(ref: str) -> Response:
    """Save its settings."""
    policy.require(actor(), Act.COMMITTEE_CONFIGURE, queries.by_ref(db.session(), ref))
    form = SettingsForm()
    if form.validate():
        try:
            with writing() as session:
                committee = queries.lock(session, queries.by_ref(session, ref))
                form.check(committee)
                actions.configure(session, actor(), committee, now=now(), **form.values())
                return done(url_for(".show", ref=ref), said=_("Réglages enregistrés."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            return _conflict(ref, form)
    committee = queries.by_ref(db.session(), ref)
    return page("committees/settings.html", status=422, committee=committee, form=form)


def _conflict(ref: str, form: SettingsForm) -> Response:
    committee = queries.by_ref(db.session(), ref)
    theirs = conflict.renew(form, committee)
    return page(
        "committees/settings.html", status=409, committee=committee, form=form, theirs=theirs
    )


@bp.post("/comites/<ref:ref>/sieges")
@allow(Act.MEMBER_APPOINT)
def seat(ref: str) -> Response:
    """Give a seat."""
    policy.require(actor(), Act.MEMBER_APPOINT, queries.by_ref(db.session(), ref))
    form = _seat_form()
    if form.validate():
        try:
            with writing() as session:
                committee = queries.by_ref(session, ref)
                values = form.values()
                person = people.by_email(session, values.pop("email"))
                if person is None:
                    raise Refused(_("Personne n’a de compte à cette adresse."), field="email")
                values["role"] = Role(values["role"])
                actions.seat(session, actor(), committee, person, now=now(), **values)
                return done(
                    url_for(".show", ref=ref), said=_("Siège donné à %(name)s.", name=person.name)
                )
        except Refused as refusal:
            form.refuse(refusal)
    committee = queries.by_ref(db.session(), ref)
    return page("committees/show.html", status=422, **_seen(committee, seat_form=form))


@bp.post("/comites/<ref:ref>/sieges/fin")
@allow(Act.MEMBER_REVOKE)
def unseat(ref: str) -> Response:
    """End a seat."""
    committee = queries.by_ref(db.session(), ref)
    policy.require(actor(), Act.MEMBER_REVOKE, committee)
    form = _unseat_form(queries.seats(db.session(), committee, today()))
    if form.validate():
        try:
            with writing() as session:
                committee = queries.by_ref(session, ref)
                values = form.values()
                mandate = _seat_of(session, committee, values.pop("seat"))
                actions.unseat(session, actor(), committee, mandate, now=now(), **values)
                said = _(
                    "%(name)s : dernier jour le %(day)s.",
                    name=mandate.person.name,
                    day=day_text(mandate.last_on, "d MMMM y"),
                )
                return done(url_for(".show", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    committee = queries.by_ref(db.session(), ref)
    return page("committees/show.html", status=422, **_seen(committee, unseat_form=form))


def _unseat_form(seats: list, **kwargs) -> UnseatForm:
    form = UnseatForm(**kwargs)
    form.seat.choices = [
        ("", _("Choisir…")),
        *((_key(seat), f"{seat.person.name}, {ROLE_LABELS[seat.role]}") for seat in seats),
    ]
    return form


def _key(seat) -> str:
    return f"{seat.person.ref}:{seat.role}"


def _seat_of(session, committee: Committee, key: str):
    found = [one for one in queries.seats(session, committee, today()) if _key(one) == key]
    if not found:
        raise Missing
    return found[0]


def _starts_at(form: SittingForm) -> datetime:
    try:
        return paris_moment(form.day.data, form.hour.data)
    except ValueError:
        told = _("Cette heure n’existe pas cette nuit-là : choisissez-en une autre.")
        raise Refused(told, field="hour") from None


@bp.post("/comites/<ref:ref>/seances")
@allow(Act.SITTING_PLAN)
def plan(ref: str) -> Response:
    """Plan a sitting."""
    policy.require(actor(), Act.SITTING_PLAN, queries.by_ref(db.session(), ref))
    form = SittingForm()
    if form.validate():
        try:
            if form.hour.data is None:
                raise Refused(_("Écrivez une heure, par exemple 14:30."), field="hour")
            with writing() as session:
                committee = queries.by_ref(session, ref)
                starts_at = _starts_at(form)
                sitting = sitting_actions.plan(
                    session,
                    actor(),
                    committee,
                    starts_at=starts_at,
                    place=form.place.data,
                    now=now(),
                )
                return done(
                    url_for(".sitting", ref=sitting.ref),
                    said=_("Séance prévue. Composez l’ordre du jour, puis convoquez."),
                )
        except Refused as refusal:
            form.refuse(refusal)
    committee = queries.by_ref(db.session(), ref)
    return page("committees/show.html", status=422, **_seen(committee, sitting_form=form))
