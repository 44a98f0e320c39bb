"""Whatever enters agendas, in whatever order: a subject is on one agenda at a time, never twice."""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, Phase, example, given, settings, strategies as st
from sqlalchemy import select

from portal.committees import agenda_actions, item_queries, queries, scheduled, sitting_actions
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.words import ItemState, SittingState
from portal.kernel.errors import Refused
from tests.committees.settling import funded
from tests.committees.world import SEATED
from tests.support.apps import MONDAY

GESTURES = (
    "tick",
    "send",
    "plan",
    "wait",
    "take",
    "back",
    "earlier",
    "move",
    "convene",
    "cancel",
    "hold",
)
STEPS = st.lists(st.tuples(st.sampled_from(GESTURES), st.integers(0, 40)), min_size=4, max_size=14)

# Both heard, both put off, and back on a later agenda.
PUT_OFF = [("send", 0), ("send", 1), ("take", 0), ("earlier", 1), ("convene", 0), ("hold", 5)]
PUT_OFF += [("plan", 30), ("tick", 0), ("move", 35), ("cancel", 0)]


class Agendas:
    """One committee, two startups, and what people and the clock do to its agendas."""

    def __init__(self, session, world, startups) -> None:
        self.session, self.world, self.startups = session, world, startups
        self.held: list[str] = []

    def _sittings(self, *states: SittingState) -> list[Sitting]:
        query = select(Sitting).where(Sitting.state.in_(states)).order_by(Sitting.starts_at)
        return list(self.session.scalars(query))

    def _items(self) -> list[Item]:
        query = select(Item).where(Item.state.in_(item_queries.LIVE)).order_by(Item.id)
        return list(self.session.scalars(query))

    def _by(self, who: str = "secretary"):
        return self.world.actor(self.session, who)

    def tick(self, _number: int) -> None:
        scheduled.run(self.session, self.world.now)

    def send(self, number: int) -> None:
        self.world.send_startup(self.session, self.startups[number % 2])

    def plan(self, number: int) -> None:
        self.world.plan(self.session, self.world.now + timedelta(days=number + 1))

    def wait(self, number: int) -> None:
        self.world.later(days=number)

    def _of(self, number: int, *states: SittingState) -> Sitting | None:
        found = self._sittings(*(states or (SittingState.PLANNED, SittingState.CONVENED)))
        return found[number % len(found)] if found else None

    def take(self, number: int) -> None:
        sitting = self._of(number)
        for item in item_queries.waiting(self.session, self.world.committee(self.session)):
            if sitting is not None:
                told = {"motive": "Il le faut.", "now": self.world.now}
                agenda_actions.take_up(self.session, self._by(), sitting, item, **told)

    def back(self, number: int) -> None:
        for item in self._items()[number % 2 :][:1]:
            told = {"motive": "Il le faut.", "now": self.world.now}
            agenda_actions.put_back(self.session, self._by(), item, **told)

    def earlier(self, number: int) -> None:
        for item in self._items()[number % 2 :][:1]:
            agenda_actions.hear_earlier(self.session, self._by(), item, now=self.world.now)

    def move(self, number: int) -> None:
        if (sitting := self._of(number)) is not None:
            told = {"place": "Ailleurs", "urgency": "Il le faut.", "now": self.world.now}
            when = self.world.now + timedelta(days=number + 1)
            sitting_actions.move(self.session, self._by(), sitting, starts_at=when, **told)

    def convene(self, number: int) -> None:
        if (sitting := self._of(number, SittingState.PLANNED)) is not None:
            told = {"urgency": "Il le faut.", "now": self.world.now}
            sitting_actions.convene(self.session, self._by(), sitting, **told)

    def cancel(self, number: int) -> None:
        if (sitting := self._of(number)) is not None:
            told = {"motive": "La salle est fermée.", "now": self.world.now}
            sitting_actions.cancel(self.session, self._by(), sitting, **told)

    def hold(self, number: int) -> None:
        """Hold a convened sitting to its end: every point is put off, and returns by itself."""
        sitting = self._of(number, SittingState.CONVENED)
        if sitting is None:
            return
        self.world.sitting_ref = sitting.ref
        self.world.at(max(self.world.now, sitting.starts_at))
        self.world.begin(self.session, *SEATED)
        for item in item_queries.of_sitting(self.session, sitting, self.world.now):
            next_on = self.world.now.date() + timedelta(days=number + 1)
            self.world.defer(self.session, item, next_on)
        told = {"now": self.world.now}
        sitting_actions.close_sitting(self.session, self._by(), sitting, **told)
        self.held.append(sitting.ref)

    def check(self) -> None:
        self.session.expire_all()
        live = self._items()
        assert max(Counter(item.subject_ref for item in live).values(), default=0) <= 1
        for sitting in self._sittings(*SittingState):
            agenda = item_queries.of_sitting(self.session, sitting, self.world.now)
            assert len({item.position for item in agenda}) == len(agenda)
            assert len({item.subject_ref for item in agenda}) == len(agenda)
            if sitting.state in (SittingState.CANCELLED, SittingState.CLOSED):
                assert not [item for item in agenda if item.state is ItemState.LISTED]
        for ref in self.held:
            # What was put off is carried over: one point about it waits, or is on an agenda.
            sitting = queries.sitting_by_ref(self.session, ref)
            off = item_queries.of_sitting(self.session, sitting, self.world.now)
            assert {one.subject_ref for one in off} <= {one.subject_ref for one in live}


@settings(
    max_examples=6,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(steps=STEPS)
@example(steps=PUT_OFF)
def _lives(steps, session, world, startups) -> None:
    world.at(MONDAY)
    with session.begin_nested() as whole:
        agendas = Agendas(session, world, startups)
        for gesture, number in [("plan", 20), ("tick", 0), *steps, ("tick", 0)]:
            try:
                with session.begin_nested():
                    getattr(agendas, gesture)(number)
            except Refused:
                pass
            agendas.check()
        whole.rollback()
    session.expire_all()


def test_no_subject_is_ever_doubled_nor_lost(session_both, world):
    startups = (world.startup_ref, funded(session_both, world, "Une autre"))

    _lives(session=session_both, world=world, startups=startups)
