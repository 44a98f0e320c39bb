"""Pages that add an organisation to the sponsors, or end it: what will happen, to whom, then done."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.organisations import queries as organisations
from portal.policy import Act
from portal.startups import backing, backing_told
from portal.startups.backing_forms import AddSponsorForm, EndSponsorForm
from portal.startups.blueprint import bp
from portal.startups.leaves import writable, written
from portal.startups.models import Startup
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import page

_ACT = Act.STARTUP_SPONSOR


@bp.get("/startups/<ref:ref>/sponsors/ajout")
@allow(Act.STARTUP_BUDGET)
def add_sponsor_form(ref: str) -> Response:
    """Which organisation sponsors it too?"""
    return _adding(writable(ref, _ACT), AddSponsorForm(formdata=None, since=today()))


@bp.post("/startups/<ref:ref>/sponsors/ajout")
@allow(Act.STARTUP_SPONSOR)
def add_sponsor(ref: str) -> Response:
    """Count it among the sponsors."""
    form = _offered(AddSponsorForm.read())

    def verb(session, startup: Startup) -> None:
        told = form.values()
        body = organisations.organisation(session, told.pop("organisation"))
        backing.add(session, actor(), startup, body, **told, now=now())

    return written(
        form,
        ref,
        _ACT,
        verb,
        lambda **more: _adding(writable(ref, _ACT), form, **more),
        goal=_goal(ref),
        said=_("L’organisation est parmi les sponsors."),
    )


@bp.get("/startups/<ref:ref>/sponsors/<ref:organisation_ref>/fin")
@allow(Act.STARTUP_BUDGET)
def end_sponsor_form(ref: str, organisation_ref: str) -> Response:
    """Since when does it sponsor no more, and why?"""
    form = EndSponsorForm(formdata=None, last_on=today())
    return _ending(writable(ref, _ACT), organisation_ref, form)


@bp.post("/startups/<ref:ref>/sponsors/<ref:organisation_ref>/fin")
@allow(Act.STARTUP_SPONSOR)
def end_sponsor(ref: str, organisation_ref: str) -> Response:
    """It sponsors no more; its history stays."""
    form = EndSponsorForm.read()
    return written(
        form,
        ref,
        _ACT,
        lambda session, startup: backing.end(
            session, actor(), startup, organisation_ref, **form.values(), now=now()
        ),
        lambda **more: _ending(writable(ref, _ACT), organisation_ref, form, **more),
        goal=_goal(ref),
        said=_("C’est noté : l’historique reste ci-dessous."),
    )


@bp.post("/startups/<ref:ref>/sponsors/<ref:organisation_ref>/retrait")
@allow(Act.STARTUP_SPONSOR)
def take_back_sponsor(ref: str, organisation_ref: str) -> Response:
    """It was added by mistake, today."""
    return _undo(ref, backing.take_back, organisation_ref)


@bp.post("/startups/<ref:ref>/sponsors/<ref:left_ref>/retour")
@allow(Act.STARTUP_SPONSOR)
def bring_back_sponsor(ref: str, left_ref: str) -> Response:
    """It was ended by mistake, today."""
    return _undo(ref, backing.bring_back, left_ref)


def _undo(ref: str, verb, which: str) -> Response:
    form = ActForm.read()
    return written(
        form,
        ref,
        _ACT,
        lambda session, startup: verb(session, actor(), startup, which, now=now()),
        lambda **more: _refused(writable(ref, _ACT), form, **more),
        goal=_goal(ref),
        said=_("C’est annulé : chacun des prévenus le sait."),
    )


def _goal(ref: str) -> str:
    return url_for("startups.sponsors_page", ref=ref)


def _offered(form: AddSponsorForm) -> AddSponsorForm:
    form.organisation.choices = [("", _("Choisir…")), *organisations.body_choices(db.session())]
    return form


def _adding(startup: Startup, form: AddSponsorForm, *, status: int = 200) -> Response:
    return page(
        "startups/sponsor_add.html",
        fragment="startups/_sponsor_add_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        form=_offered(form),
        told=backing_told.concerned(db.session(), actor(), startup, today()),
    )


def _ending(startup: Startup, organisation_ref: str, form: EndSponsorForm, *, status: int = 200):
    return page(
        "startups/sponsor_end.html",
        fragment="startups/_sponsor_end_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        row=backing.sponsor(startup, organisation_ref),
        form=form,
        told=backing_told.concerned(db.session(), actor(), startup, today()),
    )


def _refused(startup: Startup, form: ActForm, *, status: int = 200) -> Response:
    return page("startups/sponsor_undo.html", status=status, startup=startup, form=form)
