"""Splitting an irritant that mixes two problems: the second is followed apart, from the same day."""

from datetime import datetime
from functools import partial

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import content, merging_rules, queries
from portal.irritants.charging import check_mine
from portal.irritants.following import begin
from portal.irritants.messages import Message, day, simple
from portal.irritants.models import CoAuthor, Irritant
from portal.irritants.moving import index, record, tell, today
from portal.irritants.names import new_pseudonym
from portal.irritants.words import CoAuthorState, IrritantState as State
from portal.journal.models import JournalEntry
from portal.kernel.errors import Refused
from portal.kernel.refs import new_ref
from portal.kernel.text import shorten
from portal.people.models import Person
from portal.policy import Act, Actor, may

# What the second takes from the first: who tells it, to whom, and who meets it. No figure:
# they were those of both.
_SHARED = (
    "author_id",
    "audience",
    "territory",
    "administration",
    "identity_shown",
    "confidential",
    "carrying",
    "days_a_week",
    "manager_informed",
    "incubator_ref",
    "submitted_at",
    "paused_days",
    "officer_id",
    "taken_at",
    "unmasked_at",
)


def split(
    session: Session, actor: Actor, irritant: Irritant, *, title: str, problem: str, now: datetime
) -> Irritant:
    """Follow its second problem apart, told in these words; the first keeps its own text."""
    queries.lock(session, irritant)
    policy.require(actor, Act.TRIAGE_SPLIT, irritant)
    check(irritant, title=title, problem=problem)
    check_mine(actor, irritant)
    second = _second(irritant, title, problem, now)
    session.add(second)
    session.flush()
    session.refresh(second, ["author", "incubator", "officer"])
    index(session, second)
    begin(session, second, irritant.author_id, now=now)
    _together(session, irritant, second, now)
    record(session, actor, Act.TRIAGE_SPLIT, irritant, "split", now=now, second=second.ref)
    record(session, actor, Act.TRIAGE_SPLIT, second, "split_from", now=now, first=irritant.ref)
    said = partial(message, irritant, title)
    tell(session, told(session, actor, irritant, now), second, "split", said, now=now)
    return second


def _together(session: Session, irritant: Irritant, second: Irritant, now: datetime) -> None:
    """Those who tell the first together tell the second too, under names of its own."""
    for person_id in irritant.coauthor_ids:
        told = dict.fromkeys(("invited_at", "answered_at", "joined_at"), now)
        told["pseudonym"] = new_pseudonym()
        second.coauthors.append(CoAuthor(person_id=person_id, state=CoAuthorState.ACTIVE, **told))
        begin(session, second, person_id, now=now)
    session.flush()


def check(irritant: Irritant, *, title: str, problem: str) -> None:
    """Raise Refused unless it may be split now, into a second that can be read alone."""
    if irritant.state not in merging_rules.MERGEABLE:
        raise Refused(
            _(
                "Cet irritant est maintenant « %(state)s » : il ne se scinde plus.",
                state=irritant.state.label,
            )
        )
    missing = content.missing(content.Deposit(title=title, problem=problem))
    for name in ("title", "problem"):
        if name in missing:
            raise Refused(missing[name], field=name)


def told(session: Session, actor: Actor, irritant: Irritant, now: datetime) -> list[Person]:
    """Whom it concerns: the author, those who said « moi aussi », those who follow."""
    found = queries.audience(session, [irritant], today(now))
    return [person for person in found if person.id != actor.person_id]


def message(irritant: Irritant, title: str) -> Message:
    """What they read; the link leads to the second, where « moi aussi » is one press away."""
    return simple(
        _("« %(title)s » devient deux irritants", title=shorten(irritant.title, 120)),
        _(
            "L’irritant « %(title)s » mêlait deux problèmes. Le second est maintenant suivi à"
            " part : « %(second)s ». Les « moi aussi » restent sur le premier. Si vous rencontrez"
            " aussi le second, dites-le sur sa page.",
            title=irritant.title,
            second=title,
        ),
        _(
            "Réponse attendue le %(day)s au plus tard, comme pour le premier.",
            day=day(_due_on(irritant)),
        ),
    )


def relatives(
    session: Session, actor: Actor, irritant: Irritant, told: list[JournalEntry]
) -> list[Irritant]:
    """What it was split from, and what was split from it, as far as this reader may read them."""
    refs = [(entry.after or {}).get("second") for entry in told]
    refs = [ref for ref in refs if ref]
    if not refs and irritant.split_from_id is None:
        return []
    near = Irritant.ref.in_(refs) | (Irritant.id == irritant.split_from_id)
    found = session.scalars(select(Irritant).where(near).order_by(Irritant.id))
    return [one for one in found if may(actor, Act.IRRITANT_VIEW, one)]


def _second(irritant: Irritant, title: str, problem: str, now: datetime) -> Irritant:
    ref = new_ref("irr")
    return Irritant(
        **{name: getattr(irritant, name) for name in _SHARED},
        ref=ref,
        draft_key=f"split-{ref}",
        state=State.SUBMITTED,
        made_at=now,
        edited_at=now,
        title=title,
        problem=problem,
        pseudonym=new_pseudonym(),
        user_types=irritant.user_types,
        answer_due_on=_due_on(irritant),
        split_from_id=irritant.id,
    )


def _due_on(irritant: Irritant):
    return irritant.own_due_on or irritant.answer_due_on
