"""Roles are dated; those that exclude each other are refused, by the rules and by the database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.kernel.errors import Forbidden, Refused
from portal.people import actions, queries
from portal.people.models import Mandate
from portal.policy import MACHINE, Actor, Held, Kind, Role
from tests.support.apps import MONDAY
from tests.support.people import actor_of, open_account

TODAY = date(2026, 11, 23)
COMMITTEE = "com-00000001"


def give(session, person, role, scope=None, **dates):
    return actions.appoint(
        session, MACHINE, person, role, scope, now=MONDAY, starts_on=TODAY, **dates
    )


@pytest.mark.parametrize(
    ("kind", "role", "scope"),
    [
        (Kind.ADMINISTRATOR, Role.SEAT, COMMITTEE),
        (Kind.AUDITOR, Role.SEAT, COMMITTEE),
        (Kind.ADMINISTRATOR, Role.AUDITOR, None),
        (Kind.AGENT, Role.ADMINISTRATOR, None),
        (Kind.AGENT, Role.AUDITOR, None),
    ],
)
def test_exclusive_accounts_hold_nothing_else(session_both, kind, role, scope):
    person = open_account(session_both, "x@essai.fr", kind=kind)

    with pytest.raises(Refused):
        give(session_both, person, role, scope)


def test_the_database_itself_refuses_an_administrator_a_seat(session_both):
    person = open_account(session_both, "x@essai.fr", kind=Kind.ADMINISTRATOR)
    wrong = Mandate(
        person_id=person.id,
        person_kind=Kind.ADMINISTRATOR,
        role=Role.SEAT,
        scope_ref=COMMITTEE,
        starts_on=TODAY,
    )

    with pytest.raises(IntegrityError), session_both.begin_nested():
        session_both.add(wrong)
        session_both.flush()


def test_the_secretary_does_not_sit_in_the_same_committee(session_both):
    person = open_account(session_both, "x@essai.fr", (Role.SECRETARY, COMMITTEE))

    with pytest.raises(Refused):
        give(session_both, person, Role.SEAT, COMMITTEE)
    give(session_both, person, Role.SEAT, "com-00000002")


def test_the_same_role_is_not_given_twice(session_both):
    person = open_account(session_both, "x@essai.fr", (Role.SEAT, COMMITTEE))

    with pytest.raises(Refused):
        give(session_both, person, Role.SEAT, COMMITTEE)


def test_a_role_bears_on_the_right_sort_of_thing(session_both):
    person = open_account(session_both, "x@essai.fr")

    with pytest.raises(Refused):
        give(session_both, person, Role.DIRECTOR, COMMITTEE)
    with pytest.raises(Refused):
        give(session_both, person, Role.DIRECTOR)


def test_a_mandate_counts_from_its_first_day_and_stops_on_its_last(session_both):
    person = open_account(session_both, "x@essai.fr")
    give(session_both, person, Role.PROGRAMME, ends_on=TODAY + timedelta(days=2))

    held = [bool(actor_of(person, TODAY + timedelta(days=n)).held) for n in (-1, 0, 1, 2)]

    assert held == [False, True, True, False]


def test_nobody_appoints_themselves(session_both):
    person = open_account(session_both, "x@essai.fr", Role.PROGRAMME)

    with pytest.raises(Forbidden):
        actions.appoint(
            session_both,
            actor_of(person),
            person,
            Role.DIRECTOR,
            "inc-00000001",
            now=MONDAY,
            starts_on=TODAY,
        )


def test_only_the_programme_appoints_directors(session_both):
    person = open_account(session_both, "x@essai.fr")
    stranger = Actor(99, "Y", Kind.AGENT, (Held(Role.DIRECTOR, "inc-00000001"),))

    with pytest.raises(Forbidden):
        actions.appoint(
            session_both,
            stranger,
            person,
            Role.DIRECTOR,
            "inc-00000001",
            now=MONDAY,
            starts_on=TODAY,
        )


def test_an_address_has_one_account(session_both):
    open_account(session_both, "x@essai.fr")

    with pytest.raises(Refused):
        open_account(session_both, "X@essai.fr")


def test_each_appointment_leaves_a_line_that_cannot_be_changed(session_both):
    person = open_account(session_both, "x@essai.fr")
    give(session_both, person, Role.SEAT, COMMITTEE)
    session_both.flush()

    for verb in ("UPDATE journal_entry SET motive = 'autre'", "DELETE FROM journal_entry"):
        with pytest.raises(Exception, match="insert only"), session_both.begin_nested():
            session_both.execute(text(verb))


def test_holders_are_those_in_force_and_active(session_both):
    here = open_account(session_both, "ici@essai.fr", (Role.SEAT, COMMITTEE))
    gone = open_account(session_both, "parti@essai.fr", (Role.SEAT, COMMITTEE))
    gone.deactivated_at = MONDAY
    session_both.flush()

    assert queries.holders(session_both, COMMITTEE, TODAY, Role.SEAT) == [here]


def test_roles_exclude_each_other_for_as_long_as_they_last(session_both):
    person = open_account(session_both, "x@essai.fr")
    give(session_both, person, Role.SEAT, COMMITTEE, ends_on=TODAY + timedelta(days=90))

    with pytest.raises(Refused, match="cumulent"):
        give(session_both, person, Role.SECRETARY, COMMITTEE)
