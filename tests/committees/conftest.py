"""The world of committees, within a transaction of the test or committed for visits."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.kernel.clock import Clock
from tests.committees.settling import settle
from tests.committees.world import World
from tests.support.apps import writing


@pytest.fixture
def world(session_both: Session, clock: Clock) -> World:
    """On each database in turn, within the transaction of the test."""
    return settle(session_both, clock)


@pytest.fixture
def open_world(app: Flask, clock: Clock) -> World:
    """Committed on the embedded database, for visits."""
    with writing(app) as session:
        return settle(session, clock)
