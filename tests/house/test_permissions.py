"""docs/permissions.csv is the authority: the policy says the same, act by act, role by role."""

import pytest
from flask import Flask

from portal import policy
from portal.policy import Act
from portal.web.guard import act_of
from tests.house import permissions as sheet

READS = {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("act", list(Act), ids=str)
def test_policy_agrees_with_the_sheet(act):
    row = sheet.rows()[act.value]

    said = {role: sheet.said(act, role) for role in sheet.ROLES}

    assert said == {role: sheet.asked(act, row[role]) for role in sheet.ROLES}


@pytest.mark.parametrize("act", list(Act), ids=str)
def test_the_sheet_tells_where_the_password_is_asked_again(act):
    assert (sheet.rows()[act.value]["step_up"] == "yes") == (act in policy.STEP_UP)


def _endpoints(app: Flask) -> list[tuple[str, frozenset[str]]]:
    return [
        (rule.endpoint, frozenset(rule.methods) - {"HEAD", "OPTIONS"})
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
    ]


def test_every_endpoint_names_its_act(app):
    without = [name for name, _ in _endpoints(app) if act_of(app, name) is None]

    assert without == []


def test_no_endpoint_answers_both_a_read_and_a_write(app):
    both = [name for name, methods in _endpoints(app) if methods & READS and methods - READS]

    assert both == []


def test_no_act_covers_both_a_read_and_a_write(app):
    used: dict[Act, set[bool]] = {}
    for name, methods in _endpoints(app):
        used.setdefault(act_of(app, name), set()).add("GET" in methods)

    assert [act for act, kinds in used.items() if len(kinds) == 2] == []


def test_what_nobody_may_do_has_no_act():
    nobody = [
        action
        for action, row in sheet.rows().items()
        if all(row[role] == "deny" for role in (*sheet.ROLES, "api_client"))
    ]

    assert set(nobody) & set(Act) == set()
    assert "startup.phase.set" in nobody


def test_an_endpoint_without_an_act_does_not_answer(app_apart):
    @app_apart.get("/sans-acte")
    def nameless():
        return "bonjour"

    assert app_apart.test_client().get("/sans-acte").status_code == 404
