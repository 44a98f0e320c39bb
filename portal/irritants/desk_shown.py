"""What the pages of the triage show of the desk's own tools: ready values."""

from datetime import date, datetime

from flask import url_for
from sqlalchemy.orm import Session

from portal.irritants import desk_queries as desk, desk_rules as rules
from portal.irritants.desk_forms import NoteForm, ViewForm
from portal.irritants.desk_models import Note, SavedView, Template
from portal.irritants.models import Irritant
from portal.irritants.narrowing import Asked
from portal.organisations import queries as organisations
from portal.policy import Act, Actor, Role, may
from portal.web.filters import day_text
from portal.web.forms import ActForm


def views(session: Session, actor: Actor, asked: Asked, form: ViewForm | None = None) -> dict:
    """The views that this person may take, and the form that keeps the one in hand."""
    found = desk.views(session, actor)
    return {
        "views": [(one, _address(one), one.person_id == actor.person_id) for one in found],
        "may_drop": {one.ref: may(actor, Act.VIEW_DROP, one) for one in found},
        "may_keep": asked.is_narrowed and may(actor, Act.VIEW_KEEP),
        "view_form": (form or ViewForm(formdata=None)).offer(houses(session, actor)),
        "blank": ActForm(formdata=None),
    }


def _address(view: SavedView) -> str:
    return url_for("irritants.triage", **view.asked)


def houses(session: Session, actor: Actor, *roles: Role) -> list[tuple[str, str]]:
    """Reference and title of the incubators where this person has a desk (or these roles)."""
    refs = actor.scopes(*(roles or (Role.DIRECTOR, Role.OFFICER)))
    found = organisations.incubators_of(session, set(refs))
    return sorted(((ref, one.title) for ref, one in found.items()), key=lambda pair: pair[1])


def beside(
    session: Session, actor: Actor, irritant: Irritant, note: NoteForm | None = None
) -> dict:
    """The labels and the notes of an irritant, and what this person may do with them."""
    may_label = may(actor, Act.LABEL_PUT, irritant)
    inside = may(actor, Act.NOTE_VIEW, irritant)
    labels = desk.labels_of(session, [irritant]).get(irritant.id, []) if inside else []
    offered = desk.labels(session, [irritant.incubator_ref]) if may_label else []
    present = {one.id for one in labels}
    return {
        "desk_labels": labels,
        "may_label": may_label,
        "label_choices": [one for one in offered if one.id not in present],
        "place": ActForm(formdata=None),
        "may_read_notes": inside,
        "notes": desk.notes(session, irritant) if inside else [],
        "may_note": may(actor, Act.NOTE_WRITE, irritant),
        "note_form": note or NoteForm(formdata=None),
    }


def may_correct(actor: Actor, note: Note, now: datetime) -> bool:
    """Whether this person may still correct this note."""
    return may(actor, Act.NOTE_CORRECT, note) and rules.may_correct(note.at, now)


def opening(template: Template, irritant: Irritant, today: date) -> dict[str, str]:
    """What a template puts in the form of its gesture, ready to be edited."""
    body = rules.filled(
        template.body, ref=irritant.ref, title=irritant.title, day=day_text(today, "d MMMM y")
    )
    return {"motive": body} | (
        {"motive_code": template.motive_code} if template.motive_code else {}
    )


def templates(session: Session, actor: Actor, irritant: Irritant, gesture: str) -> list[Template]:
    """The templates with which this person may open this gesture upon this irritant."""
    if not may(actor, Act.LABEL_PUT, irritant):
        return []
    return desk.templates(session, [irritant.incubator_ref], gesture=gesture)
