"""Co-authors: invite, answer, leave, end."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.irritants import coauthor_queries, coauthoring, queries
from portal.irritants.blueprint import bp
from portal.irritants.forms import CoAuthorForm
from portal.irritants.models import CoAuthor, Irritant
from portal.irritants.rules import accepts_coauthors
from portal.irritants.sheet import find
from portal.irritants.words import CoAuthorState
from portal.kernel.errors import Missing, Refused
from portal.people import queries as people
from portal.policy import Act, may, require
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


def find_mine(ref: str) -> Irritant:
    """The irritant, for its author."""
    irritant = find(ref)
    require(actor(), Act.COAUTHOR_INVITE, irritant)
    return irritant


@bp.get("/irritants/<ref:ref>/co-auteurs")
@allow(Act.IRRITANT_VIEW)
def coauthors(ref: str) -> Response:
    """With whom do I tell it?"""
    return _page(find_mine(ref), CoAuthorForm(formdata=None))


def _page(irritant: Irritant, form: CoAuthorForm, status: int = 200) -> Response:
    return page(
        "irritants/coauthors.html",
        status=status,
        irritant=irritant,
        form=form,
        blank=ActForm(formdata=None),
        lines=coauthor_queries.coauthors(db.session(), irritant),
        may_invite=accepts_coauthors(irritant.state),
        State=CoAuthorState,
    )


@bp.post("/irritants/<ref:ref>/co-auteurs")
@allow(Act.COAUTHOR_INVITE)
def invite(ref: str) -> Response:
    """Ask a colleague."""
    find_mine(ref)
    form = CoAuthorForm.read()
    if form.validate():
        try:
            with writing(url_for(".coauthors", ref=ref)) as session:
                person = people.by_email(session, form.person.data)
                if person is None or person.deactivated_at is not None:
                    raise Refused(_("Aucun compte n’a cette adresse."), field="person")
                coauthoring.invite(
                    session, actor(), queries.by_ref(session, ref), person, now=now()
                )
                said = _("%(name)s reçoit votre invitation.", name=person.name)
                return done(url_for(".coauthors", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _page(find_mine(ref), form, 422)


@bp.post("/irritants/<ref:ref>/co-auteurs/<ref:person_ref>/fin")
@allow(Act.COAUTHOR_INVITE)
def part(ref: str, person_ref: str) -> Response:
    """End somebody's part."""
    find_mine(ref)
    with writing(url_for(".coauthors", ref=ref)) as session:
        irritant, person = queries.by_ref(session, ref), people.by_ref(session, person_ref)
        coauthoring.remove(session, actor(), irritant, person, now=now())
        said = _("%(name)s n’est plus co-auteur.", name=person.name)
        return done(url_for(".coauthors", ref=ref), said=said)


def _invited(ref: str) -> tuple[Irritant, CoAuthor]:
    """What one is invited to, before one may read the whole of it."""
    irritant = queries.by_ref(db.session(), ref)
    line = coauthor_queries.coauthor(db.session(), irritant, actor().person_id)
    if line is None or not may(actor(), Act.COAUTHOR_ANSWER, line):
        raise Missing
    return irritant, line


@bp.get("/irritants/<ref:ref>/invitation")
@allow(Act.DRAFT_VIEW)
def invitation(ref: str) -> Response:
    """Who asks me, for what, and what does it change?"""
    irritant, line = _invited(ref)
    return page(
        "irritants/invitation.html",
        irritant=irritant,
        line=line,
        is_open=line.state is CoAuthorState.INVITED and accepts_coauthors(irritant.state),
        is_active=line.state is CoAuthorState.ACTIVE,
        form=ActForm(formdata=None),
    )


@bp.post("/irritants/<ref:ref>/invitation")
@allow(Act.COAUTHOR_ANSWER)
def answer_invitation(ref: str) -> Response:
    """Accept, not take part, or leave."""
    _invited(ref)
    act, said, then = {
        "accepter": (coauthoring.accept, _("Vous êtes co-auteur."), ".show"),
        "quitter": (coauthoring.leave, _("Vous n’êtes plus co-auteur."), ".listing"),
    }.get(
        request.form.get("suite", ""),
        (coauthoring.decline, _("C’est noté, l’auteur est prévenu."), ".listing"),
    )
    with writing() as session:
        act(session, actor(), queries.by_ref(session, ref), now=now())
        goal = url_for(then, ref=ref) if then == ".show" else url_for(then)
        return done(goal, said=said)
