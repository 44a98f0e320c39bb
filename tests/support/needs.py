"""What a test needs from the machine, and what happens when it is not there.

On a person's machine the test is skipped and counted aloud; with `PORTAL_TEST_STRICT=1`
(continuous integration) it fails, so that nothing is proved by absence.
"""

import os
from collections import Counter

import pytest

missing: Counter[str] = Counter()


def is_strict() -> bool:
    """Whether an absent tool is a failure."""
    return os.environ.get("PORTAL_TEST_STRICT") == "1"


def unavailable(what: str) -> None:
    """Skip, or fail when strict; `what` is named in the summary."""
    missing[what] += 1
    if is_strict():
        pytest.fail(f"absent : {what}", pytrace=False)
    pytest.skip(f"absent : {what}")


def pytest_terminal_summary(terminalreporter) -> None:
    if not missing:
        return
    terminalreporter.section("NON VÉRIFIÉ SUR CETTE MACHINE", red=True, bold=True)
    for what, count in sorted(missing.items()):
        terminalreporter.line(f"{count} essai(s) sans {what}", red=True)
