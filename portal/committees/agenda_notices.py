"""What is told of a point that enters or leaves an agenda people were already given."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.committees import queries
from portal.committees.agenda_models import AgendaChange
from portal.committees.agenda_words import Change
from portal.committees.item_models import Item
from portal.committees.item_notices import HEARD
from portal.committees.models import Sitting
from portal.kernel.periods import paris_day
from portal.notices.actions import tell
from portal.people import queries as people
from portal.people.models import Person
from portal.web.filters import instant_text


def audience(session: Session, sitting: Sitting, item: Item, now: datetime) -> list[Person]:
    """The members, save whoever withdrew from this point, and those who carry its subject."""
    today = paris_day(now)
    members = queries.members(session, sitting.committee, today)
    found = [
        *(one for one in members if one.id not in item.recused_ids),
        *people.holders(session, item.subject_ref, today, *HEARD),
    ]
    return list({one.id: one for one in found}.values())


def changed(session: Session, change: AgendaChange, now: datetime) -> None:
    """Say what entered or left, of which sitting, and why; once each."""
    sitting, item = change.sitting, change.item
    tell(
        session,
        audience(session, sitting, item, now),
        event=f"agenda:{sitting.ref}:{item.ref}:{change.id}",
        kind="sitting_convened.agenda",
        subject_ref=sitting.ref,
        title=lambda: _titled(change),
        body=lambda: _said(change),
        path=f"/seances/{sitting.ref}",
        now=now,
    )


def _titled(change: AgendaChange) -> str:
    name = change.sitting.committee.name
    if change.kind is Change.ENTERED:
        return _("%(name)s : ordre du jour complété", name=name)
    return _("%(name)s : ordre du jour modifié", name=name)


def _said(change: AgendaChange) -> str:
    told = {
        "title": change.item.title,
        "when": instant_text(change.sitting.starts_at),
        "why": why(change),
    }
    if change.kind is Change.ENTERED:
        return _(
            "« %(title)s » entre à l’ordre du jour de la séance du %(when)s.\n\nMotif : %(why)s",
            **told,
        )
    return _(
        "« %(title)s » n’est plus à l’ordre du jour de la séance du %(when)s ; ce point "
        "attend une autre séance.\n\nMotif : %(why)s",
        **told,
    )


def why(change: AgendaChange) -> str:
    """The motive; for the clock, which has none, what brings the point."""
    return change.motive or str(change.item.origin.label)
