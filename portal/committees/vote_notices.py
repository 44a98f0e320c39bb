"""What members are told of a vote cast from afar: that it opened, that it lasts longer, that it ends.

Nothing here says who chose what: only until when one may vote.
"""

from datetime import datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.committees import decision_queries, item_queries, rolls
from portal.committees.item_models import Item
from portal.committees.sentences import until
from portal.committees.vote_rules import REMINDER, is_from_afar, reminds
from portal.kernel.periods import paris_day
from portal.notices.actions import tell
from portal.people.models import Person


def opened(session: Session, item: Item, now: datetime) -> None:
    """A vote opened that nobody stays in a room for."""
    if is_from_afar(item.opened_at, item.closes_at):
        title = _l("Vote ouvert : %(title)s", title=item.title)
        _tell(session, item, _voters(item), f"vote-opened:{item.ref}", "vote.opened", title, now)


def extended(session: Session, item: Item, now: datetime) -> None:
    """It closes later than was told."""
    if is_from_afar(item.opened_at, item.closes_at):
        event = f"vote-extended:{item.ref}:{item.closes_at:%Y%m%d%H%M%S}"
        title = _l("Vote prolongé : %(title)s", title=item.title)
        _tell(session, item, _voters(item), event, "vote.extended", title, now)


def remind(session: Session, now: datetime) -> int:
    """Tell once, in its last day, those who have not voted; how many were told."""
    told = 0
    for item in item_queries.about_to_close(session, now, REMINDER):
        if not reminds(item.opened_at, item.closes_at, now):
            continue
        late = _awaited(session, item, now)
        title = _l("Dernier jour pour voter : %(title)s", title=item.title)
        event = f"vote-reminder:{item.ref}"
        told += _tell(session, item, late, event, "vote.reminder", title, now)
    return told


def _awaited(session: Session, item: Item, now: datetime) -> list[Person]:
    """Who has not voted, for themselves or for whoever they represent."""
    done = decision_queries.voter_ids(session, item)
    proxies = rolls.of_item(session, item, paris_day(now)).standing_proxies(
        item.sitting.present_ids, done
    )
    holders = {one.holder for one in proxies}
    return [one for one in _voters(item) if one.id not in done or one.id in holders]


def _voters(item: Item) -> list[Person]:
    return [one.person for one in item.roll if one.person_id not in item.recused_ids]


def _tell(
    session: Session,
    item: Item,
    people: list[Person],
    event: str,
    kind: str,
    title,
    now: datetime,
) -> int:
    closes_at = item.closes_at
    return tell(
        session,
        people,
        event=event,
        kind=kind,
        subject_ref=item.ref,
        title=title,
        body=lambda: _(
            "Vous pouvez voter, et changer votre bulletin, %(until)s.",
            until=until(closes_at, now),
        ),
        path=f"/points/{item.ref}",
        now=now,
    )
