"""Changing the settings: for what comes, never for what was promised."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Stale
from portal.policy import Act, Actor
from portal.settings import queries, rules
from portal.settings.models import SettingsVersion
from portal.settings.rules import DEFAULTS, Values

SUBJECT = "reglages"


def change(
    session: Session, actor: Actor, values: Values, *, motive: str, version: int, now: datetime
) -> SettingsVersion:
    """Set these values from now on. Raises Stale if somebody set others since `version`."""
    policy.require(actor, Act.SETTINGS_EDIT)
    last = queries.latest(session)
    number, before = (last.number, last.values) if last else (0, DEFAULTS)
    if number != version:
        raise Stale(last)
    rules.check_change(before, values, motive)
    made = SettingsVersion(number=number + 1, at=now, person_id=actor.person_id, motive=motive)
    made.told = values.stored()
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Stale(queries.latest(session)) from None
    queries.read_again(session)
    differing = rules.changes(before, values)
    journal.record(
        session,
        actor,
        Act.SETTINGS_EDIT,
        SUBJECT,
        now=now,
        before={name: was for name, was, _now in differing},
        after={name: new for name, _was, new in differing},
        motive=motive,
    )
    session.flush()
    return made
