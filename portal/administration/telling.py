"""What people are told of the roles that they get and lose."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.notices import actions as notices
from portal.notices.actions import Said
from portal.people.models import Mandate, Person
from portal.people.words import ROLE_LABELS
from portal.web.filters import day_told


def tell_end(session: Session, mandate: Mandate, motive: str, now: datetime) -> None:
    """Tell somebody that their role ends, on which last day, and why."""
    told = _l(
        "Votre rôle prend fin, dernier jour le %(day)s : %(role)s",
        day=day_told(mandate.last_on),
        role=ROLE_LABELS[mandate.role],
    )
    tell(session, mandate.person, f"ended:{mandate.id}:{mandate.ends_on}", told, motive, now)


def tell(
    session: Session, person: Person, event: str, title: Said, body: Said, now: datetime
) -> None:
    """Tell somebody something about their roles, once for this event."""
    notices.tell(
        session,
        [person],
        event=event[:80],
        kind="role",
        subject_ref=person.ref,
        title=title,
        body=body,
        path="/moi",
        now=now,
    )
