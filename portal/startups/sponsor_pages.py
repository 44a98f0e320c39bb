"""The page that says for which organisation each sponsor answers."""

from flask import Response, request, url_for
from flask_babel import gettext as _, lazy_gettext as _l

from portal.extensions import db
from portal.kernel.errors import Missing
from portal.people import queries as people
from portal.people.models import Mandate
from portal.policy import Act, Role
from portal.startups import backing, sponsor_rules, sponsoring
from portal.startups.blueprint import bp
from portal.startups.leaves import may, opened, writable, written
from portal.startups.models import Startup
from portal.web.context import actor, now, today
from portal.web.forms import ActForm, PageForm
from portal.web.guard import allow
from portal.web.input import Pick
from portal.web.respond import page


class TieForm(PageForm):
    """A sponsor, and the organisation that they answer for."""

    sponsor = Pick(_l("Sponsor"), ask=_l("Choisissez la personne."))
    organisation = Pick(_l("Répond pour"), ask=_l("Choisissez l’organisation."))


@bp.get("/startups/<ref:ref>/sponsors")
@allow(Act.STARTUP_BUDGET)
def sponsors_page(ref: str) -> Response:
    """Who answers for the money of each organisation?"""
    return _shown(opened(ref, Act.STARTUP_BUDGET), TieForm(formdata=None))


@bp.post("/startups/<ref:ref>/sponsors")
@allow(Act.STARTUP_SPONSOR)
def tie_sponsor(ref: str) -> Response:
    """Tie a sponsor to an organisation."""
    startup = writable(ref, Act.STARTUP_SPONSOR)
    form = _offered(TieForm.read(), startup)

    def verb(session, startup):
        mandate = _mandate(session, startup, form.sponsor.data)
        sponsoring.tie(session, actor(), startup, mandate, form.organisation.data, now=now())

    goal, said = url_for(".sponsors_page", ref=ref), _("C’est noté.")
    return written(
        form,
        ref,
        Act.STARTUP_SPONSOR,
        verb,
        lambda **more: _shown(opened(ref, Act.STARTUP_BUDGET), form, **more),
        goal=goal,
        said=said,
    )


def _mandate(session, startup: Startup, person_ref: str) -> Mandate:
    found = people.mandates_on(session, startup.ref, today(), Role.SPONSOR)
    mandate = next((one for one in found if one.person.ref == person_ref), None)
    if mandate is None:
        raise Missing
    return mandate


def _offered(form: TieForm, startup: Startup) -> TieForm:
    mandates = people.mandates_on(db.session(), startup.ref, today(), Role.SPONSOR)
    form.sponsor.choices = [(one.person.ref, one.person.name) for one in mandates]
    form.organisation.choices = [
        (one.organisation_ref, one.organisation.name) for one in startup.sponsorships
    ]
    return form


def _shown(startup: Startup, form: TieForm, *, status: int = 200, **values) -> Response:
    return page(
        "startups/sponsors.html",
        fragment="startups/_tie_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        found=sponsoring.answering(db.session(), startup, today()),
        form=_offered(form, startup),
        past=backing.past(db.session(), startup),
        is_undoable=lambda at: sponsor_rules.is_undoable(at, now()),
        act=ActForm(formdata=None),
        may_tie=may(Act.STARTUP_SPONSOR, startup),
        **values,
    )
