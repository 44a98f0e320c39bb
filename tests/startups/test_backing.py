"""Organisations that join the sponsors of a startup or leave them: rights, history, words told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Missing, Refused
from portal.kernel.refs import new_ref
from portal.notices.models import Notice
from portal.organisations.models import Organisation
from portal.policy import Act
from portal.startups import backing, sheet_rules, sponsoring, team, vacancies
from portal.startups.words import MandateRole, Phase
from tests.startups.conftest import Studio

ADD, END = "Ajouter et prévenir", "Enregistrer et prévenir"
EARLIER = date(2026, 10, 1)


def body(s: Studio, name: str = "Agence des berges") -> Organisation:
    made = Organisation(ref=new_ref("org"), name=name)
    s.session.add(made)
    s.session.flush()
    return made


def bare(s: Studio):
    """A startup that nobody sponsors: no grant, no committee, as most imports are."""
    startup = s.imported()
    startup.sponsorships.clear()
    s.session.flush()
    return startup


def added(s: Studio, startup, organisation, who="director", share=40, since=EARLIER):
    told = {"share": share, "since": since, "now": s.now}
    return backing.add(s.session, s.actor(who), startup, organisation, **told)


def ended(s: Studio, startup, ref, who="director", last_on=None, motive="Fin de la convention."):
    told = {"last_on": last_on or s.today, "motive": motive, "now": s.now}
    return backing.end(s.session, s.actor(who), startup, ref, **told)


def names(startup) -> list[str]:
    return [one.organisation.name for one in startup.sponsorships]


def titles(s: Studio, who: str) -> list[str]:
    query = select(Notice.title).where(Notice.person_id == s.people[who].id)
    return list(s.session.scalars(query.order_by(Notice.id)))


def journalled(s: Studio, startup) -> list[JournalEntry]:
    wanted = (JournalEntry.act == Act.STARTUP_SPONSOR, JournalEntry.subject_ref == startup.ref)
    found = s.session.scalars(select(JournalEntry).where(*wanted).order_by(JournalEntry.id))
    return [one for one in found if "sponsor" in (one.after or {})]


# The rule


@pytest.mark.parametrize("who", ["director", "programme"])
def test_a_sponsor_is_added_before_any_decision(studio_both, who):
    s = studio_both
    startup = bare(s)

    made = added(s, startup, body(s), who)

    assert (names(startup), made.share, made.since) == (["Agence des berges"], 40, EARLIER)
    (line,) = journalled(s, startup)
    assert (line.after["sponsor"], line.after["share"]) == ("added", 40)


@pytest.mark.parametrize("who", ["stranger", "team", "sponsor", "chair"])
def test_nobody_else_adds_or_ends(studio, who):
    startup = studio.imported()
    with pytest.raises(Forbidden):
        added(studio, startup, body(studio), who)
    with pytest.raises(Forbidden):
        ended(studio, startup, studio.body.ref, who)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"share": 61}, "share"), ({"since": date(2026, 11, 24)}, "since"), ({}, "organisation")],
)
def test_what_cannot_be_is_said_beside_its_field(studio, changes, field):
    startup = bare(studio)
    first = body(studio)
    added(studio, startup, first)
    again = first if field == "organisation" else body(studio, "Office du canal")

    with pytest.raises(Refused) as refusal:
        added(studio, startup, again, **({"share": None} | changes))
    assert refusal.value.field == field


def test_a_sponsor_that_leaves_stays_in_the_history(studio_both):
    s = studio_both
    startup = s.made()
    first, second = body(s), body(s, "Office du canal")
    added(s, startup, first)
    added(s, startup, second, share=20)

    former = ended(s, startup, first.ref, last_on=date(2026, 11, 20))

    assert names(startup) == ["Office du canal"]
    assert [one.ref for one in backing.past(s.session, startup)] == [former.ref]
    assert (former.share, former.since, former.last_on) == (40, EARLIER, date(2026, 11, 20))
    assert titles(s, "sponsor")[-1] == "Agence des berges ne sponsorise plus Guichet clair"
    assert journalled(s, startup)[-1].motive == "Fin de la convention."
    # Whoever answered for it keeps the role, and commits nobody else's money.
    found = sponsoring.answering(s.session, startup, s.today)
    assert [one.id for one in found.people(second.ref)] == []
    assert [one.person_id for one in found.untied] == [s.people["sponsor"].id]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"last_on": date(2026, 11, 24)}, "last_on"),
        ({"last_on": EARLIER - timedelta(1)}, "last_on"),
        ({"motive": " "}, "motive"),
    ],
)
def test_a_departure_has_a_day_and_a_reason(studio, told, field):
    startup = bare(studio)
    first = body(studio)
    added(studio, startup, first)

    with pytest.raises(Refused) as refusal:
        ended(studio, startup, first.ref, **told)
    assert refusal.value.field == field


def test_the_last_one_to_leave_is_an_alert(studio):
    startup = studio.imported()
    member = studio.people["team"]
    told = {"role": MandateRole.TEAM, "starts_on": studio.today, "now": studio.now}
    team.join(studio.session, studio.actor("director"), startup, member, **told)

    ended(studio, startup, studio.body.ref, "programme")

    for who in ("team", "director"):
        assert titles(studio, who)[-1] == "Boussole n’a plus de sponsor"
    assert titles(studio, "programme") == []
    (lacking,) = vacancies.without(studio.session, frozenset({studio.house.ref}), studio.today)
    assert "un sponsor" in lacking[1]


def test_a_slip_is_undone_the_same_day_and_no_later(studio_both):
    s = studio_both
    startup = s.imported()
    second = body(s)
    added(s, startup, second)
    backing.take_back(s.session, s.actor("director"), startup, second.ref, now=s.now)
    assert names(startup) == ["Office des guichets"]

    former = ended(s, startup, s.body.ref)
    tomorrow = s.now + timedelta(days=1)
    with pytest.raises(Refused, match="le jour même"):
        backing.bring_back(s.session, s.actor("director"), startup, former.ref, now=tomorrow)
    backing.bring_back(s.session, s.actor("director"), startup, former.ref, now=s.now)

    assert (names(startup), backing.past(s.session, startup)) == (["Office des guichets"], [])
    steps = [one.after["sponsor"] for one in journalled(s, startup)]
    assert steps == ["added", "not_added", "ended", "not_ended"]


def test_an_imported_sponsor_is_no_slip(studio):
    startup = studio.imported()
    with pytest.raises(Refused, match="le jour même"):
        backing.take_back(
            studio.session, studio.actor("director"), startup, studio.body.ref, now=studio.now
        )


def test_what_is_not_there_is_missing_and_an_end_closes_it(studio):
    startup = studio.imported()
    with pytest.raises(Missing):
        ended(studio, startup, "org-00000000")
    stopped = studio.imported("Ancre", phase=Phase.STOPPED, since=date(2025, 3, 3))
    with pytest.raises(sheet_rules.Ended):
        added(studio, stopped, body(studio))


# The pages


@pytest.fixture
def sheet(opened):
    """A startup that nobody sponsors, and an organisation; gives its address."""

    def make(s: Studio) -> str:
        body(s)
        return f"/startups/{bare(s).ref}"

    return opened(make)


def test_a_director_adds_ends_and_undoes(sheet, visitors):
    director = visitors("director@portail.example").get(sheet).follow("un sponsor")
    assert director.sees("Ce qui va se passer")
    director.submit(
        ADD,
        {
            "Organisation": "Agence des berges",
            "Sa part, en pour cent": "40",
            "Depuis le": "2026-10-01",
        },
    )
    assert director.sees("Agence des berges") and director.sees("40 %")

    director.follow("Dire le départ : Agence des berges")
    assert director.sees("C’est le dernier sponsor")
    director.submit(END, {"Motif": "Fin de la convention."})
    assert director.sees("Aucune organisation ne la sponsorise")
    assert director.sees("Ceux qui ne la sponsorisent plus (1)")

    director.submit("Annuler ce départ")
    assert director.sees("C’est annulé") and not director.sees("ne la sponsorisent plus")
    assert visitors().get(sheet).sees("Annulé : Agence des berges reste sponsor")


def test_what_is_wrong_is_said_and_kept(sheet, visitors):
    director = visitors("director@portail.example").get(f"{sheet}/sponsors/ajout")
    director.submit(ADD, {"Sa part, en pour cent": "140"})

    assert director.status == 422 and len(director.errors) == 2
    assert director.value("Sa part, en pour cent", button=ADD) == "140"


def test_a_reader_of_the_budget_is_told_who_to_ask(opened, visitors):
    def make(s: Studio) -> str:
        startup = s.made()
        return f"/startups/{startup.ref}/sponsors"

    address = opened(make)
    page = visitors("team@portail.example").get(address)
    assert page.sees("Un responsable de son incubateur ajoute celle qui la finance.")
    assert "Ajouter un sponsor" not in page.links
