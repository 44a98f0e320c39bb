"""Sending what waits. No request ever waits for a mail server."""

import logging
import smtplib
import time
from email.errors import MessageError

from portal.db.engine import clock, transaction
from portal.kernel.lines import tell
from portal.outbox import actions, smtp

log = logging.getLogger("portal.outbox")


def send_due(url: str, sender: str, *, most: int = 500) -> int:
    """Send the mails that are due, one transaction each; the number taken by the server."""
    sent = 0
    for _turn in range(most):
        taken = _send_next(url, sender)
        if taken is None:
            break
        sent += taken
    return sent


def _send_next(url: str, sender: str) -> bool | None:
    with transaction() as session:
        mail = actions.claim(session, clock().now())
        if mail is None:
            return None
        mail_id = mail.id
        session.expunge(mail)
    try:
        smtp.send(url, smtp.message(mail, sender))
    except (OSError, ValueError, MessageError, smtplib.SMTPException) as trouble:
        # An address or a title that no mail can bear. It must not stop the others.
        _note(mail_id, trouble)
        return False
    with transaction() as session:
        actions.mark_sent(session, mail_id, clock().now())
    return True


def _note(mail_id: int, trouble: Exception) -> None:
    tell(log, "mail_not_sent", logging.WARNING, mail=mail_id, trouble=type(trouble).__name__)
    with transaction() as session:
        # The class of the fault only: servers repeat addresses in their answers.
        actions.mark_trouble(session, mail_id, type(trouble).__name__, clock().now())


def run(url: str, sender: str, *, every: float = 5.0) -> None:
    """Send for ever, looking again every few seconds."""
    while True:
        send_due(url, sender)
        time.sleep(every)
