"""What time alone brings is told once, however often it is asked, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.kernel.refs import new_ref
from portal.notices.models import Notice
from portal.outbox.models import Mail
from portal.policy import MACHINE, Role
from portal.startups import actions, queries, scheduled, tasks
from portal.startups.models import PhasePeriod
from portal.startups.words import Phase, PhaseSource
from tests.startups.conftest import DECISION
from tests.support.people import actor_of

# What vacancies ask is told in test_components.
STAFF = "Composer l’équipe"


@pytest.fixture
def s(studio_both):
    return studio_both


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def told(s) -> list[tuple[str, str]]:
    query = select(Notice).where(Notice.kind != "grant_recorded").order_by(Notice.id)
    names = {person.id: who for who, person in s.people.items()}
    return [
        (names[one.person_id], one.event.rpartition(":")[2]) for one in s.session.scalars(query)
    ]


@pytest.fixture
def startup(s):
    """Its term is 28 February 2027, a Sunday; nothing moves it."""
    return s.made()


TERM = date(2027, 2, 28)


@pytest.mark.parametrize(
    ("days", "step"), [(-61, None), (-60, "60"), (-50, "60"), (-45, "45"), (-30, "30"), (-7, "7")]
)
def test_the_latest_reminder_due_is_told_to_team_and_director(s, startup, days, step):
    now = at(TERM + timedelta(days=days))

    scheduled.run(s.session, now)
    again = scheduled.run(s.session, now)

    assert again == 0
    assert told(s) == ([("team", step), ("director", step)] if step else [])


def test_each_step_is_told_once_on_its_way_to_the_term(s, startup):
    for days in range(-70, 0):
        scheduled.run(s.session, at(TERM + timedelta(days=days)))

    assert [step for who, step in told(s) if who == "team"] == ["60", "45", "30", "7"]


def test_past_the_term_it_climbs_from_sponsor_to_programme(s, startup):
    for days in range(50):
        scheduled.run(s.session, at(TERM + timedelta(days=days)))

    climbing = [pair for pair in told(s) if pair[1] in ("sponsor", "director", "programme")]
    assert climbing == [
        ("sponsor", "sponsor"),
        ("director", "director"),
        ("programme", "programme"),
    ]
    mails = s.session.scalars(select(Mail).where(Mail.kind == "term_overdue")).all()
    assert len(mails) == 3


def test_days_missed_are_caught_up_once(s, startup):
    scheduled.run(s.session, at(TERM + timedelta(days=40)))

    assert sorted(told(s)) == [
        ("director", "director"),
        ("programme", "programme"),
        ("sponsor", "sponsor"),
    ]


def test_a_presumed_term_reminds_nobody(s):
    s.imported(since=date(2025, 1, 1))

    assert scheduled.run(s.session, s.now) == 0


def test_a_phase_told_for_a_later_day_begins_on_that_day(s):
    startup = s.imported(phase=Phase.CONSTRUCTION, since=date(2026, 12, 24))
    assert (startup.current_phase, startup.term_on) == (None, None)
    startup.periods.append(
        PhasePeriod(
            ref=new_ref("pha"),
            phase=Phase.ACCELERATION,
            rank=Phase.ACCELERATION.rank,
            starts_on=date(2027, 1, 4),
            source=PhaseSource.IMPORT,
        )
    )
    s.session.flush()

    assert scheduled.run(s.session, at(date(2026, 12, 23))) == 0
    assert scheduled.run(s.session, at(date(2026, 12, 24))) == 1
    assert scheduled.run(s.session, at(date(2026, 12, 24))) == 0

    found = queries.by_ref(s.session, startup.ref)
    assert (found.current_phase, found.term_on) == (Phase.CONSTRUCTION, date(2027, 6, 24))


def test_a_safeguard_that_nobody_took_over_ends_dormant(s, startup):
    actions.safeguard(
        s.session, MACHINE, startup, until=date(2027, 1, 4), decision_ref=DECISION, now=s.now
    )

    scheduled.run(s.session, at(date(2027, 1, 4)))
    assert startup.current_phase is Phase.CONSTRUCTION
    scheduled.run(s.session, at(date(2027, 1, 5)))

    found = queries.by_ref(s.session, startup.ref)
    assert (found.current_phase, found.safeguard_until) == (Phase.DORMANT, None)
    assert found.periods[-1].decision_ref == DECISION


def test_each_sees_the_terms_that_concern_them(s, startup):
    s.imported("Importée")
    now = at(TERM - timedelta(days=40))

    def lines(who):
        actor = actor_of(s.people[who], now.date())
        found = tasks.waiting(s.session, actor, now)
        return [(one.verb, one.due_on) for one in found if one.verb != STAFF]

    assert lines("team") == [("Préparer le comité", TERM)]
    assert lines("sponsor") == [("Voir l’échéance", TERM)]
    assert lines("director") == [("Voir l’échéance", TERM), ("Enregistrer", None)]
    assert lines("stranger") == lines("programme") == []


def test_the_task_of_the_director_opens_the_startups_it_counts(s):
    s.imported("Un")
    s.imported("Deux")
    s.imported("Finie", phase=Phase.STOPPED)
    s.imported("Ailleurs", incubators=(s.other,))

    waiting = tasks.waiting(s.session, s.actor("director"), s.now)
    found = [one for one in waiting if one.verb != STAFF]

    assert [one.title for one in found] == ["2\u00a0startups sans financement enregistré"]
    assert found[0].href == f"/startups?terme=presumed&incubateur={s.house.ref}"
    assert Role.DIRECTOR in {held.role for held in s.actor("director").held}
