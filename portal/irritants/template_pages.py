"""Templates of answers: a director writes them, the desk opens an answer with one."""

from types import SimpleNamespace

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.irritants import desk_queries as desk, desk_shown, templating
from portal.irritants.blueprint import bp
from portal.irritants.desk_forms import NewTemplateForm, TemplateForm
from portal.irritants.desk_models import Template
from portal.irritants.desk_rules import PLACEHOLDERS
from portal.kernel.errors import Refused, Stale
from portal.policy import Act, Role, require
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/tri/outils/modeles/nouveau")
@allow(Act.TRIAGE_VIEW)
def new_template() -> Response:
    """What do we often answer?"""
    houses = desk_shown.houses(db.session(), actor(), Role.DIRECTOR)
    require(actor(), Act.TEMPLATE_EDIT, Template(incubator_ref=houses[0][0] if houses else ""))
    return _page(NewTemplateForm(formdata=None))


@bp.post("/tri/outils/modeles")
@allow(Act.TEMPLATE_EDIT)
def write_template() -> Response:
    """Give my incubator another template."""
    wanted = Template(incubator_ref=request.form.get("incubator_ref", ""))
    require(actor(), Act.TEMPLATE_EDIT, wanted)
    form = _ready(NewTemplateForm.read())
    if form.validate():
        try:
            with writing() as session:
                told = form.said() | {"incubator_ref": form.incubator_ref.data}
                made = templating.write_template(session, actor(), now=now(), **told)
                said = _("Modèle « %(name)s » créé.", name=made.name)
                return done(url_for(".tools", _anchor="modeles"), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _page(form, status=422)


@bp.get("/tri/outils/modeles/<ref:ref>")
@allow(Act.TRIAGE_VIEW)
def template(ref: str) -> Response:
    """How is it better said?"""
    found = _found(ref)
    return _page(TemplateForm(formdata=None, data=_kept(found)), found)


@bp.post("/tri/outils/modeles/<ref:ref>")
@allow(Act.TEMPLATE_EDIT)
def rewrite_template(ref: str) -> Response:
    """Say it better."""
    found, form, clash, status = _found(ref), _ready(TemplateForm.read()), None, 422
    if form.validate():
        try:
            with writing() as session:
                told = form.said() | {"version": form.version.data}
                one = desk.template(session, ref)
                templating.rewrite_template(session, actor(), one, now=now(), **told)
                said = _("Modèle « %(name)s » enregistré.", name=one.name)
                return done(url_for(".tools", _anchor="modeles"), said=said)
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            clash, status = conflict.renew(form, SimpleNamespace(**_kept(_found(ref)))), 409
    return _page(form, found, status=status, clash=clash)


@bp.post("/tri/outils/modeles/<ref:ref>/retrait")
@allow(Act.TEMPLATE_EDIT)
def retire_template(ref: str) -> Response:
    """No longer offer it, or offer it again."""
    _found(ref)
    back = request.form.get("suite") == "reprendre"
    with writing() as session:
        one = desk.template(session, ref)
        templating.retire_template(session, actor(), one, back=back, now=now())
        said = (
            _("Modèle « %(name)s » proposé de nouveau.", name=one.name)
            if back
            else _("Modèle « %(name)s » retiré des choix.", name=one.name)
        )
        return done(url_for(".tools", _anchor="modeles"), said=said)


def _found(ref: str) -> Template:
    found = desk.template(db.session(), ref)
    require(actor(), Act.TEMPLATE_EDIT, found)
    return found


def _kept(found: Template) -> dict:
    code = f"{found.gesture}:{found.motive_code}" if found.motive_code else ""
    names = ("name", "gesture", "body", "version")
    return {name: getattr(found, name) for name in names} | {"motive_code": code}


def _ready(form):
    form.offer_gestures()
    if isinstance(form, NewTemplateForm):
        form.offer(desk_shown.houses(db.session(), actor(), Role.DIRECTOR))
    return form


def _page(form, found: Template | None = None, *, status: int = 200, clash=None) -> Response:
    told = {"form": _ready(form), "kept": found, "known": PLACEHOLDERS, "clash": clash}
    return page("triage/template.html", status=status, **told)
