"""Pages of a service that looks for a take-over: its days, what it seeks, and the list of all."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.policy import Act
from portal.startups import after_rules as rules, sentences, takeover_queries, takeovers, technical
from portal.startups.after_forms import SeekForm
from portal.startups.blueprint import bp
from portal.startups.leaves import opened, written
from portal.startups.models import Startup
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import page


@bp.get("/startups/reprises")
@allow(Act.STARTUP_LIST)
def takeovers_page() -> Response:
    """Which services look for whoever would carry them on?"""
    pager = paginate(db.session(), takeover_queries.to_take_over())
    return page(
        "startups/takeovers.html",
        pager=pager,
        calls=takeover_queries.calls_of(db.session(), pager.rows),
        say=sentences,
        day=today(),
        may_offer=policy.may(actor(), Act.TAKEOVER_OFFER),
    )


@bp.get("/startups/<ref:ref>/sauvegarde")
@allow(Act.STARTUP_VIEW)
def safeguard_page(ref: str) -> Response:
    """How long is left, what is sought, and who offers?"""
    startup = opened(ref)
    call = takeover_queries.call_of(db.session(), startup)
    return _safeguard(startup, SeekForm(formdata=None, obj=call))


@bp.post("/startups/<ref:ref>/sauvegarde")
@allow(Act.TAKEOVER_SEEK)
def seek(ref: str) -> Response:
    """Say what the service looks for."""
    form = SeekForm.read()

    def verb(session, startup):
        call = takeover_queries.call_of(session, startup)
        if call is not None:
            form.check(call)
        takeovers.seek(session, actor(), startup, **form.values(), now=now())

    return written(
        form,
        ref,
        Act.TAKEOVER_SEEK,
        verb,
        lambda **more: _safeguard(opened(ref), form, **more),
        goal=url_for(".safeguard_page", ref=ref),
        said=_("C’est enregistré : chacun lit ce que vous cherchez."),
    )


def _safeguard(startup: Startup, form: SeekForm, *, status: int = 200, **values) -> Response:
    session, me = db.session(), actor()
    is_open = rules.may_be_taken_over(startup.current_phase, startup.safeguard_until)
    may_file = policy.may(me, Act.TECHNICAL_READ, startup)
    return page(
        "startups/safeguard.html",
        fragment="startups/_seek_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        is_open=is_open,
        call=takeover_queries.call_of(session, startup),
        offers=takeover_queries.visible_to(session, me, startup),
        may_read=policy.may(me, Act.TAKEOVER_READ, startup),
        lacking=technical.lacking(session, startup) if may_file else [],
        may_file=may_file,
        may_seek=is_open and policy.may(me, Act.TAKEOVER_SEEK, startup),
        may_offer=is_open and policy.may(me, Act.TAKEOVER_OFFER, startup),
        form=form,
        say=sentences,
        day=today(),
        **values,
    )
