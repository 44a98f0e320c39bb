"""A frozen dossier re-reads for ever exactly as it was read, whatever happens to the sheet."""

import hashlib
import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DatabaseError

from portal.committees import dossier_actions, dossier_reading, dossier_views, dossiers
from portal.committees.grid_words import GridLine
from portal.kernel.errors import Refused
from portal.startups import measure_queries, measuring, promises, standards
from portal.startups.sheet_words import Standard
from portal.startups.words import StandardLevel
from tests.committees.settling import settle
from tests.committees.sheet import LINK, fill
from tests.committees.world import WEEK, write
from tests.support.apps import writing

TOKENS = re.compile(r'(name="(?:csrf_token|_idem)"[^>]*value|nonce|data-request)="[^"]*"')
FORMER = {
    "demande": "Poursuivre six mois.",
    "objet": "stu-00000000",
    "point": "pnt-00000000",
    "preuves": [
        {"chiffre": "1 200", "echelon": "used", "mesure_le": "2025-11-01", "source": "Relevé"}
    ],
    "proposition": {
        "direction": "continue",
        "fin_des_credits": None,
        "mois": 6,
        "mois_sursis": 2,
        "montant": 300_000,
        "montant_sursis": 50_000,
        "phase": None,
    },
    "reserves_proposees": [{"echeance": "2026-01-15", "preuve": "Une page", "quoi": "Publier"}],
    "texte": "Ce qui est observé.",
    "titre": "L’ancien titre",
}


def frozen(session, world) -> str:
    """A full dossier, frozen at its hour; the reference of its point."""
    fill(session, world)
    item = world.send_startup(session)
    write(session, world, item)
    world.plan(session)
    world.take_up(session, item)
    world.convene(session)
    world.at(WEEK - timedelta(days=7))
    dossier_actions.freeze(session, world.item(session, item.ref), world.now)
    return item.ref


def test_what_is_frozen_says_it_all_and_its_fingerprint_is_that_of_its_text(session_both, world):
    ref = frozen(session_both, world)

    dossier = world.item(session_both, ref).dossier
    assert dossier.sha256 == hashlib.sha256(dossier.frozen.encode()).hexdigest()
    told = json.loads(dossier.frozen)
    assert (told["version"], told["nature"], told["premier"]) == (3, "startup", True)
    [promise] = told["promis"]
    assert (promise["depart"], promise["cible"]) == ("3", "13")
    assert promise["chiffre"] == {
        "valeur": "1240",
        "unite": "pièces",
        "le": "2026-11-02",
        "source": "Relevé : Pièces évitées",
        "lien": LINK,
    }
    assert [one["chacun"] for one in told["couts"]["serie"]] == ["200", "200"]
    assert told["couts"]["serie"][0]["obtenu"] == "400"
    assert [one["enonce"] for one in told["suite"]] == ["Vingt communes"]
    stats = next(one for one in told["standards"]["lignes"] if one["standard"] == "stats")
    assert (stats["avant"], stats["maintenant"]) == ("partial", "met")
    assert told["budget"]["accorde"] == {"montant": 250_000, "le": "2026-07-23"}
    assert told["satisfaction"]["n"] == 143
    lacks = [one["quoi"] for one in told["manques"]]
    assert lacks == ["rungs", "unproven", "agreement", "grid"]


def test_a_change_of_the_sheet_changes_the_reading_until_it_freezes(session, clock):
    world = settle(session, clock)
    fill(session, world)
    item = world.send_startup(session)
    before = dossier_reading.read(session, item, world.now)
    session.execute(text("UPDATE startup SET mission = 'Autre mission'"))
    session.expire_all()
    after = dossier_reading.read(session, world.item(session, item.ref), world.now)

    assert before["grille"][0]["fiche"][0]["texte"] != "Autre mission"
    assert after["grille"][0]["fiche"][0]["texte"] == "Autre mission"


def test_a_reading_asks_the_database_as_often_however_much_the_sheet_says(session, clock):
    world = settle(session, clock)
    fill(session, world)
    item = world.send_startup(session)
    write(session, world, item)
    few = _asked(session, world, item.ref)
    measure = measure_queries.measures(session, world.startup(session))[0]
    team, startup = world.actor(session, "team"), world.startup(session)
    for half in (date(2026, 7, 1), date(2027, 1, 1)) * 3:
        told = {"statement": "Encore", "baseline": "1", "target": "2", "measure": measure}
        promises.promise(session, team, startup, half_year=half, **told, now=world.now)
    for standard in (Standard.BUDGET, Standard.LEGAL, Standard.WATCH):
        told = {"level": StandardLevel.MET, "on": date(2026, 11, 1), "proof": "Vu.", "link": ""}
        standards.mark(session, team, startup, standard, **told, now=world.now)

    assert _asked(session, world, item.ref) == few


def _asked(session, world, ref) -> int:
    """How many statements one reading takes, the item being known."""
    session.expire_all()
    item, asked = world.item(session, ref), []
    kept = session.get_bind()

    def note(*_args):
        asked.append(1)

    event.listen(kept, "before_cursor_execute", note)
    dossier_reading.read(session, item, world.now)
    event.remove(kept, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.parametrize("mode", ["plain"])
def test_the_page_of_a_frozen_dossier_never_moves(app, open_world, meet):
    with writing(app) as session:
        ref = frozen(session, open_world)
    path = f"/points/{ref}/dossier"
    ann = meet("ann", path)
    before = TOKENS.sub("", ann.client.get(path).text)
    _rewrite_everything(app, open_world, ref)
    after = TOKENS.sub("", ann.client.get(path).text)

    assert "1 240 pièces" in before.replace("\u202f", " ").replace("\xa0", " ")
    assert after == before
    kept = ann.client.get(f"{path}/gele").data
    assert hashlib.sha256(kept).hexdigest() in before


def _rewrite_everything(app, world, ref):
    with writing(app) as session:
        team, startup = world.actor(session, "team"), world.startup(session)
        measure = measure_queries.measures(session, startup)[0]
        told = {"value": Decimal(9), "sample": None, "method": "", "note": ""}
        measuring.record(
            session, team, startup, measure, on=date(2026, 11, 30), **told, now=world.now
        )
        for change in (
            "UPDATE startup SET title = 'Autre', mission = 'Autre'",
            "UPDATE item SET title = 'Autre', amount = 7, months = 3",
            "UPDATE committee SET name = 'Autre'",
            "UPDATE startup_objective SET statement = 'Autre', target = 'Autre'",
            "UPDATE startup_measure SET name = 'Autre', source = 'Autre', link = ''",
            "UPDATE startup_budget_line SET real_payment = 1, planned_payment = 1",
            "UPDATE startup_standard_mark SET level = 'partial', proof = 'Autre'",
            "UPDATE startup_paper SET ends_on = NULL",
            "UPDATE startup_grant SET amount = 1",
            "DELETE FROM evidence",
        ):
            session.execute(text(change))


def test_the_database_refuses_to_rewrite_a_frozen_grid(session_both, world):
    fill(session_both, world)
    item = world.send_startup(session_both)
    who = world.actor(session_both, "team")
    told = {"texts": {GridLine.USE: "Utilisé."}, "now": world.now}
    dossier_actions.write_grid(session_both, who, item, **told)
    dossier_actions.freeze(session_both, item, world.now)

    for statement in ("UPDATE dossier_grid SET texts = '{}'", "DELETE FROM dossier_grid"):
        with pytest.raises(DatabaseError, match="closed"), session_both.begin_nested():
            session_both.execute(text(statement))
    world.at(WEEK)
    with pytest.raises(Refused):
        # Frozen before its hour or after, by the machine or by the clock: the same sentence.
        dossier_actions.write_grid(session_both, who, item, **told)


@pytest.mark.parametrize("mode", ["plain"])
def test_a_dossier_frozen_in_the_former_way_still_reads(app, open_world, meet, listed):
    told = dossiers.frozen(FORMER)
    with writing(app) as session:
        dossier = open_world.item(session, listed).dossier
        dossier.frozen, dossier.sha256 = told, dossiers.fingerprint(told)
        dossier.frozen_at = open_world.now
    ann = meet("ann", f"/points/{listed}/dossier")

    assert ann.status == 200
    for words in ("L’ancien titre", "Poursuivre six mois.", "1 200", "Ce qui est observé."):
        assert ann.sees(words)
    assert not ann.sees("La grille du sponsor")
    assert ann.client.get(f"/points/{listed}/dossier/gele").text == told


def test_a_cost_frozen_by_the_last_figure_is_said_as_it_was(app):
    row = {"au": "2026-08-31", "chacun": "64.52", "paye": 80_000, "semestre": "2026-01-01"}
    told = {"nom": "Pièces évitées", "unite": "pièces", "source": "Relevé", "lien": ""}
    told |= {"serie": [row | {"valeur": "1240", "le": "2026-08-30"}]}
    read = FORMER | {"version": 2, "nature": "startup", "couts": told}

    with app.test_request_context():
        costs = dossier_views.shown(dossiers.reread(dossiers.frozen(read)))["costs"]
    [shown] = costs["rows"]
    assert shown["paye"] == ("80\u202f000\u00a0€", "1er semestre 2026")
    assert shown["chiffre"] == ("1\u202f240\u00a0pièces", "30 août 2026")
    assert costs["rule"].endswith("par le dernier chiffre connu ce jour-là.")


@pytest.mark.parametrize(
    ("version", "level", "said"),
    [(2, "unmet", ("", "non atteint")), (3, None, ("pas encore constaté",) * 2)],
)
def test_a_standard_is_said_as_its_version_stated_it(version, level, said):
    line = {"standard": "stats", "avant": None, "maintenant": level, "le": None}
    told = {"tenus": 0, "sur": 1, "lignes": [line | {"preuve": "", "lien": ""}]}
    read = FORMER | {"version": version, "nature": "startup", "standards": told}

    [row] = dossier_views.shown(dossiers.reread(dossiers.frozen(read)))["standards"]["rows"]
    assert (row["avant"], row["maintenant"]) == said


def test_a_former_dossier_says_no_more_than_it_did():
    shown = dossier_views.shown(dossiers.reread(dossiers.frozen(FORMER)))

    assert (shown["parts"], shown["promised"], shown["files"]) == ([], [], [])
    assert shown["costs"] is shown["budget"] is shown["before"] is None
