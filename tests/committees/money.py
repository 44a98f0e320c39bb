"""Sponsors of the startup of the world, and a decision whose lines they confirm."""

from sqlalchemy.orm import Session

from portal.committees import funding_actions, funding_queries, funding_tasks
from portal.committees.decision_models import Decision
from portal.committees.funding_models import FundingLine
from portal.committees.funding_rules import Said
from portal.committees.words import FundingState, LineState
from portal.kernel.refs import new_ref
from portal.notices.models import Notice
from portal.organisations.models import Organisation
from portal.people import actions as people
from portal.policy import MACHINE, Role
from portal.startups import queries as startups, sponsoring
from portal.startups.models import StartupSponsor
from tests.committees.world import World, decided, email
from tests.support.people import SINCE, open_account

ENOUGH = "0129-06, centre 42"


def organisation(session: Session, name: str) -> Organisation:
    found = session.query(Organisation).filter_by(name=name).first()
    if found is None:
        found = Organisation(ref=new_ref("org"), name=name)
        session.add(found)
        session.flush()
    return found


def sponsored(session: Session, world: World, **shares: int | None) -> None:
    """Give the startup these organisations, each with its share, and people for each but the first.

    The first is that of `sponsor`, who is already there; the others have `<name>` and `<name>2`.
    """
    startup = world.startup(session)
    for place, (name, share) in enumerate(shares.items()):
        startup.sponsorships.append(
            StartupSponsor(
                organisation_ref=organisation(session, name).ref, share=share, position=place
            )
        )
    session.flush()
    if len(shares) == 1:
        return
    for place, name in enumerate(shares):
        for who in ("sponsor",) if not place else (name, f"{name}2"):
            tied(session, world, who, name)


def tied(session: Session, world: World, who: str, name: str) -> None:
    """Make somebody a sponsor who answers for this organisation."""
    startup = world.startup(session)
    if who not in world.ids:
        world.ids[who] = open_account(session, email(who), name=f"{who.title()} Essai").id
    if who != "sponsor":
        person = world.person(session, who)
        people.appoint(
            session, MACHINE, person, Role.SPONSOR, startup.ref, starts_on=SINCE, now=world.now
        )
    mandate = next(
        one
        for one in startups.mandates(session, startup.ref)
        if one.person_id == world.ids[who] and one.role is Role.SPONSOR
    )
    ref = organisation(session, name).ref
    sponsoring.tie(session, world.actor(session, "director"), startup, mandate, ref, now=world.now)


def granted(session: Session, world: World, **shares: int | None) -> Decision:
    """The startup has these sponsors, and the committee grants 300 000 euros."""
    sponsored(session, world, **shares)
    return decided(session, world, "ggggg")


def lines(session: Session, decision: Decision) -> list[FundingLine]:
    return funding_queries.lines_of(session, decision.ref)


def line(session: Session, decision: Decision, name: str) -> FundingLine:
    return next(
        one
        for one in lines(session, decision)
        if one.organisation is not None and one.organisation.name == name
    )


def yes(amount: int = 150_000, imputation: str = ENOUGH, motive: str = "") -> Said:
    return Said(LineState.CONFIRMED, amount, imputation, motive)


def no(motive: str = "Le budget est épuisé.") -> Said:
    return Said(LineState.DECLINED, None, "", motive)


def say(
    session: Session,
    world: World,
    who: str,
    decision: Decision,
    name: str,
    said: Said,
    version: int | None = None,
) -> FundingLine:
    one = line(session, decision, name)
    return funding_actions.say(
        session,
        world.actor(session, who),
        decision.ref,
        one.ref,
        said,
        version=one.version if version is None else version,
        now=world.now,
    )


def state(session: Session, world: World, made: Decision) -> FundingState:
    return funding_queries.funded(session, made.ref, world.now.date()).state


def told(session: Session, kind: str) -> set[tuple[int, str]]:
    """Who heard of this kind, and of which event."""
    return {(one.person_id, one.event) for one in session.query(Notice).where(Notice.kind == kind)}


def tasks(session: Session, world: World, who: str) -> set:
    """What is asked of somebody, and by when."""
    return {
        (one.verb, one.due_on)
        for one in funding_tasks.waiting(session, world.actor(session, who), world.now)
    }
