"""What a test needs from the machine, and what happens when it is not there.

On a person's machine the test is skipped and counted aloud; with `PORTAL_TEST_STRICT=1`
(continuous integration) it fails, so that nothing is proved by absence.
"""

import os
import re
from collections import Counter

import pytest

_ABSENT = re.compile(r"absent : (.+?)['\")]*$", re.MULTILINE)


def is_strict() -> bool:
    """Whether an absent tool is a failure."""
    return os.environ.get("PORTAL_TEST_STRICT") == "1"


def unavailable(what: str) -> None:
    """Skip, or fail when strict; `what` is named in the summary."""
    if is_strict():
        pytest.fail(f"absent : {what}", pytrace=False)
    pytest.skip(f"absent : {what}")


def pytest_terminal_summary(terminalreporter) -> None:
    # Read from the reports: the tests may have run in other processes than this one.
    missing = Counter(
        found[1]
        for kind in ("skipped", "failed", "error")
        for report in terminalreporter.stats.get(kind, [])
        if (found := _ABSENT.search(str(report.longrepr)))
    )
    if not missing:
        return
    terminalreporter.section("NON VÉRIFIÉ SUR CETTE MACHINE", red=True, bold=True)
    for what, count in sorted(missing.items()):
        terminalreporter.line(f"{count} essai(s) sans {what}", red=True)
