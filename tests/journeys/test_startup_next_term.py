"""An imported startup gets its current grant recorded, then its next six months from a committee."""

from datetime import date, timedelta

import pytest

from portal.kernel.refs import new_ref
from portal.startups.models import PhasePeriod, Startup, StartupIncubator
from portal.startups.words import Phase, PhaseSource
from tests.journeys import cast
from tests.journeys.cast import address
from tests.support.apps import MONDAY, writing
from tests.support.people import open_account

SITTING = MONDAY + timedelta(days=9)


@pytest.fixture
def places(app):
    return import_startup(app)


def import_startup(app) -> dict[str, str]:
    """The cast, and a startup as the programme's sheets give it: phases, no grant, no team."""
    found = cast.gather(app)
    with writing(app) as session:
        startup = Startup(
            ref=new_ref("stu"),
            source_id="carnet-de-bord",
            title="Carnet de bord",
            mission="Suivre une demande sans rappeler le guichet",
            made_at=MONDAY,
            current_phase=Phase.CONSTRUCTION,
            phase_started_on=date(2026, 6, 2),
        )
        startup.incubations.append(StartupIncubator(incubator_ref=found["incubator"], is_main=True))
        startup.periods.append(
            PhasePeriod(
                ref=new_ref("pha"),
                phase=Phase.CONSTRUCTION,
                rank=Phase.CONSTRUCTION.rank,
                starts_on=date(2026, 6, 2),
                source=PhaseSource.IMPORT,
            )
        )
        session.add(startup)
        session.flush()
        open_account(session, address("programme"), name="Paul")
        found["startup"] = startup.ref
    return found


def test_an_imported_startup_gets_its_next_six_months(visitors, clock, places):
    live_through(visitors, clock, places)


def live_through(visitors, clock, places) -> None:
    """The journey, whoever the visitors are."""
    director = visitors(address("directrice"))
    sheet = f"/startups/{places['startup']}"

    director.get(sheet)
    assert director.sees("aucun financement enregistré"), director.text
    director.get(f"{sheet}/financement").submit(
        "Enregistrer le financement",
        {
            "Jour où le financement a été accordé": "2026-06-04",
            "Montant accordé, en euros": "240 000",
            "Fin des crédits": "2027-02-28",
            "Terme du financement": "2026-12-04",
        },
    )
    assert director.sees("4 décembre 2026"), director.errors or director.text
    item = send(director, sheet)
    sitting = convene(visitors(address("secretaire")), places)
    clock.move_to(SITTING)
    decision = decide(visitors, sitting, item)

    assert decision.sees("Poursuite pour 6 mois")
    assert decision.sees("4 juin 2027"), decision.text
    assert visitors(address("agent")).get(sheet).sees("4 juin 2027")


def send(director, sheet: str) -> str:
    director.get(f"{sheet}/comite").submit(
        "Envoyer au comité",
        {
            "Comité": "Comité de Vaubrun",
            "Suite proposée": "poursuivre",
        },
    )
    director.follow("Écrire le dossier")
    director.submit(
        "Enregistrer le dossier",
        {
            "La demande en une phrase": "Six mois de plus, à moyens constants.",
            "Montant demandé, en euros": "240000",
        },
    )
    assert director.status == 200, director.errors
    return director.url.removesuffix("/dossier")


def convene(secretary, places) -> str:
    secretary.get(f"/comites/{places['committee']}").submit(
        "Prévoir la séance",
        {
            "Jour": f"{SITTING:%Y-%m-%d}",
            "Heure": "08:30",
        },
    )
    sitting = secretary.url
    secretary.submit("Inscrire")
    secretary.submit("Convoquer la séance")
    assert secretary.sees("convoquée"), secretary.errors
    return sitting


def decide(visitors, sitting: str, item: str):
    chair, secretary = visitors(address("presidente")), visitors(address("secretaire"))
    secretary.get(sitting).submit("Ouvrir la séance")
    secretary.submit(
        "Noter la présence",
        {name.title(): "en salle" for name in ("presidente", "membre", "membre2")},
    )
    chair.get(item).submit("Ouvrir le vote")
    for person in (chair, visitors(address("membre")), visitors(address("membre2"))):
        person.get(item).submit("Voter", {"Votre bulletin": "Poursuivre, comme proposé"})
    chair.get(item).submit("Clore le vote")
    chair.submit(
        "Proclamer la décision", {"Motifs de la décision": "Le service est suivi et utile."}
    )
    return chair.get(chair.url)
