"""A seat changes of college between two votes; minutes and decisions tell each college's quorum."""

import pytest
from sqlalchemy import select

from portal.committees import (
    college_words,
    minutes_actions,
    minutes_pdf,
    minutes_views,
    recusal_actions,
    seat_colleges,
    seat_rules,
    sitting_actions,
)
from portal.committees.words import College, ItemState
from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from tests.committees.test_colleges import by_college as by_college
from tests.committees.test_substitutes import seat_of
from tests.support.apps import writing

SPONSORS, PROGRAMME = College.SPONSORS, College.PROGRAMME


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, None),
        ({"before": "", "was": ""}, None),
        ({"after": ""}, None),
        ({"votes": False}, "voix délibérative"),
        ({"has_open_vote": True}, "une fois le vote clos"),
        ({"was": "programme"}, "vient de changer"),
        ({"after": "sponsors"}, "autre collège"),
    ],
)
def test_when_the_college_of_a_seat_changes(changes, told):
    known = {"votes": True, "has_open_vote": False}
    known |= {"before": "sponsors", "was": "sponsors", "after": "programme"}
    if told is None:
        seat_rules.check_college(**(known | changes))
        return
    with pytest.raises(Refused, match=told):
        seat_rules.check_college(**(known | changes))


def change(session, world, who="bob", by="director", **changes):
    seat, committee = seat_of(session, world, who), world.committee(session)
    told = {"college": PROGRAMME, "was": "sponsors", "motive": "Il a changé de direction."}
    actor = world.actor(session, by)
    seat_colleges.change(session, actor, committee, seat, now=world.now, **(told | changes))
    return seat


def test_a_seat_changes_of_college_and_its_holder_hears_it(session_both, by_college):
    seat = change(session_both, by_college)

    assert seat_colleges.of_seat(session_both, seat) is PROGRAMME
    line = journal.of(session_both, by_college.committee_ref)[0]
    assert (line.before, line.after["college"]) == ({"college": "sponsors"}, "programme")
    told = session_both.scalars(select(Notice).where(Notice.person_id == by_college.ids["bob"]))
    assert "programme. Il a changé de direction." in told.one().body

    change(session_both, by_college, college=None, was="programme")
    assert seat_colleges.of_seat(session_both, seat) is None
    for who in ("ann", "chair", "secretary", "team"):
        with pytest.raises(Forbidden):
            change(session_both, by_college, by=who, was="")


def test_colleges_stand_still_while_a_vote_is_open(session_both, by_college):
    item = by_college.send_startup(session_both)
    by_college.ready(session_both, item)
    by_college.open_vote(session_both, item)

    with pytest.raises(Refused, match="une fois le vote clos"):
        change(session_both, by_college)


def test_minutes_and_decision_tell_the_quorum_of_each_college(session_both, by_college):
    item = by_college.send_startup(session_both)
    by_college.ready(session_both, item, present=("chair", "deputy", "ann", "cleo"))
    by_college.open_vote(session_both, item)
    by_college.vote(session_both, item, "gggpg")
    by_college.later(minutes=20)
    by_college.close(session_both, item)
    decision = by_college.proclaim(session_both, item)

    facts = minutes_actions.facts(session_both, by_college.sitting(session_both), by_college.now)
    told = facts["points"][0]["quorum"]["colleges"]
    assert told == [
        _line("sponsors", (1, 1), (2, 1)),
        _line("incubateur", (2, 1), (2, 1)),
        _line("programme", (1, 1), (1, 1)),
    ]
    assert college_words.by_college(decision.quorum["colleges"]) == told
    assert college_words.said(told[0]) == (
        "sponsors\u00a0: 1\u00a0présent à l’ouverture, il en fallait 1\u00a0;"
        " 2\u00a0bulletins à la clôture, il en fallait 1"
    )


def _line(name, opening, closing):
    keys = ("presents", "requis")
    pairs = {"ouverture": opening, "cloture": closing}
    return {"nom": name} | {
        word: dict(zip(keys, pair, strict=True)) for word, pair in pairs.items()
    }


def test_a_vote_without_quorum_tells_which_college_was_missing(session_both, by_college):
    item = by_college.send_startup(session_both)
    by_college.ready(session_both, item, present=("chair", "ann", "bob"))

    assert by_college.open_vote(session_both, item) is ItemState.NO_QUORUM
    told = college_words.by_college(item.college_quorum)
    assert [
        one["nom"] for one in told if one["ouverture"]["presents"] < one["ouverture"]["requis"]
    ] == ["programme"]


def test_a_college_whose_members_all_withdrew_asks_nothing(session_both, by_college):
    item = by_college.send_startup(session_both)
    by_college.ready(session_both, item, present=("chair", "deputy", "ann"))
    cleo = by_college.actor(session_both, "cleo")
    told = {"has_interest": True, "note": "", "now": by_college.now}
    recusal_actions.declare(session_both, cleo, by_college.item(session_both, item.ref), **told)

    assert by_college.open_vote(session_both, item) is ItemState.OPEN
    assert "rien n’était demandé" in college_words.said(
        college_words.by_college(item.college_quorum)[-1]
    )


def test_colleges_are_on_the_screens_and_on_paper(app, open_world, meet, heard):
    page = meet("director", f"/comites/{open_world.committee_ref}/reglages")
    page.submit("Enregistrer les réglages", {"Demander aussi la moitié de chaque collège": True})
    page.follow("Collège : Cleo Essai")
    told = {"Collège, pour le quorum": "programme", "Motif": "Direction du programme."}
    page.submit("Changer de collège et prévenir", told)
    assert page.sees("Collège changé") and page.sees("(programme)")
    page.follow("Collège : Cleo Essai")
    page.submit("Changer de collège et prévenir", told)
    assert page.status == 422 and page.sees("Choisissez un autre collège.")

    with writing(app) as session:
        cleo, item = open_world.actor(session, "cleo"), open_world.item(session, heard)
        told = {"has_interest": True, "note": "", "now": open_world.now}
        recusal_actions.declare(session, cleo, item, **told)
    assert meet("ann", f"/points/{heard}").sees(
        "Programme\u00a0: tous se sont déportés, ce collège ne demande rien"
    )
    with writing(app) as session:
        open_world.counted(session, open_world.item(session, heard), "gggg.")
        ref = open_world.proclaim(session, open_world.item(session, heard)).ref
        keeper = open_world.actor(session, "secretary")
        _finish(session, open_world, keeper)
    assert meet("ann", f"/decisions/{ref}").sees("rien n’était demandé")
    assert meet("ann", f"/seances/{open_world.sitting_ref}/proces-verbal").sees(
        "Quorum par collège"
    )
    with writing(app) as session:
        sitting, chair = open_world.sitting(session), open_world.actor(session, "chair")
        minutes_actions.sign(session, chair, sitting, now=open_world.now)
        printed = minutes_views.printed(session, chair, sitting, open_world.now)
        assert minutes_pdf.pdf(printed).startswith(b"%PDF")


def _finish(session, world, keeper):
    sitting = world.sitting(session)
    sitting_actions.close_sitting(session, keeper, sitting, now=world.now)
    minutes_actions.sign(session, keeper, sitting, now=world.now)
