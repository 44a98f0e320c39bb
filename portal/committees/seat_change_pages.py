"""One seat: naming who stands for its holder, changing its college."""

from collections.abc import Callable

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import queries, seat_colleges, substitutes
from portal.committees.blueprint import bp
from portal.committees.models import Committee
from portal.committees.seat_forms import CollegeForm, SubstituteForm
from portal.committees.seat_words import seat_days
from portal.extensions import db
from portal.kernel.errors import Refused
from portal.people import queries as people
from portal.policy import Act, Role
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


def _mine(ref: str) -> Committee:
    committee = queries.by_ref(db.session(), ref)
    policy.require(actor(), Act.MEMBER_APPOINT, committee)
    return committee


@bp.get("/comites/<ref:ref>/sieges/<ref:seat_ref>/suppleance")
@allow(Act.COMMITTEE_VIEW)
def substitute_form(ref: str, seat_ref: str) -> Response:
    """Who sits when the holder of this seat is away?"""
    form = SubstituteForm(formdata=None, data={"starts_on": today()})
    return _page("substitute", _mine(ref), seat_ref, form)


@bp.post("/comites/<ref:ref>/sieges/<ref:seat_ref>/suppleance")
@allow(Act.MEMBER_APPOINT)
def name_substitute(ref: str, seat_ref: str) -> Response:
    """Name them."""

    def verb(session, committee, seat, *, email, **told) -> str:
        person = people.by_email(session, email)
        if person is None:
            raise Refused(_("Personne n’a de compte à cette adresse."), field="email")
        who, holder = person.name, seat.person.name
        substitutes.name_substitute(session, actor(), committee, seat, person, now=now(), **told)
        return _(
            "%(who)s siège quand %(holder)s est absent : les deux sont prévenus.",
            who=who,
            holder=holder,
        )

    return _act("substitute", ref, seat_ref, SubstituteForm(), verb)


@bp.get("/comites/<ref:ref>/sieges/<ref:seat_ref>/college")
@allow(Act.COMMITTEE_VIEW)
def college_form(ref: str, seat_ref: str) -> Response:
    """In which college does this seat count?"""
    committee = _mine(ref)
    seat = queries.seat_by_ref(db.session(), committee, seat_ref)
    college = seat_colleges.of_seat(db.session(), seat)
    told = {"college": college, "was": college.value if college else ""}
    return _page("college", committee, seat_ref, CollegeForm(formdata=None, data=told))


@bp.post("/comites/<ref:ref>/sieges/<ref:seat_ref>/college")
@allow(Act.MEMBER_APPOINT)
def change_college(ref: str, seat_ref: str) -> Response:
    """Change it."""

    def verb(session, committee, seat, *, college, was, motive) -> str:
        told = {"college": college, "was": was or "", "motive": motive, "now": now()}
        seat_colleges.change(session, actor(), committee, seat, **told)
        return _("Collège changé : %(name)s est prévenu.", name=seat.person.name)

    return _act("college", ref, seat_ref, CollegeForm(), verb)


def _act(name: str, ref: str, seat_ref: str, form, verb: Callable[..., str]) -> Response:
    _mine(ref)
    if form.validate():
        try:
            with writing() as session:
                committee = queries.by_ref(session, ref)
                seat = queries.seat_by_ref(session, committee, seat_ref)
                said = verb(session, committee, seat, **form.values())
                return done(url_for("committees.show", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _page(name, _mine(ref), seat_ref, form, 422)


def _page(name: str, committee: Committee, seat_ref: str, form, status: int = 200) -> Response:
    session = db.session()
    seat = queries.seat_by_ref(session, committee, seat_ref)
    named = queries.substitute_of(session, seat, today(), None)
    return page(
        f"committees/{name}.html",
        status=status,
        committee=committee,
        seat=seat,
        days=seat_days(seat.starts_on, seat.last_on)(),
        named=named,
        may_have_one=seat.role is Role.SEAT and seat.stands_for_id is None,
        is_mine=seat.person_id == actor().person_id,
        form=form,
    )
