"""Page of components: what is offered, who takes it, what is taken."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.policy import Act
from portal.startups import components
from portal.startups.blueprint import bp
from portal.startups.component_forms import OfferForm, TakeForm
from portal.startups.leaves import may, opened, writable, written
from portal.startups.models import Startup
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import page


@bp.get("/startups/<ref:ref>/composants")
@allow(Act.STARTUP_VIEW)
def components_page(ref: str) -> Response:
    """Who depends on whom?"""
    return _components(opened(ref))


@bp.post("/startups/<ref:ref>/composants")
@allow(Act.STARTUP_EDIT)
def offer(ref: str) -> Response:
    """Offer a component."""
    form = OfferForm.read()
    return written(
        form,
        ref,
        Act.STARTUP_EDIT,
        lambda session, startup: components.offer(
            session, actor(), startup, **form.values(), now=now()
        ),
        lambda **more: _components(opened(ref), offering=form, **more),
        goal=url_for(".components_page", ref=ref),
        said=_("Le composant est proposé aux autres startups."),
    )


@bp.post("/startups/<ref:ref>/composants/reprises")
@allow(Act.STARTUP_EDIT)
def take(ref: str) -> Response:
    """Say that a component is taken."""
    form = _listed(TakeForm.read(), writable(ref, Act.STARTUP_EDIT))
    return written(
        form,
        ref,
        Act.STARTUP_EDIT,
        lambda session, startup: components.take(
            session, actor(), startup, **form.values(), now=now()
        ),
        lambda **more: _components(opened(ref), taking=form, **more),
        goal=url_for(".components_page", ref=ref),
        said=_("C’est noté."),
    )


@bp.post("/startups/<ref:ref>/composants/<ref:component_ref>/retrait")
@allow(Act.STARTUP_EDIT)
def withdraw_component(ref: str, component_ref: str) -> Response:
    """Offer it no longer."""
    said = _("Le composant n’est plus proposé.")
    return _at_once(ref, component_ref, components.withdraw, said)


@bp.post("/startups/<ref:ref>/composants/reprises/<ref:reuse_ref>/fin")
@allow(Act.STARTUP_EDIT)
def leave_component(ref: str, reuse_ref: str) -> Response:
    """Take it no longer."""
    return _at_once(ref, reuse_ref, components.leave, _("C’est noté."))


def _at_once(ref: str, one: str, verb, said: str) -> Response:
    act = ActForm.read()
    return written(
        act,
        ref,
        Act.STARTUP_EDIT,
        lambda session, startup: verb(session, actor(), startup, one, now=now()),
        lambda **more: _components(opened(ref), act=act, **more),
        goal=url_for(".components_page", ref=ref),
        said=said,
    )


def _listed(form: TakeForm, startup: Startup) -> TakeForm:
    known = components.offered(db.session(), startup)
    told = [(one.ref, f"{one.name} ({one.startup.title})") for one in known]
    form.component.choices = [("", _("Aucun")), *told]
    return form


def _components(
    startup: Startup,
    *,
    offering: OfferForm | None = None,
    taking: TakeForm | None = None,
    act: ActForm | None = None,
    status: int = 200,
    **values,
) -> Response:
    session, may_edit = db.session(), may(Act.STARTUP_EDIT, startup)
    taking = taking or TakeForm(formdata=None, since=today())
    return page(
        "startups/components.html",
        fragment=_part(offering, act) if request.method == "POST" else None,
        status=status,
        startup=startup,
        made=components.made(session, startup),
        takers=components.takers(session, startup),
        taken=components.taken(session, startup),
        offering=offering or OfferForm(formdata=None),
        taking=_listed(taking, startup) if may_edit else taking,
        act=act or ActForm(formdata=None),
        may_edit=may_edit,
        **values,
    )


def _part(offering: OfferForm | None, act: ActForm | None) -> str | None:
    if act is not None:
        return None
    return "startups/_offer_form.html" if offering else "startups/_take_form.html"
