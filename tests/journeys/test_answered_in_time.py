"""An irritant is completed, then changes incubator; its promise is never lost (A03, A04, A05)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.irritants.models import Irritant
from portal.journal.models import JournalEntry
from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator
from portal.outbox.models import Mail
from portal.policy import Role
from tests.journeys.cast import address, gather
from tests.journeys.test_irritant_to_startup import TITLE, deposit
from tests.support.apps import MONDAY, writing
from tests.support.people import open_account

# Seen by the clock of the visitors: what was due in thirty days, and is paused for five.
ASKED, COMPLETED = MONDAY + timedelta(days=2), MONDAY + timedelta(days=7)
DUE, DUE_AFTER_PAUSE = "mercredi 23 décembre 2026", "lundi 28 décembre 2026"
OFFERED, TAKEN = MONDAY + timedelta(days=8), MONDAY + timedelta(days=22)
WHY = "Votre atelier connaît déjà ces trois guichets, et leurs fichiers."


@pytest.fixture
def places(app):
    return settle(app)


def settle(app) -> dict[str, str]:
    """The cast, with two who triage in the first incubator and one in another."""
    places = gather(app)
    with writing(app) as session:
        other = Incubator(ref=new_ref("inc"), title="Atelier des Monts")
        session.add(other)
        session.flush()
        for name, role, scope in (
            ("chargee", Role.OFFICER, places["incubator"]),
            ("directeur2", Role.DIRECTOR, other.ref),
        ):
            open_account(session, address(name), (role, scope), name=name.title())
    return places


def test_an_irritant_is_completed_then_changes_incubator(app, visitors, clock, places):
    desk = live_through(visitors, clock, places)
    assert visitors(address("chargee")).get(desk).status == 403
    check_facts(app)


def live_through(visitors, clock, places) -> str:
    """The journey, whoever the visitors are; the address of the irritant in the triage."""
    people = ("agent", "soutien", "directrice", "chargee", "directeur2")
    agent, support, director, officer, other = (visitors(address(name)) for name in people)
    irritant = deposit(agent, places)
    assert agent.sees(DUE), agent.text
    desk = irritant.replace("/irritants/", "/tri/")
    support.get(irritant).submit("Moi aussi")

    take_over(director, officer, desk)
    clock.move_to(ASKED)
    for person, name in ((director, "directrice"), (officer, "chargee"), (agent, "agent")):
        person.sign_in(address(name))
    ask(officer, agent, irritant, desk)
    clock.move_to(COMPLETED)
    agent.sign_in(address("agent"))
    officer.sign_in(address("chargee"))
    complete(agent, officer, irritant, desk)

    clock.move_to(OFFERED)
    officer.sign_in(address("chargee"))
    offer(officer, desk)
    clock.move_to(TAKEN)
    for person, name in zip(
        (officer, other, support), ("chargee", "directeur2", "soutien"), strict=True
    ):
        person.sign_in(address(name))
    relay(other, officer, irritant, desk)
    assert support.get("/moi/messages").text.count("prend le relais") == 1
    return desk


def take_over(director, officer, desk: str) -> None:
    """One takes it in charge; the other sees it, and replaces them knowingly."""
    director.get(desk).submit("Prendre en charge")
    officer.get(desk)
    assert officer.sees("Pris en charge par Diane Rivière.")
    assert "Demander à l’auteur de compléter" not in officer.links
    officer.submit("Reprendre à sa place")
    assert officer.sees("Pris en charge par vous.")


def ask(officer, agent, irritant: str, desk: str) -> None:
    """The author may write again only once asked to; the clock of the answer stops."""
    assert "Compléter mon irritant" not in agent.get(irritant).links
    officer.get(f"{desk}?geste=completer")
    officer.submit(
        "Relire avant l’envoi",
        {
            "Que manque-t-il ?": "il manque des précisions",
            "Votre message": "Combien de guichets chaque famille voit-elle, et dans quel ordre ?",
        },
    )
    assert officer.sees("Voici ce qu’une personne recevra.")
    officer.submit("Envoyer la demande")
    assert officer.sees("Délai de réponse suspendu"), officer.text


def complete(agent, officer, irritant: str, desk: str) -> None:
    """The answer of the author puts the clock on with the days that remained, and shows what changed."""
    agent.get(irritant).follow("Compléter mon irritant")
    assert agent.sees("Combien de guichets chaque famille voit-elle")
    agent.submit(
        "Renvoyer complété",
        {"Que se passe-t-il aujourd’hui ?": "Trois guichets, dans l’ordre où l’on habite. " * 3},
    )
    assert agent.sees(DUE_AFTER_PAUSE), agent.text
    assert officer.get("/tri").sees(TITLE)
    officer.get(desk)
    assert officer.sees("Ce que l’auteur a complété") and officer.sees(
        "dans l’ordre où l’on habite"
    )
    assert officer.sees("trois fois les mêmes justificatifs")
    assert officer.sees(DUE_AFTER_PAUSE)


def offer(officer, desk: str) -> None:
    """Offered with a reason; the last day to answer is said."""
    officer.get(f"{desk}?geste=transferer")
    officer.submit(
        "Relire avant l’envoi", {"À quel incubateur ?": "Atelier des Monts", "Pourquoi lui ?": WHY}
    )
    officer.submit("Proposer et prévenir")
    assert officer.sees("à accepter ou rendre dans 15 jours"), officer.text


def relay(other, officer, irritant: str, desk: str) -> None:
    """On the fourteenth day it is taken: the promise still counts from the deposit."""
    other.get("/tri?vue=offerts").follow(TITLE)
    assert other.sees(WHY)
    other.follow("Prendre le relais")
    other.submit("Relire avant l’envoi")
    other.submit("Prendre le relais et prévenir")
    other.get(desk)
    assert other.sees("Réponse due") and other.sees(DUE_AFTER_PAUSE), other.text
    assert other.sees("Moi aussi 1")
    assert officer.get(irritant).status == 200
    assert "Répondre" not in officer.links


def check_facts(app) -> None:
    """One deposit, one line of each step, and one mail of each fact to each person."""
    with writing(app) as session:
        irritant = session.scalars(select(Irritant)).one()
        assert (irritant.state, irritant.paused_days, irritant.support_count) == ("submitted", 5, 1)
        lines = select(JournalEntry.after).where(JournalEntry.subject_ref == irritant.ref)
        verbs = [after["verb"] for after in session.scalars(lines) if after and "verb" in after]
        for verb in ("submit", "return", "complete", "offer", "accept"):
            assert verbs.count(verb) == 1, verbs
        twice = select(Mail.event, Mail.address).group_by(Mail.event, Mail.address)
        assert session.execute(twice.having(func.count() > 1)).all() == []
