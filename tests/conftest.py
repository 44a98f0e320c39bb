"""What all tests share; the means themselves stand in `tests/support/`."""

import os

from hypothesis import settings

pytest_plugins = [
    "tests.support.needs",
    "tests.support.sqlite",
    "tests.support.postgres",
    "tests.support.apps",
    "tests.support.browser",
    "tests.support.chromium",
    "tests.support.live_server",
    "tests.support.smtp",
]

STRICT = os.environ.get("PORTAL_TEST_STRICT") == "1"
settings.register_profile("portal", deadline=None, print_blob=True, derandomize=STRICT)
settings.load_profile("portal")

# What a person has set for their own instance must not reach the tests.
for name in [name for name in os.environ if name.startswith("PORTAL_")]:
    if not name.startswith("PORTAL_TEST_"):
        del os.environ[name]
