"""Years of the programme lived day by day, on the real application, with the clock as it really is."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from flask import Flask

from portal.committees.words import SittingState
from portal.db.engine import transaction
from portal.extensions import db
from portal.kernel.clock import Clock
from portal.startups import queries as startups
from tests.clock import gestures, rounds
from tests.clock.checks import Watch
from tests.clock.world import FIRST, PARIS, arrive, at, settle, state

TICKS = ("once",) * 24 + ("twice", "twice", "hosts", "hosts", "back", "none")


class Simulation:
    """One run: two hosts on one database, one clock, one source of chance."""

    def __init__(self, hosts: list[Flask], *, startups: int, seed: int) -> None:
        self.hosts, self.app = hosts, hosts[0]
        self.clock = Clock.fixed(at(FIRST, 6))
        for host in hosts:
            host.extensions["portal.clock"] = self.clock
        self.chance, self.many = Random(seed), startups
        self.done: Counter[str] = Counter()
        self.spent: Counter[str] = Counter()
        self.silent_until = FIRST
        with self.app.app_context(), transaction() as session:
            self.world = settle(session, self.chance, houses=max(2, startups // 12))
        self.welcome(startups)
        self.watch = Watch(self.world)

    def welcome(self, count: int) -> None:
        """So many startups more, on the first day."""
        with self.app.app_context(), transaction() as session:
            for _ in range(count):
                arrive(session, self.world, FIRST, at(FIRST, 6))

    def pressing(self) -> int:
        """How many terms press on the first day."""
        window = FIRST + timedelta(days=60)
        return sum(one.runs and one.money.target <= window for one in self.world.startups.values())

    def live(self, days: int, say: Callable[[str], None] | None = None) -> "Simulation":
        """Live so many days, saying each gap as it is found and where one is each New Year."""
        known = 0
        for number in range(days):
            today = FIRST + timedelta(days=number)
            if say is not None and (today.month, today.day) == (1, 1):
                say(f"{today} : {self.watch.told} messages, {len(self.watch.faults)} écarts")
            self._day(today)
            if say is not None:
                for fault in self.watch.faults[known:]:
                    say(f"{today} : {fault}")
            known = len(self.watch.faults)
        with self.app.app_context():
            self.watch.histories(db.session(), FIRST + timedelta(days=days))
        return self

    def _day(self, today: date) -> None:
        self.done["jours"] += 1
        self._ticks(today)
        self._timed("gestes", lambda: self._people(today))
        if today.day in (1, 16):
            self.clock.move_to(at(today, 18))
            self._timed("pages", lambda: self.watch.pages(self.app, today))

    # The command

    def _ticks(self, today: date) -> None:
        if today < self.silent_until:
            return
        how = self.chance.choice(TICKS)
        if how == "none":
            # Nobody runs it, some days or weeks.
            self.silent_until = today + timedelta(days=self.chance.choice((1, 1, 2, 3, 9, 20)))
        elif how == "back":
            self._round(at(today, 0, 20))
            self._round(rounds.put_back(self.app, at(today, 0, 20)))
        else:
            for _ in range(2 if how == "twice" else 1):
                self._round(at(today, 6, 30), self.hosts if how == "hosts" else None)

    def _round(self, now: datetime, hosts: list[Flask] | None = None) -> None:
        self.clock.move_to(now)
        self.done["passages"] += len(hosts or (1,))
        go = (lambda: rounds.at_once(hosts)) if hosts else (lambda: rounds.run(self.app))
        self._timed("passages", go)
        self._timed("contrôles", lambda: self._check(now))

    def _check(self, now: datetime) -> None:
        with self.app.app_context():
            self.watch.after_round(db.session(), now.date(), now)

    def _timed(self, name: str, go) -> None:
        began = time.perf_counter()
        go()
        self.spent[name] += time.perf_counter() - began

    # The people

    def _people(self, today: date) -> None:
        self.clock.move_to(at(today, 14))
        now = self.clock.now().astimezone(at(today, 14).tzinfo)
        chance = self.chance
        with self.app.app_context(), transaction() as session:
            for house in self.world.houses:
                if chance.random() < 1 / house.every:
                    self._plan(session, house, today, now)
                if chance.random() < 0.005:
                    self.done["annulées"] += gestures.cancel(session, house, now)
            for house, sitting in gestures.near(session, self.world, now):
                gestures.convene(session, self.world, house, sitting, now)
                is_today = sitting.starts_at.astimezone(PARIS).date() == today
                # One in eight is forgotten by everybody.
                if is_today and sitting.state == SittingState.CONVENED and chance.random() < 0.88:
                    self.done["décisions"] += gestures.hold(
                        session, self.world, house, sitting, now
                    )
            self._ask(session, today, now)

    def _plan(self, session, house, today: date, now: datetime) -> None:
        day = today + timedelta(days=self.chance.randrange(12, 75))
        if day.weekday() < 5:
            self.done["séances"] += gestures.plan(session, house, day, now)

    def _ask(self, session, today: date, now: datetime) -> None:
        chance, live = self.chance, []
        for expected in list(self.world.startups.values()):
            if expected.phase in ("construction", "acceleration", "consolidation"):
                live.append(expected)
        for expected in live:
            left = (expected.money.term - today).days if expected.runs else None
            if left is not None and -20 <= left <= 20 and not expected.money.extension:
                if chance.random() < 0.06 and not (left < 0):
                    self.done["prolongations"] += gestures.extend(
                        session, self.world, expected.ref, now
                    )
            elif left is None and expected.safeguard is None and chance.random() < 0.004:
                state(session, self.world, startups.by_ref(session, expected.ref), today, now)
                self.done["saisies"] += 1
            elif chance.random() < 0.0015:
                self.done["demandes"] += gestures.ask(session, self.world, expected.ref, now)
        if len(live) < self.many and chance.random() < 0.2:
            arrive(session, self.world, today, now)
