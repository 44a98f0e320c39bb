"""The purchasing note: read, printed, copied, marked as sent."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import funding_queries, purchase_actions, purchase_note as notes
from portal.committees.blueprint import bp
from portal.committees.funding_forms import SendForm, TakeBackForm
from portal.committees.funding_pages import readable
from portal.extensions import db
from portal.kernel.errors import Refused
from portal.policy import Act
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/decisions/<ref:ref>/note-achats")
@allow(Act.PURCHASE_VIEW)
def purchase_note(ref: str) -> Response:
    """What must be ordered, by when, and on whose money?"""
    return _shown(ref)


@bp.post("/decisions/<ref:ref>/note-achats")
@allow(Act.PURCHASE_MARK)
def mark_sent(ref: str) -> Response:
    """Say that purchasing has it."""
    policy.require(actor(), Act.PURCHASE_MARK, readable(ref))
    form = SendForm.read()
    if form.validate():
        try:
            with writing() as session:
                told = {"sent_to": form.sent_to.data, "now": now()}
                purchase_actions.mark(session, actor(), ref, **told)
                said = _("La note est marquée comme transmise.")
                return done(url_for(".purchase_note", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _shown(ref, sending=form, status=422)


@bp.post("/decisions/<ref:ref>/note-achats/reprise")
@allow(Act.PURCHASE_MARK)
def take_back(ref: str) -> Response:
    """Take it back."""
    policy.require(actor(), Act.PURCHASE_MARK, readable(ref))
    form = TakeBackForm.read()
    if form.validate():
        try:
            with writing() as session:
                told = {"motive": form.motive.data, "now": now()}
                purchase_actions.take_back(session, actor(), ref, **told)
                said = _("La note est reprise : elle est à transmettre de nouveau.")
                return done(url_for(".purchase_note", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _shown(ref, taking=form, status=422)


def _shown(
    ref: str,
    *,
    sending: SendForm | None = None,
    taking: TakeBackForm | None = None,
    status: int = 200,
) -> Response:
    session, found = db.session(), readable(ref, Act.PURCHASE_VIEW)
    history = funding_queries.sendings(session, ref)
    return page(
        "committees/purchase_note.html",
        status=status,
        found=found,
        note=notes.note(session, found, today()),
        sent=next((one for one in history if one.taken_back_at is None), None),
        history=[one for one in history if one.taken_back_at is not None],
        may_mark=policy.may(actor(), Act.PURCHASE_MARK, found),
        sending=sending or SendForm(formdata=None),
        taking=taking or TakeBackForm(formdata=None),
    )
