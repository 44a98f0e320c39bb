"""Writing what was read: all or nothing, nothing twice, and what is decided here stays."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.db.engine import transaction
from portal.exchange import actions
from portal.exchange.readers import read
from portal.extensions import db
from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator, Organisation
from portal.policy import MACHINE, Actor, Held, Kind, Role
from portal.startups import actions as startups, backing, crossing, portfolio, presenting
from portal.startups.models import Cohort, PhasePeriod, Startup
from portal.startups.portfolio import Filters
from portal.startups.words import Phase, PhaseSource, TermState
from tests.support.apps import MONDAY

TABLES = (Organisation, Incubator, Cohort, Startup, PhasePeriod)


def brought(session, folder, actor=MACHINE):
    batch = read(folder.root, as_of=MONDAY.date(), known=actions.known(session))
    return actions.import_batch(session, actor, batch, now=MONDAY)


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def the_startup(session) -> Startup:
    return session.scalars(select(Startup)).one()


def told(plan) -> list[str]:
    return list(plan.lines())


def test_a_folder_becomes_rows_with_their_links(session_both, folder):
    folder.startup(more="thematiques:\n  - Santé\n")

    plan = brought(session_both, folder)

    startup = the_startup(session_both)
    assert (startup.source_id, startup.title) == ("boussole", "Boussole des guichets")
    assert [one.title for one in startup.incubators] == ["L’Atelier"]
    assert [one.organisation.name for one in startup.sponsorships] == ["Office des guichets"]
    assert (startup.current_phase, startup.phase_started_on) == (
        Phase.CONSTRUCTION,
        date(2024, 7, 15),
    )
    assert (startup.term_on, startup.term_is_presumed) == (date(2025, 1, 15), True)
    assert told(plan)[-1] == (
        "1\u00a0startup\u00a0: 1\u00a0créée, 0\u00a0modifiée, 0\u00a0inchangée"
    )
    found = portfolio.listed(session_both, Filters(words="guichets"), MONDAY.date())
    assert session_both.scalars(found).all() == [startup]


def test_the_same_folder_twice_changes_nothing(session_both, folder):
    folder.startup(more="events:\n  - name: committee\n    date: 2024-09-01\n    comment: Suite.\n")
    brought(session_both, folder)
    before = {table: count(session_both, table) for table in (*TABLES, JournalEntry)}
    versions = session_both.scalars(select(Startup.version)).all()

    plan = brought(session_both, folder)

    assert not plan.writes
    assert {table: count(session_both, table) for table in (*TABLES, JournalEntry)} == before
    assert session_both.scalars(select(Startup.version)).all() == versions


def test_what_changed_is_written_and_journalled_once(session_both, folder):
    folder.startup()
    brought(session_both, folder)
    kept = the_startup(session_both).periods[0].ref

    folder.startup(("start: 2024-07-15", "start: 2024-08-01"), ("Une fiche", "Une page"))
    plan = brought(session_both, folder)

    startup = the_startup(session_both)
    assert plan.by_kind["startups"].changed == {"boussole": ["body", "phases"]}
    assert (startup.phase_started_on, startup.term_on) == (date(2024, 8, 1), date(2025, 2, 1))
    assert startup.periods[0].ref == kept
    lines = session_both.scalars(
        select(JournalEntry.after)
        .where(JournalEntry.subject_ref == startup.ref)
        .order_by(JournalEntry.id)
    ).all()
    assert lines == [
        {"imported": {"source": "boussole"}},
        {"updated": {"source": "boussole", "fields": ["body", "phases"]}},
    ]


def test_phases_that_go_away_go_away(session_both, folder):
    folder.phases("name: investigation, start: 2024-01-15", "name: construction, start: 2024-07-15")
    brought(session_both, folder)
    folder.phases("name: investigation, start: 2024-01-15", "name: abandon, start: 2024-06-01")

    brought(session_both, folder)

    startup = the_startup(session_both)
    assert [one.phase for one in startup.periods] == [Phase.INVESTIGATION, Phase.STOPPED]
    assert (startup.ended_on, startup.term_on) == (date(2024, 6, 1), None)


def test_the_main_incubator_may_change(session_both, folder):
    folder.write("_incubators/fabrique.md", "---\ntitle: La Fabrique\n---\n")
    folder.startup(more="incubators:\n  - atelier\n  - fabrique\n")
    brought(session_both, folder)

    folder.startup(
        ("incubator: atelier", "incubator: fabrique"),
        more="incubators:\n  - fabrique\n  - atelier\n",
    )
    brought(session_both, folder)

    startup = the_startup(session_both)
    assert [(one.incubator.title, one.is_main) for one in startup.incubations] == [
        ("La Fabrique", True),
        ("L’Atelier", False),
    ]


def test_phases_corrected_here_are_left_alone(session_both, folder):
    folder.startup()
    brought(session_both, folder)
    startup = the_startup(session_both)
    startups.correct_phase_date(
        session_both,
        Actor(kind=Kind.SYSTEM, held=_programme()),
        startup.periods[-1],
        starts_on=date(2024, 9, 1),
        motive="La lettre le dit.",
        now=MONDAY,
    )

    plan = brought(session_both, folder)

    assert startup.periods[-1].source is PhaseSource.CORRECTION
    assert startup.phase_started_on == date(2024, 9, 1)
    assert not plan.writes and plan.kept == ["Boussole des guichets"]


def test_a_term_stated_here_outlives_an_import(session_both, folder):
    folder.startup()
    brought(session_both, folder)
    startup = the_startup(session_both)
    startups.record_current_grant(
        session_both,
        Actor(kind=Kind.SYSTEM, held=_programme()),
        startup,
        amount=1000,
        money_ends_on=None,
        term_on=date(2027, 3, 1),
        granted_on=date(2026, 9, 1),
        now=MONDAY,
    )

    folder.startup(("Une fiche", "Une page"))
    brought(session_both, folder)

    assert (startup.term_on, startup.term_is_presumed) == (date(2027, 3, 1), False)


def test_one_refused_sheet_keeps_everything_out(session_both, folder):
    folder.startup()
    folder.startup(("start: 2024-07-15", "start: jamais"), path="autre.md")

    with pytest.raises(Refused):
        brought(session_both, folder)

    assert all(count(session_both, table) == 0 for table in TABLES)


def test_an_agent_imports_nothing(session_both, folder):
    folder.startup()

    with pytest.raises(Forbidden):
        brought(session_both, folder, Actor(person_id=1, kind=Kind.AGENT))


def test_a_lone_sheet_may_cite_what_is_here(session_both, folder, tmp_path):
    folder.startup()
    brought(session_both, folder)
    for name in ("_incubators/atelier.md", "_organisations/office-des-guichets.md"):
        (folder.root / "content" / name).unlink()

    plan = brought(session_both, folder)

    assert plan.by_kind["startups"].unchanged == 1


def test_the_programme_s_files_enter_both_databases(session_both, real_folder):
    batch = read(real_folder, as_of=date(2026, 8, 20))

    first = actions.import_batch(session_both, MACHINE, batch, now=MONDAY)
    again = actions.import_batch(session_both, MACHINE, batch, now=MONDAY)

    assert len(first.by_kind["startups"].created) == 463 and not again.writes
    counts = portfolio.counts(session_both, Filters(), MONDAY.date())
    assert sum(counts.values()) == 463 and counts[TermState.OVERDUE] == 0


def test_a_fault_half_way_leaves_nothing(app_both, folder):
    folder.startup()
    with app_both.app_context():
        batch = read(folder.root)
        # Two cohorts of one number: the database refuses, after others were written.
        double = replace(batch.cohorts[0], slug="04-fast")
        clash = replace(batch, cohorts=(*batch.cohorts, double))
        with pytest.raises(IntegrityError), transaction() as session:
            actions.import_batch(session, MACHINE, clash, now=MONDAY)

        assert all(count(db.session(), table) == 0 for table in (*TABLES, JournalEntry))


def _programme():
    return (Held(Role.PROGRAMME),)


def test_an_import_keeps_what_was_written_here_and_says_where_it_differs(session_both, folder):
    folder.startup()
    brought(session_both, folder)
    house = session_both.scalars(select(Incubator)).one()
    director = Actor(kind=Kind.AGENT, held=(Held(Role.DIRECTOR, house.ref),))
    told_here = {"body": "Le problème, puis la solution.", "link": "https://ici.gouv.example"}
    presenting.tell(session_both, director, the_startup(session_both), now=MONDAY, **told_here)
    session_both.expire_all()

    folder.startup(("Trouver le bon guichet", "Atteindre le bon guichet"))
    plan = brought(session_both, folder)

    startup = the_startup(session_both)
    assert (startup.body, startup.link) == (told_here["body"], told_here["link"])
    assert startup.mission == "Atteindre le bon guichet du premier coup"
    assert plan.by_kind["startups"].changed == {"boussole": ["mission"]}
    assert told(plan)[-1] == (
        "Écrit dans le portail et gardé, alors que la fiche du programme dit autre chose\u00a0: "
        "Boussole des guichets (présentation, adresse du site)."
    )


def test_an_import_neither_brings_back_a_sponsor_nor_takes_one_away(session_both, folder):
    folder.startup()
    brought(session_both, folder)
    startup, office = the_startup(session_both), session_both.scalars(select(Organisation)).one()
    other = Organisation(ref=new_ref("org"), name="Agence des berges")
    session_both.add(other)
    session_both.flush()
    programme = Actor(kind=Kind.AGENT, held=_programme())
    told_here = {"share": None, "since": date(2026, 10, 1), "now": MONDAY}
    backing.add(session_both, programme, startup, other, **told_here)
    told_here = {"last_on": MONDAY.date(), "motive": "Fin.", "now": MONDAY}
    backing.end(session_both, programme, startup, office.ref, **told_here)
    session_both.expire_all()

    plan = brought(session_both, folder)

    assert [one.organisation.name for one in startup.sponsorships] == ["Agence des berges"]
    assert not plan.writes and told(plan)[-1].endswith("Boussole des guichets (sponsors).")


def test_an_import_that_says_the_same_has_nothing_to_tell(session, folder):
    folder.startup()
    brought(session, folder)
    startup = the_startup(session)
    startup.written_here = ["link"]
    session.flush()

    assert told(brought(session, folder))[-1].startswith("1\u00a0startup")


def test_an_import_keeps_the_mission_that_a_committee_gave(session_both, folder):
    folder.startup(more="events:\n  - name: committee\n    date: 2024-09-01\n    comment: Suite.\n")
    brought(session_both, folder)
    known = {"title": "Nouveau nom", "mission": "Une autre mission.", "kept": ""}
    on = {"on": MONDAY.date(), "decision_ref": "dec-0000000c", "now": MONDAY}
    crossing.pivot(session_both, MACHINE, the_startup(session_both), **known, **on)
    session_both.expire_all()

    brought(session_both, folder)

    startup = the_startup(session_both)
    assert (startup.title, startup.mission) == ("Nouveau nom", "Une autre mission.")
    assert sorted(one.name for one in startup.events) == ["committee", "pivot"]
