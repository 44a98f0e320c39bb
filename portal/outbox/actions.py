"""Posting a mail with its fact; claiming and marking it from the worker."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.inserting import insert_or_nothing
from portal.outbox import rules
from portal.outbox.models import Mail
from portal.outbox.words import MailState

NOTHING: Mapping[str, str] = MappingProxyType({})


def post(
    session: Session,
    *,
    event: str,
    address: str,
    kind: str,
    subject: str,
    body: str,
    now: datetime,
    secret_ref: str | None = None,
    stop_key: str | None = None,
) -> None:
    """Leave a mail to be sent, once for this fact, address and kind.

    With `secret_ref`, `keys.MARK` in the body becomes the key of that thing as the mail leaves;
    with `stop_key`, `stopping.MARK` becomes the link that stops such mails.
    """
    stops = {address: stop_key} if stop_key else {}
    told = {"event": event, "kind": kind, "now": now, "secret_ref": secret_ref, "stops": stops}
    post_all(session, {address: (subject, body)}, **told)


def post_all(
    session: Session,
    letters: Mapping[str, tuple[str, str]],
    *,
    event: str,
    kind: str,
    now: datetime,
    secret_ref: str | None = None,
    stops: Mapping[str, str] = NOTHING,
    calendars: Mapping[str, str] = NOTHING,
) -> None:
    """The same for several addresses, each with its subject and body, in one statement.

    `stops`: the `stop_key` of each address whose mail can be stopped; `calendars`: the invitation
    that goes along, by address.
    """
    common = {"event": event, "kind": kind, "next_at": now, "made_at": now}
    rows = [
        common
        | {
            "address": address,
            "subject": subject,
            "body": body,
            "secret_ref": secret_ref,
            "stop_key": stops.get(address),
            "calendar": calendars.get(address, ""),
        }
        for address, (subject, body) in letters.items()
    ]
    if rows:
        unique = ("event", "address", "kind")
        session.execute(insert_or_nothing(session, Mail, unique), rows)


def claim(session: Session, now: datetime) -> Mail | None:
    """Take the next mail that is due, for the time of a lease, so that no other worker sends it."""
    due = (
        select(Mail)
        .where(Mail.state == MailState.WAITING, Mail.next_at <= now)
        .order_by(Mail.next_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    mail = session.scalars(due).first()
    if mail is not None:
        mail.next_at = now + rules.LEASE
        session.flush()
    return mail


def mark_sent(session: Session, mail_id: int, now: datetime) -> None:
    """The server took the mail."""
    mail = session.get_one(Mail, mail_id)
    mail.state, mail.sent_at, mail.trouble = MailState.SENT, now, ""


def mark_trouble(session: Session, mail_id: int, trouble: str, now: datetime) -> None:
    """The server did not take it: wait, or give up after ten tries."""
    mail = session.get_one(Mail, mail_id)
    mail.tries += 1
    mail.trouble = trouble[:200]
    later = rules.next_try(mail.tries, now)
    mail.state = MailState.WAITING if later else MailState.DEAD
    mail.next_at = later or mail.next_at


def retry(session: Session, mail: Mail, now: datetime) -> None:
    """Try a mail in trouble again, from the start."""
    mail.state, mail.tries, mail.next_at = MailState.WAITING, 0, now
