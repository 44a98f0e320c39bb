"""A portal in use: the demonstration, then many more people, startups and irritants beside it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from flask import Flask
from sqlalchemy import select, text

from bench import french
from bench.stories import Teller, Told, place
from bench.writing import Writer
from portal import demo
from portal.committees import item_queries, vote_actions
from portal.committees.item_models import Item
from portal.db.engine import transaction
from portal.extensions import db
from portal.irritants.models import Irritant, Suffering, Support
from portal.journal.models import JournalEntry
from portal.kernel.periods import add_months
from portal.kernel.refs import ALPHABET
from portal.organisations.models import Incubator
from portal.people import passwords, queries as people
from portal.people.models import Person
from portal.policy import Act
from portal.search.analyser import terms
from portal.search.models import SearchLine
from portal.startups.models import PhasePeriod, Startup, StartupIncubator

PASSWORD = "demo"
READERS = 8
BATCH = 2000
INCUBATORS = 24
COMMON_WORD = "dossier"
VOTE_LASTS = 24 * 60
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the measures need to know of the database."""

    size: int
    common_word: str
    rare_word: str
    incubator_ref: str
    irritant_ref: str
    item_ref: str
    drafts: dict[str, list[str]]


def load(app: Flask, *, size: int, seed: int, drafts: int, progress: Progress) -> Loaded:
    """Fill an empty, migrated database with so many irritants; `drafts` wait for each reader."""
    now = app.extensions["portal.clock"].now()
    demo.build(app, now)
    with app.app_context():
        with transaction() as session:
            item_ref = _keep_the_vote_open(session, now)
            hashed = passwords.hashed(PASSWORD)
        with transaction() as session:
            world = _World(Writer(session.connection()), now, seed, size)
            world.open_houses(session)
            world.open_accounts(hashed)
            world.found_startups()
            world.tell(progress)
            waiting = world.begin_drafts(drafts)
            world.writer.finish()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # What a database in service does by itself, sooner or later.
            analyse = "ANALYZE" if db.engine.dialect.name == "sqlite" else "VACUUM ANALYZE"
            connection.execute(text(analyse))
    return Loaded(
        size=size,
        common_word=COMMON_WORD,
        rare_word=world.teller.rare_word(),
        incubator_ref=world.houses[0],
        irritant_ref=world.shown_ref,
        item_ref=item_ref,
        drafts=waiting,
    )


def reader(number: int) -> str:
    """The address of one of the people who read, deposit and vote during the measures."""
    return f"banc{number}@mesure.gouv.example"


def _keep_the_vote_open(session, now: datetime) -> str:
    found = session.scalars(select(Item).where(Item.state == "open").order_by(Item.id)).first()
    item = item_queries.by_ref(session, found.ref, now)
    chair = session.get_one(Person, item.presider_id)
    actor = people.actor_of(chair, now.date())
    vote_actions.extend(session, actor, item, minutes=VOTE_LASTS, now=now)
    return item.ref


class _World:
    def __init__(self, writer: Writer, now: datetime, seed: int, size: int) -> None:
        self.writer, self.now, self.size = writer, now, size
        self.random = random.Random(f"monde-{seed}")
        self.authors = max(100, min(size // 8, 120_000))
        self.teller = Teller(seed, self.authors)
        self.houses: list[str] = []
        self.people: list[int] = []
        self.shown_ref = ""
        self._refs = 0

    def ref(self, prefix: str) -> str:
        """References all different, spread over the whole range as real ones are."""
        self._refs += 1
        spread = (self._refs * 0x9E3779B1) % 32**8
        letters = []
        for _ in range(8):
            spread, letter = divmod(spread, 32)
            letters.append(ALPHABET[letter])
        return f"{prefix}-{''.join(letters)}"

    # Houses, people, startups

    def open_houses(self, session) -> None:
        """The incubators of the demonstration first: their officers have the fullest queues."""
        self.houses = list(session.scalars(select(Incubator.ref).order_by(Incubator.id)))
        for _ in range(INCUBATORS):
            title = f"Incubateur de {place(self.random)}"
            row = {"ref": self.ref("inc"), "title": title, "short_description": "", "website": ""}
            row |= {"hidden": False, "body": "", "extra": {}, "version": 1}
            self.writer.add(Incubator.__table__, row)
            self.houses.append(row["ref"])

    def open_accounts(self, hashed: str) -> None:
        """The readers, who know a password, then authors whom nobody signs in as."""
        for number in range(self.authors):
            is_reader = number < READERS
            first, last = (
                self.random.choice(french.FIRST_NAMES),
                self.random.choice(french.LAST_NAMES),
            )
            row = {
                "ref": self.ref("per"),
                "email": reader(number) if is_reader else f"a{number}@mesure.gouv.example",
                "name": f"{first} {last}",
                "unit": f"{self.random.choice(french.BODIES)} de {place(self.random)}",
                "kind": "agent",
                "password_hash": hashed if is_reader else "",
                "made_at": self.now - timedelta(days=1200),
                "version": 1,
            }
            self.people.append(self.writer.add(Person.__table__, row))

    def found_startups(self) -> None:
        """One startup for a hundred irritants, in every phase, each with its house and its period."""
        for number in range(max(60, min(self.size // 100, 1500))):
            self._found(number)

    def _found(self, number: int) -> None:
        phase = self.random.choice(_PHASES)
        began = self.now.date() - timedelta(days=self.random.randrange(20, 400))
        title = f"{place(self.random)} {number}"
        mission = self.random.choice(french.EFFECTS)
        row = {"ref": self.ref("stu"), "title": title, "mission": mission, "current_phase": phase}
        row |= {"phase_started_on": began, "term_on": _term(phase, began), "target_on": None}
        row |= {"term_is_presumed": phase in _RUNNING, "made_at": self.now, "version": 1}
        row |= {"user_types": [], "themes": [], "techno": [], "redirects": []}
        row |= dict.fromkeys(_EMPTY_OF_STARTUP, "") | {"extra": {}}
        startup = self.writer.add(Startup.__table__, row)
        house = {"startup_id": startup, "incubator_ref": self._house(), "is_main": True}
        self.writer.add(StartupIncubator.__table__, house | {"position": 0})
        period = {"ref": self.ref("pha"), "startup_id": startup, "phase": phase, "rank": 1}
        period |= {"starts_on": began, "source": "import", "source_word": "", "comment": ""}
        self.writer.add(PhasePeriod.__table__, period | {"extra": {}, "version": 1})
        self._line("startup", row["ref"], title, mission)

    def _house(self) -> str:
        rank = int(self.random.random() ** 2 * len(self.houses))
        return self.houses[rank]

    def _line(self, kind: str, ref: str, *texts: str) -> None:
        stems = " ".join(_terms(piece) for piece in texts)
        self.writer.add(SearchLine.__table__, {"kind": kind, "ref": ref, "terms": stems})

    # Irritants

    def tell(self, progress: Progress) -> None:
        """Irritants with who suffers, who says « moi aussi », their lines of search and journal."""
        for told in self.teller.stream(self.size):
            self._tell_one(told)
            if told.number % BATCH == 0:
                self.writer.flush()
                progress(told.number, self.size)
        self.writer.flush()

    def _tell_one(self, told: Told) -> None:
        at = self.now - timedelta(days=told.age, minutes=self.random.randrange(1, 1440))
        row = self._row(told, at)
        irritant = self.writer.add(Irritant.__table__, row)
        for user_type in told.user_types:
            self.writer.add(Suffering.__table__, {"irritant_id": irritant, "user_type": user_type})
        self._support(irritant, told, at)
        self._line(
            "irritant", row["ref"], told.title, *told.pieces, told.administration, told.territory
        )
        for verb, act, days in _STEPS[told.fate]:
            self._record(row, verb, act, at + timedelta(days=min(days, told.age)))
        if told.fate == "qualified" and told.author >= READERS and not row["confidential"]:
            self.shown_ref = row["ref"]

    def _row(self, told: Told, at: datetime) -> dict:
        qualified = at + timedelta(days=min(9, told.age)) if told.fate in _QUALIFIED else None
        confidential = self.random.random() < 0.03
        published = not confidential and qualified is not None and self.random.random() < 0.6
        answered = told.fate in _ANSWERED
        return _UNTOLD | {
            "ref": self.ref("irr"),
            "author_id": self.people[told.author],
            "draft_key": f"banc{told.number}",
            "state": told.fate,
            "made_at": at,
            "edited_at": at,
            "title": told.title,
            "audience": "users" if told.user_types[0] != "etat" else "internal",
            "territory": told.territory,
            "administration": told.administration,
            "problem": told.problem,
            "people_affected": told.people_affected,
            "frequency": told.frequency,
            "times": 1,
            "minutes": told.minutes,
            "identity_shown": self.random.random() < 0.7,
            "pseudonym": f"Agent Tilleul {10 + told.number % 90}",
            "confidential": confidential,
            "publish_consent": published,
            "incubator_ref": self._house() if self.random.random() < 0.97 else None,
            "submitted_at": at,
            "answer_due_on": at.date() + timedelta(days=30),
            "paused_on": at.date() if told.fate == "returned" else None,
            "motive_code": "too_small" if told.fate == "declined" else "",
            "motive": self.random.choice(french.CAUSES) if answered else "",
            "review_on": at.date() + timedelta(days=365) if told.fate == "parked" else None,
            "qualified_at": qualified,
            "answered_at": at + timedelta(days=min(20, told.age)) if answered else None,
            "published_at": qualified if published else None,
            "support_count": told.supports,
        }

    def _support(self, irritant: int, told: Told, at: datetime) -> None:
        for person in self.random.sample(range(READERS, self.authors), told.supports):
            context = self.random.choice(french.CONTEXTS)
            row = {"irritant_id": irritant, "person_id": self.people[person], "context": context}
            self.writer.add(Support.__table__, row | {"at": at})

    def _record(self, row: dict, verb: str, act: Act, at: datetime) -> None:
        told = {"verb": verb, "state": row["state"]}
        entry = {"at": at, "person_id": row["author_id"], "act": act.value}
        entry |= {"subject_ref": row["ref"], "after": told, "motive": "", "request_id": ""}
        self.writer.add(JournalEntry.__table__, entry)

    def begin_drafts(self, each: int) -> dict[str, list[str]]:
        """Complete drafts, ready to be deposited: their references by the author's address."""
        told = next(self.teller.stream(1))
        waiting: dict[str, list[str]] = {reader(number): [] for number in range(READERS)}
        for number in range(READERS):
            for turn in range(each):
                row = self._row(told, self.now)
                row |= {"author_id": self.people[number], "state": "draft", "submitted_at": None}
                row |= {"draft_key": f"brouillon{turn}", "answer_due_on": None, "motive": ""}
                row |= dict.fromkeys(("qualified_at", "answered_at", "published_at"))
                row |= {"confidential": False, "support_count": 0, "review_on": None}
                row |= {"paused_on": None, "incubator_ref": self.houses[-1]}
                draft = self.writer.add(Irritant.__table__, row)
                suffering = {"irritant_id": draft, "user_type": told.user_types[0]}
                self.writer.add(Suffering.__table__, suffering)
                waiting[reader(number)].append(row["ref"])
        return waiting


# A text is made of sentences that come back: each is analysed once.
@lru_cache(maxsize=50_000)
def _terms(piece: str) -> str:
    return " ".join(terms(piece))


def _term(phase: str, began: date) -> date | None:
    return add_months(began, 6) if phase in _RUNNING else None


_RUNNING = ("investigation", "construction", "acceleration", "consolidation")
_PHASES = (*_RUNNING, "acceleration", "construction", "operated", "transferred", "stopped")
_EMPTY_OF_STARTUP = (
    *("body", "link", "repository", "stats_url", "budget_url", "impact_url", "dashlord_url"),
    *("accessibility", "risk_analysis_url", "end_reason"),
)
_QUALIFIED = ("qualified", "selected", "parked", "redirected")
_ANSWERED = ("selected", "parked", "redirected", "declined")
_UNTOLD = {
    "saved_from": "",
    "workarounds": "",
    "evidence": "",
    "existing_solutions": "",
    "solution_idea": "",
    "manager_informed": False,
    "paused_days": 0,
    "destination": "",
    "version": 1,
}
_SUBMIT = ("submit", Act.IRRITANT_SUBMIT, 0)
_QUALIFY = ("qualify", Act.TRIAGE_DECIDE, 9)
_STEPS = {
    "submitted": (_SUBMIT,),
    "returned": (_SUBMIT, ("return", Act.TRIAGE_DECIDE, 3)),
    "qualified": (_SUBMIT, _QUALIFY),
    "selected": (_SUBMIT, _QUALIFY, ("select", Act.TRIAGE_DECIDE, 20)),
    "parked": (_SUBMIT, _QUALIFY, ("park", Act.TRIAGE_DECIDE, 20)),
    "redirected": (_SUBMIT, _QUALIFY, ("redirect", Act.TRIAGE_REJECT, 20)),
    "declined": (_SUBMIT, ("decline", Act.TRIAGE_REJECT, 20)),
    "withdrawn": (_SUBMIT, ("withdraw", Act.IRRITANT_WITHDRAW, 5)),
}
