"""Money: planned beside real, what the impact costs at each committee, papers that end, shares."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.startups import (
    agreements,
    money_queries,
    prefill,
    scheduled,
    spending,
    standards,
)
from portal.startups.models import StartupSponsor
from portal.startups.sheet_words import (
    Activity,
    Better,
    Nature,
    NoCost,
    PaperKind,
    Resource,
    Standard,
)
from portal.startups.words import Phase, Rung, StandardLevel
from tests.startups.conftest import Studio
from tests.startups.test_measures import followed, told as reading
from tests.startups.test_promises import marked, promised

FIRST, SECOND = date(2026, 1, 1), date(2026, 7, 1)


@pytest.fixture
def startup(studio):
    made = studio.made()
    studio.session.expire_all()
    return made


def planned(s: Studio, startup, who="director", half=FIRST, paid=None, **changes):
    told = {"activity": Activity.BUILD, "resource": Resource.CONTRACTORS}
    told |= {"planned_commitment": 100, "real_commitment": None}
    told |= {"planned_payment": 80, "real_payment": paid}
    return spending.plan(
        s.session, s.actor(who), startup, half_year=half, **(told | changes), now=s.now
    )


def filed(s: Studio, startup, who="director", kind=PaperKind.AGREEMENT, amends=None, **changes):
    told = {"parties": "A et B", "amount": 100, "reinvoiced": 40, "link": ""}
    told |= {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    return spending.file(
        s.session, s.actor(who), startup, kind=kind, amends=amends, **(told | changes), now=s.now
    )


# Budget


@pytest.mark.parametrize("who", ["team", "sponsor", "stranger"])
def test_money_is_written_by_the_director_or_the_programme(studio, startup, who):
    line = planned(studio, startup, "programme")
    for attempt in (
        lambda: planned(studio, startup, who),
        lambda: filed(studio, startup, who),
        lambda: spending.restate(studio.session, studio.actor(who), startup, line, now=studio.now),
        lambda: spending.share(studio.session, studio.actor(who), startup, {}, now=studio.now),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_a_half_year_has_one_line_for_an_activity_and_a_resource(studio_both):
    s, startup = studio_both, studio_both.made()
    s.session.expire_all()
    planned(s, startup)

    with pytest.raises(Refused, match="existe"):
        planned(s, startup)
    planned(s, startup, resource=Resource.STAFF)
    planned(s, startup, half=SECOND)
    with pytest.raises(DatabaseError), s.session.begin_nested():
        s.session.execute(text("UPDATE startup_budget_line SET real_payment = -1"))


def test_what_is_not_known_is_not_counted_as_nothing(studio, startup):
    planned(studio, startup)
    found = money_queries.budget(studio.session, startup)
    assert money_queries.totals(found) == money_queries.Totals(100, None, 80, None)

    planned(studio, startup, resource=Resource.STAFF, paid=30, real_commitment=0)
    found = money_queries.budget(studio.session, startup)
    assert money_queries.totals(found) == money_queries.Totals(200, 0, 160, 30)
    assert money_queries.paid(found) == {FIRST: 30}


# Papers


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": PaperKind.AMENDMENT}, "amends"),
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
        ({"reinvoiced": 101}, "reinvoiced"),
        ({"amount": None}, "reinvoiced"),
        ({"link": "x"}, "link"),
    ],
)
def test_a_paper_that_makes_no_sense_is_not_taken(studio, startup, changes, field):
    with pytest.raises(Refused) as refusal:
        filed(studio, startup, **changes)
    assert refusal.value.field == field


def told(s: Studio) -> list[str]:
    names = {person.id: who for who, person in s.people.items()}
    query = select(Notice).where(Notice.kind == "agreement_ends").order_by(Notice.id)
    return sorted(names[one.person_id] for one in s.session.scalars(query))


@pytest.mark.parametrize(("days", "told_to"), [(46, []), (45, ["director", "team"]), (-1, [])])
def test_the_end_of_an_agreement_is_told_once(studio_both, days, told_to):
    s, startup = studio_both, studio_both.made()
    s.session.expire_all()
    filed(s, startup, ends_on=s.today + timedelta(days=days))

    for _again in range(2):
        scheduled.run(s.session, s.now)
    assert told(s) == told_to


def test_an_amendment_moves_the_end_and_is_told_in_its_turn(studio, startup):
    near, later = studio.today + timedelta(days=10), studio.today + timedelta(days=90)
    agreement = filed(studio, startup, ends_on=near)
    filed(studio, startup, kind=PaperKind.AMENDMENT, amends=agreement, ends_on=later)

    assert agreements.ending(studio.session, studio.today) == []
    found = agreements.ending(studio.session, later - timedelta(days=45))
    assert [(one.ref, end) for _startup, one, end in found] == [(agreement.ref, later)]
    startup.current_phase = Phase.STOPPED
    studio.session.flush()
    assert agreements.ending(studio.session, later) == []


def test_shares_make_a_whole_at_most(studio_both):
    s, startup = studio_both, studio_both.imported()
    one, two = s.body.ref, s.house.ref
    act = (s.session, s.actor("director"), startup)
    spending.share(*act, {one: 100}, now=s.now)
    other = type(s.body)(ref="org-0000000z", name="Autre")
    s.session.add(other)
    s.session.flush()
    startup.sponsorships.append(StartupSponsor(organisation_ref=other.ref))
    s.session.flush()

    with pytest.raises(Refused, match="100"):
        spending.share(*act, {other.ref: 1}, now=s.now)
    spending.share(*act, {one: 60, other.ref: 40, two: 90}, now=s.now)
    assert {each.organisation_ref: each.share for each in startup.sponsorships} == {
        one: 60,
        other.ref: 40,
    }
    with pytest.raises(DatabaseError), s.session.begin_nested():
        s.session.execute(text("UPDATE startup_sponsor SET share = 101"))


# Pages

ADD, SAVE, FILE = "Ajouter cette ligne", "Enregistrer les montants", "Enregistrer le document"
LINE = {
    "Semestre": "1er semestre 2026",
    "Activité": "concevoir et développer",
    "Ressource": "prestataires",
    "Engagements prévus (AE), en euros": "120 000",
    "Paiements prévus (CP), en euros": "100 000",
}


@pytest.fixture
def sheet(opened):
    return opened(lambda s: f"/startups/{s.made().ref}")


def test_a_director_keeps_the_budget_and_the_team_reads_it(sheet, visitors):
    director = visitors("director@portail.example").get(f"{sheet}/budget")
    director.submit(ADD, LINE | {"Paiements prévus (CP), en euros": ""})
    assert director.status == 422
    assert director.value("Engagements prévus (AE), en euros", button=ADD) == "120 000"
    director.submit(ADD, LINE)
    director.follow("Concevoir et développer : prestataires")
    director.submit(SAVE, {"Paiements réels (CP), en euros": "90000"})
    assert director.sees("1er semestre 2026 120 000 € pas encore connu 100 000 € 90 000 €")

    member = visitors("team@portail.example").get(sheet)
    member.follow("90 000 € payés, 1er semestre 2026")
    assert ADD not in member.buttons and member.sees("externes 120 000 €")
    for who in (None, "stranger@portail.example"):
        reader = visitors(who) if who else visitors()
        assert not reader.get(sheet).sees("90 000")
    assert visitors("stranger@portail.example").get(f"{sheet}/budget").status == 404
    assert visitors("stranger@portail.example").get(f"{sheet}/convention").status == 404


def test_papers_are_filed_and_mended(sheet, visitors):
    director = visitors("director@portail.example").get(f"{sheet}/convention")
    said = {
        "Document": "convention",
        "Parties, ou signataires": "Office des guichets",
        "Montant, en euros": "150000",
        "Premier jour": "2026-01-01",
        "Dernier jour": "2026-12-31",
    }
    director.submit(FILE, said | {"Dernier jour": "2025-12-31"})
    assert director.errors == ["Dernier jour : Le dernier jour précède le premier."]
    director.submit(FILE, said)
    director.follow("Convention du 1er janvier 2026")
    director.submit(FILE, {"Montant, en euros": "160000"})
    assert director.sees("160 000 €") and director.sees("dans 38 jours")
    director.get(sheet)
    assert "Convention du 1er janvier 2026, jusqu’au 31 décembre 2026" in director.links


# For a committee


def test_a_dossier_is_filled_from_what_the_sheet_knows(studio, startup):
    measure = followed(studio, startup, nature=Nature.PER_HALF_YEAR)
    reading(studio, startup, measure, 40, on=date(2026, 6, 30))
    planned(studio, startup, paid=1000)
    objective = promised(studio, startup)
    marked(studio, startup, Standard.STATS, StandardLevel.MET)
    studio.session.expire_all()

    found = prefill.prefill(studio.session, startup, studio.today)
    assert found.promised == [objective]
    assert (found.figures[Rung.USED].value, found.figures[Rung.USED].source) == (
        40,
        "Relevé du standard",
    )
    assert found.missing_rungs == [one for one in Rung if one is not Rung.USED]
    days = [(date(2026, 8, 31), "25.00"), (studio.today, "25.00")]
    assert [(one.on, str(one.each)) for one in found.costs] == days
    assert found.no_cost is None
    assert standards.counts(found.standards) == (1, 8, 7)


@pytest.mark.parametrize(
    ("measure", "paid", "why"),
    [
        ({"better": Better.DOWN, "nature": Nature.PER_MONTH}, 1000, NoCost.DOWN),
        ({"nature": None}, 1000, NoCost.NATURE),
        ({"nature": Nature.RATE}, 1000, NoCost.RATE),
        ({"nature": Nature.PER_HALF_YEAR}, None, NoCost.PAYMENTS),
        ({"nature": Nature.PER_MONTH}, 1000, NoCost.FIGURES),
    ],
)
def test_a_cost_that_cannot_be_known_says_why(studio, startup, measure, paid, why):
    made = followed(studio, startup, **measure)
    reading(studio, startup, made, 40, on=date(2026, 6, 30))
    planned(studio, startup, paid=paid)

    found = prefill.prefill(studio.session, startup, studio.today)
    assert (found.costs, found.no_cost) == ([], why)


def test_nothing_measured_has_no_cost(studio, startup):
    planned(studio, startup, paid=1000)

    assert prefill.prefill(studio.session, startup, studio.today).no_cost is NoCost.STAR
