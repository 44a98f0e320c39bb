"""The demonstration is whole: every account, every state, every page that a link leads to."""

from collections import Counter, deque
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.vote_models import Ballot
from portal.committees.words import ItemState, SittingState
from portal.demo import build
from portal.demo.people import ACCOUNTS
from portal.extensions import db
from portal.home import rounds
from portal.investigations.models import Investigation
from portal.irritants.models import Irritant
from portal.irritants.words import IrritantState
from portal.kernel.periods import paris_day
from portal.register import queries as register
from portal.startups.models import Startup
from portal.startups.rules import term_state
from portal.startups.words import TermState
from tests.support import html
from tests.support.apps import MONDAY, migrate, running
from tests.support.browser import Visitor

# Where a crawl begins; the rest is found by links.
DOORS = ("/", "/moi/taches", "/irritants", "/startups", "/decisions", "/registre")
# How many pages of one sort, and in all, each person opens.
OF_A_SORT, IN_ALL = 3, 70


@pytest.fixture(scope="module")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory):
    """The whole demonstration, built once."""
    folder = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder / 'portal.db'}"
    migrate(url)
    mails = (folder / "courriers").as_uri()
    with running(url, folder, environment="demo", mail_url=mails) as app:
        steps = build(app, MONDAY)
        with app.app_context():
            rounds.once()
        assert steps > 200
        yield app


@pytest.fixture
def session(demo: Flask):
    with demo.app_context():
        yield db.session()


def test_every_state_of_an_irritant_is_shown(session):
    found = set(session.scalars(select(Irritant.state)))

    # Nothing merges two irritants yet.
    assert set(IrritantState) - found == {IrritantState.MERGED}


def test_every_state_of_a_term_is_shown(session):
    today = paris_day(MONDAY)
    found = {
        term_state(
            today,
            one.term_on,
            one.term_is_presumed,
            target_on=one.target_on,
            phase=one.current_phase,
        )
        for one in session.scalars(select(Startup))
    }

    assert found == set(TermState) - {TermState.NONE}


def test_a_startup_was_born_and_answers_two_irritants(session):
    born = session.scalars(select(Startup).where(Startup.born_of.is_not(None))).one()
    answered = session.scalars(select(Irritant).where(Irritant.answered_by_ref == born.ref))

    assert len(list(answered)) == 2


def test_sittings_stand_at_every_stage(session):
    found = Counter(session.scalars(select(Sitting.state)))

    assert found == {state: 1 for state in SittingState if state is not SittingState.CANCELLED}


def test_a_vote_is_open_and_two_members_have_voted(session):
    item = session.scalars(select(Item).where(Item.state == ItemState.OPEN)).one()
    cast = session.scalar(select(func.count(Ballot.id)).where(Ballot.item_id == item.id))

    assert (cast, len(item.roll_ids)) == (2, 4)
    assert item.closes_at > MONDAY


def test_investigations_run_and_end(session):
    found = Counter(one.outcome for one in session.scalars(select(Investigation)))

    assert sorted(map(str, found.elements())) == ["None", "None", "inconclusive", "startup"]


def test_the_register_is_whole(session):
    assert register.fault(session) is None
    assert register.head(session)[0] == 5


def test_mails_are_kept_as_files(demo):
    folder = demo.extensions["portal.settings"].instance / "courriers"

    assert len(list(folder.glob("*.eml"))) > 100
    assert not list(folder.glob(".*"))


def test_the_sign_in_page_lists_the_accounts_under_a_banner(demo):
    visitor = Visitor(demo).get("/connexion")

    assert all(visitor.sees(account.email) for account in ACCOUNTS)
    assert "Démonstration : personnes et histoires inventées" in html.text_of(visitor.page)


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.key)
def test_each_account_signs_in_and_sees_its_tasks(demo, account):
    visitor = Visitor(demo).sign_in(account.email).get("/moi/taches")

    assert visitor.status == 200
    assert [each for each in WAITED.get(account.key, ()) if not visitor.sees(each)] == []


# What a person finds to do, at least; auditor and administrator are asked nothing.
WAITED = {
    "agent": ["Compléter"],
    "agent2": ["Préparer le comité"],
    "intra": ["Compléter", "Porter au comité"],
    "coach": ["Voir"],
    "directrice": ["Répondre", "Relire", "Porter au comité"],
    "directeur2": ["Répondre", "Accepter ou rendre", "Voir l’échéance"],
    "membre": ["Déclarer"],
    "membre2": ["Voter", "Déclarer"],
    "membre3": ["Voter", "Déclarer"],
    "sponsor": ["Voir"],
    "presidente": ["Tenir", "Signer", "Convoquer", "Préparer"],
    "secretaire": ["Tenir", "Signer", "Convoquer", "Préparer"],
    "programme": ["Déclarer", "Confier à un incubateur"],
}


def _content(app: Flask) -> dict[str, tuple]:
    """How many rows each table holds, and their versions: what any write would change."""
    with app.app_context():
        return {
            name: tuple(db.session().execute(_measure(table)).one())
            for name, table in db.metadata.tables.items()
        }


def _measure(table):
    versions = func.sum(table.c.version) if "version" in table.c else func.count()
    return select(func.count(), versions).select_from(table)


def test_a_passer_by_finds_no_dead_link(demo):
    assert _crawl(demo, Visitor(demo)) == []


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.key)
def test_each_account_finds_no_dead_link(demo, account):
    assert _crawl(demo, Visitor(demo).sign_in(account.email)) == []


def test_every_page_without_parameters_answers(demo):
    paths = [rule.rule for rule in demo.url_map.iter_rules() if _is_plain(rule)]
    visitor = Visitor(demo).sign_in("directrice@demo.gouv.example")
    wrong = [path for path in paths if visitor.client.get(path).status_code >= 500]

    assert wrong == []


def _is_plain(rule) -> bool:
    return "GET" in rule.methods and not rule.arguments


def _crawl(app: Flask, visitor: Visitor) -> list[str]:
    """Open what links lead to, a few pages of each sort; those that do not answer.

    Fails if reading any of them wrote anything.
    """
    before = _content(app)
    waiting, known, sorts = deque((door, "") for door in DOORS), set(DOORS), Counter()
    wrong, opened = [], 0
    while waiting and opened < IN_ALL:
        path, origin = waiting.popleft()
        answer = visitor.client.get(path, follow_redirects=True)
        opened += 1
        if answer.status_code != 200:
            wrong.append(f"{answer.status_code} {path} (depuis {origin})")
        for link in _fresh(app, answer, path, known, sorts):
            waiting.append((link, path))
    assert _content(app) == before, "a reading wrote"
    return wrong


def _fresh(app: Flask, answer, path: str, known: set[str], sorts: Counter) -> list[str]:
    found = []
    for link in _links(answer.get_data(as_text=True), path) if _is_page(answer) else ():
        sort = _sort(app, link)
        if link not in known and sorts[sort] < OF_A_SORT:
            known.add(link)
            sorts[sort] += 1
            found.append(link)
    return found


def _is_page(answer) -> bool:
    return answer.status_code == 200 and answer.mimetype == "text/html"


def _links(text: str, path: str) -> list[str]:
    found = []
    for link in BeautifulSoup(text, "html.parser").find_all("a", href=True):
        href = urldefrag(link["href"])[0]
        href = path.partition("?")[0] + href if href.startswith("?") else href
        if href.startswith("/") and not href.startswith(("//", "/static")):
            found.append(href)
    return found


def _sort(app: Flask, link: str) -> tuple[str, str]:
    parts = urlsplit(link)
    adapter = app.url_map.bind("localhost")
    endpoint = adapter.match(parts.path)[0] if adapter.test(parts.path, "GET") else parts.path
    return endpoint, "?" if parts.query else ""
