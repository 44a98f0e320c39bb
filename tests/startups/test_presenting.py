"""What a startup says of itself, written here: who may, what is checked, what is kept of before."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Refused
from portal.policy import Act
from portal.startups import lacks, presenting, queries, sheet_rules
from portal.startups.words import Phase
from tests.startups.conftest import Studio
from tests.support.apps import writing

SAVE = "Enregistrer la fiche"
SITE, STATS = "https://boussole.gouv.example", "https://boussole.gouv.example/stats"


def told(s: Studio, startup, who: str = "director", **fields) -> list[str]:
    return presenting.tell(s.session, s.actor(who), startup, now=s.now, **fields)


def written(s: Studio, startup) -> list[JournalEntry]:
    query = select(JournalEntry).where(JournalEntry.act == Act.STARTUP_EDIT)
    return list(s.session.scalars(query.where(JournalEntry.subject_ref == startup.ref)))


# The rule


def test_what_changed_is_written_with_what_stood_before(studio_both):
    startup = studio_both.imported(link="https://ancien.gouv.example", themes=["Santé"])

    assert told(studio_both, startup, link=SITE, themes=["Santé"], budget_url="") == ["link"]

    assert (startup.link, startup.written_here) == (SITE, ["link"])
    (line,) = written(studio_both, startup)
    assert line.before == {"link": "https://ancien.gouv.example"}
    assert line.after == {"sheet": ["link"], "link": SITE}


def test_the_same_again_writes_nothing(studio):
    # What the form alone tidied was changed by nobody: the import keeps its text.
    startup = studio.imported(body="Une fiche.\n", themes=["Santé", "Sport"])
    version = startup.version

    assert told(studio, startup, body="Une fiche.", themes=["Sport", "Santé"]) == []

    assert (startup.version, startup.written_here, written(studio, startup)) == (version, [], [])


@pytest.mark.parametrize("name", ["link", "repository", "stats_url", "budget_url"])
@pytest.mark.parametrize("odd", ["javascript:alert(1)", "ftp://a.example", "exemple.gouv.fr"])
def test_an_address_is_one_of_the_web(studio, name, odd):
    with pytest.raises(Refused) as refusal:
        told(studio, studio.imported(), **{name: odd})
    assert refusal.value.field == name


@pytest.mark.parametrize("url", ["", STATS])
def test_the_page_of_statistics_and_whether_there_is_one_agree(studio, url):
    startup = studio.imported(stats=not url, stats_url="" if url else STATS)

    told(studio, startup, stats_url=url)

    assert (startup.stats, startup.written_here) == (bool(url), ["stats", "stats_url"])


def test_an_ended_startup_changes_no_more(studio):
    with pytest.raises(sheet_rules.Ended):
        told(studio, studio.imported(phase=Phase.STOPPED, since=date(2025, 3, 3)), link=SITE)


@pytest.mark.parametrize("who", ["sponsor", "stranger", "chair", "programme"])
def test_whoever_does_not_carry_it_does_not_write_it(studio, who):
    with pytest.raises(Forbidden):
        told(studio, studio.imported(), who, link=SITE)


def test_its_name_is_changed_by_a_committee_alone(studio):
    with pytest.raises(ValueError):
        told(studio, studio.imported(), title="Autre nom")


def test_what_lacks_leads_to_where_it_is_filled_in(studio):
    startup = studio.imported()

    found = dict(lacks.lacks(studio.actor("stranger"), startup, []))

    assert "un budget publié" in found and set(found.values()) == {None}


# The page


@pytest.fixture
def sheet(opened):
    """An imported startup that lacks much; gives its address."""

    def make(s: Studio) -> str:
        more = {"user_types": ["particulier", "Bateliers"], "themes": ["Canaux"]}
        return f"/startups/{s.imported(source_id='boussole', **more).ref}"

    return opened(make)


def test_a_director_fills_what_lacks(app, sheet, visitors):
    director = visitors("director@portail.example").get(sheet)
    for lack in ("un budget publié", "un intrapreneur", "une déclaration d’accessibilité"):
        assert lack in director.links
    director.follow("un budget publié").submit(
        SAVE, {"Budget publié": SITE, "Accessibilité du service": "non conforme"}
    )

    assert director.url.endswith(sheet) and director.sees("La fiche est à jour.")
    assert "un budget publié" not in director.links and director.sees("non conforme")
    with writing(app) as session:
        kept = queries.by_ref(session, sheet.rpartition("/")[2])
        assert (kept.user_types, kept.themes) == (["particulier", "Bateliers"], ["Canaux"])
        assert kept.written_here == ["accessibility", "budget_url"]
    director.follow("Modifier la fiche")
    assert director.sees("Ce qui a changé ici (1)")


def test_a_wrong_address_is_said_beside_it_and_kept(sheet, visitors):
    director = visitors("director@portail.example").get(f"{sheet}/fiche")
    director.submit(SAVE, {"Adresse du site": "javascript:alert(1)"})

    assert director.status == 422
    assert director.errors[0].startswith("Adresse du site")
    assert director.value("Adresse du site", button=SAVE) == "javascript:alert(1)"


def test_two_at_once_lose_nothing(sheet, visitors):
    first, second = (visitors("director@portail.example").get(f"{sheet}/fiche") for _ in "ab")
    first.submit(SAVE, {"Mission": "Guider chacun."})
    second.submit(SAVE, {"Mission": "Orienter chacun."})

    assert second.status == 409
    assert second.sees("Déjà enregistré : Guider chacun.")
    assert second.sees("Votre texte : Orienter chacun.")


@pytest.mark.parametrize("who", ["stranger@portail.example", "sponsor@portail.example", None])
def test_the_others_are_offered_nothing(sheet, visitors, who):
    visitor = visitors(who) if who else visitors()

    assert "Modifier la fiche" not in visitor.get(sheet).links
    assert "un budget publié" not in visitor.links and visitor.sees("un budget publié")
