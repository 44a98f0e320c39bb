"""The life of an item, lived at random by a model that knows the rules and not the code.

The model says beforehand what each gesture gives; the real actions, on a real database, must say
the same. After each gesture the promises of the design are read again in the tables.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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
    attendance_actions,
    ballot_actions,
    decision_actions,
    decision_queries,
    item_queries,
    proxy_actions,
    recusal_actions,
    review_actions,
    scheduled,
    seat_colleges,
    sitting_actions,
    undecided_actions,
    vote_actions,
)
from portal.committees.item_models import Item
from portal.committees.models import SeatCollege
from portal.committees.vote_models import Ballot
from portal.committees.words import (
    Attendance,
    Choice,
    College,
    CommitteeMode,
    Direction,
    StopReason,
)
from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import paris_day
from portal.people import accounts
from portal.people.models import Mandate
from portal.policy import Role
from portal.register.models import RegisterEntry
from portal.startups.words import Phase
from portal.web import idempotency
from tests.committees import promises
from tests.committees.ladder_oracle import expected
from tests.committees.roads import Road
from tests.committees.settling import funded
from tests.committees.test_colleges import OF as COLLEGES
from tests.committees.test_substitutes import seat_of, stand
from tests.committees.world import VOTERS, World, write
from tests.support.apps import MONDAY

# A seat by right whose holder may be away, and who then sits there; in no house before a life begins.
PRINCIPAL, SUBSTITUTE = "bob", "sub"
PEOPLE = (*VOTERS, SUBSTITUTE)
OTHERS = ("expert", "secretary", "team", "outsider", "director", "auditor", "admin")
EVERYONE = (*VOTERS, *OTHERS)
NEXT = {Phase.CONSTRUCTION: Phase.ACCELERATION, Phase.ACCELERATION: Phase.CONSOLIDATION}
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
    # The phase that is asked for, if one is.
    ahead: Phase | None = None
    # Who counts in which college, where half of each is asked: as it stands, as it stood.
    colleges: dict[str, str] = field(default_factory=dict)

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
        if not self.second and any(2 * len(one & there) < len(one) for one in self._groups()):
            return "no_quorum"
        return reached

    def _groups(self) -> list[set[str]]:
        """All of them, then each college: half of each must be there."""
        named = {who: self.colleges[who] for who in self.live if who in self.colleges}
        return [
            self.live,
            *({who for who, one in named.items() if one == name} for name in set(named.values())),
        ]


class LifeOfAnItem(RuleBasedStateMachine):
    """Everything that may happen to an item, in any order, by anybody."""

    # Given by the test: a session inside one transaction, and the world settled there.
    session: Session
    settled: World
    app = None
    # What the lives went through, so that a profile which proves little is seen.
    reached: Counter
    # What happens first in each life; chance decides where there is none.
    roads: Sequence[Road] = ()
    lived: list[str]

    @initialize(data=st.data())
    def begins(self, data) -> None:
        told = self.roads[len(self.lived)] if self.roads else None
        road = told or Road(
            *(data.draw(st.booleans(), label=name) for name in ("colleges", "substitute", "ahead")),
            steps=() if data.draw(st.booleans(), label="waits") else (("opens", {"who": None}),),
        )
        self._settles(road)
        for name, told in road.steps:
            getattr(self, name)(**told)
            self.promises_hold()
            self.the_tables_say_what_the_model_says()
        if told:
            # What chance reaches from there is no merit of the road.
            self.reached = Counter()

    def _settles(self, road: Road) -> None:
        self.world = replace(self.settled, ids=dict(self.settled.ids))
        self.world.at(MONDAY)
        self.point = self.session.begin_nested()
        # Whose seat or account is no more; whose account is closed, and who asks for nothing.
        self.gone: set[str] = set()
        self.shut: set[str] = set()
        self.past: list[str] = []
        self.sealed: list[tuple] = []
        self.ticked: tuple = ()
        # What was proclaimed, and the phases that followed.
        self.decisions: list[str] = []
        self.history: list[tuple[Phase, str]] = []
        self.colleges: dict[str, str] = {}
        if road.colleges:
            self._asks_for_half_of_each_college()
        self.has_substitute = road.substitute
        if road.substitute:
            stand(self.session, self.world, SUBSTITUTE, PRINCIPAL)
        self._hear(self.world.send_startup(self.session), ahead=road.ahead)

    def _asks_for_half_of_each_college(self) -> None:
        self._configure("director", CommitteeMode.COLLEGIAL_VOTE, by_college=True)
        for who, college in COLLEGES.items():
            seat = seat_of(self.session, self.world, who)
            self.session.add(SeatCollege(mandate_id=seat.id, college=college))
            self.colleges[who] = str(college)
        self.session.flush()

    def teardown(self) -> None:
        if hasattr(self, "point"):
            self.point.rollback()
            self.session.expire_all()
        # A life that goes wrong is lived again by the same road, to be told.
        if sys.exc_info()[0] is None:
            self.lived.append(self.ref)

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

    def is_known(self, who: str) -> bool:
        """Whether this person is of this life: not every committee has a substitute."""
        return who != SUBSTITUTE or self.has_substitute

    def is_short_of_a_college(self, there: Iterable[str]) -> bool:
        """Whether the colleges alone prevented the vote, with these people."""
        live = self.model.live
        return self.model.state == "no_quorum" and 2 * len(live & set(there)) >= len(live)

    # Before the vote

    def _hear(self, item: Item, *, ahead: bool) -> None:
        """Put the item on the agenda of a new sitting, and open the sitting."""
        session, world = self.session, self.world
        phase = world.startup(session).current_phase
        asked = NEXT.get(phase) if ahead else None
        if item.before_ref is None:
            asking = {"direction": Direction.NEXT_PHASE, "phase": asked} if asked else {}
            told = {"months": 6, "amount": 1000, "provisional_amount": 500}
            write(session, world, item, proposal=told | asking)
        else:
            # What ended undecided comes back with what was asked.
            asked = self.model.ahead
        self.ref, self.model = item.ref, Model(second=item.second_convening, ahead=asked)
        assert item.phase is asked
        world.plan(session, world.now + timedelta(days=14))
        world.take_up(session, item)
        world.convene(session)
        world.at(world.sitting(session).starts_at)
        keeper = world.actor(session, "secretary")
        sitting_actions.open_sitting(session, keeper, world.sitting(session), now=world.now)
        self._note({*VOTERS, "expert", "secretary"} - self.gone)
        session.expire_all()

    def _note(self, there: set[str]) -> None:
        """Who is in the room; nobody notes anew whoever has left, who stay as they were."""
        seated = {*VOTERS, "expert", "secretary"} - self.gone
        seated |= {SUBSTITUTE} - self.gone if self.has_substitute else set()
        attendances = {
            self.world.ids[who]: Attendance.PRESENT if who in there else Attendance.ABSENT
            for who in seated
        }
        attendance_actions.note_attendance(
            self.session,
            self.by("secretary"),
            self.world.sitting(self.session),
            attendances=attendances,
            now=self.world.now,
        )
        self.model.present = (there & seated) | (self.model.present & self.gone)

    def _sits_in(self, seat: str) -> str:
        """Who votes in this seat: its holder, or the substitute of one neither there nor represented."""
        model = self.model
        if seat != PRINCIPAL or not self.has_substitute or seat in model.present:
            return seat
        able = model.present - model.recused - self.gone
        is_represented = model.proxies.get(seat) in model.present - model.recused
        return SUBSTITUTE if SUBSTITUTE in able and not is_represented else seat

    @precondition(lambda self: self.model.state in ENDED)
    @rule(ahead=st.booleans())
    def is_heard_again(self, ahead: bool) -> None:
        """What ended undecided is listed again by itself; a startup that goes on comes back."""
        session, world = self.session, self.world
        again = item_queries.live_about(session, world.startup_ref)
        if self.model.state in ("voided", "no_quorum", "deferred"):
            assert again is not None and again.before_ref == self.ref
            assert again.second_convening == (self.model.state == "no_quorum")
        if again is None and self.past[-1] == "no_go":
            world.startup_ref = funded(session, world, "Une autre")
            self.past, self.history = [], []
        self.reached[f"again after {self.model.state}"] += 1
        self._hear(again or world.send_startup(session), ahead=ahead)

    @precondition(lambda self: self.model.state in ("listed", "open"))
    @rule(there=st.sets(st.sampled_from(PEOPLE)))
    def is_attended(self, there: set[str]) -> None:
        self._note(there - self.gone)
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
        model.roll = {self._sits_in(seat) for seat in set(VOTERS) - self.gone}
        model.frozen = dict(model.proxies)
        holders = {self._sits_in(seat): seat for seat in VOTERS}
        model.colleges = {
            who: self.colleges[seat] for who, seat in holders.items() if seat in self.colleges
        }
        model.state = model.quorum(model.taking_part(), "open")
        assert told == model.state
        if SUBSTITUTE in model.roll:
            self.reached[f"{model.state} with a substitute"] += 1
        self.reached["no quorum of a college"] += self.is_short_of_a_college(model.taking_part())
        if model.state == "open":
            model.closes_at = self.world.now + timedelta(minutes=20)
            model.kept = who
            self.rules_hash = self.item().rules_hash

    # The vote

    @precondition(lambda self: self.model.state in ("open",))
    @rule(who=st.sampled_from((*PEOPLE, *PEOPLE, *OTHERS)), choice=st.sampled_from(list(Choice)))
    def casts(self, who: str | None, choice: Choice) -> None:
        who = self.asking(who)
        if who in self.shut or not self.is_known(who):
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
        holders = [*self.model.frozen.values(), "chair", "outsider"]
        self.votes_for(data.draw(st.sampled_from(holders)), choice)

    def votes_for(self, holder: str, choice: Choice) -> None:
        model, who = self.model, holder
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
    @rule(who=st.sampled_from((*PEOPLE, *OTHERS)), out=st.booleans())
    def declares(self, who: str | None, out: bool) -> None:
        who = self.asking(who)
        if who in self.shut or not self.is_known(who):
            return
        model = self.model
        sits = who in (*PEOPLE, "expert") and who not in self.gone
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

    @precondition(lambda self: self.ticked != (self.ref, self.model.state, self.world.now))
    @rule()
    def ticks_on_two_hosts(self) -> None:
        """Whoever looks first closes; the second finds nothing to do (P16)."""
        self.ticked = self.ref, self.model.state, self.world.now
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
            self.reached["no ballots of a college"] += self.is_short_of_a_college(model.ballots)
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
        decision = self.tries(
            lambda: self.world.proclaim(self.session, self.item(), by=who, reason=reason),
            allowed=allowed,
        )
        if allowed:
            model.state = "proclaimed"
            self.past.append(model.outcome)
            self._is_decided(decision.ref)

    def _is_decided(self, ref: str) -> None:
        """A go leads to the phase asked for, a no-go to the end; nothing else moves a startup."""
        self.decisions.append(ref)
        moved = {"go": self.model.ahead, "no_go": Phase.STOPPED}.get(self.model.outcome)
        now_in = self.history[-1][0] if self.history else Phase.CONSTRUCTION
        if moved and moved is not now_in:
            self.history.append((moved, ref))
            self.reached[f"moved to {moved}"] += 1

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
        for seat, choice in zip(VOTERS, choices, strict=False):
            who = SUBSTITUTE if seat == PRINCIPAL and SUBSTITUTE in self.model.roll else seat
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
        if who in self.gone or len(self.gone & set(MEMBERS)) == 2:
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
        # Whoever stands for a seat goes with it.
        self.gone |= {who, SUBSTITUTE} if who == PRINCIPAL else {who}

    @rule(mode=st.sampled_from(list(CommitteeMode)), by=st.sampled_from(["director", "chair"]))
    def is_ruled_otherwise(self, mode: CommitteeMode, by: str) -> None:
        """The rules of a vote are those it opened with (P10); afterwards they are put back."""

        allowed = by == "director" and self.model.state != "open"
        self.tries(lambda: self._configure(by, mode), allowed=allowed)
        if allowed:
            self.tries(lambda: self._configure(by, CommitteeMode.COLLEGIAL_VOTE), allowed=True)

    def _configure(self, by: str, mode: CommitteeMode, *, by_college: bool | None = None) -> None:
        committee = self.world.committee(self.session)
        asked = bool(self.colleges) if by_college is None else by_college
        told = {"name": committee.name, "vote_minutes": 20, "college_quorum": asked}
        committees.configure(
            self.session, self.by(by), committee, mode=mode, now=self.world.now, **told
        )

    @precondition(lambda self: self.colleges)
    @rule(
        who=st.sampled_from(VOTERS),
        college=st.sampled_from(list(College)),
        by=st.sampled_from(["director", "director", "chair"]),
    )
    def changes_of_college(self, who: str, college: College, by: str) -> None:
        """A seat counts elsewhere from the next vote on, never in one that is open (P10)."""
        if who in self.gone or by in self.shut:
            return
        allowed = (
            by == "director" and self.model.state != "open" and self.colleges[who] != str(college)
        )

        def change() -> None:
            seat, committee = (
                seat_of(self.session, self.world, who),
                self.world.committee(self.session),
            )
            told = {"college": college, "was": self.colleges[who], "motive": "Autre direction."}
            actor = self.by(by)
            seat_colleges.change(self.session, actor, committee, seat, now=self.world.now, **told)

        self.tries(change, allowed=allowed)
        if allowed:
            self.colleges[who] = str(college)

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
    def promises_hold(self) -> None:
        promises.hold(self.session)

    @invariant()
    def the_register_keeps_what_it_had(self) -> None:
        query = select(RegisterEntry).order_by(RegisterEntry.seq)
        rows = [(one.seq, one.at, one.hash, one.payload) for one in self.session.scalars(query)]
        assert rows[: len(self.sealed)] == self.sealed
        self.sealed = rows

    @invariant()
    def register_and_phases_are_what_was_proclaimed(self) -> None:
        """In the order in which it was (P26)."""
        query = select(RegisterEntry.subject_ref).order_by(RegisterEntry.seq)
        assert list(self.session.scalars(query)) == self.decisions
        startup = self.world.startup(self.session)
        assert [(one.phase, one.decision_ref) for one in startup.periods][1:] == self.history


def _posting(path: str, form: dict[str, str]) -> dict:
    return EnvironBuilder(path=path, method="POST", data=form).get_environ()
