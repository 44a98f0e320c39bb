"""Minutes: read, written, signed, printed."""

from datetime import date

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import item_queries, minutes_actions, queries
from portal.committees.blueprint import bp
from portal.committees.forms import MinutesForm, SignForm
from portal.committees.words import SittingState
from portal.extensions import db
from portal.kernel.errors import Missing, Refused, Stale
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/seances/<ref:ref>/proces-verbal")
@allow(Act.MINUTES_VIEW)
def minutes(ref: str) -> Response:
    """What happened at this sitting, as a document one can sign."""
    return _shown(ref, None, 200)


def _shown(ref: str, form: MinutesForm | None, status: int, theirs: list | None = None) -> Response:
    session = db.session()
    sitting = queries.sitting_by_ref(session, ref)
    if sitting.state not in (SittingState.CLOSED, SittingState.MINUTED):
        raise Missing
    items = item_queries.of_sitting(session, sitting, now())
    kept = queries.minutes_of(session, sitting)
    is_fixed = kept is not None and bool(kept.sha256)
    record = kept.facts if is_fixed else minutes_actions.facts(session, sitting, now())
    shown = minutes_actions.fingerprint(record, kept.prose if kept else "")
    may_draft = policy.may(actor(), Act.MINUTES_DRAFT, sitting) and not is_fixed
    return page(
        "committees/minutes.html",
        status=status,
        sitting=sitting,
        minutes=kept,
        record=record,
        may_draft=may_draft,
        may_ballots=policy.may(actor(), Act.BALLOTS_VIEW, sitting),
        withdrawn={one.ref for one in items if policy.is_recused(actor(), one)},
        may_sign=policy.may(actor(), Act.MINUTES_SIGN, sitting)
        and sitting.state is SittingState.CLOSED,
        form=form or _filled(kept),
        sign_form=SignForm(formdata=None, data={"seen": shown}),
        theirs=theirs,
        day_of=date.fromisoformat,
    )


def _filled(kept) -> MinutesForm:
    data = {"prose": kept.prose, "version": kept.version} if kept else {"version": 0}
    return MinutesForm(formdata=None, data=data)


@bp.post("/seances/<ref:ref>/proces-verbal")
@allow(Act.MINUTES_DRAFT)
def write_minutes(ref: str) -> Response:
    """Save the prose; a stale save shows both texts."""
    policy.require(actor(), Act.MINUTES_DRAFT, queries.sitting_by_ref(db.session(), ref))
    form = MinutesForm()
    if form.validate():
        try:
            with writing() as session:
                sitting = queries.lock_sitting(session, queries.sitting_by_ref(session, ref))
                kept = queries.minutes_of(session, sitting)
                if kept is not None:
                    form.check(kept)
                prose = form.prose.data or ""
                minutes_actions.write(session, actor(), sitting, prose=prose, now=now())
                return done(url_for(".minutes", ref=ref), said=_("Texte enregistré."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            return _conflict(ref, form)
    return _shown(ref, form, 422)


def _conflict(ref: str, form: MinutesForm) -> Response:
    kept = queries.minutes_of(db.session(), queries.sitting_by_ref(db.session(), ref))
    return _shown(ref, form, 409, theirs=conflict.renew(form, kept))


@bp.post("/seances/<ref:ref>/proces-verbal/signature")
@allow(Act.MINUTES_SIGN)
def sign_minutes(ref: str) -> Response:
    """Sign."""
    with writing() as session:
        sitting = queries.sitting_by_ref(session, ref)
        seen = SignForm.read().seen.data or ""
        minutes_actions.sign(session, actor(), sitting, seen=seen, now=now())
        return done(url_for(".minutes", ref=ref), said=_("Procès-verbal signé."))
