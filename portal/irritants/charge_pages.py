"""Who answers an irritant: taken, left to colleagues, entrusted; and who its author is."""

from flask import Response
from flask_babel import gettext as _

from portal.extensions import db
from portal.irritants import actions, queries
from portal.irritants.blueprint import bp
from portal.irritants.triage import back_to, desk_page, find
from portal.irritants.triage_forms import EntrustForm, TakeForm, UnmaskForm
from portal.kernel.errors import Refused
from portal.policy import Act, require
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done
from portal.web.writing import writing


@bp.post("/tri/<ref:ref>/prise-en-charge")
@allow(Act.TRIAGE_ASSIGN)
def take(ref: str) -> Response:
    """Answer it oneself, in place of a colleague if that is what was shown."""
    find(ref)
    form = TakeForm.read()
    try:
        with writing() as session:
            irritant = queries.by_ref(session, ref)
            actions.take(session, actor(), irritant, over=form.over.data or "", now=now())
            return done(back_to(ref), said=_("Vous avez cet irritant en charge."))
    except Refused as refusal:
        return desk_page(find(ref), status=422, refusal=str(refusal))


@bp.post("/tri/<ref:ref>/remise")
@allow(Act.TRIAGE_ASSIGN)
def release(ref: str) -> Response:
    """Leave it to colleagues."""
    find(ref)
    with writing() as session:
        actions.release(session, actor(), queries.by_ref(session, ref), now=now())
        return done(back_to(ref), said=_("Vos collègues peuvent prendre cet irritant en charge."))


@bp.post("/tri/<ref:ref>/confier")
@allow(Act.TRIAGE_ASSIGN)
def entrust(ref: str) -> Response:
    """Let a named colleague answer; they are told."""
    irritant = find(ref)
    require(actor(), Act.TRIAGE_DECIDE, irritant)
    form = EntrustForm.read().offer(actions.colleagues(db.session(), actor(), irritant, now()))
    if form.validate():
        try:
            with writing() as session:
                irritant = queries.by_ref(session, ref)
                told = actions.entrust(session, actor(), irritant, now=now(), **form.values())
                said = _("%(name)s a cet irritant en charge, et en est prévenu.", name=told.name)
                return done(back_to(ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return desk_page(find(ref), status=422, entrust_form=form)


@bp.post("/tri/<ref:ref>/identite")
@allow(Act.IRRITANT_UNMASK)
def unmask(ref: str) -> Response:
    """Ask who the author is, with a reason that they will read."""
    find(ref)
    form = UnmaskForm.read()
    if form.validate():
        try:
            with writing() as session:
                irritant = queries.by_ref(session, ref)
                actions.unmask(session, actor(), irritant, now=now(), **form.values())
                return done(back_to(ref), said=_("Le nom est affiché. L’auteur en est prévenu."))
        except Refused as refusal:
            form.refuse(refusal)
    return desk_page(find(ref), status=422, unmask=form)
