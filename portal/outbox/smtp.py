"""Handing a mail over, to the address in `PORTAL_MAIL_URL`.

smtp://[user:password@]host[:port] or smtps://… is a mail server; file:///folder keeps each mail as
a file `.eml`, which any mail program opens (demonstration, development).
"""

import os
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import unquote, urlsplit

from portal.outbox import headers, keys, stopping
from portal.outbox.models import Mail

PATIENCE = 20


def message(mail: Mail, sender: str) -> EmailMessage:
    """The message; its Message-ID is always the same, so that a second sending can be told."""
    letter = EmailMessage(policy=headers.POLICY)
    letter["From"], letter["To"], letter["Subject"] = sender, mail.address, mail.subject
    letter["Message-ID"] = f"<courrier-{mail.id}@{sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    if mail.stop_key:
        # RFC 8058: one click in the mail program, without opening anything.
        letter["List-Unsubscribe"] = f"<{stopping.link(mail.stop_key)}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(_body(mail))
    if mail.calendar:
        _invite(letter, mail.calendar)
    return letter


def _invite(letter: EmailMessage, calendar: str) -> None:
    """The same message as an invitation: the part says its method, or calendars ignore it."""
    method = re.search(r"^METHOD:([A-Z]+)", calendar, re.MULTILINE)
    told = {"method": method[1]} if method else {}
    letter.add_alternative(calendar, subtype="calendar", params=told)


def _body(mail: Mail) -> str:
    body = mail.body
    if mail.secret_ref is not None:
        body = body.replace(keys.MARK, keys.key_of(mail.secret_ref))
    return stopping.placed(body, mail.stop_key) if mail.stop_key else body


def send(url: str, letter: EmailMessage) -> None:
    """Hand the message over. Raises OSError or smtplib.SMTPException."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return _keep(Path(unquote(parts.path)), letter)
    with _connect(parts.scheme, parts.hostname or "localhost", parts.port) as server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(letter)
    return None


def _keep(folder: Path, letter: EmailMessage) -> None:
    """Write the message under its own name: sent twice, it is there once, and never by half."""
    folder.mkdir(parents=True, exist_ok=True)
    name = str(letter["Message-ID"]).strip("<>").partition("@")[0]
    written = folder / f".{name}.part"
    written.write_bytes(letter.as_bytes(policy=SMTP))
    os.replace(written, folder / f"{name}.eml")


def _connect(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    if scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE, context=context)
    server = smtplib.SMTP(host, port or 25, timeout=PATIENCE)
    server.ehlo()
    return server
