"""Who depends on whom, both ways; and who is missing in a team."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal.kernel.errors import Forbidden, Missing, Refused
from portal.people import actions as people
from portal.policy import MACHINE, Role
from portal.startups import components, queries, tasks, team, vacancies
from portal.startups.sheet_words import ComponentKind
from portal.startups.words import Phase, TeamRole
from tests.startups.conftest import Studio


def offered(s: Studio, startup, name="Calendrier", who="director"):
    told = {"kind": ComponentKind.API, "name": name, "purpose": "Dire quand.", "link": ""}
    return components.offer(s.session, s.actor(who), startup, **told, now=s.now)


def taken(s: Studio, startup, who="director", **changes):
    told = {"component": "", "name": "", "link": "", "since": date(2026, 11, 1)}
    return components.take(s.session, s.actor(who), startup, **(told | changes), now=s.now)


def test_dependence_is_read_both_ways(studio_both):
    s = studio_both
    maker, taker = s.imported("Source"), s.imported("Aval")
    one = offered(s, maker)
    use = taken(s, taker, component=one.ref)
    taken(s, taker, name="Un composant d’ailleurs")
    s.session.expire_all()

    assert [each.title for each in components.takers(s.session, maker)[one.id]] == ["Aval"]
    assert components.counts(s.session, maker) == (1, 0)
    assert components.counts(s.session, taker) == (0, 2)
    with pytest.raises(Refused):
        taken(s, taker, component=one.ref)
    with pytest.raises(Refused):
        taken(s, taker, name="Un composant d’ailleurs")
    with pytest.raises(DatabaseError), s.session.begin_nested():
        s.session.execute(text("UPDATE startup_reuse SET name = ''"))
    components.withdraw(s.session, s.actor("director"), maker, one.ref, now=s.now)
    assert components.made(s.session, maker) == []
    assert components.taken(s.session, taker)[0].component.withdrawn_at == s.now
    components.leave(s.session, s.actor("director"), taker, use.ref, now=s.now)
    assert components.counts(s.session, taker) == (0, 1)
    # The name is free again.
    offered(s, maker)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "name"),
        ({"component": "own", "name": "Deux"}, "name"),
        ({"component": "own"}, "component"),
        ({"name": "Un", "link": "x"}, "link"),
        ({"name": "Un", "since": date(2026, 11, 24)}, "since"),
    ],
)
def test_one_thing_is_taken_from_somebody_else(studio, changes, field):
    startup = studio.imported()
    own = offered(studio, startup).ref
    changes = {name: own if value == "own" else value for name, value in changes.items()}

    with pytest.raises(Refused) as refusal:
        taken(studio, startup, **changes)
    assert refusal.value.field == field


def test_what_is_another_s_is_not_withdrawn(studio):
    maker, other = studio.imported("Source"), studio.imported("Aval")
    one = offered(studio, maker)

    with pytest.raises(Missing):
        components.withdraw(
            studio.session, studio.actor("director"), other, one.ref, now=studio.now
        )
    with pytest.raises(Refused):
        offered(studio, maker)
    with pytest.raises(Forbidden):
        offered(studio, maker, who="stranger")


# Vacancies


def named(s: Studio, startup, who: str, role: Role, quality: str = ""):
    person = s.people[who]
    return people.appoint(
        s.session, MACHINE, person, role, startup.ref, quality=quality, starts_on=s.today, now=s.now
    )


def lacking(s: Studio) -> dict[str, list[str]]:
    found = vacancies.without(s.session, frozenset({s.house.ref}), s.today)
    return {startup.title: missing for startup, missing in found}


def test_an_intrapreneur_and_a_coach_are_missed_until_they_are_named(studio_both):
    s = studio_both
    startup = s.imported("Boussole")
    s.imported("Ancre", phase=Phase.STOPPED)
    s.imported("Début", phase=Phase.INVESTIGATION)
    assert lacking(s) == {"Boussole": ["un intrapreneur", "un coach"]}

    member = named(s, startup, "team", Role.TEAM)
    named(s, startup, "sponsor", Role.COACH)
    assert lacking(s) == {"Boussole": ["un intrapreneur"]}
    s.session.expire_all()
    team.say_quality(
        s.session, s.actor("director"), startup, member, TeamRole.INTRAPRENEUR, now=s.now
    )
    assert lacking(s) == {}
    in_force = queries.mandates(s.session, startup.ref)
    assert vacancies.vacant(startup, in_force) == []
    assert vacancies.vacant(startup, []) == ["un intrapreneur", "un coach"]


def test_who_led_the_investigation_leads_the_startup(studio):
    member = studio.people["team"]
    told = {"quality": TeamRole.INTRAPRENEUR.value, "starts_on": date(2026, 3, 2)}
    people.appoint(
        studio.session, MACHINE, member, Role.TEAM, "inv-0000000a", now=studio.now, **told
    )
    startup = studio.made()

    in_force = queries.mandates(studio.session, startup.ref)
    assert vacancies.vacant(startup, in_force) == ["un coach"]


def test_a_director_is_asked_for_a_few_and_told_how_many_more(studio):
    for number in range(7):
        studio.imported(f"Service {number}")

    asked = [
        one.title
        for one in tasks.waiting(studio.session, studio.actor("director"), studio.now)
        if one.verb == "Composer l’équipe"
    ]
    assert asked[0] == "Service 0\u00a0: il manque un intrapreneur et un coach"
    assert asked[5:] == ["2\u00a0autres startups sans intrapreneur ou sans coach"]


# Pages

OFFER, TAKE = "Proposer ce composant", "Dire que c’est repris"


def test_a_component_goes_from_one_startup_to_another(opened, visitors):
    def make(s: Studio) -> list[str]:
        return [f"/startups/{s.imported(title).ref}" for title in ("Source", "Aval")]

    maker, taker = opened(make)
    director = visitors("director@portail.example").get(f"{maker}/composants")
    director.submit(OFFER, {"Ce que c’est": "API", "Nom": "Calendrier"})
    assert director.errors == ["À quoi cela sert : Dites à quoi cela sert."]
    director.submit(
        OFFER, {"Ce que c’est": "API", "Nom": "Calendrier", "À quoi cela sert": "Dire quand."}
    )
    director.get(f"{taker}/composants")
    director.submit(TAKE, {"Composant d’une autre startup": "Calendrier (Source)"})

    reader = visitors().get(maker).follow("1 proposé, 0 repris")
    assert reader.sees("Calendrier (API) Dire quand. Aval")
    reader.follow("Aval")
    assert reader.sees("Calendrier Source 23 novembre 2026") and OFFER not in reader.buttons
    director.submit("Ne plus reprendre « Calendrier »")
    assert director.sees("Rien n’est repris d’ailleurs.")


def test_a_director_says_who_leads(opened, visitors):
    sheet = opened(lambda s: f"/startups/{s.made().ref}")
    director = visitors("director@portail.example").get(sheet)
    assert director.sees("un intrapreneur un coach")
    director.get(f"{sheet}/equipe")
    director.submit(
        "Dire sa fonction", {"Membre de l’équipe": "Team", "Sa fonction": "intrapreneur"}
    )

    assert director.sees("Team intrapreneur 31 août 2026")
    assert not director.get(sheet).sees("un intrapreneur un coach")
    assert director.sees("Team : intrapreneur (Director).")
