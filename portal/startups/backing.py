"""An organisation joins the sponsors of a startup, or leaves them; a slip is undone the same day."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.journal import actions as journal
from portal.kernel.errors import Missing
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.organisations.models import Organisation
from portal.policy import Act, Actor
from portal.startups import backing_told, sponsor_rules, sponsoring
from portal.startups.models import Startup, StartupSponsor
from portal.startups.sheet import begin
from portal.startups.sponsor_models import FormerSponsor

# (session, startup, organisation): raises Refused while something is still asked of it.
Keeper = Callable[[Session, Startup, str], None]
_keepers: list[Keeper] = []


def keep(keeper: Keeper) -> Keeper:
    """Let a higher capability refuse that an organisation leaves."""
    _keepers.append(keeper)
    return keeper


def add(
    session: Session,
    actor: Actor,
    startup: Startup,
    organisation: Organisation,
    *,
    share: int | None,
    since: date,
    now: datetime,
) -> StartupSponsor:
    """Count it among the sponsors from that day, before or after any decision."""
    startup = begin(session, actor, startup, Act.STARTUP_SPONSOR)
    known = {one.organisation_ref: one.share for one in startup.sponsorships}
    sponsor_rules.check_add(
        is_known=organisation.ref in known,
        share=share,
        others=known.values(),
        since=since,
        today=paris_day(now),
    )
    sponsoring.add_organisation(session, startup, organisation, now=now)
    made = sponsor(startup, organisation.ref)
    made.share, made.since = share, since
    _record(session, actor, startup, "added", made, now, share=share, since=since)
    backing_told.added(session, actor, startup, organisation, now)
    return made


def end(
    session: Session,
    actor: Actor,
    startup: Startup,
    organisation_ref: str,
    *,
    last_on: date,
    motive: str,
    now: datetime,
) -> FormerSponsor:
    """It left on that day: what it confirmed stays, and those who sponsor keep their role."""
    startup = begin(session, actor, startup, Act.STARTUP_SPONSOR)
    row, today = sponsor(startup, organisation_ref), paris_day(now)
    sponsor_rules.check_end(last_on=last_on, since=row.since, today=today, motive=motive)
    for keeper in _keepers:
        keeper(session, startup, organisation_ref)
    told = {name: getattr(row, name) for name in ("position", "share", "since", "added_at")}
    made = FormerSponsor(
        ref=new_ref("spo"),
        startup_id=startup.id,
        organisation=row.organisation,
        last_on=last_on,
        motive=motive,
        ended_by_id=actor.person_id,
        ended_at=now,
        **told,
    )
    session.add(made)
    sponsoring.keep_ties(session, startup, organisation_ref, today)
    startup.sponsorships.remove(row)
    _record(session, actor, startup, "ended", made, now, motive, last_on=last_on, share=made.share)
    backing_told.ended(session, actor, startup, made, now)
    return made


def take_back(
    session: Session, actor: Actor, startup: Startup, organisation_ref: str, *, now: datetime
) -> None:
    """It was added by mistake, today."""
    startup = begin(session, actor, startup, Act.STARTUP_SPONSOR)
    row = sponsor(startup, organisation_ref)
    sponsor_rules.check_undo(row.added_at, now)
    for keeper in _keepers:
        keeper(session, startup, organisation_ref)
    startup.sponsorships.remove(row)
    _record(session, actor, startup, "not_added", row, now)
    backing_told.undone(session, actor, startup, row.organisation, now)


def bring_back(
    session: Session, actor: Actor, startup: Startup, former_ref: str, *, now: datetime
) -> None:
    """It was ended by mistake, today: its line is again as it was."""
    startup = begin(session, actor, startup, Act.STARTUP_SPONSOR)
    former = next((one for one in past(session, startup) if one.ref == former_ref), None)
    if former is None:
        raise Missing
    sponsor_rules.check_undo(former.ended_at, now)
    sponsor_rules.check_add(
        is_known=former.organisation_ref in {o.organisation_ref for o in startup.sponsorships},
        share=former.share,
        others=[one.share for one in startup.sponsorships],
        since=former.since or former.last_on,
        today=paris_day(now),
    )
    told = {name: getattr(former, name) for name in ("position", "share", "since", "added_at")}
    startup.sponsorships.append(StartupSponsor(organisation=former.organisation, **told))
    session.delete(former)
    _record(session, actor, startup, "not_ended", former, now)
    backing_told.undone(session, actor, startup, former.organisation, now)


def sponsor(startup: Startup, organisation_ref: str) -> StartupSponsor:
    """Its line among the sponsors, or Missing."""
    found = (one for one in startup.sponsorships if one.organisation_ref == organisation_ref)
    row = next(found, None)
    if row is None:
        raise Missing
    return row


def past(session: Session, startup: Startup) -> list[FormerSponsor]:
    """Those that left, the last first."""
    query = select(FormerSponsor).where(FormerSponsor.startup_id == startup.id)
    return list(session.scalars(query.order_by(FormerSponsor.last_on.desc(), FormerSponsor.id)))


def left(session: Session) -> dict[int, set[str]]:
    """By startup, the organisations that were ended here: an import does not bring them back."""
    found: dict[int, set[str]] = {}
    for key, ref in session.execute(
        select(FormerSponsor.startup_id, FormerSponsor.organisation_ref)
    ):
        found.setdefault(key, set()).add(ref)
    return found


def _record(session, actor, startup, step: str, row, now, motive: str = "", **more) -> None:
    body = row.organisation
    session.flush()
    after = {"sponsor": step, "organisation": body.ref, "name": body.name} | more
    act = Act.STARTUP_SPONSOR
    journal.record(session, actor, act, startup, now=now, after=after, motive=motive)
