"""The days of one seat: what they are, and changing them."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import actions, queries
from portal.committees.blueprint import bp
from portal.committees.forms import SeatDaysForm
from portal.committees.models import Committee
from portal.committees.seat_words import seat_days
from portal.extensions import db
from portal.kernel.errors import Refused, Stale
from portal.people.words import ROLE_LABELS
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/comites/<ref:ref>/sieges/<ref:seat_ref>")
@allow(Act.COMMITTEE_VIEW)
def seat_days_form(ref: str, seat_ref: str) -> Response:
    """From when to when does this seat count?"""
    committee = _mine(ref)
    seat = queries.seat_by_ref(db.session(), committee, seat_ref)
    return _page(committee, seat_ref, SeatDaysForm(formdata=None, obj=seat))


@bp.post("/comites/<ref:ref>/sieges/<ref:seat_ref>")
@allow(Act.MEMBER_APPOINT)
def change_seat_days(ref: str, seat_ref: str) -> Response:
    """Change them."""
    committee, form, clash, status = _mine(ref), SeatDaysForm.read(), None, 422
    if form.validate():
        try:
            with writing() as session:
                committee = queries.by_ref(session, ref)
                seat = queries.seat_by_ref(session, committee, seat_ref)
                told = form.values() | {"version": form.version.data}
                actions.reseat(session, actor(), committee, seat, now=now(), **told)
                days = seat_days(seat.starts_on, seat.last_on)()
                said = _("%(name)s est prévenu : %(days)s", name=seat.person.name, days=days)
                return done(url_for(".show", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            clash = conflict.renew(form, queries.seat_by_ref(db.session(), committee, seat_ref))
            status = 409
    return _page(_mine(ref), seat_ref, form, status, clash=clash)


def _mine(ref: str) -> Committee:
    committee = queries.by_ref(db.session(), ref)
    policy.require(actor(), Act.MEMBER_APPOINT, committee)
    return committee


def _page(
    committee: Committee, seat_ref: str, form: SeatDaysForm, status: int = 200, clash=None
) -> Response:
    session = db.session()
    seat = queries.seat_by_ref(session, committee, seat_ref)
    return page(
        "committees/seat.html",
        fragment="committees/_seat.html",
        status=status,
        committee=committee,
        seat=seat,
        days=seat_days(seat.starts_on, seat.last_on)(),
        ahead=queries.ahead(session, {committee.id}, now()),
        is_mine=seat.person_id == actor().person_id,
        role_labels=ROLE_LABELS,
        form=form,
        clash=clash,
    )
