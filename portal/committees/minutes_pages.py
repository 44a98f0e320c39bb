"""Minutes: read, written, signed, printed."""

from flask import Response, make_response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import minutes_actions, minutes_views, queries
from portal.committees.blueprint import bp
from portal.committees.forms import MinutesForm, SignForm
from portal.committees.minutes_pdf import pdf
from portal.extensions import db
from portal.kernel.errors import Refused, Stale
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
    sitting = queries.sitting_by_ref(db.session(), ref)
    values = minutes_views.seen(db.session(), actor(), sitting, now(), form)
    return page("committees/minutes.html", status=status, theirs=theirs, **values)


@bp.get("/seances/<ref:ref>/proces-verbal.pdf")
@allow(Act.MINUTES_VIEW)
def minutes_pdf(ref: str) -> Response:
    """The same, sealed, on paper."""
    sitting = queries.sitting_by_ref(db.session(), ref)
    made = pdf(minutes_views.printed(db.session(), actor(), sitting, now()))
    response = make_response(made)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="proces-verbal-{ref}.pdf"'
    return response


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
