"""What is asked about what follows a stop: a service in safeguard, offers upon it, a lesson."""

from datetime import date

from sqlalchemy.orm import Session

from portal.kernel.refs import new_ref
from portal.organisations.models import Organisation
from portal.policy import MACHINE
from portal.startups import actions as startups, lessons, queries
from portal.startups.takeover_models import TakeoverOffer
from tests.committees.world import World

SAID = "Une phrase que chacun peut lire."


def populate(session: Session, world: World, rescued: str, halted: str) -> dict[str, str]:
    """The names of what was made upon these two startups."""
    told = {"until": date(2027, 2, 1), "decision_ref": "dec-0000000s", "now": world.now}
    startups.safeguard(session, MACHINE, queries.by_ref(session, rescued), **told)
    said = dict.fromkeys(("learned", "why", "advice", "aftermath"), SAID)
    stopped, team = queries.by_ref(session, halted), world.actor(session, "team")
    lessons.write(session, team, stopped, figures=[], motive="", now=world.now, **said)
    offer = offered(session, world, rescued, "programme2")
    return {"rescued": rescued, "halted": halted, "takeover": offer}


def offered(session: Session, world: World, rescued: str, who: str) -> str:
    """An offer of this person, whatever their role, for an organisation of its own."""
    body = Organisation(ref=new_ref("org"), name=f"Repreneur {who} {world.place}")
    session.add(body)
    session.flush()
    made = TakeoverOffer(
        ref=new_ref("ofr"),
        startup=queries.by_ref(session, rescued),
        organisation=body,
        amount=1000,
        carrier="Un service",
        message=SAID,
        holds_until=date(2027, 3, 1),
        author_id=world.ids[who],
        made_at=world.now,
    )
    session.add(made)
    session.flush()
    return made.ref
