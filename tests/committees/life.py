"""The life of an item, lived at random by a model that knows the rules and not the code.

The model says beforehand what each gesture gives; the real actions, on a real database, must say
the same. After each gesture the promises of the design are read again in the tables.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from werkzeug.test import EnvironBuilder

from portal.committees import (
    actions as committees,
    ballot_actions,
    decision_actions,
    decision_queries,
    item_queries,
    proxy_actions,
    recusal_actions,
    review_actions,
    scheduled,
    undecided_actions,
    vote_actions,
)
from portal.committees.decision_models import Decision
from portal.committees.item_models import Item
from portal.committees.vote_models import Ballot
from portal.committees.words import Choice, CommitteeMode, StopReason
from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import paris_day
from portal.notices.models import Notice
from portal.people import accounts
from portal.people.models import Mandate
from portal.policy import Act, Role
from portal.register import queries as register
from portal.register.models import RegisterEntry
from portal.startups.models import PhasePeriod
from portal.web import idempotency
from tests.committees.ladder_oracle import expected
from tests.committees.settling import funded
from tests.committees.world import VOTERS, World, write
from tests.support.apps import MONDAY

EVERYONE = (*VOTERS, "expert", "secretary", "team", "outsider", "director", "auditor", "admin")
# None is whoever presides, who asks more often than others: otherwise few votes would open.
ASKING = (None,) * 24 + EVERYONE
GESTURES = (
    *("opens", "casts", "declares", "imposes", "extends", "closes"),
    *("is_put_off", "is_proclaimed", "is_published"),
)
MEMBERS = ("ann", "bob", "cleo")
TAMPERING = (
    "UPDATE decision SET outcome = 'no_go'",
    "DELETE FROM decision",
    "UPDATE register_entry SET payload = '{}'",
    "DELETE FROM register_entry",
    "UPDATE ballot_version SET choice = 'no_go'",
    "DELETE FROM ballot_version",
    "UPDATE journal_entry SET motive = 'autre'",
    "DELETE FROM journal_entry",
    "UPDATE roll_member SET quality = 'autre'",
    "DELETE FROM roll_member",
)
ENDED = ("voided", "no_quorum", "deferred", "proclaimed", "published")


@dataclass
class Model:
    """What somebody in the room would write on a sheet of paper."""

    state: str = "listed"
    second: bool = False
    roll: set[str] = field(default_factory=set)
    recused: set[str] = field(default_factory=set)
    present: set[str] = field(default_factory=set)
    ballots: dict[str, str] = field(default_factory=dict)
    # Who speaks for whom: as given, and as it stood when the vote opened.
    proxies: dict[str, str] = field(default_factory=dict)
    frozen: dict[str, str] = field(default_factory=dict)
    cast_by: dict[str, str] = field(default_factory=dict)
    closes_at: datetime | None = None
    kept: str | None = None
    outcome: str | None = None

    @property
    def live(self) -> set[str]:
        return self.roll - self.recused

    def standing(self) -> dict[str, str]:
        """The proxies that hold: the giver is away and has not voted, the holder is there."""
        known = self.frozen if self.roll else self.proxies
        live = self.live if self.roll else set(VOTERS) - self.recused
        there = live & self.present
        own = set(self.ballots) - set(self.cast_by)
        return {
            giver: holder
            for giver, holder in known.items()
            if giver in live - there - own and holder in there
        }

    def taking_part(self) -> set[str]:
        """Who is there, or represented, whether they have voted or not."""
        there = self.live & self.present
        away = self.live - there
        return there | {g for g, h in self.frozen.items() if g in away and h in there}

    def quorum(self, there: set[str], reached: str) -> str:
        """What opening or closing gives with these people."""
        if len(self.live) < 3:
            return "voided"
        if not self.second and 2 * len(self.live & there) < len(self.live):
            return "no_quorum"
        return reached


class LifeOfAnItem(RuleBasedStateMachine):
    """Everything that may happen to an item, in any order, by anybody."""

    # Given by the test: a session inside one transaction, and the world settled there.
    session: Session
    settled: World
    app = None
    # What the lives went through, so that a profile which proves little is seen.
    reached: Counter

    @initialize(waits=st.booleans())
    def begins(self, waits: bool) -> None:
        self.world = replace(self.settled, ids=dict(self.settled.ids))
        self.world.at(MONDAY)
        self.point = self.session.begin_nested()
        # Whose seat or account is no more; whose account is closed, and who asks for nothing.
        self.gone: set[str] = set()
        self.shut: set[str] = set()
        self.past: list[str] = []
        self.sealed: list[tuple] = []
        self.counted: dict[str, int] = {}
        self._hear(self.world.send_startup(self.session))
        if not waits:
            self.opens(who=None)

    def teardown(self) -> None:
        if hasattr(self, "point"):
            self.point.rollback()
            self.session.expire_all()

    # Reading

    def item(self) -> Item:
        return self.world.item(self.session, self.ref)

    def is_over(self) -> bool:
        return self.model.state != "open" or self.world.now >= self.model.closes_at

    def presider(self) -> str | None:
        """Chair, or deputy: whoever opened stays, unless they withdraw."""
        model = self.model
        if model.kept and model.kept not in model.recused:
            return model.kept
        here = model.present - model.recused
        return next((who for who in ("chair", "deputy") if who in here), None)

    def asking(self, who: str | None) -> str:
        """This person, or whoever presides."""
        return who or self.presider() or "chair"

    def offered(self) -> list[str]:
        on_notice = self.past[-1:] == ["provisional"]
        return [
            one
            for one in ("go", "provisional", "no_go", "abstain")
            if one != "provisional" or not on_notice
        ]

    def tries(self, gesture: Callable, *, allowed: bool) -> object:
        """Do it in its own savepoint; the model said whether it is allowed."""
        before = self.session.scalar(select(func.count(JournalEntry.id)))
        if self.model.state == "open" and self.is_over():
            self.reached["too late"] += 1
        try:
            with self.session.begin_nested():
                told = gesture()
        except (Refused, Forbidden):
            self.session.expire_all()
            assert not allowed, "refusé alors que la règle le permet"
            assert self.session.scalar(select(func.count(JournalEntry.id))) == before
            return None
        self.session.expire_all()
        assert allowed, "fait alors que la règle le refuse"
        return told

    def by(self, who: str):
        return self.world.actor(self.session, who)

    # Before the vote

    def _hear(self, item: Item) -> None:
        """Put the item on the agenda of a new sitting, and open the sitting."""
        session, world = self.session, self.world
        self.ref, self.model = item.ref, Model(second=item.second_convening)
        if item.before_ref is None:
            write(
                session,
                world,
                item,
                proposal={"months": 6, "amount": 1000, "provisional_amount": 500},
            )
        world.plan(session, world.now + timedelta(days=14))
        world.take_up(session, item)
        world.convene(session)
        world.at(world.sitting(session).starts_at)
        here = [who for who in (*VOTERS, "expert", "secretary") if who not in self.gone]
        self._sit(*here)
        session.expire_all()

    def _sit(self, *here: str) -> None:
        keys = dict(self.world.ids)
        for who in self.gone:
            self.world.ids.pop(who, None)
        self.world.begin(self.session, *here)
        self.world.ids = keys
        self.model.present = set(here)

    @precondition(lambda self: self.model.state in ENDED)
    @rule()
    def is_heard_again(self) -> None:
        """What ended undecided is listed again by itself; a startup that goes on comes back."""
        session, world = self.session, self.world
        again = item_queries.live_about(session, world.startup_ref)
        if self.model.state in ("voided", "no_quorum", "deferred"):
            assert again is not None and again.before_ref == self.ref
            assert again.second_convening == (self.model.state == "no_quorum")
        if again is None and self.past[-1] == "no_go":
            world.startup_ref = funded(session, world, "Une autre")
            self.past = []
        self._hear(again or world.send_startup(session))

    @precondition(lambda self: self.model.state in ("listed", "open"))
    @rule(there=st.sets(st.sampled_from(VOTERS)))
    def is_attended(self, there: set[str]) -> None:
        there = there - self.gone
        keys = dict(self.world.ids)
        for who in self.gone:
            self.world.ids.pop(who, None)
        self.world.attend(self.session, *there)
        self.world.ids = keys
        # Nobody notes anew whoever has left: they stay as they were.
        self.model.present = there | (self.model.present & self.gone)
        self.session.expire_all()

    @precondition(lambda self: self.model.state in ("listed",))
    @rule(who=st.sampled_from(ASKING))
    def opens(self, who: str | None) -> None:
        who = self.asking(who)
        if who in self.shut:
            return
        model = self.model
        allowed = model.state == "listed" and who == self.presider()
        told = self.tries(
            lambda: self.world.open_vote(self.session, self.item(), by=who), allowed=allowed
        )
        if not allowed:
            return
        model.roll, model.frozen = set(VOTERS) - self.gone, dict(model.proxies)
        model.state = model.quorum(model.taking_part(), "open")
        assert told == model.state
        if model.state == "open":
            model.closes_at = self.world.now + timedelta(minutes=20)
            model.kept = who
            self.rules_hash = self.item().rules_hash

    # The vote

    @precondition(lambda self: self.model.state in ("open",))
    @rule(who=st.sampled_from((*VOTERS, *EVERYONE)), choice=st.sampled_from(list(Choice)))
    def casts(self, who: str | None, choice: Choice) -> None:
        who = self.asking(who)
        if who in self.shut:
            return
        allowed = not self.is_over() and who in self.model.live and choice in self.offered()
        self.tries(lambda: self.world.cast(self.session, self.item(), who, choice), allowed=allowed)
        if allowed:
            self.model.ballots[who] = str(choice)
            self.model.cast_by.pop(who, None)

    @precondition(lambda self: self.model.state in ("listed", "open"))
    @rule(giver=st.sampled_from(VOTERS), holder=st.sampled_from(VOTERS))
    def is_represented(self, giver: str, holder: str) -> None:
        """A proxy, given by whoever still sits; a vote already open keeps those it opened with."""
        if self.gone & {giver, holder}:
            return
        known = self.model.proxies
        allowed = giver != holder and not (
            {giver, holder} & set(known) or {giver, holder} & set(known.values())
        )

        def give() -> None:
            pair = (self.world.person(self.session, one) for one in (giver, holder))
            told = {"paper": "", "now": self.world.now}
            sitting = self.world.sitting(self.session)
            proxy_actions.give(self.session, self.by(giver), sitting, *pair, **told)

        self.tries(give, allowed=allowed)
        if allowed:
            known[giver] = holder
            self.reached["represented"] += 1

    @precondition(lambda self: self.model.state == "open" and self.model.frozen)
    @rule(data=st.data(), choice=st.sampled_from(list(Choice)))
    def casts_for_another(self, data, choice: Choice) -> None:
        """Whoever holds a proxy that stands casts a second ballot; nobody else does."""
        model = self.model
        holders = [*model.frozen.values(), "chair", "outsider"]
        who = data.draw(st.sampled_from(holders))
        if who in self.shut:
            return
        giver = next((g for g, h in model.standing().items() if h == who), None)
        allowed = (
            giver is not None
            and not self.is_over()
            and who in model.live
            and choice in self.offered()
        )
        reason = StopReason.NO_IMPACT if choice is Choice.NO_GO else None
        told = {"choice": choice, "motive": "Parce que.", "reason": reason, "now": self.world.now}
        self.tries(
            lambda: ballot_actions.cast_for(self.session, self.by(who), self.item(), **told),
            allowed=allowed,
        )
        if allowed:
            model.ballots[giver], model.cast_by[giver] = str(choice), who
            self.reached["cast for another"] += 1

    @precondition(lambda self: self.model.state == "open")
    @rule(data=st.data())
    def everyone_casts(self, data) -> None:
        """Otherwise an early closing would be a rarity."""
        for who in sorted(self.model.live & self.model.present):
            self.casts(who=who, choice=data.draw(st.sampled_from(list(Choice))))

    @precondition(lambda self: self.model.state in ("open",))
    @rule(who=st.sampled_from(VOTERS), choice=st.sampled_from(list(Choice)))
    def casts_twice_with_one_key(self, who: str | None, choice: Choice) -> None:
        """The second sending changes nothing, and answers what the first did (P4)."""
        who = self.asking(who)
        if who in self.shut:
            return
        if self.is_over() or who not in self.model.live or choice not in self.offered():
            return
        key = f"key-{self.session.scalar(select(func.count(idempotency.IdempotencyKey.id)))}-{who}"
        form = {"_idem": key, "choice": str(choice)}
        with self.app.request_context(_posting(f"/points/{self.ref}/bulletin", form)):
            idempotency.claim(self.session, f"person-{self.world.ids[who]}", self.world.now)
            receipt = self.world.cast(self.session, self.item(), who, choice).receipt
            idempotency.remember(f"/points/{self.ref}")
        self.session.flush()
        with self.app.request_context(_posting(f"/points/{self.ref}/bulletin", form)):
            try:
                idempotency.claim(self.session, f"person-{self.world.ids[who]}", self.world.now)
            except idempotency.Replayed as replay:
                assert replay.same_body and replay.location == f"/points/{self.ref}"
            else:
                raise AssertionError("la même clé a servi deux fois")
        self.model.ballots[who] = str(choice)
        self.model.cast_by.pop(who, None)
        self.session.expire_all()
        kept = decision_queries.ballot_of(self.session, self.item(), self.world.ids[who])
        assert kept.receipt == receipt

    @precondition(lambda self: self.model.state in ("listed", "open"))
    @rule(who=st.sampled_from(EVERYONE), out=st.booleans())
    def declares(self, who: str | None, out: bool) -> None:
        who = self.asking(who)
        if who in self.shut:
            return
        model = self.model
        sits = who in (*VOTERS, "expert") and who not in self.gone
        allowed = (
            sits
            and (model.state == "listed" or not self.is_over())
            and not (out and who in model.recused)
        )

        def declare() -> None:
            told = {"has_interest": out, "note": "", "now": self.world.now}
            recusal_actions.declare(self.session, self.by(who), self.item(), **told)

        self.tries(declare, allowed=allowed)
        if allowed and out:
            self._is_out(who)

    @precondition(lambda self: self.model.state in ("listed", "open"))
    @rule(who=st.sampled_from(ASKING), member=st.sampled_from(VOTERS))
    def imposes(self, who: str | None, member: str) -> None:
        who = self.asking(who)
        if who in self.shut:
            return
        model = self.model
        allowed = (
            who == self.presider()
            and who != member
            and (model.state == "listed" or not self.is_over())
            and member not in model.recused
        )

        def impose() -> None:
            person = self.world.person(self.session, member)
            told = {"motive": "Un intérêt.", "now": self.world.now}
            recusal_actions.impose_recusal(self.session, self.by(who), self.item(), person, **told)

        self.tries(impose, allowed=allowed)
        if allowed:
            self._is_out(member)

    def _is_out(self, who: str) -> None:
        model = self.model
        model.recused.add(who)
        for one in [who, *(giver for giver, holder in model.cast_by.items() if holder == who)]:
            model.ballots.pop(one, None)
            model.cast_by.pop(one, None)

    @precondition(lambda self: self.model.state in ("open",))
    @rule(who=st.sampled_from(ASKING), minutes=st.integers(1, 30))
    def extends(self, who: str | None, minutes: int) -> None:
        who = self.asking(who)
        if who in self.shut:
            return
        allowed = not self.is_over() and who == self.presider()

        def extend() -> None:
            told = {"minutes": minutes, "now": self.world.now}
            vote_actions.extend(self.session, self.by(who), self.item(), **told)

        self.tries(extend, allowed=allowed)
        if allowed:
            self.model.closes_at += timedelta(minutes=minutes)

    @precondition(lambda self: self.model.state in ("open", "closed"))
    @rule(minutes=st.sampled_from([-90, -21, -1, 1, 19, 20, 21, 90]))
    def time_passes(self, minutes: int) -> None:
        """Forwards, or backwards when a host sets its clock right (P17)."""
        self.world.later(minutes=minutes)

    @precondition(lambda self: self.model.state in ("open",))
    @rule(who=st.sampled_from(ASKING))
    def closes(self, who: str | None) -> None:
        who = self.asking(who)
        if who in self.shut:
            return
        model = self.model
        expected_there = model.taking_part()
        voted = expected_there and expected_there <= set(model.ballots)
        allowed = (
            model.state == "open" and who == self.presider() and (self.is_over() or bool(voted))
        )
        self.tries(lambda: self.world.close(self.session, self.item(), by=who), allowed=allowed)
        if allowed:
            self._is_counted()

    @rule()
    def ticks_on_two_hosts(self) -> None:
        """Whoever looks first closes; the second finds nothing to do (P16)."""
        due = self.model.state == "open" and self.is_over()
        first = scheduled.run(self.session, self.world.now)
        second = scheduled.run(self.session, self.world.now)
        self.session.expire_all()
        assert (first > 0) >= due and second == 0
        if due:
            self._is_counted()

    def _is_counted(self) -> None:
        model, item = self.model, self.item()
        model.state = model.quorum(set(model.ballots), "closed")
        assert item.state == model.state
        if model.state != "closed":
            assert item.outcome is None and item.counts is None
            return
        model.outcome = expected(list(model.ballots.values()), model.ballots.get(self.presider()))
        assert item.outcome == model.outcome
        told = {choice: list(model.ballots.values()).count(choice) for choice in map(str, Choice)}
        assert {choice: item.counts[choice] for choice in told} == told
        assert item.counts["recused"] == len(model.recused & model.roll)
        assert item.counts["needed"] == (0 if model.second else -(-len(model.live) // 2))

    # After

    @precondition(lambda self: self.model.state in ("open", "closed"))
    @rule(who=st.sampled_from(EVERYONE))
    def is_annulled(self, who: str | None) -> None:
        who = self.asking(who)
        if who in self.shut:
            return
        model = self.model
        allowed = model.state in ("listed", "open", "closed") and who in (
            "secretary",
            self.presider(),
        )

        def void() -> None:
            told = {"motive": "Une pièce manquait.", "now": self.world.now}
            undecided_actions.void(self.session, self.by(who), self.item(), **told)

        self.tries(void, allowed=allowed)
        if allowed:
            model.state, model.outcome = "voided", None

    @precondition(lambda self: self.model.state in ("listed", "closed"))
    @rule(who=st.sampled_from(EVERYONE))
    def is_put_off(self, who: str | None) -> None:
        who = self.asking(who)
        if who in self.shut:
            return
        model = self.model
        undecided = model.state == "listed" or (model.state, model.outcome) == (
            "closed",
            "deferred",
        )
        allowed = undecided and who == self.presider()

        def defer() -> None:
            on = paris_day(self.world.now) + timedelta(days=30)
            told = {"motive": "Il manque un chiffre.", "next_on": on, "now": self.world.now}
            undecided_actions.defer(self.session, self.by(who), self.item(), **told)

        self.tries(defer, allowed=allowed)
        if allowed:
            model.state, model.outcome = "deferred", "deferred"

    @precondition(lambda self: self.model.state in ("closed",))
    @rule(who=st.sampled_from(ASKING))
    def is_proclaimed(self, who: str | None) -> None:
        who = self.asking(who)
        if who in self.shut:
            return
        model = self.model
        decided = model.state == "closed" and model.outcome != "deferred"
        allowed = decided and who == self.presider()
        reason = StopReason.NO_IMPACT if model.outcome == "no_go" else None
        self.tries(
            lambda: self.world.proclaim(self.session, self.item(), by=who, reason=reason),
            allowed=allowed,
        )
        if allowed:
            model.state = "proclaimed"
            self.past.append(model.outcome)

    @precondition(lambda self: self.model.state in ("proclaimed",))
    @rule(who=st.sampled_from(ASKING))
    def is_published(self, who: str | None) -> None:
        who = self.asking(who)
        if who in self.shut:
            return
        allowed = (
            self.model.state == "proclaimed" and who in {"chair", "deputy", "secretary"} - self.gone
        )
        self.tries(
            lambda: decision_actions.publish(
                self.session, self.by(who), self.item(), now=self.world.now
            ),
            allowed=allowed,
        )
        if allowed:
            self.model.state = "published"

    @precondition(lambda self: self.model.state in ("listed", "open"))
    @rule(
        choices=st.one_of(
            st.lists(st.sampled_from(list(Choice)), min_size=3, max_size=5),
            st.lists(st.sampled_from(list(Choice)), max_size=2),
        ),
        published=st.booleans(),
    )
    def goes_to_its_end(self, choices: list[Choice], published: bool) -> None:
        """The usual way, which chance alone would seldom take whole."""
        if self.presider() is None:
            return
        if self.model.state == "listed":
            self.opens(who=None)
        for who, choice in zip(VOTERS, choices, strict=False):
            self.casts(who=who, choice=choice)
        if self.model.state == "open":
            self.world.later(minutes=60)
            self.closes(who=None)
        if self.model.state == "closed":
            self.is_proclaimed(who=None)
        if self.model.state == "proclaimed" and published:
            self.is_published(who="secretary")

    @precondition(lambda self: self.model.state in ("proclaimed", "published"))
    @rule(who=st.sampled_from(("director", "chair", "ann", "admin", "secretary")))
    def is_put_to_the_vote_again(self, who: str) -> None:
        """A decision is never rewritten: another vote may take its place (P23)."""
        if self.past[-1] == "no_go" or who in self.gone or who in self.shut:
            return
        if item_queries.live_about(self.session, self.world.startup_ref) is not None:
            return
        decision = decision_queries.decision_of(self.session, self.item())

        def ask() -> None:
            told = {"motive": "Un fait nouveau.", "now": self.world.now}
            review_actions.ask(self.session, self.by(who), decision, **told)

        self.tries(ask, allowed=who in ("director", "chair"))
        if who in ("director", "chair"):
            self.reached["reviewed"] += 1

    # Around

    @rule(statement=st.sampled_from(TAMPERING))
    def is_tampered_with(self, statement: str) -> None:
        """Whoever holds the database's own key rewrites nothing of what was done (P24)."""
        table = statement.removeprefix("UPDATE ").removeprefix("DELETE FROM ").split()[0]
        if not self.session.scalar(text(f"SELECT count(*) FROM {table}")):
            return
        try:
            with self.session.begin_nested():
                self.session.execute(text(statement))
        except DBAPIError:
            self.session.expire_all()
        else:
            raise AssertionError(f"la base a laissé faire : {statement}")

    @rule(who=st.sampled_from(VOTERS), name=st.sampled_from(("opens", "casts", "closes", "ends")))
    def dies_before_the_commit(self, who: str, name: str) -> None:
        """The process stops in the middle of a gesture: nothing of it is there (P19)."""
        session, world = self.session, self.world
        if who in self.shut:
            return
        verbs = {
            "opens": lambda: world.open_vote(session, self.item(), by=self.asking(None)),
            "casts": lambda: world.cast(session, self.item(), who, Choice.GO),
            "closes": lambda: world.close(session, self.item(), by=self.asking(None)),
            "ends": lambda: world.proclaim(session, self.item(), by=self.asking(None)),
        }
        point = session.begin_nested()
        try:
            verbs[name]()
        except (Refused, Forbidden):
            pass
        finally:
            point.rollback()
            session.expire_all()

    @rule(data=st.data(), who=st.sampled_from(EVERYONE), name=st.sampled_from(GESTURES))
    def is_asked_at_any_moment(self, data, who: str, name: str) -> None:
        """Whoever asks, whenever they ask."""
        more = {
            "casts": {"choice": st.sampled_from(list(Choice))},
            "declares": {"out": st.just(False)},
            "imposes": {"member": st.sampled_from(VOTERS)},
            "extends": {"minutes": st.integers(1, 30)},
        }.get(name, {})
        getattr(self, name)(who=who, **{key: data.draw(one) for key, one in more.items()})

    @rule(who=st.sampled_from(MEMBERS), closed=st.booleans())
    def leaves(self, who: str, closed: bool) -> None:
        """A mandate ends, or an account closes: neither roll nor quorum moves (P18)."""
        if who in self.gone or len(self.gone) == 2:
            return
        session, world = self.session, self.world
        if closed:
            told = {"motive": "Départ.", "now": world.now}
            accounts.deactivate(session, self.by("admin"), world.person(session, who), **told)
            self.shut.add(who)
        else:
            query = select(Mandate).where(
                Mandate.person_id == world.ids[who], Mandate.role == Role.SEAT
            )
            seat = session.scalars(query).one()
            told = {"ends_on": paris_day(world.now), "motive": "Départ.", "now": world.now}
            committees.unseat(session, self.by("director"), world.committee(session), seat, **told)
        session.expire_all()
        self.gone.add(who)

    @rule(mode=st.sampled_from(list(CommitteeMode)), by=st.sampled_from(["director", "chair"]))
    def is_ruled_otherwise(self, mode: CommitteeMode, by: str) -> None:
        """The rules of a vote are those it opened with (P10); afterwards they are put back."""

        def change(wanted: CommitteeMode) -> None:
            committee = self.world.committee(self.session)
            told = {"name": committee.name, "vote_minutes": 20, "now": self.world.now}
            committees.configure(self.session, self.by(by), committee, mode=wanted, **told)

        allowed = by == "director" and self.model.state != "open"
        self.tries(lambda: change(mode), allowed=allowed)
        if allowed:
            self.tries(lambda: change(CommitteeMode.COLLEGIAL_VOTE), allowed=True)

    # Promises

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        item = self.item()
        self.reached.update([self.model.state, f"outcome {item.outcome}"])
        assert item.state == self.model.state
        names = {number: who for who, number in self.world.ids.items()}
        rows = self.session.scalars(select(Ballot).where(Ballot.item_id == item.id)).all()
        assert {names[row.person_id]: str(row.choice) for row in rows} == self.model.ballots
        assert {names[one] for one in item.recused_ids} == self.model.recused
        assert {names[one] for one in item.roll_ids} == (
            self.model.roll if item.opened_at else set()
        )
        assert item.opened_at is None or item.rules_hash == self.rules_hash

    @invariant()
    def a_vote_closes_once_and_not_before_its_time(self) -> None:
        query = select(func.count(JournalEntry.id)).where(
            JournalEntry.subject_ref == self.ref, JournalEntry.act == Act.VOTE_CLOSE
        )
        assert self.session.scalar(query) <= 1

    @invariant()
    def the_register_holds_and_keeps_what_it_had(self) -> None:
        query = select(RegisterEntry).order_by(RegisterEntry.seq)
        rows = [(one.seq, one.at, one.hash, one.payload) for one in self.session.scalars(query)]
        assert rows[: len(self.sealed)] == self.sealed
        assert [one[0] for one in rows] == list(range(len(rows)))
        assert [one[1] for one in rows] == sorted(one[1] for one in rows)
        if len(rows) != len(self.sealed):
            assert register.fault(self.session) is None
        self.sealed = rows
        decisions = self.session.scalar(select(func.count(Decision.id)))
        assert len(rows) == decisions

    @invariant()
    def phases_move_by_decisions_alone(self) -> None:
        query = select(PhasePeriod.decision_ref).where(PhasePeriod.startup_id == self._startup_id())
        refs = set(self.session.scalars(query.order_by(PhasePeriod.id))) - {self._birth()}
        known = set(self.session.scalars(select(Decision.ref)))
        assert refs <= known

    @invariant()
    def each_is_told_once_of_a_decision(self) -> None:
        query = select(func.count(Notice.id)).where(Notice.kind == "decision")
        query = query.group_by(Notice.person_id, Notice.subject_ref).having(
            func.count(Notice.id) > 1
        )
        assert list(self.session.scalars(query)) == []

    def _startup_id(self) -> int:
        return self.world.startup(self.session).id

    def _birth(self) -> str:
        query = select(PhasePeriod.decision_ref).where(PhasePeriod.startup_id == self._startup_id())
        return self.session.scalars(query.order_by(PhasePeriod.id).limit(1)).one()


def _posting(path: str, form: dict[str, str]) -> dict:
    return EnvironBuilder(path=path, method="POST", data=form).get_environ()
