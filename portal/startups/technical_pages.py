"""Pages of the technical file of a service that may be taken over."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.kernel.errors import Missing
from portal.policy import Act
from portal.startups import after_rules as rules, technical
from portal.startups.after_forms import TechnicalForm
from portal.startups.after_words import HINTS, TechnicalState, TechnicalTopic
from portal.startups.blueprint import bp
from portal.startups.leaves import opened, writable, written
from portal.startups.models import Startup
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import page

BADGES = {
    TechnicalState.KNOWN: "success",
    TechnicalState.PARTLY: "warning",
    TechnicalState.NOT_APPLICABLE: "none",
}


@bp.get("/startups/<ref:ref>/dossier-technique")
@allow(Act.TECHNICAL_READ)
def technical_file(ref: str) -> Response:
    """What must whoever takes it over know, and what is still unsaid?"""
    startup = opened(ref, Act.TECHNICAL_READ)
    found = technical.answers(db.session(), startup)
    return page(
        "startups/technical.html",
        startup=startup,
        topics=list(TechnicalTopic),
        answers=found,
        lacking=rules.missing({topic: one.state for topic, one in found.items()}),
        badges=BADGES,
        may_edit=policy.may(actor(), Act.TECHNICAL_EDIT, startup),
    )


@bp.get("/startups/<ref:ref>/dossier-technique/<topic>")
@allow(Act.STARTUP_VIEW)
def technical_form(ref: str, topic: str) -> Response:
    """What is to be known of this?"""
    asked = _topic(topic)
    startup = writable(ref, Act.TECHNICAL_EDIT)
    found = technical.answers(db.session(), startup).get(asked)
    return _form(startup, asked, TechnicalForm(formdata=None, obj=found))


@bp.post("/startups/<ref:ref>/dossier-technique/<topic>")
@allow(Act.TECHNICAL_EDIT)
def tell_technical(ref: str, topic: str) -> Response:
    """Say it."""
    asked, form = _topic(topic), TechnicalForm.read()

    def verb(session, startup):
        found = technical.answers(session, startup).get(asked)
        if found is not None:
            form.check(found)
        technical.tell(session, actor(), startup, asked, **form.values(), now=now())

    return written(
        form,
        ref,
        Act.TECHNICAL_EDIT,
        verb,
        lambda **more: _form(writable(ref, Act.TECHNICAL_EDIT), asked, form, **more),
        goal=url_for(".technical_file", ref=ref),
        said=_("La réponse est enregistrée."),
    )


def _topic(told: str) -> TechnicalTopic:
    if told not in TechnicalTopic.codes():
        raise Missing
    return TechnicalTopic(told)


def _form(startup: Startup, topic: TechnicalTopic, form, *, status: int = 200, **values):
    return page(
        "startups/technical_answer.html",
        fragment="startups/_technical_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        topic=topic,
        hint=HINTS[topic],
        form=form,
        **values,
    )
