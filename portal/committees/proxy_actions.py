"""Verbs of proxies: given, ended, and the ballot cast in somebody else's name."""

from datetime import datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import proxy_queries, proxy_rules as rules, queries, roll
from portal.committees.models import Sitting
from portal.committees.proxy_models import SittingProxy
from portal.db.engine import moment
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.notices import actions as notices
from portal.people.models import Person
from portal.policy import Act, Actor
from portal.web.filters import instant_text


def give(
    session: Session,
    actor: Actor,
    sitting: Sitting,
    giver: Person | None,
    holder: Person | None,
    *,
    paper: str,
    now: datetime,
) -> SittingProxy:
    """Let `holder` vote for `giver` in this sitting, from now on.

    A member gives their own; the secretary writes down one received on paper, saying where it is.
    Raises Forbidden, Refused.
    """
    policy.require(actor, Act.PROXY_GIVE, sitting)
    sitting = queries.lock_sitting(session, sitting)
    # Asked once the sitting is held: a vote that has just opened keeps the proxies it opened with.
    now = moment(session)
    is_own = giver is not None and giver.id == actor.person_id
    if not is_own:
        policy.require(actor, Act.PROXY_WRITE, sitting)
    rules.check_proxy_time(sitting.state)
    rules.check_paper(paper, is_own=is_own)
    _check(session, sitting, giver, holder, now)
    made = SittingProxy(
        ref=new_ref("pro"),
        sitting_id=sitting.id,
        giver_id=giver.id,
        holder_id=holder.id,
        paper="" if is_own else paper,
        given_by_id=actor.person_id,
        given_at=now,
    )
    session.add(made)
    session.flush()
    after = {"giver": giver.ref, "holder": holder.ref, "paper": made.paper}
    journal.record(session, actor, Act.PROXY_GIVE, sitting, now=now, after=after)
    _tell_given(session, actor, sitting, made, now)
    return made


def _check(
    session: Session, sitting: Sitting, giver: Person | None, holder: Person | None, now: datetime
) -> None:
    day = max(paris_day(now), paris_day(sitting.starts_at))
    members = {seat.person_id for seat in proxy_queries.voting_seats(session, sitting, day)}
    known = proxy_queries.standing(session, sitting)
    given = tuple(roll.Proxy(one.giver_id, one.holder_id) for one in known)
    if giver is None or holder is None:
        raise Refused(_("Choisissez un membre qui vote."), field="holder")
    roll.check_proxy(roll.Roll(frozenset(members), proxies=given), giver.id, holder.id)


def end(session: Session, actor: Actor, proxy: SittingProxy, *, now: datetime) -> None:
    """Take a proxy back. A vote already open keeps it; its giver may still vote in person."""
    policy.require(actor, Act.PROXY_END, proxy)
    sitting = queries.lock_sitting(session, proxy.sitting)
    now = moment(session)
    session.refresh(proxy)
    rules.check_proxy_time(sitting.state)
    if proxy.ended_at is not None:
        raise Refused(_("Cette procuration a déjà pris fin."))
    proxy.ended_at = max(now, proxy.given_at)
    session.flush()
    before = {"giver": proxy.giver.ref, "holder": proxy.holder.ref}
    journal.record(session, actor, Act.PROXY_END, sitting, now=now, before=before)
    giver = proxy.giver.name
    notices.tell(
        session,
        [one for one in (proxy.giver, proxy.holder) if one.id != actor.person_id],
        event=f"proxy:{proxy.ref}:end",
        kind="sitting_convened.proxy",
        subject_ref=sitting.ref,
        title=_l("La procuration donnée par %(giver)s prend fin", giver=giver),
        body=lambda: _(
            "Elle ne compte plus pour les votes qui s’ouvriront dans la séance du %(when)s.",
            when=instant_text(sitting.starts_at),
        ),
        path=f"/seances/{sitting.ref}/procurations",
        now=now,
    )


def _tell_given(
    session: Session, actor: Actor, sitting: Sitting, made: SittingProxy, now: datetime
) -> None:
    session.refresh(made)
    giver, holder, at = made.giver, made.holder, sitting.starts_at
    notices.tell(
        session,
        [one for one in (giver, holder) if one.id != actor.person_id],
        event=f"proxy:{made.ref}",
        kind="sitting_convened.proxy",
        subject_ref=sitting.ref,
        title=lambda: _("%(holder)s représente %(giver)s", holder=holder.name, giver=giver.name),
        body=lambda: _(
            "Séance du %(when)s : %(holder)s vote aussi pour %(giver)s, sauf si %(giver)s "
            "vient ou vote en personne.",
            when=instant_text(at),
            holder=holder.name,
            giver=giver.name,
        ),
        path=f"/seances/{sitting.ref}/procurations",
        now=now,
    )
