"""The same life through the real application: requests that commit, to two hosts which may die.

Whoever is signed in on one host is answered by the other. What a page does not offer is sent all
the same: the model says beforehand whether it is done, and tables say the same afterwards.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from portal.committees import item_queries
from portal.committees.decision_models import Decision
from portal.committees.item_models import Item
from portal.committees.vote_models import Ballot
from portal.committees.words import Choice
from portal.kernel.clock import Clock
from portal.kernel.periods import paris_day
from portal.register.models import RegisterEntry
from tests.clock import rounds
from tests.committees import promises
from tests.committees.callers import DONE, Callers
from tests.committees.ladder_oracle import expected
from tests.committees.life import LifeOfAnItem, Model
from tests.committees.settling import settle
from tests.committees.world import SEATED, VOTERS, write
from tests.support.apps import MONDAY, writing
from tests.support.crowd import at_once

ASKING = (None, None, None, *VOTERS, "secretary", "outsider")
UNDECIDED = ("voided", "no_quorum", "deferred")
CHOICES = st.sampled_from(list(Choice))


class LifeOnPages(Callers, RuleBasedStateMachine):
    """What may happen around a vote, asked by people in front of their pages."""

    # Given by the test.
    hosts: list[Flask]
    restart: Callable[[Flask], Flask]
    clock: Clock
    # What happens first in each life; afterwards, chance.
    roads: list[tuple]
    places: Iterator[int]
    lived: list[str]
    reached: Counter
    # Decisions of the lives before this one, in the same register.
    decisions: list[str]

    is_over, presider, asking = LifeOfAnItem.is_over, LifeOfAnItem.presider, LifeOfAnItem.asking
    offered, _is_out = LifeOfAnItem.offered, LifeOfAnItem._is_out

    @initialize()
    def begins(self) -> None:
        self.clock.move_to(MONDAY)
        self.nobody_yet()
        self.past: list[str] = []
        place = f"vie{next(self.places)}"
        with writing(self.hosts[0]) as session:
            self.world = settle(session, self.clock, place=place)
            self._is_convened(session, self.world.send_startup(session))
        self._is_begun()
        for name, told in self.roads[len(self.lived) % len(self.roads)]:
            getattr(self, name)(**told)
            self.tables_say_what_the_model_says()
        # What chance reaches from there is no merit of the road.
        self.reached = Counter()

    def teardown(self) -> None:
        # A life that goes wrong is lived again by the same road, to be told.
        if sys.exc_info()[0] is None:
            self.lived.append(self.ref)

    @property
    def path(self) -> str:
        """The page of the point."""
        return f"/points/{self.ref}"

    # Before the vote

    def _is_convened(self, session, item: Item) -> None:
        self.ref, self.model = item.ref, Model(second=item.second_convening)
        if item.before_ref is None:
            write(session, self.world, item)
        self.world.plan(session, self.world.now + timedelta(days=14))
        self.world.take_up(session, item)
        self.world.convene(session)
        self.starts_at = self.world.sitting(session).starts_at
        self.refs = {who: self.world.person(session, who).ref for who in SEATED}

    def _is_begun(self) -> None:
        self.world.at(self.starts_at)
        self.asks("secretary", f"/seances/{self.world.sitting_ref}", "ouverture", allowed=True)
        self.is_attended(there=set(VOTERS))

    @precondition(lambda self: self.model.state in ("listed", "open"))
    @rule(there=st.sets(st.sampled_from(VOTERS), min_size=1))
    def is_attended(self, there: set[str]) -> None:
        noted = {
            f"presence-{self.refs[who]}": "present" if who in there else "absent" for who in SEATED
        }
        path = f"/seances/{self.world.sitting_ref}"
        self.asks("secretary", path, "presence", allowed=True, **noted)
        self.model.present = set(there)

    @precondition(lambda self: self.model.state == "listed")
    @rule(who=st.sampled_from(ASKING))
    def opens(self, who: str | None) -> None:
        who, model = self.asking(who), self.model
        allowed = who == self.presider()
        self.asks(who, self.path, "ouverture", allowed=allowed)
        if not allowed:
            return
        model.roll = set(VOTERS)
        model.state = model.quorum(model.taking_part(), "open")
        if model.state == "open":
            model.closes_at, model.kept = self.world.now + timedelta(minutes=20), who

    # The vote

    @precondition(lambda self: self.model.state == "open")
    @rule(who=st.sampled_from((*VOTERS, *ASKING)), choice=CHOICES)
    def casts(self, who: str | None, choice: Choice) -> None:
        who = self.asking(who)
        allowed = not self.is_over() and who in self.model.live and choice in self.offered()
        self.asks(who, self.path, "bulletin", allowed=allowed, **_ballot(choice))
        if allowed:
            self.model.ballots[who] = str(choice)

    @precondition(lambda self: self.model.state == "open" and not self.is_over())
    @rule(who=st.sampled_from(VOTERS), choice=st.sampled_from([Choice.GO, Choice.NO_GO]))
    def casts_twice_on_two_hosts(self, who: str, choice: Choice) -> None:
        """One press that leaves twice, with one key, to two hosts at once (P2, P4)."""
        if who not in self.model.live:
            return
        visitor = self.visitor(who).get(self.path)
        pairs, headers = self.pairs(visitor, _ballot(choice)), {"Origin": "http://localhost"}

        def send(turn: int) -> Callable:
            client = self.client(visitor, turn)
            return lambda: client.post(f"{self.path}/bulletin", data=dict(pairs), headers=headers)

        first, second = at_once([send(0), send(1)])
        assert {first.status_code, second.status_code} <= DONE
        assert first.location == second.location
        self.model.ballots[who] = str(choice)

    @precondition(lambda self: self.model.state in ("listed", "open"))
    @rule(who=st.sampled_from(VOTERS))
    def withdraws(self, who: str) -> None:
        model = self.model
        is_over = model.state == "open" and self.is_over()
        allowed = not is_over and who not in model.recused
        self.asks(who, self.path, "interets", allowed=allowed, has_interest="yes", note="")
        if allowed:
            self._is_out(who)

    @precondition(lambda self: self.model.state == "open")
    @rule(who=st.sampled_from(ASKING), minutes=st.sampled_from((1, 10)))
    def extends(self, who: str | None, minutes: int) -> None:
        who = self.asking(who)
        allowed = not self.is_over() and who == self.presider()
        self.asks(who, self.path, "prolongation", allowed=allowed, minutes=minutes)
        if allowed:
            self.model.closes_at += timedelta(minutes=minutes)

    @rule(minutes=st.sampled_from((1, 13, 21)))
    def time_passes(self, minutes: int) -> None:
        self.world.later(minutes=minutes)

    @precondition(lambda self: self.model.state == "open")
    @rule(who=st.sampled_from(ASKING))
    def closes(self, who: str | None) -> None:
        """Before the hour, by whoever presides once all have voted; after it, whoever looks first."""
        who, there = self.asking(who), self.model.taking_part()
        if self.is_over():
            verb, allowed = "constat", who != "outsider"
        else:
            has_all = bool(there) and there <= set(self.model.ballots)
            verb, allowed = "cloture", has_all and who == self.presider()
        self.asks(who, self.path, verb, allowed=allowed)
        if allowed:
            self._is_counted()

    def _is_counted(self) -> None:
        model = self.model
        model.state = model.quorum(set(model.ballots), "closed")
        if model.state == "closed":
            voice = model.ballots.get(self.presider())
            model.outcome = expected(list(model.ballots.values()), voice)

    # After

    @precondition(lambda self: self.model.state in ("closed", "open"))
    @rule(who=st.sampled_from(ASKING))
    def is_annulled(self, who: str | None) -> None:
        who = self.asking(who)
        allowed = who in ("secretary", self.presider())
        motive = "Une pièce manquait."
        self.asks(who, self.path, "annulation", allowed=allowed, motive=motive)
        if allowed:
            self.model.state, self.model.outcome = "voided", None

    @precondition(lambda self: self.model.state in ("listed", "closed"))
    @rule(who=st.sampled_from(ASKING))
    def is_put_off(self, who: str | None) -> None:
        who, model = self.asking(who), self.model
        undecided = model.state == "listed" or model.outcome == "deferred"
        allowed = undecided and who == self.presider()
        on = paris_day(self.world.now) + timedelta(days=30)
        told = {"motive": "Il manque un chiffre.", "next_on": on.isoformat()}
        self.asks(who, self.path, "report", allowed=allowed, **told)
        if allowed:
            model.state = model.outcome = "deferred"

    @precondition(lambda self: self.model.state == "closed")
    @rule(who=st.sampled_from(ASKING))
    def is_proclaimed(self, who: str | None) -> None:
        who, model = self.asking(who), self.model
        allowed = model.outcome != "deferred" and who == self.presider()
        told = {"motive": "Les preuves sont là."}
        told |= {"reason": "no_impact"} if model.outcome == "no_go" else {}
        self.asks(who, self.path, "proclamation", allowed=allowed, **told)
        if allowed:
            model.state = "proclaimed"
            self.past.append(model.outcome)
            self.decisions.append(self.ref)

    @precondition(lambda self: self.model.state == "proclaimed")
    @rule(who=st.sampled_from(("chair", "secretary", "ann")))
    def is_published(self, who: str) -> None:
        allowed = who != "ann"
        visitor = self.visitor(who).get(self.path)
        answer = visitor._send("POST", f"{self.path}/publication", self.pairs(visitor, {}))
        assert (answer.status_code in DONE) == allowed
        if allowed:
            self.model.state = "published"

    @precondition(lambda self: self.model.state in (*UNDECIDED, "proclaimed", "published"))
    @rule()
    def is_heard_again(self) -> None:
        """What ended undecided is on the list again; what goes on comes back."""
        if self.model.state not in UNDECIDED and self.past[-1] == "no_go":
            return
        with writing(self.hosts[0]) as session:
            again = item_queries.live_about(session, self.world.startup_ref)
            assert again is not None or self.model.state not in UNDECIDED
            self._is_convened(session, again or self.world.send_startup(session))
        self._is_begun()

    # Around

    @rule()
    def ticks_on_two_hosts(self) -> None:
        """Both run the scheduled command at once: one closing, whatever the order (P16)."""
        due = self.model.state == "open" and self.is_over()
        rounds.at_once(self.hosts)
        if due:
            self._is_counted()

    @rule(number=st.integers(0, 1))
    def is_killed_and_restarted(self, number: int) -> None:
        """A host loses its connections and all that it held in memory; another starts (P19)."""
        self.hosts[number] = self.restart(self.hosts[number])
        self.reached["restarted"] += 1

    # Promises

    @invariant()
    def tables_say_what_the_model_says(self) -> None:
        names = {number: who for who, number in self.world.ids.items()}
        with writing(self.hosts[0]) as session:
            item = session.scalars(select(Item).where(Item.ref == self.ref)).one()
            assert (item.state, item.outcome) == (self.model.state, self.model.outcome)
            rows = session.scalars(select(Ballot).where(Ballot.item_id == item.id))
            assert {names[one.person_id]: str(one.choice) for one in rows} == self.model.ballots
            assert {names[one] for one in item.recused_ids} == self.model.recused
            assert [_point_of(session, one) for one in _sealed(session)] == self.decisions
            promises.hold(session)
        self.reached[self.model.state] += 1


def _sealed(session) -> list[str]:
    return list(session.scalars(select(RegisterEntry.subject_ref).order_by(RegisterEntry.seq)))


def _point_of(session, decision_ref: str) -> str:
    query = select(Item.ref).join(Decision, Decision.item_id == Item.id)
    return session.scalars(query.where(Decision.ref == decision_ref)).one()


def _ballot(choice: Choice) -> dict[str, str]:
    reason = {"reason": "no_impact"} if choice is Choice.NO_GO else {}
    return {"choice": str(choice), "motive": "Parce que."} | reason
