"""The people and places of the journeys, made by the real actions."""

from flask import Flask

from portal.committees import actions as committees
from portal.committees.words import CommitteeMode
from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator
from portal.people import queries as people
from portal.policy import Role
from tests.support.apps import MONDAY, writing
from tests.support.people import SINCE, actor_of, open_account

SEATS = {
    "presidente": (Role.CHAIR, "directrice générale"),
    "suppleant": (Role.DEPUTY, "directeur adjoint"),
    "membre": (Role.SEAT, "direction du budget"),
    "membre2": (Role.SEAT, "direction des usagers"),
    "membre3": (Role.SEAT, "direction du numérique"),
    "secretaire": (Role.SECRETARY, "secrétariat"),
}


def address(name: str) -> str:
    """The address of somebody of the cast."""
    return f"{name}@essai.fr"


def gather(app: Flask) -> dict[str, str]:
    """Open every account, an incubator and its committee; the refs of these two."""
    with writing(app) as session:
        incubator = Incubator(ref=new_ref("inc"), title="Fabrique de Vaubrun")
        session.add(incubator)
        session.flush()
        director = open_account(
            session, address("directrice"), (Role.DIRECTOR, incubator.ref), name="Diane Rivière"
        )
        for name in ("agent", "soutien", "intra", "coach", "sponsor", *SEATS):
            open_account(session, address(name), name=name.title())
        committee = committees.found(
            session,
            actor_of(director),
            incubator,
            name="Comité de Vaubrun",
            mode=CommitteeMode.COLLEGIAL_VOTE,
            vote_minutes=20,
            now=MONDAY,
        )
        for name, (role, quality) in SEATS.items():
            committees.seat(
                session,
                actor_of(director),
                committee,
                people.by_email(session, address(name)),
                role=role,
                quality=quality,
                voting=True,
                starts_on=SINCE,
                now=MONDAY,
            )
        return {"incubator": incubator.ref, "committee": committee.ref}
