"""The stage: stories told side by side, each step at its own moment, through the real actions."""

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from portal.committees import item_queries
from portal.committees.item_models import Item
from portal.db.engine import transaction
from portal.kernel.clock import Clock
from portal.kernel.periods import PARIS, is_working_day, paris_day
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import MACHINE, Actor

Story = Iterator[datetime]
Progress = Callable[[int, int, datetime], None]
# The vote under way began a little before people come in.
BEFORE = timedelta(minutes=30)


class Stage:
    """What stories share: the people, the things made so far, and the moment being told.

    A story is a generator: it yields the moment of its next step, then makes that step.
    """

    def __init__(self, app: Flask, now: datetime) -> None:
        self.app, self.end = app, now
        self.today = paris_day(now - BEFORE)
        self.now = now
        self.session: Session | None = None
        self.people: dict[str, Person] = {}
        self.things: dict[str, Any] = {}

    # When

    def day(self, offset: int) -> date:
        """The day that comes so many days from today; before, when negative."""
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of that day, in Paris."""
        return datetime.combine(self.day(offset), time(hour, minute), PARIS)

    def working(self, offset: int) -> int:
        """The nearest offset that is a working day: earlier in the past, later in the future."""
        step = -1 if offset < 0 else 1
        while not is_working_day(self.day(offset)):
            offset += step
        return offset

    # Who

    def actor(self, key: str | None) -> Actor:
        """This person as policy sees them at this moment; the machine when nobody is named."""
        if key is None:
            return MACHINE
        return people.actor_of(self.people[key], paris_day(self.now))

    def do(self, who: str | None, verb: Callable, /, *things: Any, **told: Any) -> Any:
        """Let this person do this, now."""
        return verb(self.session, self.actor(who), *things, now=self.now, **told)

    def item(self, name: str) -> Item:
        """The point of an agenda kept under this name, told who presides it."""
        return item_queries.by_ref(self.session, self.things[name].ref, self.now)

    # Telling

    def tell(self, stories: list[Story], progress: Progress) -> int:
        """Tell the stories to their end, step by step in the order of time; how many steps."""
        ranks, done, clock = count(), 0, self.app.extensions["portal.clock"]
        waiting = [(next(story), next(ranks), story) for story in stories]
        heapq.heapify(waiting)
        try:
            while waiting:
                when, _rank, story = heapq.heappop(waiting)
                following = self._step(when, story)
                if following is not None:
                    heapq.heappush(waiting, (following, next(ranks), story))
                done += 1
                progress(done, len(waiting), when)
        finally:
            self.app.extensions["portal.clock"] = clock
        return done

    def _step(self, when: datetime, story: Story) -> datetime | None:
        if when > self.end:
            raise ValueError("a story of the future")
        self.now = when
        self.app.extensions["portal.clock"] = Clock.fixed(when)
        with transaction() as session:
            self.session = session
            return next(story, None)
