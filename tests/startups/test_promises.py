"""Objectives, standards and logbook: what each promises, proves and tells."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import half_year_end, half_year_of
from portal.policy import PASSER_BY
from portal.startups import logbook, promises, standards
from portal.startups.sheet_words import FAMILY_OF, STANDARDS_BY_PHASE, Kept, Standard
from portal.startups.words import Phase, StandardLevel
from tests.startups.conftest import Studio

NOW_HALF, NEXT_HALF = date(2026, 7, 1), date(2027, 1, 1)


@pytest.fixture
def startup(studio):
    made = studio.made()
    studio.session.expire_all()
    return made


def promised(s: Studio, startup, statement="Dix communes", who="team", **changes):
    told = {"half_year": NOW_HALF, "baseline": "3", "target": "13", "measure": None}
    return promises.promise(
        s.session, s.actor(who), startup, statement=statement, **(told | changes), now=s.now
    )


def settled(s: Studio, startup, one, kept=Kept.KEPT, result="13 le 2 novembre", who="team"):
    promises.settle(s.session, s.actor(who), startup, one, kept=kept, result=result, now=s.now)


def marked(s: Studio, startup, standard, level, proof="Vu.", who="team", on=None, link=""):
    return standards.mark(
        s.session,
        s.actor(who),
        startup,
        standard,
        level=level,
        on=on or s.today,
        proof=proof,
        link=link,
        now=s.now,
    )


def written(s: Studio, startup, body="Une ligne.", who="team", on=None, is_public=False):
    told = {"on": on or s.today, "body": body, "is_public": is_public}
    return logbook.write(s.session, s.actor(who), startup, **told, now=s.now)


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 12, 31)),
    ],
)
def test_a_half_year_begins_in_january_or_july(on, first, last):
    assert (half_year_of(on), half_year_end(on)) == (first, last)


# Objectives


def test_one_promises_for_this_half_year_or_the_next(studio, startup):
    for half in (NOW_HALF, NEXT_HALF):
        promised(studio, startup, half_year=half)
    for half in (date(2026, 1, 1), date(2027, 7, 1), date(2026, 8, 1)):
        with pytest.raises(Refused) as refusal:
            promised(studio, startup, half_year=half)
        assert refusal.value.field == "half_year"


def test_what_was_promised_last_is_of_the_half_year_that_has_begun(studio, startup):
    kept, gone = promised(studio, startup), promised(studio, startup, "Retiré")
    promised(studio, startup, "Plus tard", half_year=NEXT_HALF)
    settled(studio, startup, gone, Kept.WITHDRAWN, "Le marché s’est arrêté.")

    found = promises.last_promised(studio.session, startup, studio.today)
    assert found == [kept]
    later = promises.last_promised(studio.session, startup, NEXT_HALF)
    assert [one.statement for one in later] == ["Plus tard"]
    assert promises.last_promised(studio.session, startup, date(2026, 6, 1)) == []


def test_a_promise_is_settled_with_what_was_seen(studio_both):
    s, startup = studio_both, studio_both.made()
    s.session.expire_all()
    one = promised(s, startup)
    with pytest.raises(Refused):
        settled(s, startup, one, Kept.OPEN)
    with pytest.raises(DatabaseError), s.session.begin_nested():
        s.session.execute(text("UPDATE startup_objective SET kept = 'kept'"))
    settled(s, startup, one)

    assert (one.kept, one.settled_on) == (Kept.KEPT, s.today)


@pytest.mark.parametrize("who", ["sponsor", "stranger", "programme"])
def test_only_those_who_carry_it_write(studio, startup, who):
    one = promised(studio, startup)
    for attempt in (
        lambda: promised(studio, startup, who=who),
        lambda: settled(studio, startup, one, who=who),
        lambda: marked(studio, startup, Standard.STATS, StandardLevel.MET, who=who),
        lambda: written(studio, startup, who=who),
    ):
        with pytest.raises(Forbidden):
            attempt()


# Standards


def test_each_standard_has_a_family_and_one_phase():
    listed = [one for several in STANDARDS_BY_PHASE.values() for one in several]

    assert sorted(listed) == sorted(Standard) == sorted(FAMILY_OF)


@pytest.mark.parametrize(
    ("phase", "asked"),
    [
        (None, 0),
        (Phase.INVESTIGATION, 0),
        (Phase.CONSTRUCTION, 8),
        (Phase.ACCELERATION, 12),
        (Phase.CONSOLIDATION, 17),
        (Phase.OPERATED, 17),
    ],
)
def test_a_phase_asks_for_its_standards_and_those_before(studio, startup, phase, asked):
    startup.current_phase = phase

    assert standards.counts(standards.states(studio.session, startup)) == (0, asked, asked)


def test_a_mark_replaces_the_one_before_which_is_kept(studio_both):
    s, startup = studio_both, studio_both.made()
    s.session.expire_all()
    for level in (StandardLevel.PARTIAL, StandardLevel.MET):
        marked(s, startup, Standard.STATS, level)
    marked(s, startup, Standard.PRIVACY_STUDY, StandardLevel.NOT_APPLICABLE)

    found = standards.marks(s.session, startup, Standard.STATS)
    assert [(one.number, one.level, one.is_current) for one in found] == [
        (2, StandardLevel.MET, True),
        (1, StandardLevel.PARTIAL, False),
    ]
    # One is met, one does not apply: seven are asked.
    assert standards.counts(standards.states(s.session, startup)) == (1, 7, 6)
    with pytest.raises(DatabaseError), s.session.begin_nested():
        s.session.execute(text("UPDATE startup_standard_mark SET is_current = (1 = 1)"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"level": StandardLevel.MET, "proof": " "}, "proof"),
        ({"level": StandardLevel.NOT_APPLICABLE, "proof": ""}, "proof"),
        ({"level": StandardLevel.MET, "on": date(2026, 11, 24)}, "on"),
        ({"level": StandardLevel.MET, "link": "stats"}, "link"),
    ],
)
def test_what_is_met_is_proven(studio, startup, changes, field):
    with pytest.raises(Refused) as refusal:
        marked(studio, startup, Standard.STATS, **changes)
    assert refusal.value.field == field
    marked(studio, startup, Standard.STATS, StandardLevel.UNMET, proof="")


# Logbook


def test_passers_by_read_public_lines_and_nobody_what_was_withdrawn(studio, startup):
    written(studio, startup, "Dedans.")
    written(studio, startup, "Dehors.", is_public=True, on=date(2026, 11, 2))
    gone = written(studio, startup, "Parti.", is_public=True)
    logbook.withdraw(studio.session, studio.actor("team"), startup, gone, now=studio.now)

    def read(actor):
        return [one.body for one in studio.session.scalars(logbook.entries(actor, startup))]

    assert read(PASSER_BY) == ["Dehors."]
    assert read(studio.actor("stranger")) == ["Dedans.", "Dehors."]
    with pytest.raises(Refused):
        written(studio, startup, on=date(2026, 11, 24))


# Pages

PROMISE, SETTLE = "Promettre cet objectif", "Enregistrer ce bilan"
MARK, WRITE = "Noter l’état du standard", "Écrire au journal"


@pytest.fixture
def sheet(opened):
    return opened(lambda s: f"/startups/{s.made().ref}")


def test_a_team_promises_and_then_says_what_was_kept(sheet, visitors):
    member = visitors("team@portail.example").get(f"{sheet}/objectifs")
    said = {
        "Semestre": "2e semestre 2026",
        "Ce que l’équipe promet": "Dix communes de plus",
        "Où l’on en est": "3 communes",
        "Cible": "13 communes",
    }
    member.submit(PROMISE, said | {"Cible": ""})
    assert member.errors == ["Cible : Dites ce qui sera atteint."]
    assert member.value("Où l’on en est", button=PROMISE) == "3 communes"
    member.submit(PROMISE, said)
    member.follow("Dire ce qu’il en est de « Dix communes de plus »")
    member.submit(SETTLE, {})
    assert member.status == 422
    said = {"Qu’en est-il ?": "tenu", "Ce qui est observé": "14 communes", "Source": "Registre"}
    member.submit(SETTLE, said | {"Lien vers la source": "registre"})
    assert member.status == 422 and "Écrivez une adresse entière" in member.errors[0]
    member.submit(SETTLE, {"Lien vers la source": "https://exemple.gouv.fr/registre"})

    reader = visitors().get(sheet).follow("1 tenu sur 1, 2e semestre 2026")
    assert reader.sees("Dix communes de plus 3 communes 13 communes 14 communes")
    assert reader.sees("23 novembre 2026 Registre tenu") and "Registre" in reader.links
    assert PROMISE not in reader.buttons


def test_a_standard_shows_its_proof_and_its_past(sheet, visitors):
    member = visitors("team@portail.example").get(sheet)
    member.follow("8 demandés à ce stade, rien d’encore constaté")
    member.follow("Une page publique de statistiques")
    member.submit(MARK, {"Où en est-on ?": "atteint"})
    assert member.errors == [
        "Preuve, ou explication : Dites ce qui le prouve, ou pourquoi c’est sans objet."
    ]
    member.submit(MARK, {"Où en est-on ?": "atteint", "Preuve, ou explication": "/stats en ligne"})

    assert member.sees("1 atteint sur 8") and member.sees("/stats en ligne")
    reader = visitors().get(f"{sheet}/standards/stats")
    assert reader.sees("23 novembre 2026 atteint /stats en ligne") and not reader.sees("Team")
    assert reader.get(f"{sheet}/standards/autre").status == 404


def test_a_logbook_is_written_read_and_withdrawn(sheet, visitors):
    member = visitors("team@portail.example").get(f"{sheet}/journal")
    member.submit(WRITE, {"Ce qui s’est passé": "**Ouverture** à Vaubrun."})
    assert member.sees("Ouverture à Vaubrun.") and member.sees("Team, pour les agents")
    reader = visitors().get(f"{sheet}/journal")
    assert reader.sees("Rien n’est encore écrit")
    member.submit(
        WRITE,
        {
            "Jour": "2026-11-02",
            "Ce qui s’est passé": "Ouverte.",
            "Lisible par tous, sans se connecter": True,
        },
    )
    assert reader.get(f"{sheet}/journal").sees("Ouverte.") and not reader.sees("Team")
    member.submit("Retirer la ligne du 23 novembre 2026")
    assert member.sees("La ligne est retirée.")
