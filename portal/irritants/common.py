"""Problems told in several incubators or administrations: groups of irritants tied two by two."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, load_only

from portal import policy
from portal.irritants import family, queries
from portal.irritants.models import Irritant, Support
from portal.irritants.tie_models import Tie
from portal.irritants.tying import LIVE
from portal.journal import actions as journal
from portal.journal.models import JournalEntry
from portal.kernel.errors import Missing, Refused
from portal.kernel.periods import paris_day
from portal.kernel.text import fold
from portal.notices import actions as notices
from portal.organisations.models import Incubator
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Act, Actor, Role

_ALSO_READ = (Irritant.administration, Irritant.incubator_ref, Irritant.confidential)
MOST_READ = 5_000
MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Common:
    """One problem, as this reader may know it: its irritants, the oldest first."""

    irritants: tuple[Irritant, ...]
    voices: int = 0

    @property
    def oldest(self) -> Irritant:
        """The first told, which stands for the group: one that others may read, if any."""
        return next((one for one in self.irritants if not one.confidential), self.irritants[0])

    @property
    def incubators(self) -> list[Incubator]:
        """The incubators that carry them, each once."""
        found = {one.incubator.ref: one.incubator for one in self.irritants if one.incubator}
        return sorted(found.values(), key=lambda one: fold(one.title))

    @property
    def administrations(self) -> list[str]:
        """The administrations named, each once however it is written."""
        named = {fold(one.administration): one.administration for one in self.irritants}
        return [named[key] for key in sorted(named) if key]

    @property
    def is_common(self) -> bool:
        return len(self.incubators) > 1 or len(self.administrations) > 1


def groups(session: Session, actor: Actor) -> list[Common]:
    """The problems common to several, among what this actor may read, the most supported first."""
    visible = {one.id: one for one in session.scalars(_tied(actor))}
    ties = select(Tie.first_id, Tie.second_id).where(
        Tie.first_id.in_(visible), Tie.second_id.in_(visible)
    )
    found = [Common(tuple(visible[each] for each in one)) for one in joined(session.execute(ties))]
    found = [one for one in found if one.is_common]
    return sorted(
        _heard(session, _largest(found)),
        key=lambda one: (-one.voices, -len(one.irritants), one.oldest.id),
    )


def of(session: Session, actor: Actor, ref: str) -> Common:
    """The group of this irritant, or Missing if this actor knows of none."""
    for one in groups(session, actor):
        if any(each.ref == ref for each in one.irritants):
            return one
    raise Missing


def joined(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Groups of numbers joined two by two, each in order; pure."""
    home: dict[int, list[int]] = {}
    for first, second in pairs:
        mine, theirs = home.setdefault(first, [first]), home.setdefault(second, [second])
        if mine is not theirs:
            mine += theirs
            home |= dict.fromkeys(theirs, mine)
    return [sorted(one) for one in {id(one): one for one in home.values()}.values()]


def _tied(actor: Actor) -> Select[tuple[Irritant]]:
    ends = or_(Irritant.id.in_(select(Tie.first_id)), Irritant.id.in_(select(Tie.second_id)))
    return (
        select(Irritant)
        .where(ends, Irritant.state.in_(LIVE), queries.visible_to(actor))
        .options(
            load_only(*queries.LISTED, *_ALSO_READ),
            joinedload(Irritant.incubator),
        )
        .order_by(Irritant.support_count.desc(), Irritant.id.desc())
        .limit(MOST_READ)
    )


def _largest(found: list[Common]) -> list[Common]:
    told = sorted(
        found, key=lambda one: (-sum(each.support_count for each in one.irritants), one.oldest.id)
    )
    return told[:MOST_SHOWN]


def _heard(session: Session, found: list[Common]) -> list[Common]:
    """The same with how many people they count: authors and « moi aussi », each once in a group."""
    ids = [each.id for one in found for each in one.irritants]
    head = func.coalesce(Irritant.merged_into_id, Irritant.id)
    said = select(head, Support.person_id).join(Irritant, Irritant.id == Support.irritant_id)
    said = said.where(family.of(ids))
    told = select(head, Irritant.author_id).where(family.of(ids))
    people_of: dict[int, set[int]] = defaultdict(set)
    for irritant_id, person_id in session.execute(said.union(told)):
        people_of[irritant_id].add(person_id)
    return [
        Common(one.irritants, len(set().union(*(people_of[each.id] for each in one.irritants))))
        for one in found
    ]


def proposal(session: Session, one: Common) -> tuple[datetime, str] | None:
    """When a joint investigation was proposed for this group, and by whom."""
    refs = [each.ref for each in one.irritants]
    query = (
        select(JournalEntry.at, Person.name)
        .join(Person, Person.id == JournalEntry.person_id)
        .where(JournalEntry.subject_ref.in_(refs), JournalEntry.act == Act.JOINT_PROPOSE.value)
    )
    found = session.execute(query.order_by(JournalEntry.id)).first()
    return (found[0], found[1]) if found else None


def directors(session: Session, actor: Actor, one: Common, day: date) -> list[Person]:
    """Whoever directs the incubators concerned and reads of it, but for this actor."""
    each = (people.holders(session, house.ref, day, Role.DIRECTOR) for house in one.incubators)
    found = {person.id: person for many in each for person in many}
    others = [found[key] for key in sorted(found) if key != actor.person_id]
    return [person for person in others if _reads(session, person, one.oldest.ref, day)]


def _reads(session: Session, person: Person, ref: str, day: date) -> bool:
    """Whether the page that they would be sent to shows them anything."""
    try:
        of(session, people.actor_of(person, day), ref)
    except Missing:
        return False
    return True


def propose(session: Session, actor: Actor, ref: str, *, message: str, now: datetime) -> int:
    """Tell the directors concerned that this could be looked into together, once for a group."""
    policy.require(actor, Act.JOINT_PROPOSE)
    one = of(session, actor, ref)
    queries.lock(session, one.oldest)
    if proposal(session, one) is not None:
        raise Refused(_("Une investigation commune est déjà proposée pour ce problème."))
    refs = [each.ref for each in one.irritants]
    journal.record(
        session,
        actor,
        Act.JOINT_PROPOSE,
        one.oldest,
        now=now,
        after={"irritants": refs},
        motive=message,
    )
    # No title: each reads on the page what they may.
    return notices.tell(
        session,
        directors(session, actor, one, paris_day(now)),
        event=f"joint:{one.oldest.ref}",
        kind="triage.joint",
        subject_ref=one.oldest.ref,
        title=_l("Une investigation commune vous est proposée"),
        body=message,
        path=f"/tri/carte/{one.oldest.ref}",
        now=now,
    )
