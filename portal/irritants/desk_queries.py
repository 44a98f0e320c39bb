"""Reading what a desk keeps for itself: by incubator, and for the irritants of a page at once."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, joinedload

from portal.irritants.desk_models import Label, Labelled, Note, SavedView, Template
from portal.irritants.models import Irritant
from portal.kernel.errors import Missing
from portal.kernel.refs import is_ref
from portal.policy import Actor, Kind, Role


def scopes(actor: Actor) -> frozenset[str] | None:
    """References of the incubators whose desk this person sees; None: all of them."""
    if actor.has(Role.PROGRAMME) or actor.kind is Kind.AUDITOR:
        return None
    return actor.scopes(Role.DIRECTOR, Role.OFFICER)


def labels(session: Session, refs: Iterable[str] | None, *, retired: bool = False) -> list[Label]:
    """The labels of these incubators (None: of all), by name; the retired ones only if asked."""
    query = select(Label).where(_within(Label.incubator_ref, refs))
    query = query if retired else query.where(Label.retired_at.is_(None))
    return list(session.scalars(query.order_by(Label.name, Label.id)))


def labels_of(
    session: Session, irritants: Iterable[Irritant], houses: frozenset[str] | None = None
) -> dict[int, list[Label]]:
    """The labels on each irritant, by name: those of the incubator that carries it now.

    Of these incubators only, or of all if None: the desk it is offered to does not read them yet.
    """
    query = (
        select(Labelled.irritant_id, Label)
        .join(Label, Label.id == Labelled.label_id)
        .join(Irritant, Irritant.id == Labelled.irritant_id)
        .where(
            Labelled.irritant_id.in_([one.id for one in irritants]),
            Label.incubator_ref == Irritant.incubator_ref,
        )
        .order_by(Label.name, Label.id)
    )
    if houses is not None:
        query = query.where(Label.incubator_ref.in_(houses))
    found: dict[int, list[Label]] = {}
    for irritant_id, label in session.execute(query):
        found.setdefault(irritant_id, []).append(label)
    return found


def labelled(actor: Actor, label_ref: str) -> ColumnElement[bool]:
    """The condition that an irritant bears this label, of a desk that this person sees."""
    bearing = (
        select(Labelled.irritant_id)
        .join(Label, Label.id == Labelled.label_id)
        .where(Label.ref == label_ref, _within(Label.incubator_ref, scopes(actor)))
    )
    return Irritant.id.in_(bearing)


def label(session: Session, ref: str) -> Label:
    """The label, or Missing."""
    return _one(session, Label, ref)


def placed(session: Session, irritant: Irritant, one: Label) -> Labelled | None:
    """This label on this irritant, if it is there."""
    query = select(Labelled).where(Labelled.irritant_id == irritant.id, Labelled.label_id == one.id)
    return session.scalars(query).first()


def views(session: Session, actor: Actor) -> list[SavedView]:
    """One's own, and those shared with one's incubators, by name."""
    shared = SavedView.incubator_ref.in_(actor.scopes(Role.DIRECTOR, Role.OFFICER))
    mine = SavedView.person_id == actor.person_id
    query = select(SavedView).where(or_(mine, shared)).options(joinedload(SavedView.person))
    return list(session.scalars(query.order_by(SavedView.name, SavedView.id)))


def view(session: Session, ref: str) -> SavedView:
    """The view, or Missing."""
    return _one(session, SavedView, ref)


def templates(
    session: Session,
    refs: Iterable[str] | None,
    *,
    gesture: str | None = None,
    retired: bool = False,
) -> list[Template]:
    """The templates of these incubators (None: of all), of one gesture if it is named, by name."""
    query = select(Template).where(_within(Template.incubator_ref, refs))
    query = query if retired else query.where(Template.retired_at.is_(None))
    query = query.where(Template.gesture == gesture) if gesture else query
    return list(session.scalars(query.order_by(Template.name, Template.id)))


def template(session: Session, ref: str) -> Template:
    """The template, or Missing."""
    return _one(session, Template, ref)


def notes(session: Session, irritant: Irritant) -> list[Note]:
    """The notes of an irritant, the last first."""
    query = select(Note).where(Note.irritant_id == irritant.id).options(joinedload(Note.person))
    return list(session.scalars(query.order_by(Note.id.desc())))


def note(session: Session, irritant: Irritant, ref: str) -> Note:
    """One of its notes, or Missing."""
    query = select(Note).where(Note.irritant_id == irritant.id, Note.ref == ref)
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def _within(column, refs: Iterable[str] | None) -> ColumnElement[bool]:
    return true() if refs is None else column.in_(refs)


def _one(session: Session, kind: type, ref: str):
    if not is_ref(ref):
        raise Missing
    found = session.scalars(select(kind).where(kind.ref == ref)).first()
    if found is None:
        raise Missing
    return found
