"""The form of the sheet: what the startup says of itself, and what changed."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.policy import Act
from portal.startups import presenting
from portal.startups.blueprint import bp
from portal.startups.leaves import insiders_names, writable, written
from portal.startups.models import Startup
from portal.startups.presenting_forms import PresentationForm
from portal.startups.sheet_words import PRESENTATION
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import page


@bp.get("/startups/<ref:ref>/fiche")
@allow(Act.STARTUP_VIEW)
def presentation_form(ref: str) -> Response:
    """What does it say of itself?"""
    startup = writable(ref, Act.STARTUP_EDIT)
    return _shown(startup, PresentationForm(formdata=None, obj=startup).offering(startup))


@bp.post("/startups/<ref:ref>/fiche")
@allow(Act.STARTUP_EDIT)
def save_presentation(ref: str) -> Response:
    """Write it."""
    form = PresentationForm.read().offering(writable(ref, Act.STARTUP_EDIT))

    def verb(session, startup: Startup) -> None:
        form.check(startup)
        presenting.tell(session, actor(), startup, **form.values(), now=now())

    return written(
        form,
        ref,
        Act.STARTUP_EDIT,
        verb,
        lambda **more: _shown(writable(ref, Act.STARTUP_EDIT), form, **more),
        goal=url_for(".show", ref=ref),
        said=_("La fiche est à jour."),
    )


def _shown(startup: Startup, form: PresentationForm, *, status: int = 200, **values) -> Response:
    found = presenting.changes(db.session(), startup)
    return page(
        "startups/presentation.html",
        fragment="startups/_presentation_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        form=form,
        labels=PRESENTATION,
        changes=found,
        names=insiders_names({one.person_id for one in found}),
        **values,
    )
