"""`portal import`, as it is typed."""

from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from portal.cli import main
from portal.kernel.periods import add_months
from portal.startups.words import FUNDED_PHASES


@pytest.fixture
def typed(sqlite_url, tmp_path, monkeypatch):
    """Type `portal import …`; gives the exit code, the words on the screen, the complaints."""
    monkeypatch.setenv("PORTAL_ENVIRONMENT", "test")
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path))
    monkeypatch.setenv("PORTAL_NOW", "2026-08-20T09:00:00+02:00")

    def type_(*words: object, answer: str = ""):
        return CliRunner().invoke(main, ["import", *map(str, words)], input=answer)

    return type_


@pytest.fixture
def rows(sqlite_url):
    def ask(query: str):
        engine = create_engine(sqlite_url)
        with engine.connect() as connection:
            found = connection.execute(text(query)).all()
        engine.dispose()
        return found

    return ask


def test_it_asks_before_it_writes(typed, rows, folder):
    folder.startup()

    declined = typed(folder.root, answer="n\n")
    assert declined.exit_code == 1
    assert "1\u00a0startup\u00a0: 1\u00a0créée" in declined.output
    assert rows("SELECT count(*) FROM startup") == [(0,)]

    accepted = typed(folder.root, answer="y\n")
    assert accepted.exit_code == 0
    assert rows("SELECT count(*) FROM startup") == [(1,)]


def test_a_rehearsal_writes_nothing(typed, rows, folder):
    folder.startup()

    answer = typed(folder.root, "--dry-run")

    assert answer.exit_code == 0 and "1\u00a0créée" in answer.output
    assert rows("SELECT count(*) FROM journal_entry") == [(0,)]


def test_findings_are_told_line_by_line_then_counted(typed, folder):
    folder.startup(("start: 2024-07-15", "start: jamais"))

    answer = typed(folder.root, "--yes")

    assert answer.exit_code == 1
    assert "_startups/boussole.md:11 – « start » n’est pas une date" in answer.output.replace(
        "\u00a0", " "
    )
    assert "Remarques\u00a0: 1\u00a0refusé, 0\u00a0à vérifier" in answer.output
    assert "rien n’a été écrit" in answer.stderr


def test_informations_may_be_silenced_but_are_counted(typed, folder):
    folder.startup(more="inconnue: oui\n")

    loud, quiet = typed(folder.root, "--dry-run"), typed(folder.root, "--dry-run", "--quiet-infos")

    assert "est inconnue" in loud.output and "est inconnue" not in quiet.output
    assert "1\u00a0pour information" in quiet.output


def test_a_folder_of_something_else_is_refused(typed, tmp_path):
    (tmp_path / "vide").mkdir()

    answer = typed(tmp_path / "vide", "--yes")

    assert answer.exit_code == 1 and "_startups" in answer.stderr


def test_the_programme_s_files_enter_once(typed, rows, real_folder):
    first = typed(real_folder, "--yes", "--quiet-infos")
    second = typed(real_folder, "--yes", "--quiet-infos")

    assert first.exit_code == second.exit_code == 0
    assert (
        "463\u00a0startups\u00a0: 463\u00a0créées, 0\u00a0modifiée, 0\u00a0inchangée"
        in first.output
    )
    assert (
        "463\u00a0startups\u00a0: 0\u00a0créée, 0\u00a0modifiée, 463\u00a0inchangées"
        in second.output
    )
    assert rows("SELECT count(*) FROM startup") == [(463,)]
    assert rows("SELECT count(*), count(distinct subject_ref) FROM journal_entry")[0] == (631, 631)


def test_presumed_terms_are_those_recomputed(typed, rows, real_folder):
    typed(real_folder, "--yes", "--quiet-infos")

    funded = {phase.value for phase in FUNDED_PHASES}
    committees = dict(
        rows(
            'SELECT startup_id, max("on") FROM startup_event'
            " WHERE name = 'committee' AND \"on\" <= '2026-08-20' GROUP BY startup_id"
        )
    )
    found = rows(
        "SELECT id, current_phase, phase_started_on, term_on, term_is_presumed FROM startup"
    )
    for startup_id, phase, since, term_on, presumed in found:
        if phase not in funded:
            assert (term_on, presumed) == (None, 0)
            continue
        last = max(filter(None, (since, committees.get(startup_id))))
        assert (date.fromisoformat(term_on), presumed) == (
            add_months(date.fromisoformat(last), 6),
            1,
        )
    assert sum(presumed for *_facts, presumed in found) == 152
