"""Prepares what a command needs (`.venv`, the dependencies), then runs it there.

Only the standard library is used, since nothing else is installed yet; for the same reason these
few sentences are in French without passing through gettext.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "pyproject.toml"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Says that `.venv` is ours: it may be thrown away and made again.
OURS = VENV / ".made-by-portal"


class Unprepared(Exception):
    """The environment could not be made; the message tells the person what to do."""


def main(arguments: list[str]) -> int:
    """Run a command of the portal in an environment that has what it needs."""
    kind = "test" if arguments[:1] == ["test"] else "run"
    try:
        if not is_ready(kind):
            _settle(kind)
            os.execv(PYTHON, [str(PYTHON), "-m", "portal", *arguments])
    except Unprepared as trouble:
        _say(str(trouble))
        return 1
    return run_tests(arguments[1:]) if kind == "test" else _run_command(arguments)


def run_tests(arguments: list[str]) -> int:
    """Run pytest on the project, from its root; the answer is pytest's exit code."""
    import pytest

    os.chdir(ROOT)
    return int(pytest.main(arguments))


def is_ready(kind: str) -> bool:
    """Whether this very interpreter has what this kind of command needs."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        return _is_stamped(kind) or (not OURS.exists() and _has_all(kind))
    return _has_all(kind)


def requirements(kind: str) -> list[str]:
    """What `pyproject.toml` asks for, as pip reads it; the test group for `test` only."""
    project = _project()
    group = project["dependency-groups"]["test"] if kind == "test" else []
    return [*project["project"]["dependencies"], *group]


def _run_command(arguments: list[str]) -> int:
    from portal.cli import main as command

    return command(args=arguments, prog_name="python3 -m portal") or 0


def _has_all(kind: str) -> bool:
    names = [re.match(r"[\w.-]+", each).group() for each in requirements(kind)]
    return all(_is_installed(name) for name in ["portal", *names])


def _is_installed(name: str) -> bool:
    try:
        return bool(importlib.metadata.distribution(name))
    except importlib.metadata.PackageNotFoundError:
        return False


def _settle(kind: str) -> None:
    """Make sure that `.venv` is up to date. Raises Unprepared."""
    with _alone():
        if not (PYTHON.exists() and _is_stamped(kind)):
            _prepare(kind)


def _prepare(kind: str) -> None:
    started = time.monotonic()
    _say("Préparation de l’environnement…")
    made = not _is_sound()
    if made:
        _make()
    _say("Installation des dépendances (une minute au plus la première fois)…")
    try:
        _install(kind)
    except Unprepared:
        # An installation cut short may leave what pip cannot repair.
        if made or not OURS.exists():
            raise
        _make()
        _install(kind)
    _stamp(kind).write_text(_print_of(kind))
    _say(f"Environnement prêt en {time.monotonic() - started:.0f} s.")


def _is_sound() -> bool:
    if not PYTHON.exists():
        return False
    question = "import sys, encodings; sys.exit(sys.version_info < (3, 11))"
    asked = [[PYTHON, "-c", question]] + ([] if _uv() else [[PYTHON, "-m", "pip", "--version"]])
    return all(subprocess.run(each, capture_output=True).returncode == 0 for each in asked)


def _make() -> None:
    # The interpreter under way may be the one of `.venv` itself.
    base = getattr(sys, "_base_executable", sys.executable)
    shutil.rmtree(VENV, ignore_errors=True)
    if uv := _uv():
        _call([uv, "venv", "--quiet", "--python", base, VENV])
    elif importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        _call([base, "-m", "venv", VENV])
    else:
        version = "{}.{}".format(*sys.version_info)
        raise Unprepared(
            f"Il manque à ce Python de quoi préparer un environnement. Sous Debian ou Ubuntu : "
            f"sudo apt install python{version}-venv"
        )
    OURS.touch()


def _install(kind: str) -> None:
    uv = _uv()
    command = [uv, "pip"] if uv else [PYTHON, "-m", "pip"]
    where = ["--python", PYTHON] if uv else ["--disable-pip-version-check", "--no-input"]
    _call([*command, "install", "--quiet", *where, "--editable", ROOT, *requirements(kind)])


def _call(command: list) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        end = "\n".join(done.stdout.splitlines()[-20:])
        raise Unprepared(
            f"{end}\nL’environnement n’a pas pu être préparé (ci-dessus, ce qu’en dit "
            f"l’installateur). Vérifiez l’accès au réseau, puis relancez la même commande."
        )


def _uv() -> str | None:
    return shutil.which("uv")


def _project() -> dict:
    return tomllib.loads(PROJECT.read_text(encoding="utf-8"))


def _stamp(kind: str) -> Path:
    return VENV / f".stamp-{kind}"


def _is_stamped(kind: str) -> bool:
    # What the tests need includes what the portal needs.
    kinds = {kind, "test"}
    return any(
        _stamp(each).exists() and _stamp(each).read_text() == _print_of(each) for each in kinds
    )


def _print_of(kind: str) -> str:
    """Changes with the dependencies and with the place: a moved `.venv` does not work."""
    project = _project()
    told = [str(ROOT), project["build-system"], project["project"], requirements(kind)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """One preparation at a time; a second command waits for the first."""
    with PROJECT.open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
