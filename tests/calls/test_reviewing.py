import pytest
from sqlalchemy import select

from portal.calls import actions, entry_queries, figures
from portal.calls.words import Part, Stage, Verdict
from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Stale
from portal.policy import Act, may
from tests.calls.conftest import AFTER, GRID, three
from tests.support.apps import MONDAY


def test_the_marks_of_others_come_after_ones_own(house, session_both):
    three(session_both, house)
    house.review(session_both, "second", "anna", verdict=Verdict.KEEP)

    def sees(who, name="anna"):
        entry, actor = house.entry(session_both, name), house.actor(session_both, who)
        mine = entry.review_of(actor.person_id, Part.PREJURY)
        may_rank = may(actor, Act.CALL_MANAGE, entry)
        return figures.may_see(actor, entry, Part.PREJURY, mine, may_rank=may_rank)

    assert (sees("second"), sees("reader"), sees("director")) == (True, False, True)
    house.review(session_both, "reader", "anna")
    assert sees("reader") is True
    actions.recuse(
        session_both,
        house.actor(session_both, "reader"),
        house.entry(session_both, "basile"),
        now=AFTER,
    )
    assert sees("reader", "basile") is False


def test_a_director_who_reads_waits_like_the_others(house, session_both):
    three(session_both, house)
    call, director = house.the_call(session_both), house.actor(session_both, "director")
    actions.appoint(
        session_both,
        director,
        call,
        house.person(session_both, "director"),
        part=Part.PREJURY,
        now=MONDAY,
    )
    house.review(session_both, "second", "anna")
    found = entry_queries.of_call(session_both, call)
    rows = figures.rows(director, found, Part.PREJURY, may_rank=True)

    assert [row.is_hidden for row in rows] == [True, True, True]
    house.review(session_both, "director", "anna")
    rows = figures.ranked(figures.rows(director, found, Part.PREJURY, may_rank=True))
    assert [row.is_hidden for row in rows] == [False, True, True]


def test_the_ranking_follows_the_means_then_the_ticks(house, session_both):
    three(session_both, house)
    high = dict.fromkeys(GRID, 9)
    house.review(session_both, "reader", "basile", marks=high)
    house.review(session_both, "reader", "chloe")
    house.review(session_both, "second", "chloe", marks=high)
    house.review(session_both, "reader", "anna", marks={}, verdict=Verdict.KEEP)
    director = house.actor(session_both, "director")
    found = entry_queries.of_call(session_both, house.the_call(session_both))
    rows = figures.ranked(figures.rows(director, found, Part.PREJURY, may_rank=True))

    assert [row.author for row in rows] == ["Basile Test", "Chloe Test", "Anna Test"]
    assert [row.figures.overall.mean for row in rows] == [9.0, 7.5, None]
    assert rows[1].figures.overall.marks == (6.0, 9.0)


def test_the_least_read_comes_next_and_progress_is_told(house, session_both):
    three(session_both, house)
    house.enter(session_both, "reader", "reader")
    for name in ("anna", "basile"):
        house.review(session_both, "second", name)
    call, reader = house.the_call(session_both), house.actor(session_both, "reader")

    def following():
        found = entry_queries.next_to_read(session_both, call, reader, Part.PREJURY)
        return found and next(name for name, ref in house.entries.items() if ref == found.ref)

    assert following() == "chloe"
    assert entry_queries.progress(session_both, call, reader, Part.PREJURY) == (0, 3)
    for name in ("chloe", "anna", "basile"):
        house.review(session_both, "reader", name)
    assert following() is None
    assert entry_queries.progress(session_both, call, reader, Part.PREJURY) == (3, 3)


def test_who_may_give_an_opinion(house, session_both):
    three(session_both, house)
    house.enter(session_both, "reader", "reader")
    for who, name in (
        ("reader", "reader"),  # their own
        ("juror", "anna"),  # of the jury, which listens later
        ("director", "anna"),
        ("basile", "anna"),
        ("programme", "anna"),
    ):
        with pytest.raises(Forbidden):
            house.review(session_both, who, name)
    call, director = house.the_call(session_both), house.actor(session_both, "director")
    reader = house.person(session_both, "reader")
    actions.dismiss(session_both, director, call, reader, part=Part.PREJURY, now=AFTER)
    with pytest.raises(Forbidden):
        house.review(session_both, "reader", "anna")


def test_what_a_dismissed_reader_said_stays_counted(house, session_both):
    three(session_both, house)
    house.review(session_both, "reader", "anna")
    call, director = house.the_call(session_both), house.actor(session_both, "director")
    reader = house.person(session_both, "reader")
    actions.dismiss(session_both, director, call, reader, part=Part.PREJURY, now=AFTER)

    assert figures.of(house.entry(session_both, "anna"), Part.PREJURY).count == 1


def test_an_opinion_changes_and_its_versions_are_kept(house, session_both):
    three(session_both, house)
    first = house.review(session_both, "reader", "anna")
    house.review(session_both, "reader", "anna", verdict=Verdict.DROP, version=first.version)
    with pytest.raises(Stale):
        house.review(session_both, "reader", "anna", version=1)
    query = select(JournalEntry).where(
        JournalEntry.act == Act.CALL_REVIEW.value,
        JournalEntry.subject_ref == house.entries["anna"],
    )
    lines = session_both.scalars(query.order_by(JournalEntry.id)).all()

    assert [(line.before or {}).get("problem") for line in lines] == [None, 6]
    house.shortlist(session_both, "anna")
    with pytest.raises(Forbidden):
        house.review(session_both, "reader", "anna", version=2)


def test_standing_aside_takes_an_opinion_out_of_the_figures(house, session_both):
    three(session_both, house)
    house.review(session_both, "reader", "anna")
    reader = house.actor(session_both, "reader")
    actions.recuse(session_both, reader, house.entry(session_both, "anna"), now=AFTER)

    assert figures.of(house.entry(session_both, "anna"), Part.PREJURY).count == 0
    assert entry_queries.counts(session_both, house.the_call(session_both))[Stage.READ] == 0
