"""What a dossier lacks: each gap alone, none when it is whole, and the edge of six months."""

from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given, strategies as st

from portal.committees import dossier_rules
from portal.committees.dossier_words import Gap
from portal.committees.grid_words import GridLine
from portal.startups.words import Rung

TODAY = date(2026, 11, 23)
LINK = "https://exemple.gouv.fr/stats"
SEEN = {"bilan": "13 communes", "chiffre": None, "bilan_source": "", "bilan_lien": ""}


def whole():
    """A dossier that lacks nothing."""
    return {
        "nature": "startup",
        "demande": "Six mois de plus.",
        "proposition": {"montant": 100_000},
        "preuves": [
            {"echelon": rung.value, "mesure_le": "2026-11-01", "source": "Relevé", "lien": LINK}
            for rung in Rung
        ],
        "premier": True,
        "satisfaction": {"n": 40},
        "suite": [{"enonce": "Vingt communes"}],
        "budget": {"semestres": [{}]},
        "couts": {"serie": [{}]},
        "convention": "2027-12-31",
        "demande_jusqu_au": "2027-05-23",
        "reserves_ouvertes": [],
        "grille": [{"ligne": line.value, "fiche": [], "equipe": "Dit."} for line in GridLine],
    }


def lacking(**changes):
    """The same with these answers instead, those of a rung by its place."""
    return whole() | changes


def proofs(place=0, **changes):
    """All five, one of them changed."""
    told = deepcopy(whole()["preuves"])
    told[place] |= changes
    return told


USABLE = {"echelons": ["usable"]}


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (whole(), []),
        (lacking(demande=""), [{"quoi": "request"}]),
        (lacking(proposition={"montant": 0}), [{"quoi": "amount"}]),
        (lacking(preuves=whole()["preuves"][1:]), [{"quoi": "rungs"} | USABLE]),
        (lacking(preuves=proofs(mesure_le=None)), [{"quoi": "undated"} | USABLE]),
        (lacking(preuves=proofs(source="", lien="")), [{"quoi": "unsourced"} | USABLE]),
        (lacking(preuves=proofs(lien="")), [{"quoi": "unproven"} | USABLE]),
        (lacking(preuves=proofs(source="", lien="", fichier="fic-0000000a")), []),
        (lacking(promis=[SEEN, SEEN]), [{"quoi": "observed", "n": 2}]),
        (lacking(promis=[SEEN | {"bilan_source": "Registre"}]), []),
        (lacking(promis=[SEEN | {"bilan_lien": LINK}]), []),
        (lacking(promis=[SEEN | {"chiffre": {"valeur": "13"}}, SEEN | {"bilan": ""}]), []),
        (lacking(preuves=proofs(mesure_le="2026-05-22")), [{"quoi": "old"} | USABLE]),
        (lacking(preuves=proofs(mesure_le="2026-05-23")), []),
        (lacking(satisfaction=None), [{"quoi": "satisfaction"}]),
        (lacking(satisfaction=None, premier=False), []),
        (lacking(suite=[]), [{"quoi": "next"}]),
        (lacking(budget={"semestres": []}), [{"quoi": "budget"}]),
        (lacking(couts={"serie": []}), [{"quoi": "cost"}]),
        (
            lacking(couts={"serie": [], "pourquoi": "nature"}),
            [{"quoi": "cost", "pourquoi": "nature"}],
        ),
        (lacking(reserves_ouvertes=[{}, {}]), [{"quoi": "conditions", "n": 2}]),
        (lacking(convention="2027-05-22"), [{"quoi": "agreement", "le": "2027-05-22"}]),
        (lacking(convention="2027-05-23"), []),
        (lacking(convention=None), []),
        (lacking(grille=whole()["grille"][:-1]), [{"quoi": "grid", "lignes": ["agility"]}]),
        (
            lacking(grille=[{"ligne": "use", "fiche": [{}], "equipe": ""}, *whole()["grille"]]),
            [],
        ),
        (
            {"nature": "investigation", "demande": "", "proposition": {"montant": 1}}
            | {"preuves": proofs()},
            [{"quoi": "request"}],
        ),
    ],
)
def test_each_gap_is_told_and_nothing_else(read, expected):
    assert dossier_rules.missing(read, TODAY) == expected


@given(st.sets(st.sampled_from(["demande", "suite", "satisfaction"])), st.booleans())
def test_gaps_come_in_one_order_and_once(emptied, is_dear):
    read = lacking(**dict.fromkeys(emptied)) | {"couts": {"serie": [{}] if is_dear else []}}

    found = [Gap(one["quoi"]) for one in dossier_rules.missing(read, TODAY)]
    assert found == sorted(set(found), key=list(Gap).index)
    assert len(found) == len(emptied) + (not is_dear)
