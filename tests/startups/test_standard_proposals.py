"""Standards that nobody stated: counted apart, never unmet; and what a sheet lets one propose."""

from datetime import date

import pytest

from portal.kernel.errors import Forbidden, Refused
from portal.startups import sheet_says, standard_proposals, standards
from portal.startups.sheet_words import Standard
from portal.startups.words import StandardLevel
from tests.startups.test_promises import marked

STATS = "https://boussole.gouv.example/stats"
FACTS = {
    "stats_url": STATS,
    "accessibility": "partiellement conforme",
    "dashlord_url": "https://veille.gouv.example/boussole",
    "risk_analysis": True,
    "link": "https://boussole.gouv.example",
}


@pytest.fixture
def startup(studio):
    return studio.imported(**FACTS)


def counted(s, startup):
    return standards.counts(standards.states(s.session, startup))


def proposed(s, startup):
    found = standard_proposals.proposals(startup, standards.states(s.session, startup))
    return {one.standard: one.link for one in found}


def confirmed(s, startup, standard, who="team"):
    who = s.actor("director" if who == "team" else who)
    return standard_proposals.confirm(s.session, who, startup, standard, now=s.now)


def test_what_nobody_stated_is_not_unmet(studio, startup):
    assert counted(studio, startup) == (0, 8, 8)
    found = standards.states(studio.session, startup)
    assert {one.level for one in found} == {None}
    marked(studio, startup, Standard.STATS, StandardLevel.MET, who="director")
    marked(studio, startup, Standard.LEGAL, StandardLevel.UNMET, who="director")
    marked(studio, startup, Standard.BUDGET, StandardLevel.NOT_APPLICABLE, who="director")

    assert counted(studio, startup) == (1, 7, 5)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 17, 17), "17 demandés à ce stade, rien d’encore constaté"),
        ((0, 17, 0), "0 atteint sur 17 demandés à ce stade"),
        ((1, 7, 5), "1 atteint sur 7 demandés à ce stade, 5 pas encore constatés"),
        ((2, 8, 1), "2 atteints sur 8 demandés à ce stade, 1 pas encore constaté"),
    ],
)
def test_what_was_not_stated_is_said_apart(counts, said):
    assert sheet_says.counted(*counts).replace("\u00a0", " ") == said


def test_facts_are_proposed_and_stated_by_one_press_alone(studio_both):
    s, startup = studio_both, studio_both.imported(**FACTS)
    assert proposed(s, startup) == {
        Standard.MENTION: FACTS["link"],
        Standard.STATS: STATS,
        Standard.WATCH: FACTS["dashlord_url"],
        Standard.RISKS: "",
    }
    assert counted(s, startup).met == 0
    mark = confirmed(s, startup, Standard.STATS)

    assert (mark.level, mark.on, mark.link) == (StandardLevel.MET, s.today, STATS)
    assert Standard.STATS not in proposed(s, startup)
    assert counted(s, startup) == (1, 8, 7)


def test_what_was_stated_meanwhile_is_not_confirmed_over(studio, startup):
    marked(
        studio, startup, Standard.STATS, StandardLevel.UNMET, who="director", on=date(2026, 11, 2)
    )

    with pytest.raises(Refused, match="plus rien"):
        confirmed(studio, startup, Standard.STATS)
    with pytest.raises(Refused):
        confirmed(studio, startup, Standard.DESIGN)
    for who in ("sponsor", "stranger", "programme"):
        with pytest.raises(Forbidden):
            confirmed(studio, startup, Standard.MENTION, who)


def test_a_director_confirms_and_anyone_reads_what_is_not_yet_seen(opened, visitors):
    sheet = opened(lambda s: f"/startups/{s.imported(**FACTS).ref}")
    press = "Confirmer « Une page publique de statistiques »"
    reader = visitors().get(sheet)
    assert reader.sees("8 demandés à ce stade, rien d’encore constaté")
    reader.get(f"{sheet}/standards")
    assert reader.sees("pas encore constaté") and not reader.sees("non atteint")
    assert press not in reader.buttons

    director = visitors("director@portail.example").get(f"{sheet}/standards")
    director.submit(press)
    assert director.sees("1 atteint sur 8 demandés à ce stade, 7 pas encore constatés")
    assert press not in director.buttons and STATS in director.get(f"{sheet}/standards/stats").text
