"""What calls ask of a person."""

from datetime import datetime

from flask_babel import gettext as _, ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.calls import entry_queries, queries
from portal.calls.entry_models import Entry
from portal.calls.models import Call
from portal.calls.words import CallState, Part
from portal.kernel.periods import paris_day
from portal.kernel.tasks import Task
from portal.policy import Actor, Role


def waiting(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Files to read for those named; for who directs, what a closed call waits for."""
    if not actor.is_agent:
        return []
    found = [
        task
        for call, part in entry_queries.parts_of(session, actor)
        if (task := _to_read(session, actor, call, part)) is not None
    ]
    if actor.has(Role.DIRECTOR):
        found += _to_lead(session, actor, now)
    return found


def _to_read(session: Session, actor: Actor, call: Call, part: Part) -> Task | None:
    if (part is Part.PREJURY) != (call.shortlisted_at is None) or call.laureates_at:
        return None
    condition = entry_queries.to_read([call.id], actor, part)
    left = session.scalar(select(func.count(Entry.id)).where(condition)) or 0
    if not left:
        return None
    why = ngettext(
        "%(num)s dossier attend votre avis", "%(num)s dossiers attendent votre avis", left
    )
    due_on = paris_day(call.pitch_at) if part is Part.JURY and call.pitch_at else None
    return Task(_("Lire et noter"), call.title, why, f"/appels/{call.ref}/dossiers", due_on)


def _to_lead(session: Session, actor: Actor, now: datetime) -> list[Task]:
    query = select(Call).where(
        queries.is_in(CallState.CLOSED, paris_day(now)),
        Call.incubator_ref.in_(actor.scopes(Role.DIRECTOR)),
    )
    return [_step(call) for call in session.scalars(query.order_by(Call.id))]


def _step(call: Call) -> Task:
    why = _("votre incubateur porte cet appel")
    if call.shortlisted_at is None:
        return Task(_("Fixer la liste courte"), call.title, why, f"/appels/{call.ref}/dossiers")
    if call.laureates_at is None:
        place = f"/appels/{call.ref}/presentations"
        due_on = paris_day(call.pitch_at) if call.pitch_at else None
        return Task(_("Désigner les lauréats"), call.title, why, place, due_on)
    return Task(_("Répondre à chacun"), call.title, why, f"/appels/{call.ref}/reponses")
