"""How many statements a page sends: a literal number, whatever the rows."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from portal.extensions import db
from portal.irritants import actions
from portal.irritants.words import IrritantState
from tests.irritants.conftest import TOLD
from tests.irritants.test_pages import Town, visit
from tests.support.apps import writing


@contextmanager
def counting(app):
    """Statements sent meanwhile, savepoints included."""
    sent = []

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def town(app_both):
    return Town(app_both)


def asked(town, path, **headers) -> int:
    """Statements of this page for an agent who has seen it once."""
    agent = visit(town, "agent").get(path)
    with counting(town.app) as sent:
        answer = agent.client.get(path, headers=headers)
    assert answer.status_code == 200
    return len(sent)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_sends_four_statements(town, rows):
    for number in range(rows):
        town.deposit(key=str(number))
    assert asked(town, "/irritants") == 4
    assert asked(town, "/irritants?page=1", **{"HX-Request": "true"}) == 4
    assert asked(town, "/irritants?q=justificatif") == 5


@pytest.mark.parametrize("supports", [1, 3])
def test_the_page_of_an_irritant_sends_as_many_whoever_says_me_too(town, supports):
    ref = town.deposit()
    for who in ("fan", "officer", "director")[:supports]:
        town.does(who, "support", ref, context="Chez nous aussi")
    assert asked(town, f"/irritants/{ref}") == 9


def test_a_deposit_sends_thirteen_statements(town):
    with writing(town.app) as session:
        known = {"key": "k9", "values": TOLD | {"incubator_ref": town.house}, "version": 0}
        ref = actions.save_draft(session, town.actors["author"], now=town.village.now, **known).ref
    author = visit(town, "author").get(f"/irritants/brouillons/{ref}/relecture")
    with counting(town.app) as sent:
        form = author.page.find("form", action=f"/irritants/brouillons/{ref}/depot")
        said = {field["name"]: field["value"] for field in form.find_all("input")}
        answer = author.client.post(form["action"], data=said)
    assert (answer.status_code, len(sent)) == (303, 13)
    assert town.read(ref, "state") is IrritantState.SUBMITTED


def test_a_card_kept_by_its_mark_changes_with_what_it_shows(town):
    """Seen once, then each thing that a card shows changes: none is shown as it was."""
    ref = town.deposit()
    agent = visit(town, "agent").get("/irritants")
    assert agent.sees("Déposé") and agent.sees("0 « moi aussi »")
    town.does("fan", "support", ref)
    assert agent.get("/irritants").sees("1 « moi aussi »")
    town.does("officer", "take", ref)
    town.does("officer", "qualify", ref)
    assert agent.get("/irritants").sees("Qualifié")
