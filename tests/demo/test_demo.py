"""The demonstration is whole: every account, every state, every page that a link leads to."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.vote_models import Ballot
from portal.committees.words import ItemState, SittingState
from portal.demo.people import ACCOUNTS
from portal.extensions import db
from portal.investigations.models import Investigation
from portal.irritants.comment_models import Comment
from portal.irritants.models import Irritant
from portal.irritants.words import IrritantState
from portal.kernel.periods import paris_day
from portal.register import queries as register
from portal.startups.crossing_models import CarryingOffer, Pivot
from portal.startups.models import Startup
from portal.startups.rules import term_state
from portal.startups.words import OfferState, TermState
from tests.demo.crawling import crawl
from tests.support import html
from tests.support.apps import MONDAY
from tests.support.browser import Visitor


@pytest.fixture
def session(demo: Flask):
    with demo.app_context():
        yield db.session()


def test_every_state_of_an_irritant_is_shown(session):
    found = set(session.scalars(select(Irritant.state)))

    assert found == set(IrritantState)


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

    assert found == set(TermState)


def test_a_startup_was_born_and_answers_two_irritants(session):
    born = session.scalars(select(Startup).where(Startup.born_of.is_not(None))).one()
    answered = session.scalars(select(Irritant).where(Irritant.answered_by_ref == born.ref))

    assert len(list(answered)) == 2


def test_sittings_stand_at_every_stage(session):
    found = Counter(session.scalars(select(Sitting.state)))

    assert found == dict.fromkeys(SittingState, 1)


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
    # Five decisions, one minutes and its correction.
    assert register.head(session)[0] == 8


def test_a_past_change_of_course_and_two_incubators_that_carry_together(session):
    (turn,) = session.scalars(select(Pivot))
    assert turn.title_before == "Registre des bénévoles" and turn.has_new_title
    done = select(CarryingOffer).where(CarryingOffer.state == OfferState.DONE)
    (shared,) = session.scalars(done)
    assert len(shared.startup.incubator_refs) == 2


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
    "coach": ["Préparer le comité"],
    "directrice": ["Répondre", "Relire", "Porter au comité"],
    "directeur2": ["Répondre", "Accepter ou rendre", "Voir l’échéance"],
    "membre": ["Déclarer"],
    "membre2": ["Voter", "Déclarer"],
    "membre3": ["Voter", "Déclarer"],
    "sponsor": ["Dire ce qui est fait"],
    "presidente": ["Tenir", "Signer", "Convoquer", "Préparer", "Relire la preuve"],
    "secretaire": ["Tenir", "Signer", "Convoquer", "Préparer"],
    "programme": ["Déclarer", "Confier à un incubateur"],
}


def test_a_passer_by_finds_no_dead_link(demo):
    assert crawl(demo, Visitor(demo)) == []


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.key)
def test_each_account_finds_no_dead_link(demo, account):
    assert crawl(demo, Visitor(demo).sign_in(account.email)) == []


def test_every_page_without_parameters_answers(demo):
    paths = [rule.rule for rule in demo.url_map.iter_rules() if _is_plain(rule)]
    visitor = Visitor(demo).sign_in("directrice@demo.gouv.example")
    wrong = [path for path in paths if visitor.client.get(path).status_code >= 500]

    assert wrong == []


def _is_plain(rule) -> bool:
    return "GET" in rule.methods and not rule.arguments


def test_threads_are_alive(demo):
    with demo.app_context():
        session = db.session()
        comments = session.scalars(select(Comment)).all()
        seen = {
            "said": len(comments),
            "withdrawn": sum(one.withdrawn_at is not None for one in comments),
            "masked": sum(bool(one.live_masks) for one in comments),
            "answered": sum(bool(mask.answer) for one in comments for mask in one.masks),
            "flagged": sum(bool(one.open_flags) for one in comments),
            "for few": sum(one.readers != "agents" for one in comments),
            "mentions": sum(len(one.mentions) for one in comments),
        }

    assert seen == {
        "said": 12,
        "withdrawn": 1,
        "masked": 1,
        "answered": 1,
        "flagged": 1,
        "for few": 2,
        "mentions": 2,
    }
    director = Visitor(demo).sign_in("directrice@demo.gouv.example").get("/moi/taches")
    assert director.sees("Commentaire signalé")
    follower = Visitor(demo).sign_in("agent@demo.gouv.example").get("/irritants/suivis")
    assert follower.sees("6 irritants suivis")


@pytest.mark.parametrize("who", ["presidente", "secretaire", "directrice", "directeur2", "sponsor"])
def test_no_two_tasks_sound_alike(demo, who):
    page = Visitor(demo).sign_in(f"{who}@demo.gouv.example").get("/moi/taches").page

    def heard(link) -> str:
        parts = link.get("aria-labelledby", "").split()
        return " ".join(html.text_of(page.find(id=one)) for one in parts) or html.text_of(link)

    places: dict[str, set[str]] = {}
    for link in page.select("main .tasks a"):
        places.setdefault(heard(link), set()).add(link["href"])
    assert len(places) > 4
    assert not {name: found for name, found in places.items() if len(found) > 1}
