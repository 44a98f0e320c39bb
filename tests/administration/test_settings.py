"""Changing the settings: for what comes, by an administrator alone, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.irritants import actions as irritants
from portal.irritants.words import DeclineMotive
from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.settings import actions, queries
from portal.settings.rules import DEFAULTS, Values
from tests.irritants.conftest import WHY, Village, settle
from tests.support.apps import MONDAY

ADMIN, PROGRAMME = "admin@test.gouv.example", "programme@test.gouv.example"
SAVE = "Enregistrer les réglages"


@pytest.fixture
def v(session_both) -> Village:
    return settle(session_both)


def set_to(v, who="admin", version=0, motive=WHY, **values):
    wanted = Values(**values)
    told = {"motive": motive, "version": version, "now": MONDAY}
    return actions.change(v.session, v.actor(who), wanted, **told)


def test_what_was_promised_keeps_its_day_and_what_comes_has_the_new_one(v):
    before = v.irritant()
    set_to(v, answer_days=10)
    after = v.irritant(key="k2")
    told = {"motive_code": DeclineMotive.OUT_OF_SCOPE, "motive": WHY}
    officer = v.actor("officer")
    irritants.decline(v.session, officer, before, review_on=date(2027, 5, 3), now=v.now, **told)
    due = before.answer_due_on
    irritants.reopen(v.session, officer, before, motive=WHY, now=v.now)

    today = MONDAY.date()
    assert (due, after.answer_due_on) == (today + timedelta(30), today + timedelta(10))
    assert before.answer_due_on == today + timedelta(10)


def test_each_version_is_kept_with_who_and_why(v):
    assert queries.current(v.session) == DEFAULTS
    set_to(v, answer_days=20)
    set_to(v, version=1, answer_days=20, notice_days=10)

    kept = [(one.number, one.values, one.person_id) for one in queries.history(v.session)]
    admin = v.people["admin"].id
    second = Values(answer_days=20, notice_days=10)
    assert kept == [(2, second, admin), (1, Values(answer_days=20), admin)]
    lines = journal.of(v.session, actions.SUBJECT)
    assert [(one.before, one.after, one.motive) for one in lines] == [
        ({"notice_days": 7}, {"notice_days": 10}, WHY),
        ({"answer_days": 30}, {"answer_days": 20}, WHY),
    ]


def test_a_version_is_never_rewritten(v):
    set_to(v, answer_days=20)
    v.session.flush()
    with pytest.raises(DBAPIError), v.session.begin_nested():
        v.session.execute(text("UPDATE settings_version SET motive = 'x'"))


def test_two_who_change_at_once_are_told(v):
    set_to(v, answer_days=20)
    with pytest.raises(Stale):
        set_to(v, answer_days=40)
    assert queries.current(v.session) == Values(answer_days=20)


@pytest.mark.parametrize("who", ["agent", "officer", "director", "programme", "auditor"])
def test_only_an_administrator_sets(v, who):
    with pytest.raises(Forbidden):
        set_to(v, who, answer_days=20)


def test_nothing_is_kept_out_of_bounds(v):
    with pytest.raises(Refused):
        set_to(v, answer_days=0)
    assert queries.history(v.session) == []


def test_the_page_shows_what_is_set_and_its_history(open_office, visitors):
    admin = visitors(ADMIN).get("/administration").follow("Réglages")
    assert admin.sees("Un changement vaut pour la suite")
    assert admin.value("Rappels avant une échéance, en jours", button=SAVE) == "60, 45, 30, 7"
    answers = {"Jours pour répondre à un irritant": "20", "Motif": "Décision du pilotage."}
    admin.submit(SAVE, answers)
    assert admin.sees("Les réglages sont enregistrés.")
    assert admin.sees("Admin Test : Jours pour répondre à un irritant, de 30 à 20")
    assert admin.sees("Motif : Décision du pilotage.")


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"Jours pour répondre à un irritant": "2"}, "entre 5 et 180"),
        ({"Rappels avant une échéance, en jours": "bientôt"}, "60, 45, 30, 7"),
        ({}, "Rien n’a changé"),
    ],
)
def test_a_refused_setting_keeps_what_was_typed(open_office, visitors, answers, error):
    admin = visitors(ADMIN).get("/administration/reglages")
    admin.submit(SAVE, answers | {"Motif": "Décision du pilotage."})

    assert admin.status == 422 and error in " ".join(admin.errors)
    for label, typed in answers.items():
        assert admin.value(label, button=SAVE) == typed


def test_two_tabs_show_both_settings(open_office, visitors):
    label, why = "Jours pour répondre à un irritant", {"Motif": "Décision du pilotage."}
    first, second = (visitors(ADMIN).get("/administration/reglages") for _ in "ab")
    first.submit(SAVE, {label: "20"} | why)
    second.submit(SAVE, {label: "40"} | why)
    assert second.status == 409 and second.sees("40") and second.sees("20")
    second.submit(SAVE)
    assert second.sees("de 20 à 40")


def test_the_programme_does_not_set(open_office, visitors):
    assert visitors(PROGRAMME).get("/administration/reglages").status == 403
