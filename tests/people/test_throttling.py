"""Guesses are counted by account and by place, and no race goes beyond the limit."""

import threading
from datetime import timedelta

import pytest

from portal.kernel.errors import TooMany
from portal.people import gate, throttling
from portal.people.limits import SIGN_IN_ACCOUNT, SIGN_IN_PLACE
from portal.people.throttling import Limit
from portal.people.words import Attempted
from tests.support.apps import MONDAY, running, writing
from tests.support.browser import Visitor
from tests.support.people import open_account

FEW = Limit(Attempted.SIGN_IN, 3, timedelta(minutes=10), "Attendez.")


def test_a_count_begins_again_once_its_time_is_over(session_both):
    for _time in range(3):
        throttling.take(session_both, FEW, "a", MONDAY)
    with pytest.raises(TooMany) as refusal:
        throttling.take(session_both, FEW, "a", MONDAY + timedelta(minutes=4))
    throttling.take(session_both, FEW, "b", MONDAY)

    assert refusal.value.seconds == 360
    throttling.take(session_both, FEW, "a", MONDAY + timedelta(minutes=10))


def test_what_succeeds_is_given_back(session_both):
    for _time in range(8):
        throttling.take(session_both, FEW, "a", MONDAY)
        throttling.give_back(session_both, FEW, "a")


def test_old_counts_are_forgotten(session_both):
    throttling.take(session_both, FEW, "a", MONDAY)
    assert throttling.forget_old(session_both, MONDAY + timedelta(days=1)) == 0
    assert throttling.forget_old(session_both, MONDAY + timedelta(days=3)) == 1


def test_however_many_guess_at_once_ten_are_tried(app_both):
    with writing(app_both) as session:
        open_account(session, "aline@essai.fr")
    outcomes: list[str] = []

    def guess() -> None:
        with app_both.app_context():
            try:
                gate.check("aline@essai.fr", "faux", place="p", at=MONDAY)
                outcomes.append("tried")
            except TooMany:
                outcomes.append("stopped")

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert (outcomes.count("tried"), outcomes.count("stopped")) == (SIGN_IN_ACCOUNT.most, 6)


def test_one_place_is_stopped_whatever_the_accounts(app_both):
    with app_both.app_context():
        for number in range(SIGN_IN_PLACE.most):
            assert gate.check(f"a{number}@essai.fr", "faux", place="p", at=MONDAY) is None
        with pytest.raises(TooMany, match="réseau"):
            gate.check("autre@essai.fr", "faux", place="p", at=MONDAY)
        assert gate.check("autre@essai.fr", "faux", place="q", at=MONDAY) is None


def test_the_page_says_when_to_come_back_and_keeps_the_address(app):
    with writing(app) as session:
        open_account(session, "aline@essai.fr")
    visitor = Visitor(app)
    for _time in range(10):
        visitor.sign_in("aline@essai.fr", "faux")
    visitor.sign_in("aline@essai.fr")

    assert (visitor.status, visitor.response.headers["Retry-After"]) == (429, "900")
    assert visitor.errors == ["Trop d’essais pour cette adresse. Attendez un quart d’heure."]
    label = "Adresse électronique professionnelle"
    assert visitor.value(label, button="Se connecter") == "aline@essai.fr"


@pytest.mark.parametrize(
    ("proxies", "told", "expected"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "n’importe quoi", "nowhere"),
    ],
)
def test_a_header_is_believed_from_our_own_proxies_alone(
    sqlite_url, tmp_path, proxies, told, expected
):
    from portal.web.context import client_place

    with running(sqlite_url, tmp_path, proxies=proxies) as app:
        seen: list[str] = []
        app.before_request(lambda: seen.append(client_place()))
        headers = {"X-Forwarded-For": told.encode().decode("latin-1")}
        app.test_client().get("/sante/vivant", headers=headers)

    assert seen == [expected]
