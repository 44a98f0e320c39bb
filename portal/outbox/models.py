"""Mails that wait to be sent, written in the transaction of the fact that they tell."""

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import code, moment, pk
from portal.outbox.words import MailState


class Mail(Base):
    """One mail to one address. Unique for a fact, an address and a kind."""

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("event", "address", "kind"),
        Index("ix_mail_state_next_at", "state", "next_at"),
    )

    id: Mapped[pk]
    event: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(250))
    body: Mapped[str] = mapped_column(Text)
    # What goes along for calendar programs (RFC 5545), if anything.
    calendar: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Whose key takes the place of the mark in the body, as the mail leaves (see `keys`).
    secret_ref: Mapped[str | None] = mapped_column(String(12))
    # Whom and which sort of mails the link in it stops (see `stopping`); None: it cannot be.
    stop_key: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[MailState] = mapped_column(code(MailState), default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[moment]
    made_at: Mapped[moment]
    sent_at: Mapped[moment | None]
    trouble: Mapped[str] = mapped_column(String(200), default="")
