"""A second startup, carried by another incubator, with its own team and director."""

from datetime import date

from sqlalchemy.orm import Session

from portal.committees import crossings
from portal.committees.item_models import Item
from portal.committees.words import Direction
from portal.kernel.refs import new_ref
from portal.policy import Role
from portal.startups import actions as startups
from portal.startups.models import PhasePeriod, Startup, StartupIncubator
from portal.startups.words import Phase, PhaseSource
from tests.committees.world import World, email, write
from tests.support.people import open_account

COURSE = {
    "title": "Une seule fois",
    "mission": "Les guichets échangent les pièces entre eux.",
    "kept": "On garde l’annuaire ; on arrête le formulaire.",
}
LEFTOVER = "Le reste du financement revient au sponsor."


def neighbour(session: Session, world: World, title: str = "Le guichet voisin") -> Startup:
    """Carried by the other incubator, whose director is `host`; its team is `guest`."""
    if "host" not in world.ids:
        held = {"host": (Role.DIRECTOR, world.other)}
        for who in ("host", "guest"):
            roles = [held[who]] if who in held else []
            world.ids[who] = open_account(
                session, email(who, world.place), *roles, name=f"{who.title()} Essai"
            ).id
    made = Startup(ref=new_ref("stu"), title=title, mission=f"{title} oriente.", made_at=world.now)
    made.incubations.append(StartupIncubator(incubator_ref=world.other, is_main=True))
    made.periods.append(
        PhasePeriod(
            ref=new_ref("pha"),
            phase=Phase.CONSTRUCTION,
            rank=Phase.CONSTRUCTION.rank,
            starts_on=date(2026, 3, 1),
            source=PhaseSource.IMPORT,
        )
    )
    startups.refresh_phase(made, world.now.date())
    session.add(made)
    session.flush()
    startups.index(session, made)
    return made


def staffed(session: Session, world: World) -> Startup:
    """The same, somebody in its team."""
    from portal.people import actions as people
    from portal.policy import MACHINE

    made = neighbour(session, world)
    guest = world.person(session, "guest")
    known = {"now": world.now, "starts_on": date(2026, 3, 1)}
    people.appoint(session, MACHINE, guest, Role.TEAM, made.ref, **known)
    return made


def pivoting(session: Session, world: World, **course) -> Item:
    """An item that proposes another course, its dossier written."""
    item = _item(session, world, Direction.PIVOT)
    crossings.propose_course(
        session, world.actor(session, "team"), item, **(COURSE | course), now=world.now
    )
    return item


def merging(session: Session, world: World, into: Startup, *agree: str) -> Item:
    """An item that proposes to join another startup; `agree` names who has accepted."""
    item = _item(session, world, Direction.MERGE)
    told = {"receiver": into.ref, "leftover": LEFTOVER, "now": world.now}
    crossings.propose_receiver(session, world.actor(session, "team"), item, **told)
    for who in agree:
        reply(session, world, item, who)
    return item


def reply(session: Session, world: World, item: Item, who: str, *, agrees=True, motive="") -> None:
    """What the receiver's side says."""
    crossings.answer(
        session, world.actor(session, who), item, agrees=agrees, motive=motive, now=world.now
    )


def _item(session: Session, world: World, direction: Direction) -> Item:
    item = world.send_startup(session, direction=direction)
    proposal = {"direction": direction, "phase": None, "months": 6, "amount": 300_000}
    proposal |= {"provisional_months": 1, "provisional_amount": 40_000}
    write(session, world, item, proposal=proposal)
    return item
