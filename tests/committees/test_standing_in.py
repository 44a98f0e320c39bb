"""When nobody stands for a member: their proxy holds, or they have become the chair."""

from portal.committees import rolls
from portal.committees.words import Attendance
from portal.kernel.periods import paris_day
from portal.people import actions as of_people, queries as people
from portal.policy import MACHINE, Act, Role
from tests.committees.test_proxies import give
from tests.committees.test_substitutes import TODAY, note, stand
from tests.committees.world import WEEK

PRESENT, ABSENT = Attendance.PRESENT, Attendance.ABSENT


def test_a_proxy_whose_holder_is_away_keeps_no_substitute_out(session_both, world):
    stand(session_both, world)
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    give(session_both, world, "bob", "cleo")
    note(session_both, world, bob=ABSENT, sub=PRESENT, cleo=PRESENT)
    sits = {one.person_id for one in rolls.places(session_both, item, paris_day(WEEK))}
    assert world.ids["bob"] in sits and world.ids["sub"] not in sits

    note(session_both, world, cleo=ABSENT)
    sits = {one.person_id for one in rolls.places(session_both, item, paris_day(WEEK))}
    assert world.ids["sub"] in sits and world.ids["bob"] not in sits


def test_nobody_stands_for_a_member_who_has_become_the_chair(session_both, world):
    stand(session_both, world)
    item = world.send_startup(session_both)
    chair = people.mandates_on(session_both, world.committee_ref, TODAY, Role.CHAIR)[0]
    told = {"now": world.now, "act": Act.MEMBER_REVOKE, "motive": "Départ."}
    of_people.end_mandate(session_both, MACHINE, chair, ends_on=TODAY, **told)
    del world.ids["chair"]
    bob, known = world.person(session_both, "bob"), {"now": world.now, "starts_on": TODAY}
    of_people.appoint(session_both, MACHINE, bob, Role.CHAIR, world.committee_ref, **known)
    world.ready(session_both, item)
    note(session_both, world, bob=ABSENT, sub=PRESENT)
    sits = {one.person_id for one in rolls.places(session_both, item, paris_day(WEEK))}
    assert world.ids["bob"] in sits and world.ids["sub"] not in sits
