"""What members are told of a sitting, each with an invitation that their calendar understands."""

from collections.abc import Callable
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.committees import ics, queries
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.kernel.periods import paris_day
from portal.notices.actions import Said, tell
from portal.people.models import Person
from portal.web.filters import instant_text

NOBODY = "portail@localhost"


def convened(session: Session, sitting: Sitting, items: list[Item], now: datetime) -> None:
    """The members are convened, with the agenda."""
    name, at = sitting.committee.name, sitting.starts_at
    titles = "\n".join(f"- {item.title}" for item in items)
    _tell(
        session,
        sitting,
        len(items),
        now,
        event=f"convened:{sitting.ref}",
        kind="sitting_convened",
        title=lambda: _("%(name)s : séance le %(when)s", name=name, when=instant_text(at)),
        body=_l(
            "Ordre du jour :\n%(titles)s\n\nDéclarez vos intérêts avant la séance.", titles=titles
        ),
    )


def moved(
    session: Session, sitting: Sitting, before: datetime, item_count: int, now: datetime
) -> None:
    """The sitting takes place at another time, or elsewhere."""
    name, at, place = sitting.committee.name, sitting.starts_at, sitting.place
    _tell(
        session,
        sitting,
        item_count,
        now,
        event=f"moved:{sitting.ref}:{sitting.sequence}",
        kind="sitting_convened.moved",
        title=lambda: _("%(name)s : séance déplacée au %(when)s", name=name, when=instant_text(at)),
        body=lambda: _(
            "La séance du %(before)s se tient le %(when)s. Lieu : %(place)s.",
            before=instant_text(before),
            when=instant_text(at),
            place=place or _("à préciser"),
        ),
    )


def cancelled(session: Session, sitting: Sitting, now: datetime) -> None:
    """The sitting does not take place."""
    _tell(
        session,
        sitting,
        1,
        now,
        event=f"cancelled:{sitting.ref}",
        kind="sitting_cancelled",
        title=_l("%(name)s : séance annulée", name=sitting.committee.name),
        body=sitting.cancel_motive,
    )


def _tell(
    session: Session,
    sitting: Sitting,
    item_count: int,
    now: datetime,
    *,
    event: str,
    kind: str,
    title: Said,
    body: Said,
) -> None:
    tell(
        session,
        queries.members(session, sitting.committee, paris_day(now)),
        event=event,
        kind=kind,
        subject_ref=sitting.ref,
        title=title,
        body=body,
        path=f"/seances/{sitting.ref}",
        now=now,
        calendar=_inviting(sitting, item_count, now),
    )


def _inviting(sitting: Sitting, item_count: int, now: datetime) -> Callable[[Person], str]:
    sender = current_app.extensions["portal.settings"].mail_from or NOBODY
    organizer = ics.Guest(sender, sitting.committee.name)

    def written(person: Person) -> str:
        event = ics.of_sitting(sitting, item_count)
        guest = ics.Guest(person.email, person.name)
        return ics.invitation(event, organizer=organizer, guest=guest, now=now)

    return written
