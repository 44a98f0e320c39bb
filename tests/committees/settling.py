"""How the world of committees is made, in one transaction, by the real actions."""

from datetime import date

from sqlalchemy.orm import Session

from portal.committees import (
    actions,
)
from portal.investigations import actions as investigations
from portal.irritants import actions as irritants
from portal.irritants.words import Audience, UserType
from portal.kernel.clock import Clock
from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator
from portal.policy import Kind, Role
from portal.startups import actions as startups
from tests.committees.world import REPORT, SEATED, World, email
from tests.support.apps import MONDAY
from tests.support.people import SINCE, actor_of, open_account


def settle(session: Session, clock: Clock, *, place: str = "essai") -> World:
    """Make the house, its people, its committee, its startup and its investigation.

    `place` is in every address: two places make two worlds that share nothing.
    """
    world = World(clock=clock, place=place)
    for name, title in (("house", "Fabrique du Vaubrun"), ("other", "Atelier des Monts")):
        incubator = Incubator(ref=new_ref("inc"), title=title)
        session.add(incubator)
        setattr(world, name, incubator.ref)
    session.flush()
    _people(session, world)
    _committee(session, world)
    _investigation(session, world)
    _startup(session, world)
    return world


def _people(session: Session, world: World) -> None:
    held = {
        "director": [(Role.DIRECTOR, world.house)],
        "officer": [(Role.OFFICER, world.house)],
        "programme": [Role.PROGRAMME],
    }
    kinds = {"auditor": Kind.AUDITOR}
    agents = ("masked", "author", "both", "outsider", "intra", "coach", "sponsor", "team")
    for who in (*SEATED, *agents, *held, "auditor"):
        person = open_account(
            session,
            email(who, world.place),
            *held.get(who, []),
            name=f"{who.title()} Essai",
            kind=kinds.get(who, Kind.AGENT),
        )
        world.ids[who] = person.id


def _committee(session: Session, world: World) -> None:
    director = world.actor(session, "director")
    house = session.query(Incubator).filter_by(ref=world.house).one()
    committee = actions.found(
        session, director, house, name="Comité d’investissement", vote_minutes=20, now=MONDAY
    )
    world.committee_ref = committee.ref
    roles = {"chair": Role.CHAIR, "deputy": Role.DEPUTY, "secretary": Role.SECRETARY}
    for who in SEATED:
        actions.seat(
            session,
            director,
            committee,
            world.person(session, who),
            role=roles.get(who, Role.SEAT),
            quality=f"qualité de {who}",
            voting=who != "expert",
            starts_on=SINCE,
            now=MONDAY,
        )


def _investigation(session: Session, world: World) -> None:
    """On two irritants: one author is masked, and one person supports both."""
    first = _retained(session, world, "masked", "La même pièce est demandée trois fois")
    second = _retained(session, world, "author", "Les guichets ne se parlent pas entre eux")
    for irritant in (first, second):
        irritants.support(session, world.actor(session, "both"), irritant, now=MONDAY)
    irritants.support(session, world.actor(session, "author"), first, now=MONDAY)
    world.irritants = [first.ref, second.ref]
    engagement = investigations.Engagement(
        name="Sponsor Essai",
        title="directrice",
        organisation="Département de l’Aube",
        person=world.person(session, "sponsor"),
        understands=True,
        accepts_stop=True,
        protects=True,
    )
    made = investigations.open_(
        session,
        world.actor(session, "director"),
        incubator_ref=world.house,
        irritant_refs=world.irritants,
        title="Dites-le-nous une fois au guichet",
        question="Pourquoi les familles envoient-elles trois fois les mêmes pièces ?",
        engagement=engagement,
        intrapreneur=world.person(session, "intra"),
        coach=world.person(session, "coach"),
        days_tenths=20,
        planned_end_on=date(2027, 1, 25),
        now=MONDAY,
    )
    world.investigation_ref = made.ref
    _learn(session, world, made)


def _learn(session: Session, world: World, made) -> None:
    who = world.actor(session, "intra")
    told = {"kind": "interview", "on": date(2026, 11, 20), "text": "Une famille raconte."}
    investigations.log(session, who, made, **told, now=MONDAY)
    guess = investigations.add_hypothesis(
        session, who, made, text="Les guichets s’ignorent.", now=MONDAY
    )
    investigations.conclude_hypothesis(
        session, who, made, guess, state="kept", conclusion="Vu partout.", now=MONDAY
    )
    investigations.write_report(session, who, made, report=REPORT, now=MONDAY)


def _retained(session: Session, world: World, who: str, title: str):
    """An irritant told by somebody, qualified and retained by the house."""
    author = actor_of(world.person(session, who))
    values = {
        "title": title,
        "problem": "Chaque famille envoie la même pièce à trois guichets qui ne se parlent pas.",
        "user_types": [UserType.INDIVIDUAL],
        "audience": Audience.USERS,
        "people_affected": 1200,
        "incubator_ref": world.house,
        "identity_shown": who != "masked",
    }
    draft = irritants.save_draft(
        session, author, key=new_ref("key"), values=values, version=0, now=MONDAY
    )
    told = irritants.submit(session, author, draft, now=MONDAY)
    officer = world.actor(session, "officer")
    irritants.qualify(session, officer, told, now=MONDAY)
    irritants.select(session, officer, told, now=MONDAY)
    return told


def _startup(session: Session, world: World) -> None:
    """A startup of the house whose grant ends on 23 January 2027."""
    world.startup_ref = funded(session, world, "Pièces à l’heure")


def funded(
    session: Session, world: World, title: str, *, months: int = 6, ends: date | None = None
) -> str:
    """A startup of the house funded since 23 July 2026. Returns its reference."""
    made = startups.create_from_investigation(
        session,
        world.actor(session, "chair"),
        investigation_ref="inv-00000000",
        title=title,
        mission="Éviter aux agents de relancer les familles",
        incubator_ref=world.house,
        team_person_ids=[world.ids["team"]],
        coach_ids=[],
        sponsor_ids=[world.ids["sponsor"]],
        decided_on=date(2026, 7, 23),
        months=months,
        amount=250_000,
        money_ends_on=ends,
        decision_ref=new_ref("dec"),
        now=MONDAY,
    )
    made.born_of = None
    session.flush()
    return made.ref
