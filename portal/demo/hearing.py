"""The gestures of a sitting: sending, convening, voting, proclaiming, signing."""

from collections.abc import Callable, Iterator
from datetime import datetime

from portal.committees import (
    agenda_actions,
    attendance_actions,
    ballot_actions,
    condition_actions,
    corrigendum_actions,
    crossings,
    decision_actions,
    decision_queries,
    dissent_actions,
    dossier_actions,
    dossier_files,
    item_actions,
    minutes_actions,
    note_actions,
    recusal_actions,
    sitting_actions,
    vote_actions,
)
from portal.committees.grid_words import GridLine
from portal.committees.words import Attendance, Choice, Direction, ItemOrigin, StopReason
from portal.demo.dossiers import Brief
from portal.demo.stage import Stage
from portal.files import actions as files, store

Bulletin = tuple[Choice, str, StopReason | None]
VOTERS = ("presidente", "membre", "membre2", "membre3")
_ALSO = ("programme", "secretaire")
GO: Bulletin = (Choice.GO, "", None)


def plan(stage: Stage, name: str, starts_at: datetime) -> None:
    """The secretary sets a date."""
    told = {"starts_at": starts_at, "place": "Salle des cartes, et à distance"}
    committee = stage.things["committee"]
    stage.things[name] = stage.do("secretaire", sitting_actions.plan, committee, **told)


def send_investigation(stage: Stage, name: str, source: str, title: str, mission: str) -> None:
    """The lead carries the investigation to the committee."""
    brief_by = "intra" if source == "inv-titres" else "mireille"
    told = {"startup_title": title, "startup_mission": mission}
    subject, committee = stage.things[source], stage.things["committee"]
    sent = stage.do(brief_by, item_actions.send_investigation, subject, committee, **told)
    stage.things[name] = sent


def send_startup(
    stage: Stage, name: str, startup: str, who: str | None, direction=Direction.CONTINUE, **told
) -> None:
    """Somebody of the team sends it; the machine, when its term comes."""
    origin = ItemOrigin.REQUEST if who else ItemOrigin.TERM
    subject, committee = stage.things[startup], stage.things["committee"]
    verb = item_actions.send_startup
    told = {"direction": direction, "origin": origin, **told}
    stage.things[name] = stage.do(who, verb, subject, committee, **told)


def take_up(stage: Stage, sitting: str, *names: str) -> None:
    """The secretary puts these points on the agenda."""
    for name in names:
        stage.do("secretaire", agenda_actions.take_up, stage.things[sitting], stage.item(name))


def write(stage: Stage, name: str, brief: Brief, body: str = "") -> None:
    """The team writes the dossier; `body` takes the place of what it said."""
    measured_on = stage.now.date()
    rungs = {
        rung: {"figure": figure, "measured_on": measured_on, "source": source}
        | {"link": brief.link}
        for rung, (figure, source) in brief.figures.items()
    }
    told = {"proposal": brief.proposal, "request": brief.request, "rungs": rungs}
    item = stage.item(name)
    body = body or item.dossier.body or brief.body
    stage.do(brief.who, dossier_actions.write_dossier, item, body=body, **told)
    if brief.grid:
        stage.do(brief.who, dossier_actions.write_grid, item, texts=brief.grid)
    for title, content in brief.proofs:
        received = files.judged(title, content.encode(), most=1_000_000)
        stage.do(brief.who, dossier_files.attach, item, received, store=store.ours())


def add(stage: Stage, name: str, who: str, body: str) -> None:
    """The team adds to a dossier that is frozen."""
    stage.do(who, dossier_actions.add_addendum, stage.item(name), body=body)


def turn(stage: Stage, name: str, who: str, **course: str) -> None:
    """Somebody says the new course that is put to the vote."""
    stage.do(who, crossings.propose_course, stage.item(name), **course)


def propose(stage: Stage, name: str, owner: str, due: int, what: str, proof: str) -> None:
    """The secretary adds a condition to the proposal."""
    told = {"owner": stage.people[owner], "due_on": stage.day(due), "what": what, "proof": proof}
    verb, today = dossier_actions.propose_condition, stage.now.date()
    stage.do("secretaire", verb, stage.item(name), today=today, **told)


def hand_in(stage: Stage, name: str, who: str, done: str, link: str) -> None:
    """Whoever takes care of a condition says what is done."""
    item, owner = stage.item(name), stage.people[who]
    every = decision_queries.proposed_conditions(stage.session, item)
    mine = next(one for one in every if one.owner_id == owner.id)
    stage.do(who, condition_actions.hand_in, mine, item, done=done, link=link)


def convene(stage: Stage, sitting: str) -> None:
    """The chair convenes."""
    stage.do("presidente", sitting_actions.convene, stage.things[sitting], urgency="")


def declare(stage: Stage, *names: str, out: tuple[str, ...] = ()) -> None:
    """Each member declares their interests; those of `out` withdraw."""
    for name in names:
        for who in VOTERS:
            told = {"has_interest": who in out, "note": ""}
            stage.do(who, recusal_actions.declare, stage.item(name), **told)


def begin(stage: Stage, sitting: str, instead: dict[str, str] | None = None) -> None:
    """The sitting opens; everybody is there, one of them from afar, some through a substitute."""
    held = stage.things[sitting]
    stage.do("presidente", sitting_actions.open_sitting, held)
    there = {stage.people[who].id: Attendance.PRESENT for who in (*VOTERS, *_ALSO)}
    there[stage.people["membre3"].id] = Attendance.REMOTE
    for away, substitute in (instead or {}).items():
        there[stage.people[away].id] = Attendance.EXCUSED
        there[stage.people[substitute].id] = Attendance.PRESENT
    stage.do("secretaire", attendance_actions.note_attendance, held, attendances=there)


def open_vote(stage: Stage, name: str) -> None:
    """The chair opens the vote."""
    stage.do("presidente", vote_actions.open_vote, stage.item(name))


def cast(stage: Stage, name: str, who: str, bulletin: Bulletin) -> None:
    """A member votes."""
    choice, motive, reason = bulletin
    told = {"choice": choice, "motive": motive, "reason": reason}
    stage.do(who, ballot_actions.cast_ballot, stage.item(name), **told)


def decide(
    stage: Stage,
    name: str,
    at: Callable[[int], datetime],
    ballots: dict[str, Bulletin],
    motive: str,
    reason: StopReason | None = None,
) -> Iterator[datetime]:
    """One point, from the opening of its vote to the decision; `at` counts minutes."""
    yield at(0)
    open_vote(stage, name)
    for minute, (who, bulletin) in enumerate(ballots.items(), start=4):
        yield at(minute)
        cast(stage, name, who, bulletin)
    yield at(12)
    stage.do("presidente", vote_actions.close, stage.item(name))
    yield at(14)
    told = {"motive": motive, "reason": reason}
    stage.do("presidente", decision_actions.proclaim, stage.item(name), **told)


def finish(stage: Stage, sitting: str) -> None:
    """The chair closes the sitting."""
    stage.do("presidente", sitting_actions.close_sitting, stage.things[sitting])


def write_minutes(stage: Stage, sitting: str, prose: str) -> None:
    """The secretary writes what was said."""
    stage.do("secretaire", minutes_actions.write, stage.things[sitting], prose=prose)


def sign(stage: Stage, sitting: str, who: str) -> None:
    """One of the two signatures."""
    stage.do(who, minutes_actions.sign, stage.things[sitting])


def dissent(stage: Stage, name: str, who: str, body: str) -> None:
    """A member has their disagreement written."""
    stage.do(who, dissent_actions.write, stage.item(name), body=body)


def correct(stage: Stage, sitting: str, body: str, motive: str) -> None:
    """The chair corrects sealed minutes, and the secretary countersigns."""
    told = {"body": body, "motive": motive, "version": 0}
    stage.do("presidente", corrigendum_actions.write, stage.things[sitting], **told)
    stage.do("secretaire", corrigendum_actions.countersign, stage.things[sitting], seen=None)


def note(stage: Stage, sitting: str, body: str) -> None:
    """The secretary takes notes."""
    told = {"body": body, "version": 0}
    stage.do("secretaire", note_actions.note_sitting, stage.things[sitting], **told)


def give_grid(stage: Stage, name: str, who: str, *marks: int) -> None:
    """A member gives their grid before the debate."""
    told = {line.value: mark for line, mark in zip(GridLine, marks, strict=True)}
    stage.do(who, note_actions.give_grid, stage.item(name), marks=told, version=0)


def publish(stage: Stage, *names: str) -> None:
    """The public may read these decisions."""
    for name in names:
        stage.do("secretaire", decision_actions.publish, stage.item(name))
