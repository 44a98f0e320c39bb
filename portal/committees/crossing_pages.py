"""What a change of course or a merger proposes: written by the team until the dossier freezes."""

from collections.abc import Callable

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import crossing_queries, crossings, dossier_actions, item_queries
from portal.committees.blueprint import bp
from portal.committees.crossing_forms import CourseForm, ReceiverForm
from portal.committees.crossing_models import Crossing
from portal.committees.item_models import Item
from portal.committees.item_views import find
from portal.committees.words import Direction
from portal.extensions import db
from portal.kernel.errors import Refused, Stale
from portal.kernel.refs import is_ref
from portal.kernel.text import one_line
from portal.policy import Act
from portal.startups import queries as startups
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.forms import VersionedForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/points/<ref:ref>/cap")
@allow(Act.DOSSIER_VIEW)
def course(ref: str) -> Response:
    """What would the startup be from now on?"""
    item = _writable(ref, Direction.PIVOT)
    found = crossing_queries.told(item) or Crossing(version=0)
    return _course(item, CourseForm(formdata=None, obj=found), 200)


@bp.post("/points/<ref:ref>/cap")
@allow(Act.DOSSIER_EDIT)
def propose_course(ref: str) -> Response:
    """Say the new mission."""
    form = CourseForm()

    def verb(session, item):
        told = form.values() | {"title": form.title.data or ""}
        crossings.propose_course(session, actor(), item, **told, now=now())

    return _save(ref, form, verb, _course, _("Le nouveau cap est inscrit à la proposition."))


def _course(item: Item, form: CourseForm, status: int, theirs: list | None = None) -> Response:
    return page("committees/course.html", status=status, item=item, form=form, theirs=theirs)


@bp.get("/points/<ref:ref>/fusion")
@allow(Act.DOSSIER_VIEW)
def receiver(ref: str) -> Response:
    """Which startup would this one join?"""
    item = _writable(ref, Direction.MERGE)
    found = crossing_queries.told(item) or Crossing(version=0)
    form = ReceiverForm(formdata=None, obj=found)
    form.receiver.data = found.receiver_ref
    return _receiver(item, form, 200)


@bp.post("/points/<ref:ref>/fusion")
@allow(Act.DOSSIER_EDIT)
def propose_receiver(ref: str) -> Response:
    """Name the startup that receives, whose people are asked."""
    form = ReceiverForm()
    form.receiver.choices = _named(form.receiver.data)

    def verb(session, item):
        told = {"receiver": form.receiver.data, "leftover": form.leftover.data}
        crossings.propose_receiver(session, actor(), item, **told, now=now())

    return _save(ref, form, verb, _receiver, _("La startup qui accueille est prévenue."))


def _receiver(item: Item, form: ReceiverForm, status: int, theirs: list | None = None) -> Response:
    words = one_line(request.args.get("q", ""))[:200] if request.method == "GET" else ""
    found = crossing_queries.candidates(db.session(), item, words) if words else []
    known = _named(form.receiver.data)
    choices = [(one.ref, one.title) for one in found]
    form.receiver.choices = [*known, *(one for one in choices if one not in known)]
    return page(
        "committees/receiver.html",
        status=status,
        item=item,
        form=form,
        theirs=theirs,
        words=words,
        found=found,
    )


def _named(ref: str | None) -> list[tuple[str, str]]:
    """What is sent may be anything: only what has the shape of a reference is looked up."""
    refs = {ref} if ref and is_ref(ref, "stu") else set()
    return list(startups.titles(db.session(), refs).items())


def _writable(ref: str, direction: Direction) -> Item:
    item = find(db.session(), actor(), ref, now())
    policy.require(actor(), Act.DOSSIER_EDIT, item)
    if item.direction is not direction:
        raise Refused(_("La suite proposée a changé : relisez le dossier."))
    if dossier_actions.is_frozen(item, now()):
        raise Refused(_("Le dossier est gelé : ce qui est proposé ne change plus."))
    return item


def _save(ref: str, form: VersionedForm, verb: Callable, again: Callable, said: str) -> Response:
    item = find(db.session(), actor(), ref, now())
    policy.require(actor(), Act.DOSSIER_EDIT, item)
    if form.validate():
        try:
            with writing() as session:
                item = item_queries.lock(session, find(session, actor(), ref, now()), now())
                session.expire(item, ["crossing"])
                form.check(item.crossing or Crossing(version=0))
                verb(session, item)
                return done(url_for(".dossier", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
        except Stale as stale:
            rows = conflict.renew(form, stale.thing)
            return again(find(db.session(), actor(), ref, now()), form, 409, rows)
    return again(find(db.session(), actor(), ref, now()), form, 422)
