"""Terms that press and that no sitting hears in time: what a director or a chair must see to."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.committees import agendas, item_queries, queries
from portal.committees.blueprint import bp
from portal.extensions import db
from portal.kernel.periods import paris_day
from portal.kernel.tasks import Task
from portal.kernel.text import plural
from portal.policy import Actor, Role
from portal.settings import queries as settings
from portal.startups.models import Startup
from portal.startups.portfolio import carried_by, state_on
from portal.startups.sentences import term_words
from portal.startups.words import LIVE_PHASES, TermState
from portal.web.context import actor, now

MOST = 50
_PRESSING = (TermState.SOON.value, TermState.OVERDUE.value)


def without_sitting(
    session: Session, incubators: frozenset[str] | None, now: datetime
) -> list[Startup]:
    """The startups of these incubators (of all: None) in the window, and on no agenda to come."""
    window = settings.current(session).window_days
    query = select(Startup).where(
        state_on(paris_day(now), window).in_(_PRESSING), Startup.current_phase.in_(LIVE_PHASES)
    )
    if incubators is not None:
        query = query.where(carried_by(incubators))
    pressing = list(session.scalars(query.order_by(Startup.term_on, Startup.id)))
    items = item_queries.live_of(session, [one.ref for one in pressing])
    found = agendas.read(session, pressing, now, window)
    return [one for one in pressing if not found.hears(one, items.get(one.ref))]


def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """One line for each incubator whose director this person is."""
    incubators = actor.scopes(Role.DIRECTOR)
    missed = without_sitting(session, incubators, now) if incubators else []
    for ref in sorted(incubators):
        count = len([one for one in missed if ref in one.incubator_refs])
        if count:
            startups = plural(count, "startup", "startups")
            yield Task(
                verb=_("Prévoir une séance"),
                title=_("%(startups)s sans séance avant l’échéance", startups=startups),
                why=_("vous êtes responsable de l’incubateur"),
                href=_where(session, ref),
            )


def _where(session: Session, incubator_ref: str) -> str:
    found = queries.standing(session, (incubator_ref,))
    return f"/comites/{found[0].ref}?prevoir=oui" if found else "/comites"


@bp.app_context_processor
def _unplanned() -> dict:
    def unplanned() -> list[tuple[Startup, Markup]]:
        found = without_sitting(db.session(), None, now()) if actor().signed_in else []
        return [(one, term_words(one, paris_day(now()))) for one in found[:MOST]]

    return {"startups_without_sitting": unplanned}
