"""The plan of the house holds: who knows whom, read from the sources (`ast`), never by importing."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Low to high: a capability knows those before it, never those after.
LINE = [
    "kernel",
    "db",
    "policy",
    "web",
    "journal",
    "outbox",
    "people",
    "settings",
    "organisations",
    "notices",
    "files",
    "search",
    "register",
    "health",
    "irritants",
    "calls",
    "investigations",
    "startups",
    "handovers",
    "committees",
    "indicators",
    "community",
    "exchange",
    "api",
    "administration",
    "home",
    "backup",
    "cli",
]
# Outside the line. `config` and `extensions` are what every room may lean on; the others put the
# rooms together, so they know all of them and nobody but the commands knows them.
SHARED = {"config", "extensions"}
WIRING = {"", "__main__", "assembly", "bootstrap", "demo", "serving"}
FLOORS = {"words": 0, "rules": 1, "models": 2, "queries": 3, "actions": 4, "forms": 4, "pages": 5}
PURE = ("words", "rules")
LONGEST = 320
# One table, read from top to bottom: acts, sentences, who may.
TABLES = {
    "portal/policy.py",
    # One line for each address asked, one method for each thing that may happen to an item.
    "tests/permissions/asks.py",
    "tests/permissions/scene.py",
    # One function for each invariant, one for each way of sending.
    "tests/hostile/oracles.py",
    "tests/hostile/sending.py",
    "tests/committees/life.py",
}


@cache
def modules() -> dict[str, Path]:
    """Every module of the portal by its dotted name."""
    found = {}
    for path in sorted((ROOT / "portal").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "versions" not in parts:
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


@cache
def imports(module: str) -> frozenset[str]:
    """Dotted names that the module imports, wherever in the file; ours resolved to modules."""
    tree = ast.parse(modules()[module].read_text())
    return frozenset(name for node in ast.walk(tree) for name in _named(module, node))


def _named(module: str, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        origin = _origin(module, node)
        for alias in node.names:
            inner = f"{origin}.{alias.name}"
            yield inner if inner in modules() else origin


def _origin(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    is_package = modules()[module].name == "__init__.py"
    package = module.split(".")[: len(module.split(".")) - node.level + is_package]
    return ".".join([*package, node.module] if node.module else package)


def ours(module: str) -> list[str]:
    """Modules of the portal that this one imports."""
    return sorted(name for name in imports(module) if name.split(".")[0] == "portal")


def room(module: str) -> str:
    """The capability (or the lone file) that a module belongs to: `committees`, `policy`…"""
    return [*module.split("."), ""][1]


@cache
def floor(module: str) -> int:
    """The floor of a file: by its name, or else the highest that it leans on in its own room."""
    name = module.split(".")[-1]
    if name in FLOORS:
        return FLOORS[name]
    return max((floor(each) for each in ours(module) if _beside(module, each)), default=0)


def _beside(module: str, other: str) -> bool:
    return other in modules() and other != module and room(other) == room(module) != ""


def _in_line() -> list[str]:
    return [module for module in modules() if room(module) in LINE]


def test_every_room_has_a_place_in_the_line():
    rooms = {room(module) for module in modules()}

    assert rooms - set(LINE) - SHARED - WIRING == set()


def test_no_room_knows_a_later_one():
    known = [
        f"{module} → {other}"
        for module in _in_line()
        for other in ours(module)
        if room(other) in LINE and LINE.index(room(other)) > LINE.index(room(module))
    ]

    assert known == []


def test_only_the_commands_know_the_wiring():
    known = [
        f"{module} → {other}"
        for module in [*_in_line(), "portal.config", "portal.extensions"]
        for other in ours(module)
        if room(other) in WIRING and room(module) != "cli"
    ]

    assert known == []


def test_policy_leans_on_the_kernel_alone():
    assert {room(each) for each in ours("portal.policy")} <= {"kernel"}


def test_no_cycle_between_modules():
    graph = {
        module: {each for each in ours(module) if each != module and room(each) not in WIRING}
        for module in modules()
        if room(module) not in WIRING
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(" → ".join(cycle.args[1]), pytrace=False)


def test_a_file_leans_only_on_lower_floors_of_its_room():
    wrong = []
    for module in _in_line():
        for other in filter(lambda each: _beside(module, each), ours(module)):
            both_named = {module.split(".")[-1], other.split(".")[-1]} <= FLOORS.keys()
            if floor(other) > floor(module) or (both_named and floor(other) == floor(module)):
                wrong.append(f"{module} → {other}")

    assert wrong == []


def test_a_file_leans_on_no_higher_floor_of_another_room():
    wrong = [
        f"{module} → {other}"
        for module in _in_line()
        if module.split(".")[-1] in FLOORS
        for other in ours(module)
        if other.split(".")[-1] in FLOORS and floor(other) > floor(module)
    ]

    assert wrong == []


def test_only_forms_and_pages_know_the_web():
    wrong = [
        f"{module} → {other}"
        for module in _in_line()
        if module.split(".")[-1] in FLOORS and FLOORS[module.split(".")[-1]] < 4
        for other in ours(module)
        if room(other) == "web" != room(module)
    ]
    acting = [each for each in _in_line() if each.endswith(".actions")]
    wrong += [each for each in acting if any(room(other) == "web" for other in ours(each))]

    assert wrong == []


def test_words_and_rules_are_pure():
    impure = [
        f"{module} → {other}"
        for module in _in_line()
        if module.split(".")[-1] in PURE
        for other in imports(module)
        if other.split(".")[0] in ("flask", "sqlalchemy", "wtforms")
        or (room(other) in ("db", "extensions", "config") and other.startswith("portal."))
    ]

    assert impure == []


@pytest.mark.parametrize("folder", ["portal", "tests", "tools", "bench"])
def test_files_stay_short(folder):
    long = [
        f"{name} : {count}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (count := len(path.read_text().splitlines())) > LONGEST
        and (name := path.relative_to(ROOT).as_posix()) not in TABLES
    ]

    assert long == []


# Templates

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_DESIGN_SYSTEM = re.compile(r"(?<![\w-])fr-[a-z][\w-]*")
# The frame of every page loads the design system, so it may speak its language.
FRAME = "base.html"
INLINE = {
    "style": re.compile(r"<style\b|(?<![\w-])style\s*=", re.IGNORECASE),
    "script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)|javascript:", re.IGNORECASE),
    "script in an address": re.compile(r"<script\b[^>]*>\s*[^<\s]", re.IGNORECASE),
    "event": re.compile(r"(?<![\w-])(?:hx-on[:\w-]*|on[a-z]{3,})\s*=\s*[\"']", re.IGNORECASE),
}


def templates() -> Iterator[tuple[str, str]]:
    """Name and text of each template, without its comments."""
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.is_file() and path.suffix in (".html", ".svg", ".xml"):
            name = path.relative_to(ROOT / "templates").as_posix()
            yield name, _COMMENT.sub("", path.read_text())


def test_design_system_stands_in_the_components_alone():
    wrong = [
        f"{name} : {', '.join(sorted(set(found)))}"
        for name, text in templates()
        if not name.startswith(("components/", FRAME)) and (found := _DESIGN_SYSTEM.findall(text))
    ]
    wrong += [
        f"{module} : {node.value}"
        for module, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _DESIGN_SYSTEM.search(node.value)
    ]

    assert wrong == []


@pytest.mark.parametrize("kind", INLINE)
def test_nothing_is_inline(kind):
    wrong = [
        f"{name} : {found.group()}"
        for name, text in templates()
        for found in INLINE[kind].finditer(text)
    ]

    assert wrong == []
