"""Random graphs of merges: nothing lost, nobody counted twice, each undoing exact.

The model is the plainest there is: sets that belong to one irritant and never move.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from portal.db.engine import transaction
from portal.irritants import actions, comment_queries, queries
from portal.irritants.models import Follow, Support
from portal.irritants.words import IrritantState as State
from portal.kernel.errors import Refused
from tests.irritants.conftest import settle
from tests.support.apps import MONDAY, writing

AGENTS = ("author", "agent", "fan", "elsewhere", "director")
WHY = "Après lecture des deux textes, ligne à ligne."
who = st.sampled_from(AGENTS)
number = st.integers(0, 4)


@dataclass
class Told:
    """What one irritant owns, whatever it is merged into."""

    author: str
    due: date
    supporters: set[str] = field(default_factory=set)
    followers: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)
    head: int | None = None
    is_gone: bool = False


class Undo(Exception):
    """Ends the transaction of an example, and everything in it."""


def machine(app, village):
    """The machine of this portal: each example lives in one transaction, undone at its end."""

    class Graphs(RuleBasedStateMachine):
        @initialize(first=who, second=who)
        def begin(self, first, second):
            self.context = app.app_context()
            self.context.push()
            self.opened = transaction()
            village.session = self.session = self.opened.__enter__()
            village.now, self.now, self.said = MONDAY, MONDAY, 0
            self.told, self.rows = [], []
            self.deposit(first, 0)
            self.deposit(second, 1)

        def teardown(self):
            self.opened.__exit__(Undo, Undo(), None)
            self.context.pop()

        # What people do

        @rule(author=who, days=st.integers(0, 3))
        def deposit(self, author, days):
            if len(self.told) == 5:
                return
            self.now += timedelta(days=days, minutes=1)
            village.now = self.now
            self.rows.append(village.irritant(author, key=f"k{len(self.told)}"))
            due = self.rows[-1].answer_due_on
            self.told.append(Told(author, due, followers={author}))

        @rule(actor=who, at=number)
        def support(self, actor, at):
            one = self._at(at)
            if one.author != actor and self._does(actions.support, actor, at, fine=self._open(at)):
                one.supporters.add(actor)

        @rule(actor=who, at=number)
        def take_back(self, actor, at):
            if self._at(at).author != actor:
                self._does(actions.unsupport, actor, at)
                for one in self._family(at):
                    one.supporters.discard(actor)

        @rule(actor=who, at=number, stops=st.booleans())
        def follow(self, actor, at, stops):
            self._does(actions.unfollow if stops else actions.follow, actor, at)
            for one in self._family(at) if stops else ():
                one.followers.discard(actor)
            if not stops:
                self._at(at).followers.add(actor)

        @rule(actor=who, at=number)
        def comment(self, actor, at):
            if self.said == 15:
                return
            body = f"Commentaire {self.said}"
            if self._does(actions.comment, actor, at, fine=self._open(at), body=body):
                self._at(at).comments.append(body)
                self.said += 1

        # What officers do

        @rule(at=number, into=number)
        def merge(self, at, into):
            at, into = at % len(self.told), into % len(self.told)
            fine = at != into and self._open(at) and self._open(into) and not self._gathered(at)
            told = {"fine": fine, "head": self.rows[into]}
            if self._does(actions.merge, "officer", at, **told):
                self.told[at].head = into

        @rule(at=number)
        def separate(self, at):
            fine = self._at(at).head is not None
            if self._does(actions.unmerge, "officer", at, fine=fine, motive=WHY):
                self._at(at).head = None

        @rule(at=number)
        def withdraw(self, at):
            one, at = self._at(at), at % len(self.told)
            if self._does(actions.withdraw, one.author, at, fine=self._open(at)):
                one.is_gone = True
                for other in self._gathered(at):
                    other.head = None

        # What must hold

        @invariant()
        def nothing_is_lost_and_nobody_counts_twice(self):
            for at, one in enumerate(getattr(self, "told", ())):
                row, family = self.rows[at], self._family(at)
                met = set().union(*(each.supporters for each in family))
                met |= {each.author for each in family}
                assert row.support_count == len(met - {one.author})
                heard = met.union(*(each.followers for each in family))
                heads = queries.audience(self.session, [row], self.now.date())
                assert sorted(p.id for p in heads) == sorted(self._id(name) for name in heard)
                said = self.session.scalars(
                    comment_queries.of_irritant(village.actor("fan"), row)
                ).unique()
                every = [text for each in family for text in each.comments]
                assert sorted(each.body for each in said) == sorted(every)

        @invariant()
        def each_keeps_its_own(self):
            for at, one in enumerate(getattr(self, "told", ())):
                row = self.rows[at]
                for table, names in ((Support, one.supporters), (Follow, one.followers)):
                    query = select(table.person_id).where(table.irritant_id == row.id)
                    kept = sorted(self.session.scalars(query))
                    assert kept == sorted(self._id(name) for name in names)

        @invariant()
        def the_state_and_the_promise_follow(self):
            for at, one in enumerate(getattr(self, "told", ())):
                row = self.rows[at]
                away = State.WITHDRAWN if one.is_gone else State.SUBMITTED
                assert row.state == (State.MERGED if one.head is not None else away)
                assert row.head is (None if one.head is None else self.rows[one.head])
                if not one.is_gone:
                    assert row.answer_due_on == min(each.due for each in self._family(at))

        # Inside

        def _at(self, at):
            return self.told[at % len(self.told)]

        def _gathered(self, at):
            return [one for one in self.told if one.head == at % len(self.told)]

        def _family(self, at):
            return [self._at(at), *self._gathered(at)]

        def _open(self, at):
            return self._at(at).head is None and not self._at(at).is_gone

        def _id(self, name):
            return village.people[name].id

        def _does(self, verb, actor, at, *, fine=True, **values):
            """Do it; whether it was done, which must be whether it was `fine`."""
            row = self.rows[at % len(self.rows)]
            try:
                with self.session.begin_nested():
                    verb(self.session, village.actor(actor), row, now=self.now, **values)
            except Refused:
                assert not fine
                return False
            assert fine
            return True

    return Graphs


def test_any_history_of_merges_loses_nothing(app):
    with writing(app) as session:
        village = settle(session)
        for person in village.people.values():
            session.refresh(person, ["mandates"])
        session.expunge_all()
    # `derandomize`: a history that fails here fails everywhere.
    wanted = settings(
        max_examples=20,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine(app, village), settings=wanted)
