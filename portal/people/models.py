"""People, their dated mandates, their sessions."""

from datetime import date, timedelta

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import code, day, moment, pk, ref
from portal.kernel.refs import new_ref
from portal.people.words import Attempted, Language, LinkPurpose
from portal.policy import Kind, Role


class Person(Base):
    """Somebody with an account. `kind` is exclusive: agent, auditor or administrator."""

    __tablename__ = "person"
    # The pair is the target of mandate: the database itself holds administrator ⊥ seat ⊥ auditor.
    __table_args__ = (UniqueConstraint("id", "kind"),)

    id: Mapped[pk]
    ref: Mapped[ref]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[Kind] = mapped_column(code(Kind), default=Kind.AGENT)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[Language] = mapped_column(
        code(Language), default=Language.FRENCH, server_default="fr"
    )
    made_at: Mapped[moment]
    invited_at: Mapped[moment | None]
    deactivated_at: Mapped[moment | None]
    version: Mapped[int] = mapped_column(default=1)

    mandates: Mapped[list["Mandate"]] = relationship(
        back_populates="person", order_by="Mandate.id", foreign_keys="Mandate.person_id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_awaited(self) -> bool:
        """Invited, and no password chosen yet."""
        return self.invited_at is not None and not self.password_hash


class Mandate(Base):
    """A role, from a day to a day; `ends_on` is the first day on which it no longer counts."""

    __tablename__ = "mandate"
    __table_args__ = (
        ForeignKeyConstraint(["person_id", "person_kind"], ["person.id", "person.kind"]),
        CheckConstraint(
            "(person_kind = 'agent' AND role NOT IN ('auditor', 'administrator'))"
            " OR person_kind = role",
            name="exclusive_kinds",
        ),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint(
            "stands_for_id IS NULL OR (role = 'seat' AND NOT voting AND stands_for_id <> id)",
            name="stands_for",
        ),
        Index(
            "uq_mandate_stands_for_open",
            "stands_for_id",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
        Index("ix_mandate_scope_ref_role", "scope_ref", "role"),
        Index("uq_mandate_ref", "ref", unique=True),
        Index(
            "uq_mandate_open",
            "person_id",
            "role",
            text("coalesce(scope_ref, '')"),
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
    )

    id: Mapped[pk]
    ref: Mapped[str] = mapped_column(String(12), default=lambda: new_ref("man"), server_default="")
    person_id: Mapped[int] = mapped_column(index=True)
    person_kind: Mapped[Kind] = mapped_column(code(Kind))
    role: Mapped[Role] = mapped_column(code(Role))
    scope_ref: Mapped[str | None] = mapped_column(String(12))
    quality: Mapped[str] = mapped_column(String(160), default="")
    voting: Mapped[bool] = mapped_column(default=True)
    starts_on: Mapped[day]
    ends_on: Mapped[day | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    # The seat whose holder this one replaces when they are away: it has no voice of its own.
    stands_for_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"), index=True)

    person: Mapped[Person] = relationship(back_populates="mandates", foreign_keys=[person_id])
    stands_for: Mapped["Mandate | None"] = relationship(remote_side="Mandate.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def last_on(self) -> date | None:
        """The last day on which it counts, as people are told it."""
        return self.ends_on and self.ends_on - timedelta(days=1)


class WebSession(Base):
    """A session on the server: the browser holds a token, this row its digest."""

    __tablename__ = "web_session"

    id: Mapped[pk]
    ref: Mapped[ref]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    started_at: Mapped[moment]
    confirmed_at: Mapped[moment]
    expires_at: Mapped[moment]
    revoked_at: Mapped[moment | None]

    person: Mapped[Person] = relationship()


class PasswordLink(Base):
    """A link sent by mail, which lets its holder choose a password once.

    The key itself is kept nowhere: the mail is given it as it leaves, this row has its digest.
    """

    __tablename__ = "password_link"

    id: Mapped[pk]
    ref: Mapped[ref]
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(code(LinkPurpose))
    made_at: Mapped[moment]
    expires_at: Mapped[moment]
    # Used, or made void by a later link, a new password, or the closing of the account.
    used_at: Mapped[moment | None]

    person: Mapped[Person] = relationship()


class Attempt(Base):
    """How often something was tried since a moment; who tried is kept as a keyed digest."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("what", "key"),)

    id: Mapped[pk]
    what: Mapped[Attempted] = mapped_column(code(Attempted))
    key: Mapped[str] = mapped_column(String(64))
    since: Mapped[moment]
    count: Mapped[int]
