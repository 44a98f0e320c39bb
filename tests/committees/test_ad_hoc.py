"""Committees made for one purpose, and committees that close without losing what they held."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.committees import (
    actions,
    agendas,
    closing,
    committee_rules as rules,
    item_actions,
    item_queries,
    queries,
    sitting_actions,
)
from portal.committees.models import Committee
from portal.committees.words import CommitteeKind, Direction, ItemOrigin
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.organisations import queries as organisations
from tests.committees.world import WEEK
from tests.support.apps import MONDAY

TODAY = MONDAY.date()
PARIS = ZoneInfo("Europe/Paris")
STANDING, AD_HOC = CommitteeKind.STANDING, CommitteeKind.AD_HOC
LATER = TODAY + timedelta(days=60)


@pytest.mark.parametrize(
    ("kind", "purpose", "ends_on", "most", "field"),
    [
        (STANDING, "", None, None, None),
        (AD_HOC, "Choisir un repreneur", LATER, None, None),
        (AD_HOC, "Choisir un repreneur", None, 2, None),
        (AD_HOC, " ", LATER, 2, "purpose"),
        (AD_HOC, "Choisir un repreneur", None, None, "ends_on"),
        (AD_HOC, "Choisir un repreneur", TODAY, 2, "ends_on"),
    ],
)
def test_an_ad_hoc_committee_says_what_for_and_until_when(kind, purpose, ends_on, most, field):
    told = {"purpose": purpose, "ends_on": ends_on, "most_sittings": most, "today": TODAY}
    if field is None:
        rules.check_bounds(kind, **told)
        return
    with pytest.raises(Refused) as refusal:
        rules.check_bounds(kind, **told)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("day", "closed", "ends_on", "planned", "most", "is_held"),
    [
        (TODAY, False, None, 40, None, True),
        (TODAY, True, None, 0, None, False),
        (LATER - timedelta(days=1), False, LATER, 0, None, True),
        (LATER, False, LATER, 0, None, False),
        (TODAY, False, None, 1, 2, True),
        (TODAY, False, None, 2, 2, False),
    ],
)
def test_a_committee_sits_until_its_end(day, closed, ends_on, planned, most, is_held):
    told = {"is_closed": closed, "ends_on": ends_on, "planned": planned, "most": most}
    if is_held:
        rules.check_plan(day, **told)
        return
    with pytest.raises(Refused):
        rules.check_plan(day, **told)


def found(session, world, name="Comité du repreneur", **changes) -> Committee:
    house = organisations.incubator(session, world.house)
    told = {"kind": AD_HOC, "purpose": "Choisir un repreneur", "most_sittings": 1} | changes
    director = world.actor(session, "director")
    return actions.found(session, director, house, name=name, vote_minutes=20, now=MONDAY, **told)


def test_an_ad_hoc_committee_holds_no_more_sittings_than_said(session_both, world):
    committee = found(session_both, world)
    director = world.actor(session_both, "director")
    told = {"place": "Salle 3", "now": world.now}
    first = sitting_actions.plan(session_both, director, committee, starts_at=WEEK, **told)
    later = WEEK + timedelta(days=7)

    with pytest.raises(Refused, match="n’en tient pas d’autre"):
        sitting_actions.plan(session_both, director, committee, starts_at=later, **told)
    sitting_actions.cancel(session_both, director, first, motive="Salle prise.", now=world.now)
    assert sitting_actions.plan(session_both, director, committee, starts_at=later, **told)


def test_terms_enter_standing_committees_alone(session_both, world):
    """An ad hoc committee that sits before the term is not the one that hears it."""
    ad_hoc = found(session_both, world)
    startup = world.startup(session_both)
    world.at(datetime(2026, 12, 1, 9, tzinfo=PARIS))
    startup.term_on = startup.target_on = date(2026, 12, 20)
    director = world.actor(session_both, "director")
    told = {"place": "", "now": world.now, "starts_at": WEEK}
    sitting_actions.plan(session_both, director, ad_hoc, **told)
    assert agendas.sitting_for(session_both, startup, world.now, 60) is None

    sitting = world.plan(session_both, WEEK + timedelta(days=1))
    assert agendas.sitting_for(session_both, startup, world.now, 60).ref == sitting.ref


def close(session, world, committee, heir=None, by="director", motive="Mission finie."):
    told = {"motive": motive, "heir": heir, "now": world.now}
    return closing.close(session, world.actor(session, by), committee, **told)


def test_a_committee_that_closes_hands_on_what_waits(session_both, world):
    committee = world.committee(session_both)
    item = world.send_startup(session_both)
    heir = found(session_both, world, "Comité des Monts", kind=STANDING)
    ad_hoc = found(session_both, world)
    for wrong, told in ((None, "points attendent"), (committee, "autre"), (ad_hoc, "permanent")):
        with pytest.raises(Refused, match=told):
            close(session_both, world, committee, wrong)
    with pytest.raises(Refused, match="Dites pourquoi"):
        close(session_both, world, committee, heir, motive=" ")
    for who in ("chair", "secretary", "ann", "officer"):
        with pytest.raises(Forbidden):
            close(session_both, world, committee, heir, who)

    assert close(session_both, world, committee, heir) == 1
    assert (item.committee_id, item.origin) == (heir.id, ItemOrigin.REFERRAL)
    assert committee.closed_on == TODAY
    notices = session_both.scalars(select(Notice).order_by(Notice.id)).all()
    told = {(one.person_id, one.kind) for one in notices}
    assert (world.ids["team"], "item_undecided.referred") in told
    assert (world.ids["ann"], "committee") in told
    with pytest.raises(Refused, match="déjà clos"):
        close(session_both, world, committee, heir)


def test_a_closed_committee_takes_neither_sitting_nor_point(session_both, world):
    committee, director = world.committee(session_both), world.actor(session_both, "director")
    sitting = world.plan(session_both)
    with pytest.raises(Refused, match="Tenez ou annulez d’abord la séance du 7 décembre 2026"):
        close(session_both, world, committee)
    sitting_actions.cancel(session_both, director, sitting, motive="Fin.", now=world.now)
    close(session_both, world, committee)

    with pytest.raises(Refused, match="ne tient plus de séance"):
        world.plan(session_both, WEEK + timedelta(days=1))
    with pytest.raises(Refused, match="choisissez-en un autre"):
        world.send_startup(session_both)
    other = found(session_both, world, "Comité des Monts", kind=STANDING)
    team = world.actor(session_both, "team")
    told = {"direction": Direction.CONTINUE, "now": world.now}
    item = item_actions.send_startup(session_both, team, world.startup(session_both), other, **told)
    with pytest.raises(Refused, match="choisissez-en un autre"):
        item_actions.refer(session_both, director, item, committee, now=world.now)
    assert queries.standing(session_both, (world.house,)) == [other]
    assert item_queries.waiting(session_both, other) == [item]


def test_a_committee_is_founded_for_one_purpose_then_closed(app, open_world, meet):
    page = meet("director", "/comites/nouveau")
    told = {
        "Nom du comité": "Comité du repreneur",
        "Combien de temps il dure": "ad hoc, pour un seul objet",
    }
    page.submit("Créer le comité", told)
    assert page.sees("Dites pour quel objet ce comité est créé.")
    told = {"Objet": "Choisir un repreneur", "Nombre de séances": "2"}
    page.submit("Créer le comité", told)
    assert page.sees("Le comité est créé.") and page.sees("Choisir un repreneur")
    assert meet("ann", "/comites").sees("ad hoc")

    page.follow("Clore ce comité")
    assert page.sees("Aucun point n’attend.")
    page.submit("Clore ce comité", {"Motif": "Repreneur trouvé."})
    assert page.sees("Le comité est clos.") and page.sees("Repreneur trouvé.")
    assert "Prévoir la séance" not in page.buttons
    assert meet("ann", "/comites").sees("clos le 23 novembre 2026")
