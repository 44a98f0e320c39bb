"""The transaction of a form: what it does and its idempotency key commit together."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from portal.db.engine import transaction
from portal.web import idempotency
from portal.web.context import actor, now


@contextmanager
def writing(goal: str = "/") -> Iterator[Session]:
    """Write what the form in hand asks, once however often it is sent.

    `goal`: the address that answers it, when it is known before (one statement less).
    Raises Replayed when it was already done, which answers what was answered then.
    """
    with transaction() as session:
        idempotency.claim(session, f"person-{actor().person_id}", now(), goal)
        yield session
