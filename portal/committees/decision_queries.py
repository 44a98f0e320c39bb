"""Named reads of ballots, decisions and conditions."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from portal import policy
from portal.committees.decision_models import Condition, Decision, Reconsideration
from portal.committees.item_models import Item
from portal.committees.vote_models import Ballot, BallotVersion
from portal.committees.words import ConditionState, EffectKind, ItemState
from portal.kernel.errors import Missing
from portal.kernel.periods import paris_day
from portal.people import queries as people
from portal.policy import Actor, Role
from portal.startups import rhythm
from portal.startups.models import Startup
from portal.startups.rhythm import Reckoning


def ballots(session: Session, item: Item) -> list[Ballot]:
    """The live ballots of an item: those of whoever is not recused."""
    query = select(Ballot).where(Ballot.item_id == item.id).order_by(Ballot.person_id)
    return [one for one in session.scalars(query) if one.person_id not in item.recused_ids]


def ballots_by(session: Session, items: list[Item], person_id: int | None) -> dict[int, Ballot]:
    """The ballots that one person cast on these items, by the number of the item."""
    query = select(Ballot).where(
        Ballot.item_id.in_([item.id for item in items]), Ballot.person_id == person_id
    )
    return {one.item_id: one for one in session.scalars(query)} if items else {}


def ballot_of(session: Session, item: Item, person_id: int | None) -> Ballot | None:
    """One member's own ballot."""
    query = select(Ballot).where(Ballot.item_id == item.id, Ballot.person_id == person_id)
    return session.scalars(query).first()


def cast_by(session: Session, item: Item, holder_id: int) -> list[Ballot]:
    """The ballots that this member cast in somebody else's name."""
    query = select(Ballot).where(Ballot.item_id == item.id, Ballot.cast_by_id == holder_id)
    return list(session.scalars(query.order_by(Ballot.id)))


def version_count(session: Session, ballot: Ballot) -> int:
    """How many times this ballot was cast so far."""
    query = select(func.count(BallotVersion.id)).where(
        BallotVersion.item_id == ballot.item_id, BallotVersion.person_id == ballot.person_id
    )
    return session.scalar(query) or 0


def voter_ids(session: Session, item: Item) -> set[int]:
    """Who has voted, never what."""
    query = select(Ballot.person_id).where(Ballot.item_id == item.id)
    return set(session.scalars(query)) - item.recused_ids


def deciding_sponsor_id(session: Session, item: Item, voted: set[int]) -> int | None:
    """The sponsor of the subject whose word decides: the first named of those who voted."""
    seats = people.mandates_on(session, item.subject_ref, paris_day(item.opened_at), Role.SPONSOR)
    return next((seat.person_id for seat in seats if seat.person_id in voted), None)


def spoken(item: Item, cast: list[Ballot]) -> dict[int, Ballot]:
    """These ballots by member, that of a substitute being also the word of whoever they replace."""
    own = {one.person_id: one for one in cast}
    instead = {
        one.principal_id: own[one.person_id]
        for one in item.roll
        if one.principal_id and one.person_id in own
    }
    return instead | own


def deciding_ballot(session: Session, item: Item, cast: list[Ballot]) -> Ballot | None:
    """The ballot that says the sponsor's word, whoever cast it in the sponsor's place."""
    said = spoken(item, cast)
    return said.get(deciding_sponsor_id(session, item, set(said)))


def decision_by_ref(session: Session, ref: str) -> Decision:
    """The decision, or Missing."""
    query = select(Decision).where(Decision.ref == ref).options(joinedload(Decision.item))
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def decision_of(session: Session, item: Item) -> Decision | None:
    """What was decided on this item."""
    return session.scalars(select(Decision).where(Decision.item_id == item.id)).first()


def review_of(session: Session, item: Item) -> Reconsideration | None:
    """The decision that this point puts to the vote again, if it is one."""
    return session.scalars(
        select(Reconsideration).where(Reconsideration.item_ref == item.ref)
    ).first()


def review_asked(session: Session, decision: Decision) -> Item | None:
    """The last point that puts this decision to the vote again, if any."""
    query = (
        select(Item)
        .join(Reconsideration, Reconsideration.item_ref == Item.ref)
        .where(Reconsideration.decision_ref == decision.ref)
    )
    return session.scalars(query.order_by(Item.id.desc()).limit(1)).first()


def replacing(session: Session, decision: Decision) -> Decision | None:
    """The later decision that took the place of this one, if any."""
    query = (
        select(Decision)
        .join(Item, Decision.item_id == Item.id)
        .join(Reconsideration, Reconsideration.item_ref == Item.ref)
        .where(Reconsideration.decision_ref == decision.ref)
    )
    return session.scalars(query.options(joinedload(Decision.item)).order_by(Decision.id)).first()


def visible_to(actor: Actor) -> Select[tuple[Decision]]:
    """Decisions, newest first: the public reads those that are published."""
    query = select(Decision).join(Item).options(joinedload(Decision.item))
    if not policy.agent_or_auditor(actor, None):
        query = query.where(Item.state == ItemState.PUBLISHED)
    return query.order_by(Decision.decided_on.desc(), Decision.id.desc())


def about(session: Session, actor: Actor, subject_ref: str) -> list[Decision]:
    """Decisions about a startup (its birth included) or an investigation, newest first."""
    query = visible_to(actor).where(
        (Decision.subject_ref == subject_ref) | (Decision.startup_ref == subject_ref)
    )
    return list(session.scalars(query))


def proposed_conditions(session: Session, item: Item) -> list[Condition]:
    """The conditions that go with this item's proposal, or with its decision."""
    query = select(Condition).where(Condition.item_id == item.id)
    return list(session.scalars(query.options(joinedload(Condition.owner)).order_by(Condition.id)))


def binding_conditions(session: Session, subject_ref: str) -> list[Condition]:
    """The conditions decided before about this subject, open ones first."""
    query = (
        select(Condition)
        .where(Condition.subject_ref == subject_ref, Condition.decision_ref.is_not(None))
        .options(joinedload(Condition.owner))
        .order_by(Condition.settled_at.is_not(None), Condition.due_on, Condition.id)
    )
    return list(session.scalars(query))


def open_conditions(session: Session, subject_ref: str) -> list[Condition]:
    """Those of them that are neither lifted nor waived."""
    found = binding_conditions(session, subject_ref)
    return [one for one in found if one.state is ConditionState.OPEN]


def condition_by_ref(session: Session, ref: str) -> Condition:
    """The condition, or Missing."""
    found = session.scalars(select(Condition).where(Condition.ref == ref)).first()
    if found is None:
        raise Missing
    return found


@rhythm.told_by
def safeguards(session: Session) -> list[Reckoning]:
    """The terms answered by a stop that opened a safeguard period, with its day."""
    query = (
        select(Startup.ref, Startup.title, Decision.due_on, Decision.decided_on)
        .join(Startup, Startup.ref == Decision.startup_ref)
        .where(Decision.effect == EffectKind.SAFEGUARD, Decision.due_on.is_not(None))
        .order_by(Decision.id.desc())
    )
    return [Reckoning(*row) for row in session.execute(query)]
