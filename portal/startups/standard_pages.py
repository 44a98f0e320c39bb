"""Pages of standards: what each phase asks, with its proof."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.kernel.errors import Missing
from portal.policy import Act
from portal.startups import sheet_says, standard_proposals, standards
from portal.startups.blueprint import bp
from portal.startups.leaves import insiders_names, may, opened, written
from portal.startups.models import Startup
from portal.startups.promise_forms import StandardForm
from portal.startups.sheet_words import FAMILY_OF, Standard
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import page


@bp.get("/startups/<ref:ref>/standards")
@allow(Act.STARTUP_VIEW)
def standards_page(ref: str) -> Response:
    """What does this phase ask, and how far is it met?"""
    return _standards(opened(ref), ActForm(formdata=None))


def _standards(startup: Startup, form: ActForm, *, status: int = 200, **values) -> Response:
    found = standards.states(db.session(), startup)
    may_edit = may(Act.STARTUP_EDIT, startup)
    return page(
        "startups/standards.html",
        status=status,
        startup=startup,
        form=form,
        proposals=standard_proposals.proposals(startup, found) if may_edit else [],
        states=found,
        phases=list(dict.fromkeys(one.phase for one in found)),
        counts=standards.counts(found),
        families=FAMILY_OF,
        say=sheet_says,
        badges=sheet_says.LEVEL_BADGES,
        **values,
    )


@bp.get("/startups/<ref:ref>/standards/<standard>")
@allow(Act.STARTUP_VIEW)
def standard(ref: str, standard: str) -> Response:
    """What proves it, since when?"""
    return _standard(opened(ref), _word(standard), StandardForm(formdata=None, on=today()))


@bp.post("/startups/<ref:ref>/standards/<standard>")
@allow(Act.STARTUP_EDIT)
def mark_standard(ref: str, standard: str) -> Response:
    """Say how far it is met."""
    word, form = _word(standard), StandardForm.read()
    return written(
        form,
        ref,
        Act.STARTUP_EDIT,
        lambda session, startup: standards.mark(
            session, actor(), startup, word, **form.values(), now=now()
        ),
        lambda **more: _standard(opened(ref), word, form, **more),
        goal=url_for(".standards_page", ref=ref),
        said=_("C’est noté : « %(standard)s ».", standard=word.label),
    )


@bp.post("/startups/<ref:ref>/standards/<standard>/confirmer")
@allow(Act.STARTUP_EDIT)
def confirm_standard(ref: str, standard: str) -> Response:
    """State what the imported sheet let one propose."""
    word, form = _word(standard), ActForm.read()
    return written(
        form,
        ref,
        Act.STARTUP_EDIT,
        lambda session, startup: standard_proposals.confirm(
            session, actor(), startup, word, now=now()
        ),
        lambda **more: _standards(opened(ref), form, **more),
        goal=url_for(".standards_page", ref=ref),
        said=_("C’est constaté : « %(standard)s ».", standard=word.label),
    )


def _word(code: str) -> Standard:
    try:
        return Standard(code)
    except ValueError:
        raise Missing from None


def _standard(startup: Startup, word: Standard, form, *, status: int = 200, **values) -> Response:
    found = standards.marks(db.session(), startup, word)
    return page(
        "startups/standard.html",
        fragment="startups/_standard_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        standard=word,
        family=FAMILY_OF[word],
        marks=found,
        names=insiders_names({one.by_id for one in found}),
        form=form,
        level=found[0].level if found else None,
        say=sheet_says,
        badges=sheet_says.LEVEL_BADGES,
        may_edit=may(Act.STARTUP_EDIT, startup),
        **values,
    )
