"""Problems common to several incubators, and the proposal to look into one together."""

from flask import Response, url_for
from flask_babel import ngettext

from portal.extensions import db
from portal.irritants import common, shown
from portal.irritants.blueprint import bp
from portal.irritants.common import Common
from portal.irritants.triage_forms import ProposeForm
from portal.irritants.words import IrritantState as State
from portal.kernel.errors import Refused
from portal.policy import Act, Role, may
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/tri/carte")
@allow(Act.TRIAGE_VIEW)
def common_list() -> Response:
    """Which problems are told in several places?"""
    return page("triage/common.html", groups=common.groups(db.session(), actor()))


@bp.get("/tri/carte/<ref:ref>")
@allow(Act.TRIAGE_VIEW)
def common_show(ref: str) -> Response:
    """One of them, and what may be done with it."""
    return _page(common.of(db.session(), actor(), ref), ProposeForm(formdata=None))


def _page(one: Common, form: ProposeForm, *, status: int = 200) -> Response:
    session, me = db.session(), actor()
    proposed = common.proposal(session, one)
    return page(
        "triage/common_show.html",
        status=status,
        one=one,
        shown=shown,
        form=form,
        proposed=proposed,
        may_propose=may(me, Act.JOINT_PROPOSE) and proposed is None,
        told=common.directors(session, me, one, today()),
        ready=_ready(one),
    )


def _ready(one: Common) -> list[str]:
    """Those with which this person may open an investigation now: selected, of one incubator."""
    houses = actor().scopes(Role.DIRECTOR, Role.OFFICER)
    mine = [
        each
        for each in one.irritants
        if each.state is State.SELECTED and each.incubator_ref in houses
    ]
    return [each.ref for each in mine if each.incubator_ref == mine[0].incubator_ref]


@bp.post("/tri/carte/<ref:ref>")
@allow(Act.JOINT_PROPOSE)
def propose_joint(ref: str) -> Response:
    """Propose it to the directors concerned."""
    form, goal = ProposeForm.read(), url_for(".common_show", ref=ref)
    if form.validate():
        try:
            with writing(goal) as session:
                told = common.propose(session, actor(), ref, message=form.message.data, now=now())
                said = ngettext(
                    "C’est proposé : %(num)s personne est prévenue.",
                    "C’est proposé : %(num)s personnes sont prévenues.",
                    told,
                )
                return done(goal, said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _page(common.of(db.session(), actor(), ref), form, status=422)
