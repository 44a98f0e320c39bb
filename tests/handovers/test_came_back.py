"""A service that left and came back: an import of the programme's own sheets may bring it back."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.committees import item_actions
from portal.db import migrate
from portal.db.engine import transaction
from portal.exchange import links
from portal.extensions import db
from portal.handovers import leaving, queries, scheduled, tasks
from portal.handovers.models import HealthCheck
from portal.handovers.words import HealthState
from portal.kernel.errors import Refused
from portal.notices.models import Notice
from portal.startups import actions, after_rules
from portal.startups.models import PhasePeriod, Startup
from portal.startups.words import Phase, PhaseSource
from tests.committees.conftest import world as world
from tests.exchange.conftest import folder as folder
from tests.exchange.test_import import brought, the_startup
from tests.handovers.conftest import out
from tests.handovers.test_actions import checked as checked, recorded
from tests.startups.conftest import Studio, open_studio
from tests.support.people import open_account

LEFT, AGAIN = date(2026, 5, 23), date(2026, 11, 20)
DECISION = "dec-0000000c"


def back(s: Studio, startup: Startup) -> None:
    """In consolidation since August, as its sheet now says."""
    phase, on = Phase.CONSOLIDATION, date(2026, 8, 1)
    told = {"phase": phase, "rank": phase.rank, "starts_on": on, "source": PhaseSource.IMPORT}
    startup.periods.append(PhasePeriod(ref="pha-0000000b", **told))
    actions.refresh_phase(startup, s.today)
    s.session.flush()


def again(s: Studio, startup: Startup) -> None:
    """A committee decides that it leaves again."""
    known = {"on": AGAIN, "decision_ref": DECISION, "now": s.now}
    actions.end(s.session, s.actor("chair"), startup, Phase.OPERATED, **known)
    leaving.leave(s.session, startup, on=AGAIN)


@pytest.fixture
def twice(studio_both):
    """Left in May and seen once since, taken back in August, left again in November."""
    s = studio_both
    startup = out(s, LEFT)
    leaving.leave(s.session, startup, on=LEFT)
    six, _twelve = queries.checks_of(s.session, startup.ref)
    recorded(s, six, s.actor("director"))
    back(s, startup)
    again(s, startup)
    return s, startup


def test_nobody_waits_for_the_health_check_of_a_service_that_came_back(checked):
    s, startup, _checks = checked
    startup.current_phase, startup.ended_on = Phase.CONSOLIDATION, None
    s.session.flush()
    assert scheduled.run(s.session, s.now) == 0
    assert tasks.waiting(s.session, s.actor("director"), s.now) == []
    assert s.session.scalars(queries.listed(None, s.today)).all() == []


def test_an_import_takes_back_what_it_told_out_and_a_committee_may_let_it_leave_again(
    session_both, folder
):
    folder.phases("name: construction, start: 2024-07-15", "name: transfere, start: 2026-05-23")
    brought(session_both, folder)
    startup = the_startup(session_both)
    leaving.leave(session_both, startup, on=LEFT)
    folder.phases(
        "name: construction, start: 2024-07-15",
        "name: transfere, start: 2026-05-23",
        "name: consolidation, start: 2026-08-01",
    )
    brought(session_both, folder)
    assert startup.current_phase is Phase.CONSOLIDATION
    s = Studio(session_both, {"chair": open_account(session_both, "chair@portail.example")})
    again(s, startup)

    found = queries.checks_of(session_both, startup.ref)
    assert [(one.months, one.due_on) for one in found if one.left_on == AGAIN] == [
        (6, date(2027, 5, 20)),
        (12, date(2027, 11, 20)),
    ]


def test_each_exit_has_its_own_health_checks_once(twice):
    s, startup = twice
    leaving.leave(s.session, startup, on=AGAIN)
    found = queries.checks_of(s.session, startup.ref)

    assert [(one.left_on, one.months, one.done_on) for one in found] == [
        (LEFT, 6, s.today),
        (LEFT, 12, None),
        (AGAIN, 6, None),
        (AGAIN, 12, None),
    ]
    assert [queries.is_of_last_exit(one) for one in found] == [False, False, True, True]
    with pytest.raises(DatabaseError), s.session.begin_nested():
        s.session.execute(text("UPDATE health_check SET months = 12"))


def test_what_waited_for_the_first_exit_waits_no_more(twice):
    s, startup = twice
    seen, unseen, six, _twelve = queries.checks_of(s.session, startup.ref)
    with pytest.raises(Refused):
        recorded(s, unseen, s.actor("director"))
    # What was seen may still be corrected.
    recorded(s, seen, s.actor("director"), state=HealthState.FRAGILE)

    s.now = s.now.replace(year=2027, month=5, day=23)
    assert [one.href[-12:] for one in tasks.waiting(s.session, s.actor("director"), s.now)] == [
        six.ref
    ]
    assert scheduled.run(s.session, s.now) == 1
    path = s.session.scalars(select(Notice.path).where(Notice.kind == "health_check")).one()
    assert path.endswith(six.ref)
    listed = s.session.scalars(queries.listed(None, s.now.date())).all()
    assert unseen not in listed and {seen, six} <= {*listed}


def test_the_sheet_says_the_last_exit_and_keeps_the_first(app, opened, visitors):
    def make(s):
        startup = out(s, LEFT)
        leaving.leave(s.session, startup, on=LEFT)
        recorded(s, queries.checks_of(s.session, startup.ref)[0], s.actor("director"))
        back(s, startup)
        again(s, startup)
        return f"/startups/{startup.ref}"

    leaf = opened(make)
    # Nobody has seen yet how it fares since the last exit.
    assert visitors().get(leaf).sees("aucun plan de sortie")
    director = visitors("director@portail.example").get(f"{leaf}/sortie")
    assert director.sees("Bilans d’une sortie précédente")
    assert director.sees("Sortie du 23 mai 2026")
    assert director.sees("6 mois après la sortie : bien vivant")
    assert director.sees("le jeudi 20 mai 2027") and not director.sees("le dimanche 23 mai 2027")
    reader = visitors().get(f"{leaf}/sortie")
    assert reader.sees("1 200 par mois") and not reader.sees("Direction du logement")


def test_one_follows_the_second_exit_that_an_import_tells(studio):
    startup = out(studio, date(2026, 2, 1))
    leaving.follow(studio.session, studio.actor("director"), startup, now=studio.now)
    back(studio, startup)
    told = {"phase": Phase.TRANSFERRED, "rank": Phase.TRANSFERRED.rank, "starts_on": AGAIN}
    startup.periods.append(PhasePeriod(ref="pha-0000000c", source=PhaseSource.IMPORT, **told))
    actions.refresh_phase(startup, studio.today)
    made = leaving.follow(studio.session, studio.actor("director"), startup, now=studio.now)

    assert [one.left_on for one in made] == [AGAIN, AGAIN]
    assert leaving.follow(studio.session, studio.actor("director"), startup, now=studio.now) == []


def test_an_exit_whose_day_is_mended_is_the_same_exit(studio):
    startup, director = out(studio, LEFT), studio.actor("director")
    leaving.follow(studio.session, director, startup, now=studio.now)
    told = {"starts_on": date(2026, 6, 1), "motive": "La lettre le dit.", "now": studio.now}
    actions.correct_phase_date(studio.session, director, startup.periods[-1], **told)

    assert leaving.follow(studio.session, director, startup, now=studio.now) == []
    found = queries.checks_of(studio.session, startup.ref)
    assert [queries.is_of_last_exit(one) for one in found] == [True, True]


def test_nothing_takes_back_a_service_whose_exit_was_decided_here(session_both, world):
    """No point, no vote again, no offer, no import: an exit that an import told may come back."""
    by, startup = (session_both, world.actor(session_both, "chair")), world.startup(session_both)
    known = {"on": world.now.date(), "decision_ref": DECISION, "now": world.now}
    actions.end(*by, startup, Phase.OPERATED, **known)

    with pytest.raises(Refused):
        world.send_startup(session_both)
    with pytest.raises(Refused):
        committee = world.committee(session_both)
        item_actions.list_review(session_both, startup, committee, now=world.now)
    with pytest.raises(Refused):
        after_rules.check_may_be_taken_over(startup.current_phase, startup.safeguard_until)
    assert links.is_decided_here(startup)


def test_checks_planned_before_belong_to_the_exit_of_their_day(app_both):
    with app_both.app_context():
        with transaction() as session:
            s = open_studio(session)
            startup = out(s, LEFT)
            leaving.leave(session, startup, on=LEFT)
            expected = startup.periods[-1].ref
        migrate.downgrade(db.engine, "0049")
        migrate.upgrade(db.engine)
        with transaction() as session:
            assert {*session.scalars(select(HealthCheck.exit_ref))} == {expected}
