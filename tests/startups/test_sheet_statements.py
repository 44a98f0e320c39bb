"""The sheet and its pages send as many statements whatever they show."""

from datetime import date

import pytest

from portal.startups import promises
from portal.startups.sheet_words import Resource, Standard
from portal.startups.words import StandardLevel
from tests.irritants.test_statements import counting
from tests.startups.conftest import Studio
from tests.startups.test_components import offered, taken
from tests.startups.test_measures import followed, told
from tests.startups.test_money import filed, planned
from tests.startups.test_promises import marked, written

LEAVES = ("", "/impact", "/objectifs", "/standards", "/budget", "/convention", "/composants")
LEAVES += ("/journal",)


def furnished(s: Studio, title: str, count: int) -> str:
    """A startup with so many things on each page; gives its address."""
    startup = s.imported(title)
    source = s.imported(f"Source de {title}")
    for number, resource in zip(range(count), Resource, strict=False):
        measure = followed(s, startup, "director", name=f"Mesure {number}")
        told(s, startup, measure, 10 + number, on=date(2026, 9, 3), who="director")
        told(s, startup, measure, 20 + number, on=date(2026, 10, 3), who="director")
        promises.promise(
            s.session,
            s.actor("director"),
            startup,
            half_year=date(2026, 7, 1),
            statement=f"Promesse {number}",
            baseline="1",
            target="2",
            measure=measure,
            now=s.now,
        )
        marked(s, startup, list(Standard)[number], StandardLevel.MET, who="director")
        written(s, startup, f"Ligne {number}", who="director")
        planned(s, startup, resource=resource, paid=100)
        filed(s, startup)
        offered(s, startup, f"Brique {number}")
        taken(s, startup, component=offered(s, source, f"Ailleurs {title} {number}").ref)
    return f"/startups/{startup.ref}"


@pytest.fixture
def places(opened):
    return opened(
        lambda s: [furnished(s, title, count) for title, count in (("Un", 1), ("Trois", 3))]
    )


def test_each_page_sends_as_many_statements_whatever_it_shows(app, places, visitors):
    director = visitors("director@portail.example").get(places[0])
    sent: dict[str, list[int]] = {leaf: [] for leaf in LEAVES}
    for place in places:
        for leaf in LEAVES:
            with counting(app) as statements:
                assert director.client.get(place + leaf).status_code == 200
            sent[leaf].append(len(statements))

    assert {leaf: few for leaf, (few, _many) in sent.items()} == {
        leaf: many for leaf, (_few, many) in sent.items()
    }
    assert max(few for few, _many in sent.values()) <= 32, sent
