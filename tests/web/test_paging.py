"""Pages of a list: whatever the address says, a list answers a page."""

import pytest


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=abc",
        "page=99999999999999999999",
        "page=1&page=2",
        "endpoint=x",
        "_external=1",
        "values=y",
        "page=%D9%A3",
        "page=" + "9" * 5000,
        "mois=9999-12",
        "self=1",
    ],
)
@pytest.mark.parametrize("path", ["/irritants", "/startups", "/decisions", "/registre"])
def test_an_odd_address_answers_a_list(app, path, query):
    assert app.test_client().get(f"{path}?{query}").status_code == 200
