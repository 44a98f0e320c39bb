"""The two commands on a bare machine: what is asked for, what is said, what is left alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal import bootstrap

ROOT = Path(__file__).resolve().parents[2]
THIRD_PARTY = "flask", "sqlalchemy", "click", "flask_babel"


def test_starting_needs_the_standard_library_alone():
    question = "import sys, portal, portal.bootstrap; print(*sorted(sys.modules))"
    loaded = _python("-S", "-c", question).stdout.split()

    assert "portal.bootstrap" in loaded
    assert [name for name in THIRD_PARTY if name in loaded] == []


def test_older_python_gets_one_sentence():
    old = "import sys, runpy; sys.version_info = (3, 9, 18); runpy.run_module('portal')"
    answer = _python("-S", "-c", old)

    assert answer.returncode == 1
    assert answer.stderr.startswith("Le portail demande Python 3.11 ou plus récent")
    assert answer.stderr.count("\n") == 1


def test_tests_ask_for_more_than_the_portal():
    run, test = bootstrap.requirements("run"), bootstrap.requirements("test")

    assert test[: len(run)] == run
    assert [each for each in run if each.startswith("pytest")] == []
    assert {each.split(">")[0] for each in test} >= {"pytest", "pytest-xdist"}


def test_environment_which_has_everything_is_used_as_it_is():
    assert bootstrap.is_ready("test")


@pytest.fixture
def elsewhere(tmp_path, monkeypatch) -> Path:
    """A checkout whose `.venv` is not the environment of these tests."""
    venv = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(bootstrap, "OURS", venv / ".made-by-portal")
    return venv


def test_half_made_environment_is_not_sound(elsewhere):
    (elsewhere / "bin").mkdir(parents=True)
    (elsewhere / "bin" / "python").symlink_to(elsewhere / "gone")
    assert not bootstrap._is_sound()

    (elsewhere / "bin" / "python").unlink()
    (elsewhere / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    (elsewhere / "bin" / "python").chmod(0o755)
    assert not bootstrap._is_sound()


def test_stamp_of_the_tests_serves_the_portal_and_not_the_reverse(elsewhere):
    elsewhere.mkdir()
    bootstrap._stamp("run").write_text(bootstrap._print_of("run"))
    assert (bootstrap._is_stamped("run"), bootstrap._is_stamped("test")) == (True, False)

    bootstrap._stamp("run").unlink()
    bootstrap._stamp("test").write_text(bootstrap._print_of("test"))
    assert (bootstrap._is_stamped("run"), bootstrap._is_stamped("test")) == (True, True)

    bootstrap._stamp("test").write_text("une autre liste")
    assert (bootstrap._is_stamped("run"), bootstrap._is_stamped("test")) == (False, False)


def test_python_without_ensurepip_is_told_the_package_to_install(elsewhere, monkeypatch):
    monkeypatch.setattr(bootstrap, "_uv", lambda: None)
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(bootstrap.Unprepared, match=r"sudo apt install python3\.\d+-venv"):
        bootstrap._make()


def _python(*arguments: str) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
