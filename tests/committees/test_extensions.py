"""The one extension of a term: who signs it, what it says, and where it can be read."""

import json
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.committees import extension_actions
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import PARIS
from portal.notices.models import Notice
from portal.people import actions as people
from portal.people.models import Person
from portal.policy import MACHINE, Role
from portal.register import queries as register
from portal.startups import extending
from portal.startups.rules import Grant
from tests.committees.world import decided, email
from tests.support.apps import MONDAY, writing
from tests.support.people import SINCE

WHY = "La salle est fermée jusqu’au printemps."


# The first day of the window: sixty days before the term.
NEAR = MONDAY + timedelta(days=1)


def extend(session, world, who="chair", **changes):
    world.at(max(world.now, NEAR))
    told = {"months": 2, "motive": WHY, "now": world.now} | changes
    startup = world.startup(session)
    return extension_actions.extend(session, world.actor(session, who), startup, **told)


def test_an_extension_moves_the_term_once_and_is_sealed(session_both, world):
    extend(session_both, world)
    startup = world.startup(session_both)
    assert startup.term_on == date(2027, 3, 23)
    with pytest.raises(Refused, match="déjà été prolongé"):
        extend(session_both, world, months=1)

    (entry,) = register.about(session_both, startup.ref)
    told = json.loads(entry.payload)
    assert (entry.type, told["terme_avant"], told["terme"]) == (
        "extension",
        "2027-01-23",
        "2027-03-23",
    )
    assert told["motif"] == WHY
    assert register.fault(session_both) is None


def test_everyone_concerned_hears_of_it_once_but_whoever_signed(session_both, world):
    extend(session_both, world)
    names = select(Person.email).join(Notice).where(Notice.kind == "term_extended")
    told = sorted(session_both.scalars(names))
    assert told == sorted(email(who) for who in ("team", "sponsor", "director", "programme"))


@pytest.mark.parametrize("who", ["ann", "secretary", "director", "programme", "sponsor", "team"])
def test_nobody_else_signs_it(session_both, world, who):
    with pytest.raises(Forbidden):
        extend(session_both, world, who)


@pytest.mark.parametrize("role", [Role.TEAM, Role.COACH])
def test_a_chair_who_carries_the_startup_leaves_it_to_the_deputy(session_both, world, role):
    chair, known = world.person(session_both, "chair"), {"now": world.now, "starts_on": SINCE}
    people.appoint(session_both, MACHINE, chair, role, world.startup_ref, **known)
    with pytest.raises(Forbidden):
        extend(session_both, world)
    extend(session_both, world, "deputy")


def test_a_term_too_old_is_not_extended_to_a_day_past(session_both, world):
    world.at(datetime(2027, 3, 1, 9, tzinfo=PARIS))
    with pytest.raises(Refused, match="resterait passé"):
        extend(session_both, world, months=1)
    extend(session_both, world, months=2)
    assert world.startup(session_both).term_on == date(2027, 3, 23)


def test_before_the_window_the_committee_can_still_meet(session_both, world):
    chair = world.actor(session_both, "chair")
    told = {"months": 1, "motive": WHY, "now": MONDAY}
    with pytest.raises(Refused, match="à partir du mardi 24 novembre 2026"):
        extension_actions.extend(session_both, chair, world.startup(session_both), **told)
    assert world.startup(session_both).term_on == date(2027, 1, 23)


@pytest.mark.parametrize(
    ("letters", "proposal", "told"),
    [
        # A go of the same day: its term is six months away.
        ("ggggg", {}, "à partir du"),
        # A provisional go lasts one or two months, once.
        ("ppppp", {"provisional_months": 2}, "sursis ne se prolonge pas"),
        ("ppppp", {"provisional_months": 1}, "sursis ne se prolonge pas"),
    ],
)
def test_what_the_committee_just_decided_is_not_extended(
    session_both, world, letters, proposal, told
):
    decided(session_both, world, letters, **proposal)
    with pytest.raises(Refused, match=told):
        extend(session_both, world)


@pytest.mark.parametrize(
    ("kind", "decided_on", "today", "told"),
    [
        ("full", (2026, 7, 23), (2026, 11, 23), "à partir du"),
        ("full", (2026, 7, 23), (2026, 11, 24), ""),
        ("full", (2026, 7, 23), (2027, 2, 20), ""),
        ("full", (2026, 11, 23), (2026, 12, 1), ""),
        # It spoke within the window: what it gave was short on purpose.
        ("full", (2026, 11, 24), (2026, 12, 1), "s’est prononcé"),
        ("recorded", (2026, 12, 1), (2026, 12, 2), ""),
        ("provisional", (2026, 7, 23), (2027, 1, 1), "sursis"),
    ],
)
def test_when_an_extension_may_be_signed(app, kind, decided_on, today, told):
    grant = SimpleNamespace(
        kind=kind,
        decided_on=date(*decided_on),
        decision_ref=None if kind == "recorded" else "dec-0000000a",
        terms=Grant(date(2026, 7, 23), 6),
    )
    with app.test_request_context():
        found = extending.why_not(grant, date(*today), 60)
        offered = extending.offers(grant, date(*today), 60)
    assert bool(found) == bool(told) and told in found
    assert bool(offered) == (not told)


def test_the_chair_signs_it_on_a_page_and_the_public_reads_it(app, open_world, visitors):
    path = f"/startups/{open_world.startup_ref}"
    chair = visitors(email("chair")).get(path)
    assert "Prolonger le terme, une fois" not in chair.text
    assert "se signe à partir du mardi 24 novembre 2026" in chair.get(f"{path}/prolongation").text
    open_world.at(NEAR)
    chair = visitors(email("chair")).get(path)
    chair.follow("Prolonger le terme, une fois")
    chair.submit("Signer la prolongation", {"De combien": "1\u00a0mois : terme le 23 février 2027"})
    assert "Indiquez pourquoi le comité ne peut se tenir à temps." in chair.text
    answers = {"Pourquoi le comité ne peut se tenir à temps": WHY}
    chair.submit("Signer la prolongation", answers)
    assert "Terme prolongé jusqu’au mardi 23 février 2027." in chair.text

    anyone = app.test_client()
    sheet = anyone.get(path).get_data(as_text=True)
    assert "Prolongé une fois, de 1\u00a0mois, par la présidence du comité." in sheet
    assert WHY not in sheet
    assert "prolongation signée" in anyone.get("/registre").get_data(as_text=True)
    assert "Prolonger le terme, une fois" not in chair.get(path).text
    assert "Ce terme ne se prolonge pas" in chair.get(f"{path}/prolongation").text


def test_who_may_plan_is_offered_it_where_no_sitting_comes_in_time(app, open_world, visitors):
    path = f"/startups/{open_world.startup_ref}"
    director = visitors(email("director")).get(path)
    assert "Aucune séance avant l’échéance" in director.text
    director.follow("Prévoir une séance")
    assert director.page.select_one("details[open] [name=day]")

    team = visitors(email("team")).get(path)
    assert "Aucune séance avant l’échéance" in team.text
    assert "Prévoir une séance" not in team.text
    programme = visitors(email("programme")).get("/horloge")
    assert "Aucune séance avant l’échéance" in programme.text


def test_the_director_is_asked_for_a_sitting_until_one_comes_in_time(app, open_world, visitors):
    asked = "1\u00a0startup sans séance avant l’échéance"
    director = visitors(email("director")).get("/moi/taches")
    assert director.sees(asked)
    with writing(app) as session:
        open_world.plan(session)
    assert not director.get("/moi/taches").sees(asked)


def test_days_overdue_are_the_same_on_every_screen(app, open_world, visitors, clock):
    clock.move_to(datetime(2027, 2, 2, 9, tzinfo=PARIS))
    told = "Échu sans décision depuis 10\u00a0jours"
    for path in (
        f"/startups/{open_world.startup_ref}",
        "/startups?terme=overdue",
        "/startups/portefeuille?terme=overdue",
    ):
        assert told in app.test_client().get(path).get_data(as_text=True), path
    assert clock.now() > MONDAY
