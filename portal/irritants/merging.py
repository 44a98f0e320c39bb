"""Merging an irritant into another, and undoing it exactly. No row moves: a reference says all."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import family, merging_messages as messages, merging_rules, queries, rules
from portal.irritants.charging import check_mine
from portal.irritants.messages import Message
from portal.irritants.models import Irritant
from portal.irritants.moving import enter, record, tell, today
from portal.irritants.words import OPEN_STATES, IrritantVerb as Verb
from portal.kernel.errors import Missing, Refused, Stale
from portal.people.models import Person
from portal.policy import Act, Actor, may
from portal.settings import queries as settings


@dataclass(frozen=True)
class Told:
    """Who hears of it, each person once: of the one that leaves, then of the head."""

    leaving: list[Person]
    head: list[Person]

    @property
    def total(self) -> int:
        """How many persons."""
        return len(self.leaving) + len(self.head)


def merge(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    *,
    head: Irritant,
    now: datetime,
    note: str = "",
    seen: str | None = None,
) -> None:
    """Follow it with `head` from now on; everything told, said or followed there counts once.

    Raises Stale if one of them changed since it was `seen` (`versions`), Refused when they may
    not be merged.
    """
    family.hold(session, irritant.id, head.id)
    check(session, actor, irritant, head)
    check_mine(actor, irritant)
    if seen is not None and seen != versions(irritant, head):
        raise Stale(irritant)
    told = told_of_merge(session, actor, irritant, head, now)
    before = irritant.state
    after = rules.check_move(before, Verb.MERGE, today=today(now), destination=head.ref)
    irritant.merged_into_id, irritant.merged_at = head.id, now
    irritant.state_before = before.value
    enter(irritant, after, now=now)
    session.flush()
    if head.state in OPEN_STATES:
        _keep_earliest(head, min(irritant.answer_due_on, head.answer_due_on))
    _settle(session, irritant, head)
    _record(session, actor, irritant, head, (Verb.MERGE, "gather"), note, now)
    due_on = promised(head, now)
    said = partial(messages.merged, irritant, head, note, due_on)
    tell(session, told.leaving, irritant, Verb.MERGE, said, now=now)
    said = partial(messages.gathered, irritant, head)
    tell(session, told.head, irritant, "gather", said, now=now)


def unmerge(
    session: Session, actor: Actor, irritant: Irritant, *, motive: str, now: datetime
) -> None:
    """Let it go its own way again, as it was; what was said on the head stays on the head."""
    family.hold_all(session, irritant)
    policy.require(actor, Act.TRIAGE_MERGE, irritant)
    rules.check_move(irritant.state, Verb.UNMERGE, today=today(now), motive=motive)
    told = told_of_parting(session, actor, irritant, now)
    _part(session, actor, irritant, told, motive, now)


def release_all(session: Session, actor: Actor, head: Irritant, *, now: datetime) -> None:
    """Let everything merged into it go: it leaves by `actor`, they must not leave with it."""
    motive = _("L’auteur de l’autre irritant l’a retiré ; celui-ci continue.")
    for irritant in family.gathered(session, head, None):
        told = _but(actor, queries.audience(session, [irritant], today(now)))
        # Not by name: whoever withdraws may be a masked author.
        _part(session, policy.MACHINE, irritant, told, motive, now)


def check(session: Session, actor: Actor, irritant: Irritant, head: Irritant) -> None:
    """Raise Missing, Forbidden or Refused unless this actor may merge it into `head` now."""
    if not may(actor, Act.IRRITANT_VIEW, head) or head.state == "draft":
        raise Missing
    policy.require(actor, Act.TRIAGE_MERGE, irritant)
    gathers = family.gathers(session, irritant)
    merging_rules.check(
        merging_rules.Pair(irritant, head, gathers=gathers, is_offered=irritant.offer is not None)
    )
    if not may(actor, Act.TRIAGE_MERGE, head):
        raise Refused(
            _(
                "Vous ne répondez pas à « %(title)s ». Proposez plutôt « %(mine)s » à l’incubateur"
                " qui y répond : il pourra les réunir.",
                title=head.title,
                mine=irritant.title,
            )
        )


def versions(irritant: Irritant, head: Irritant) -> str:
    """What tells whether either changed since both were read."""
    return f"{irritant.version}-{head.version}"


def told_of_merge(
    session: Session, actor: Actor, irritant: Irritant, head: Irritant, now: datetime
) -> Told:
    """Whom a merge concerns: all those of the one that leaves; author and followers of the head."""
    of_leaving = _but(actor, queries.audience(session, [irritant], today(now)))
    known = {one.id for one in of_leaving}
    near = {one.id: one for one in [head.author, *queries.followers(session, head, today(now))]}
    return Told(
        of_leaving,
        [
            one
            for one in _but(actor, list(near.values()))
            if one.id not in known and one.deactivated_at is None
        ],
    )


def told_of_parting(
    session: Session, actor: Actor, irritant: Irritant, now: datetime
) -> list[Person]:
    """Whom the undoing concerns: those whom the merge would."""
    told = told_of_merge(session, actor, irritant, irritant.head, now)
    return [*told.leaving, *told.head]


def parting_message(irritant: Irritant, motive: str, now: datetime, days: int) -> Message:
    """What they read; `days`: within how many an answer is promised."""
    due_on = due_apart(irritant, irritant.head, now, days)
    return messages.separated(irritant, irritant.head, motive, due_on)


def due_apart(irritant: Irritant, head: Irritant, now: datetime, days: int) -> date | None:
    """The promise that it takes again once apart from its head."""
    return merging_rules.due_apart(
        irritant.answer_due_on,
        head_answered=head.answered_at is not None,
        today=today(now),
        days=days,
    )


def promised(head: Irritant, now: datetime, joining: date | None = None) -> date | None:
    """The day when the answer of a head is due, with the promise of one more; None once given."""
    if head.state not in OPEN_STATES:
        return None
    due_on = head.due_on(today(now))
    return min(due_on, joining) if joining else due_on


def _part(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    told: list[Person],
    motive: str,
    now: datetime,
) -> None:
    head = irritant.head
    state = rules.state_unmerged(irritant.state_before)
    # Read before anything changes: between the two, the row would be neither merged nor apart.
    days = settings.current(session).answer_days
    irritant.merged_into_id = irritant.merged_at = irritant.state_before = None
    irritant.answered_at = None
    irritant.answer_due_on = due_apart(irritant, head, now, days)
    enter(irritant, state, now=now)
    session.flush()
    if head.own_due_on is not None:
        _keep_earliest(head, family.earliest_due(session, head))
    _settle(session, irritant, head)
    _record(session, actor, irritant, head, (Verb.UNMERGE, "let_go"), motive, now)
    said = partial(messages.separated, irritant, head, motive, irritant.answer_due_on)
    tell(session, told, irritant, Verb.UNMERGE, said, now=now)


def _keep_earliest(head: Irritant, first: date | None) -> None:
    head.answer_due_on, head.own_due_on = merging_rules.lowered(
        head.own_due_on, head.answer_due_on, first
    )


def _settle(session: Session, irritant: Irritant, head: Irritant) -> None:
    session.flush()
    family.recount(session, head)
    session.refresh(irritant, ["head"])


def _record(session, actor, irritant, head, verbs: tuple[str, str], motive: str, now) -> None:
    here, there = verbs
    act = Act.TRIAGE_MERGE
    record(session, actor, act, irritant, here, now=now, motive=motive, head=head.ref)
    record(session, actor, act, head, there, now=now, motive=motive, merged=irritant.ref)


def _but(actor: Actor, people: list[Person]) -> list[Person]:
    return [one for one in people if one.id != actor.person_id]
