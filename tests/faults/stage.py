"""One irritant, its author who is told of each comment, and eight agents to comment it."""

from collections import Counter

from flask import Flask
from sqlalchemy import select, text

from portal.extensions import db
from portal.irritants.comment_models import Comment
from portal.journal.models import JournalEntry
from portal.outbox.models import Mail
from portal.policy import Act
from portal.register import queries as register
from tests.faults.writers import Fact
from tests.irritants.conftest import settle
from tests.support.apps import writing
from tests.support.people import open_account

AUTHOR = "author@test.gouv.example"


def set_up(app: Flask, count: int = 8) -> tuple[str, list[str]]:
    """The address of the irritant, and those of the agents who will write."""
    emails = [f"redacteur{number}@test.gouv.example" for number in range(count)]
    with writing(app) as session:
        village = settle(session)
        ref = village.irritant().ref
        for email in emails:
            open_account(session, email)
    return f"/irritants/{ref}", emails


def check(app: Flask, facts: list[Fact]) -> None:
    """Each acknowledged fact stands once, with its journal entry and its mail, in a sound base."""
    with app.app_context():
        session = db.session()
        kept = Counter(session.scalars(select(Comment.body)))
        refs = set(session.scalars(select(Comment.ref)))
        journaled = session.scalars(
            select(JournalEntry.after).where(JournalEntry.act == Act.COMMENT_WRITE)
        )
        told = Counter(session.scalars(select(Mail.event).where(Mail.address == AUTHOR)))
        assert kept == Counter(fact.text for fact in facts)
        assert Counter(entry["comment"] for entry in journaled) == Counter(refs)
        assert {
            ref: told[event] for event in told for ref in refs if ref in event
        } == dict.fromkeys(refs, 1)
        assert register.fault(session) is None
        if session.get_bind().dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
