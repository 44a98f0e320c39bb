"""Reading the settings: once in a transaction, then handed to the rules as arguments."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.settings.models import SettingsVersion
from portal.settings.rules import DEFAULTS, Values

_KEPT = "settings in force"


def current(session: Session) -> Values:
    """The settings in force, the same until the end of the transaction."""
    kept, values = session.info.get(_KEPT, (None, DEFAULTS))
    if kept is None or kept is not session.get_transaction():
        last = latest(session)
        values = last.values if last is not None else DEFAULTS
        session.info[_KEPT] = (session.get_transaction(), values)
    return values


def read_again(session: Session) -> None:
    """Forget what was read: this very transaction has changed it."""
    session.info.pop(_KEPT, None)


def latest(session: Session) -> SettingsVersion | None:
    """The last version, or None while nothing was ever set."""
    query = select(SettingsVersion).order_by(SettingsVersion.number.desc()).limit(1)
    return session.scalars(query).first()


def history(session: Session, most: int = 50) -> list[SettingsVersion]:
    """The versions, newest first."""
    query = select(SettingsVersion).options(joinedload(SettingsVersion.person))
    return list(session.scalars(query.order_by(SettingsVersion.number.desc()).limit(most)))
