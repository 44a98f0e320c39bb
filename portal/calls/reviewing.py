"""What readers think of an entry: the pre-jury upon the file, the jury upon the pitch."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.calls import entry_queries, queries, rules
from portal.calls.entry_models import Assessment, Entry
from portal.calls.words import Criterion, EntryState, EntryVerb, Part, Verdict
from portal.journal import actions as journal
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.policy import Act, Actor

_TOLD = ("recused", "verdict", *(each.value for each in Criterion), "comment")


def round_of(entry: Entry) -> Part:
    """Which round the entry is in: the pitch, once it is on the short list."""
    return Part.PREJURY if entry.call.shortlisted_at is None else Part.JURY


def review(
    session: Session,
    actor: Actor,
    entry: Entry,
    *,
    verdict: Verdict | None,
    marks: dict[Criterion, int | None],
    comment: str,
    version: int,
    now: datetime,
) -> Assessment:
    """Give or change one's opinion; the former ones stay in the journal. `version`: 0 for the first.

    Raises Stale when another window of the same person changed it meanwhile.
    """
    part = _begin(session, actor, entry)
    rules.check_marks(verdict, marks)
    found = entry.review_of(actor.person_id, part)
    if (found.version if found else 0) != version:
        raise Stale(found)
    given = {"recused": False, "verdict": verdict, "comment": comment}
    given |= {each.value: marks.get(each) for each in Criterion}
    return _keep(session, actor, entry, part, found, given, now)


def recuse(session: Session, actor: Actor, entry: Entry, *, now: datetime) -> Assessment:
    """Stand aside from one entry: one's opinion, if any was given, counts no more."""
    part = _begin(session, actor, entry)
    found = entry.review_of(actor.person_id, part)
    given = dict.fromkeys(_TOLD) | {"recused": True, "comment": ""}
    return _keep(session, actor, entry, part, found, given, now)


def _begin(session: Session, actor: Actor, entry: Entry) -> Part:
    queries.lock(session, entry.call)
    policy.require(actor, Act.CALL_REVIEW, entry)
    entry_queries.lock(session, entry)
    part = round_of(entry)
    if actor.person_id not in entry.call.ids_of(part):
        raise Forbidden(Act.CALL_REVIEW.value)
    rules.check_review(
        entry.state,
        is_shortlisted=entry.call.shortlisted_at is not None,
        is_pitch=part is Part.JURY,
    )
    return part


def _keep(
    session, actor, entry: Entry, part: Part, found, given: dict, now: datetime
) -> Assessment:
    before = {name: getattr(found, name) for name in _TOLD} if found else None
    kept = found or Assessment(entry_id=entry.id, person_id=actor.person_id, part=part, at=now)
    for name, value in given.items():
        setattr(kept, name, value)
    kept.at = now
    if found is None:
        _add(session, kept)
    if part is Part.JURY and not kept.recused:
        _heard(entry, now)
    told = {"part": part} | {name: getattr(kept, name) for name in _TOLD}
    journal.record(session, actor, Act.CALL_REVIEW, entry, now=now, before=before, after=told)
    session.flush()
    session.expire(entry, ["reviews"])
    return kept


def _heard(entry: Entry, now: datetime) -> None:
    if entry.state is EntryState.SHORTLISTED:
        entry.state = rules.ENTRY.after(entry.state, EntryVerb.PITCH)
        entry.pitched_at = now


def _add(session: Session, kept: Assessment) -> None:
    try:
        with session.begin_nested():
            session.add(kept)
    except IntegrityError:
        raise Refused(_("Votre avis est déjà enregistré : relisez la page.")) from None
