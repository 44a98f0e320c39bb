"""What is told of a point that goes from one committee to another."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.committees.item_models import Item
from portal.kernel.periods import paris_day
from portal.notices.actions import tell
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Role

HEARD = (Role.TEAM, Role.COACH, Role.SPONSOR)
KEEPING = (Role.CHAIR, Role.DEPUTY, Role.SECRETARY)


def referred(session: Session, item: Item, now: datetime) -> None:
    """The team of the subject, and those who will put it on their agenda, each once."""
    tell(
        session,
        _concerned(session, item, now),
        event=f"referred:{item.ref}:{item.committee_ref}:{item.version}",
        kind="item_undecided.referred",
        subject_ref=item.ref,
        title=_l("%(title)s : confié à un autre comité", title=item.title),
        body=_l(
            "Le point sera entendu par %(committee)s, à une séance qui reste à choisir.",
            committee=item.committee.name,
        ),
        path=f"/points/{item.ref}",
        now=now,
    )


def _concerned(session: Session, item: Item, now: datetime) -> list[Person]:
    today = paris_day(now)
    found = [
        *people.holders(session, item.subject_ref, today, *HEARD),
        *people.holders(session, item.committee_ref, today, *KEEPING),
    ]
    # Whoever withdrew hears nothing of it.
    return list({one.id: one for one in found if one.id not in item.recused_ids}.values())
