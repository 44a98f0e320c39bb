"""Closing an incubator, so that nothing that it held is lost; opening it again."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.administration import holdings
from portal.administration.holdings import Holdings
from portal.administration.telling import tell_end
from portal.calls import inheriting as calls
from portal.committees import inheriting as committees
from portal.investigations import inheriting as investigations
from portal.irritants import inheriting as irritants
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.notices import actions as notices
from portal.organisations import queries as organisations, rules
from portal.organisations.models import Incubator
from portal.people import actions as people, queries as of_people
from portal.policy import Act, Actor, Role
from portal.startups import inheriting as startups


def close(
    session: Session,
    actor: Actor,
    incubator: Incubator,
    *,
    closed_on: date,
    motive: str,
    successor: str | None,
    now: datetime,
) -> None:
    """Close it at once; `successor` (a reference) takes over what it holds.

    Raises Refused while irritants wait there for an answer: nobody would give it.
    """
    policy.require(actor, Act.INCUBATOR_CLOSE)
    organisations.lock(session, incubator)
    committees.hold(session, incubator.ref)
    today = paris_day(now)
    held = holdings.by(session, incubator.ref, today)
    heir = _heir(session, incubator, successor) if held.leaves else None
    rules.check_close(
        is_closed=incubator.is_closed,
        closed_on=closed_on,
        today=today,
        motive=motive,
        waiting=held.waiting_count,
        has_open_vote=held.has_open_vote,
        leaves=held.leaves,
        has_successor=heir is not None,
    )
    incubator.closed_on, incubator.closing_motive = closed_on, motive
    incubator.successor_ref = heir.ref if heir else None
    session.flush()
    if heir is not None:
        _hand_over(session, actor, incubator, heir, motive, now)
        _tell_heirs(session, incubator, heir, held, now)
    _end_roles(session, actor, incubator, held, motive, now)
    after = {"closed_on": closed_on, "successor": incubator.successor_ref}
    journal.record(
        session, actor, Act.INCUBATOR_CLOSE, incubator, now=now, after=after, motive=motive
    )


def reopen(
    session: Session, actor: Actor, incubator: Incubator, *, motive: str, now: datetime
) -> None:
    """Let it receive again. What it had stays where it went, and roles are given anew."""
    policy.require(actor, Act.INCUBATOR_CLOSE)
    organisations.lock(session, incubator)
    rules.check_reopen(is_closed=incubator.is_closed, motive=motive)
    before = {"closed_on": incubator.closed_on, "successor": incubator.successor_ref}
    incubator.closed_on = incubator.successor_ref = None
    incubator.closing_motive = ""
    session.flush()
    after = {"closed_on": None, "successor": None}
    journal.record(
        session,
        actor,
        Act.INCUBATOR_CLOSE,
        incubator,
        now=now,
        before=before,
        after=after,
        motive=motive,
    )


def _heir(session: Session, incubator: Incubator, ref: str | None) -> Incubator | None:
    if not ref or ref == incubator.ref:
        return None
    return organisations.receiving(session, ref, "successor")


def _hand_over(session, actor: Actor, incubator, heir, motive: str, now: datetime) -> None:
    ref = incubator.ref
    irritants.inherit(session, actor, ref, heir, motive=motive, now=now)
    calls.inherit(session, actor, ref, heir, now=now)
    investigations.inherit(session, actor, ref, heir, now=now)
    startups.inherit(session, actor, ref, heir, now=now)
    committees.inherit(session, actor, ref, heir, now=now)


def _end_roles(session, actor: Actor, incubator, held: Holdings, motive, now: datetime) -> None:
    act = Act.INCUBATOR_CLOSE
    people.end_all(session, actor, held.mandates, motive=motive, now=now, act=act, thing=incubator)
    for mandate in held.mandates:
        tell_end(session, mandate, motive, now)


def _tell_heirs(session, incubator, heir: Incubator, held: Holdings, now: datetime) -> None:
    today = paris_day(now)
    desk = of_people.holders(session, heir.ref, today, Role.DIRECTOR, Role.OFFICER)
    notices.tell(
        session,
        [*desk, *holdings.teams(session, held, today)],
        event=f"inherit:{incubator.ref}:{incubator.version}",
        kind="team",
        subject_ref=incubator.ref,
        title=_l(
            "%(house)s ferme : %(heir)s prend le relais", house=incubator.title, heir=heir.title
        ),
        body=_l(
            "Ses startups, investigations, comités et irritants passent à « %(heir)s »."
            " Les échéances et les dates de relecture ne changent pas.",
            heir=heir.title,
        ),
        path=f"/incubateurs/{heir.ref}",
        now=now,
    )
