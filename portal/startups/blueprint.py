"""The blueprint of startups, and what higher capabilities add to their sheet."""

from collections.abc import Callable

from flask import Blueprint
from sqlalchemy.orm import Session

from portal.extensions import db
from portal.startups import crossing
from portal.startups.models import Startup

bp = Blueprint("startups", __name__)

# (session, startup) -> values for the templates that the sheet includes
Provider = Callable[[Session, Startup], dict]
_providers: list[Provider] = []


def show_also(provider: Provider) -> Provider:
    """Let a capability that startups do not know add values to each sheet."""
    _providers.append(provider)
    return provider


@bp.app_context_processor
def _joined() -> dict:
    """For pages of lower capabilities that name a startup: where it went since, if it did."""
    return {"joined_by": lambda ref: crossing.chain(db.session(), ref) if ref else []}


def added(session: Session, startup: Startup) -> dict:
    """What the others add to this sheet."""
    return {name: value for give in _providers for name, value in give(session, startup).items()}
