"""Who joins a startup and who leaves it: rights, words told, journal."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.people import queries as people
from portal.policy import Act
from portal.startups import queries, team
from portal.startups.words import MandateRole, Phase
from tests.startups.conftest import Studio
from tests.support.apps import writing
from tests.support.people import open_account

ADD, END = "Ajouter et prévenir", "Mettre fin à ce rôle"
NEWCOMER = {
    "Adresse de la personne": "nouvelle@portail.example",
    "Premier jour": "2026-12-01",
}


@pytest.fixture
def sheet(opened):
    """A startup with a team member and a sponsor, and two agents; gives its address."""

    def make(s: Studio) -> str:
        for who in ("nouvelle", "coach"):
            open_account(s.session, f"{who}@portail.example", name=who.title())
        return f"/startups/{s.made().ref}"

    return opened(make)


def told_to(app, who: str) -> list[Notice]:
    with writing(app) as session:
        person = people.by_email(session, f"{who}@portail.example")
        query = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
        found = list(session.scalars(query))
        session.expunge_all()
        return found


# What each may do


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        ("team", ["team"]),
        ("director", ["team", "coach", "sponsor"]),
        ("programme", ["coach", "sponsor"]),
        ("sponsor", []),
        ("stranger", []),
        ("chair", []),
    ],
)
def test_nobody_names_above_their_own_role(studio, who, roles):
    startup = studio.made()
    studio.session.expire_all()

    assert team.offered(studio.actor(who), startup) == roles
    for role in MandateRole:
        if role not in roles:
            with pytest.raises(Forbidden):
                named(studio, startup, who, studio.people["chair"], role)


def test_nobody_names_themselves(studio):
    startup = studio.made()
    studio.session.expire_all()

    for who, role in (("director", MandateRole.SPONSOR), ("team", MandateRole.TEAM)):
        with pytest.raises(Refused, match="soi-même"):
            named(studio, startup, who, studio.people[who], role)


def test_a_role_is_given_once(studio_both):
    startup = studio_both.made()
    studio_both.session.expire_all()

    with pytest.raises(Refused, match="déjà ce rôle"):
        named(studio_both, startup, "director", studio_both.people["team"], MandateRole.TEAM)


def test_an_ended_startup_is_joined_by_nobody_and_may_be_left(studio):
    startup = studio.imported("Ancre")
    given = named(studio, startup, "director", studio.people["team"], MandateRole.TEAM)
    startup.current_phase = Phase.STOPPED
    studio.session.flush()
    studio.session.expire_all()

    assert team.offered(studio.actor("director"), startup) == []
    with pytest.raises(Refused, match="terminée"):
        named(studio, startup, "director", studio.people["sponsor"], MandateRole.SPONSOR)
    left(studio, startup, "director", given)
    assert given.ends_on == studio.today


def test_a_member_ends_a_member_but_no_sponsor(studio):
    startup = studio.made()
    studio.session.expire_all()
    member, sponsor = sorted(queries.mandates(studio.session, startup.ref), key=_is_sponsor)

    with pytest.raises(Forbidden):
        left(studio, startup, "team", sponsor)
    with pytest.raises(Forbidden):
        left(studio, startup, "stranger", member)
    left(studio, startup, "team", member)
    assert member.ends_on == studio.today and sponsor.ends_on is None


def test_each_change_is_in_the_journal(studio):
    startup = studio.made()
    studio.session.expire_all()
    given = named(studio, startup, "director", studio.people["chair"], MandateRole.COACH)
    left(studio, startup, "director", given)

    found = studio.session.scalars(
        select(JournalEntry)
        .where(JournalEntry.act == Act.STARTUP_COACH, JournalEntry.subject_ref == startup.ref)
        .order_by(JournalEntry.id)
    ).all()
    assert [entry.motive for entry in found] == ["", "Départ."]
    assert found[0].after["from"] == found[1].after["to"] == "2026-11-23"


def named(s: Studio, startup, who: str, person, role: MandateRole):
    told = {"role": role, "starts_on": s.today, "now": s.now}
    return team.join(s.session, s.actor(who), startup, person, **told)


def left(s: Studio, startup, who: str, mandate):
    told = {"ends_on": s.today, "motive": "Départ.", "now": s.now}
    return team.leave(s.session, s.actor(who), startup, mandate, **told)


def _is_sponsor(mandate) -> bool:
    return mandate.role == "sponsor"


# What each reads


def test_a_director_names_a_coach_who_is_told(app, sheet, visitors):
    director = visitors("director@portail.example").get(sheet).follow("Composer l’équipe")
    director.submit(ADD, NEWCOMER | {"Rôle": "coach"})

    assert director.sees("Nouvelle est prévenu de son rôle.")
    assert director.sees("Nouvelle coach 1er décembre 2026")
    assert "Mettre fin au rôle : Nouvelle" in director.links
    notice = told_to(app, "nouvelle")[-1]
    assert notice.title == "Vous rejoignez la startup « Guichet clair »"
    assert (
        "coach, à partir du mardi 1er décembre 2026" in notice.body
        and "vous ne votez pas" in notice.body
    )
    assert director.get(sheet).sees("Nouvelle devient coach le 1er décembre 2026 (Director).")


def test_a_team_adds_its_own_and_no_other(sheet, visitors):
    member = visitors("team@portail.example").get(f"{sheet}/equipe")
    assert not member.sees("coach (obligatoire)")
    member.submit(ADD, NEWCOMER | {"Rôle": "membre de l’équipe"})

    assert member.status == 200 and member.sees("Nouvelle membre de l’équipe")
    assert "Mettre fin au rôle : Sponsor" not in member.links


def test_what_is_wrong_is_said_and_kept(sheet, visitors):
    director = visitors("director@portail.example").get(f"{sheet}/equipe")
    director.submit(ADD, {"Adresse de la personne": "inconnu@ailleurs.fr", "Rôle": "sponsor"})

    assert director.status == 422
    assert director.errors[0].startswith("Adresse de la personne : Aucun agent")
    assert director.value("Adresse de la personne", button=ADD) == "inconnu@ailleurs.fr"
    director.submit(ADD, {"Adresse de la personne": "director@portail.example"})
    assert director.errors == [
        "Adresse de la personne : Nul ne se nomme soi-même : demandez-le à quelqu’un d’autre."
    ]


def test_a_role_ends_with_a_motive_that_stays_off_the_sheet(app, sheet, visitors, clock):
    director = visitors("director@portail.example").get(f"{sheet}/equipe")
    director.follow("Mettre fin au rôle : Team")
    director.submit(END)
    assert director.errors == ["Motif : Écrivez le motif : la personne le lira."]
    director.submit(END, {"Dernier jour": "2026-11-22", "Motif": "Mutation à Lille."})

    assert director.sees("Le rôle prend fin, et la personne est prévenue.")
    assert director.sees("Avant (1)")
    assert "Mutation à Lille." in told_to(app, "team")[-1].body
    director.get(sheet)
    assert director.sees(
        "Team, membre de l’équipe : dernier jour le 22 novembre 2026"
    ) and not director.sees("Mutation")
    former = visitors("team@portail.example").get(f"{sheet}/equipe")
    assert former.status == 200 and ADD not in former.buttons


def test_passers_by_read_no_name(sheet, visitors):
    passer_by = visitors().get(f"{sheet}/equipe")

    assert passer_by.sees("2 personnes y travaillent") and not passer_by.sees("Sponsor Sponsor")
    assert "Se connecter pour les lire" in passer_by.links
    stranger = visitors("stranger@portail.example").get(f"{sheet}/equipe")
    assert stranger.sees("membre de l’équipe") and ADD not in stranger.buttons
    assert "Composer l’équipe" not in stranger.get(sheet).links


def test_addresses_of_others_are_closed(app, sheet, visitors):
    with writing(app) as session:
        refs = {
            who: people.by_email(session, f"{who}@portail.example").ref
            for who in ("team", "sponsor", "nouvelle")
        }
    place = f"{sheet}/equipe"

    assert visitors().get(f"{place}/{refs['team']}/team").title == "Se connecter"
    stranger, member = visitors("stranger@portail.example"), visitors("team@portail.example")
    assert stranger.get(f"{place}/{refs['team']}/team").status == 403
    assert member.get(f"{place}/{refs['sponsor']}/sponsor").status == 403
    for odd in (f"{refs['nouvelle']}/team", f"{refs['team']}/director", "per-00000000/team"):
        assert member.get(f"{place}/{odd}").status == 404
    assert member.get("/startups/stu-00000000/equipe").status == 404


def test_a_forged_role_is_refused(app, sheet, visitors):
    member = visitors("team@portail.example").get(f"{sheet}/equipe")
    box = member.page.find("input", attrs={"name": "role"})
    box["value"] = "sponsor"
    member.submit(ADD, NEWCOMER | {"Rôle": "membre de l’équipe"})

    assert member.status == 403
    assert told_to(app, "nouvelle") == []


def test_the_days_of_a_mandate_are_kept(app, sheet, visitors):
    director = visitors("director@portail.example").get(f"{sheet}/equipe")
    director.submit(ADD, NEWCOMER | {"Rôle": "sponsor"})
    director.follow("Mettre fin au rôle : Nouvelle")
    director.submit(END, {"Motif": "Erreur.", "Dernier jour": "2026-11-29"})

    assert director.errors == ["Dernier jour : La fin du mandat précède son début."]
    director.submit(END, {"Dernier jour": "2027-02-28"})
    assert director.sees("28 février 2027")
    with writing(app) as session:
        found = queries.mandates(session, sheet.rpartition("/")[2])
        assert found[-1].ends_on == date(2027, 3, 1)
