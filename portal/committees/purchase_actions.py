"""Verbs upon the purchasing note: marked as sent, once, and taken back with a motive."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.committees import funding_actions, funding_queries, funding_rules, funding_telling
from portal.committees.funding_models import PurchaseSending
from portal.committees.funding_queries import Funded
from portal.committees.purchase_note import note
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.policy import Act, Actor


def mark(
    session: Session, actor: Actor, decision_ref: str, *, sent_to: str, now: datetime
) -> PurchaseSending:
    """Say that purchasing has the note: by whom, when, to whom. The team and sponsors hear it."""
    found = funding_actions.locked(session, decision_ref, now)
    policy.require(actor, Act.PURCHASE_MARK, found)
    is_sent = funding_queries.sending(session, decision_ref) is not None
    funding_rules.check_send(is_sent=is_sent)
    made = PurchaseSending(
        decision_ref=decision_ref,
        sent_to=sent_to,
        body=note(session, found, paris_day(now)).plain,
        sent_by_id=actor.person_id,
        sent_at=now,
    )
    session.add(made)
    session.flush()
    _record(session, actor, found, {"sent_to": sent_to}, "", now)
    funding_telling.sent(session, actor, found, made.id, now)
    return made


def take_back(
    session: Session, actor: Actor, decision_ref: str, *, motive: str, now: datetime
) -> None:
    """Take the note back: sponsors may correct their lines again."""
    found = funding_actions.locked(session, decision_ref, now)
    policy.require(actor, Act.PURCHASE_MARK, found)
    sent = funding_queries.sending(session, decision_ref)
    funding_rules.check_take_back(is_sent=sent is not None, motive=motive)
    sent.taken_back_by_id, sent.taken_back_at, sent.motive = actor.person_id, now, motive
    session.flush()
    _record(session, actor, found, {"taken_back": sent.sent_to}, motive, now)


def _record(
    session: Session, actor: Actor, found: Funded, after: dict, motive: str, now: datetime
) -> None:
    for subject in (found.ref, found.startup.ref):
        journal.record(
            session, actor, Act.PURCHASE_MARK, subject, now=now, after=after, motive=motive
        )
