"""Labels: made, retired, put on irritants and taken off. Nobody is told."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import desk_queries as desk, desk_rules as rules, queries
from portal.irritants.desk_adding import add
from portal.irritants.desk_models import Label, Labelled
from portal.irritants.desk_words import Shape
from portal.irritants.models import Irritant
from portal.journal import actions as journal
from portal.kernel import text
from portal.kernel.errors import Missing, Refused
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor


def new_label(
    session: Session, actor: Actor, *, incubator_ref: str, name: str, shape: Shape, now: datetime
) -> Label:
    """Give the desk of this incubator another label."""
    made = Label(
        ref=new_ref("lab"), incubator_ref=incubator_ref, name=text.one_line(name), shape=shape
    )
    policy.require(actor, Act.LABEL_EDIT, made)
    taken = desk.labels(session, [incubator_ref], retired=True)
    rules.check_new_name(name, [each.name for each in taken])
    rules.check_room(sum(one.retired_at is None for one in taken), rules.MOST_LABELS)
    add(session, made)
    journal.record(session, actor, Act.LABEL_EDIT, made, now=now, after={"name": made.name})
    return made


def retire_label(
    session: Session, actor: Actor, label: Label, *, back: bool, now: datetime
) -> None:
    """No longer offer it, or offer it again; irritants that bear it keep it."""
    policy.require(actor, Act.LABEL_EDIT, label)
    label.retired_at = None if back else label.retired_at or now
    told = {"name": label.name, "retired": not back}
    journal.record(session, actor, Act.LABEL_EDIT, label, now=now, after=told)
    session.flush()


def put_label(
    session: Session, actor: Actor, irritant: Irritant, label: Label, *, now: datetime
) -> None:
    """Put it on the irritant; once is enough."""
    _check_label(session, actor, irritant, label)
    if label.retired_at is not None:
        raise Refused(_("Cette étiquette est retirée : choisissez-en une autre."))
    if desk.placed(session, irritant, label) is None:
        made = Labelled(
            irritant_id=irritant.id, label_id=label.id, person_id=actor.person_id, at=now
        )
        session.add(made)
        _record_label(session, actor, irritant, label, "label", now)


def take_label(
    session: Session, actor: Actor, irritant: Irritant, label: Label, *, now: datetime
) -> None:
    """Take it off; nothing happens if it is not there."""
    _check_label(session, actor, irritant, label)
    placed = desk.placed(session, irritant, label)
    if placed is not None:
        session.delete(placed)
        _record_label(session, actor, irritant, label, "unlabel", now)


def _check_label(session: Session, actor: Actor, irritant: Irritant, label: Label) -> None:
    # The row is held: the same label put twice at once is put once.
    queries.lock(session, irritant)
    policy.require(actor, Act.LABEL_PUT, irritant)
    if label.incubator_ref != irritant.incubator_ref:
        raise Missing


def _record_label(session, actor, irritant, label: Label, verb: str, now: datetime) -> None:
    told = {"verb": verb, "label": label.name}
    journal.record(session, actor, Act.LABEL_PUT, irritant, now=now, after=told)
    session.flush()
