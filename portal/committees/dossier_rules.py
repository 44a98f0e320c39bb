"""What a committee would miss in a dossier. Pure: it reads the dossier as it is read and frozen."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from portal.committees.dossier_words import Gap
from portal.committees.grid_words import GridLine
from portal.committees.words import Direction
from portal.kernel.periods import add_months
from portal.startups.words import Rung

STALE_MONTHS = 6
"""A figure older than this many calendar months says nothing of now."""

Lack = dict[str, Any]


def missing(read: dict[str, Any], today: date) -> list[Lack]:
    """Everything that this dossier lacks, the most pressing first. Nothing here ever refuses."""
    found = [*own(read, today), *(_of_startup(read) if read["nature"] == "startup" else ())]
    order = list(Gap)
    return sorted(found, key=lambda one: order.index(Gap(one["quoi"])))


def own(read: dict[str, Any], today: date) -> list[Lack]:
    """What the team alone can write: the request, the amount, and a fresh figure on each rung."""
    checks = (
        (Gap.REQUEST, not read["demande"]),
        (Gap.COURSE, _lacks_course(read["proposition"])),
        (Gap.RECEIVER, _lacks_receiver(read["proposition"])),
        (
            Gap.AMOUNT,
            not (read["proposition"]["montant"] or read["proposition"].get("montant_dit")),
        ),
    )
    told = [{"quoi": gap.value} for gap, lacks in checks if lacks]
    return told + _of_rungs(read["preuves"], today)


def _lacks_course(told: dict[str, Any]) -> bool:
    return told.get("direction") == Direction.PIVOT and not told.get("cap", {}).get("mission")


def _lacks_receiver(told: dict[str, Any]) -> bool:
    return told.get("direction") == Direction.MERGE and not told.get("fusion", {}).get("vers")


def _of_rungs(proofs: Iterable[dict], today: date) -> list[Lack]:
    proofs = list(proofs)
    filled = {one["echelon"] for one in proofs}
    oldest = add_months(today, -STALE_MONTHS).isoformat()
    groups = (
        (Gap.RUNGS, [rung.value for rung in Rung if rung.value not in filled]),
        (Gap.UNDATED, _where(proofs, lambda one: not one["mesure_le"])),
        (Gap.UNSOURCED, _where(proofs, lambda one: not one["source"] and not _is_shown(one))),
        (Gap.UNPROVEN, _where(proofs, lambda one: one["source"] and not _is_shown(one))),
        (Gap.OLD, _where(proofs, lambda one: (one["mesure_le"] or oldest) < oldest)),
    )
    return [{"quoi": gap.value, "echelons": rungs} for gap, rungs in groups if rungs]


def _is_shown(proof: dict) -> bool:
    """Whether it may be checked: a link, or a file of the dossier."""
    return bool(proof.get("lien") or proof.get("fichier"))


def _where(proofs: list[dict], lacks: Callable[[dict], bool]) -> list[str]:
    told = {one["echelon"] for one in proofs if lacks(one)}
    return [rung.value for rung in Rung if rung.value in told]


def _of_startup(read: dict[str, Any]) -> list[Lack]:
    checks = (
        (Gap.SATISFACTION, read["premier"] and not read["satisfaction"]),
        (Gap.NEXT, not read["suite"]),
        (Gap.BUDGET, not read["budget"]["semestres"]),
    )
    told = [{"quoi": gap.value} for gap, lacks in checks if lacks]
    return [
        *told,
        *_costless(read["couts"]),
        *_unsourced(read),
        *_open(read),
        *_ending(read),
        *_silent(read),
    ]


def _costless(told: dict[str, Any]) -> list[Lack]:
    """No cost, and why when it is known."""
    if told["serie"]:
        return []
    why = told.get("pourquoi")
    return [{"quoi": Gap.COST.value} | ({"pourquoi": why} if why else {})]


def _unsourced(read: dict[str, Any]) -> list[Lack]:
    """What was seen of a promise, in words alone: neither a measure, nor a source, nor a link."""
    told = [one for one in read.get("promis", ()) if one["bilan"] and not one["chiffre"]]
    count = sum(not one.get("bilan_source") and not one.get("bilan_lien") for one in told)
    return [{"quoi": Gap.OBSERVED.value, "n": count}] if count else []


def _open(read: dict[str, Any]) -> list[Lack]:
    count = len(read["reserves_ouvertes"])
    return [{"quoi": Gap.CONDITIONS.value, "n": count}] if count else []


def _ending(read: dict[str, Any]) -> list[Lack]:
    """The agreement that ends before the months asked for; none at all is told by the budget."""
    ends_on = read["convention"]
    if ends_on is None or ends_on >= read["demande_jusqu_au"]:
        return []
    return [{"quoi": Gap.AGREEMENT.value, "le": ends_on}]


def _silent(read: dict[str, Any]) -> list[Lack]:
    """The lines of the grid on which neither the sheet nor the team says anything."""
    spoken = {one["ligne"] for one in read["grille"] if one["fiche"] or one["equipe"]}
    lines = [line.value for line in GridLine if line.value not in spoken]
    return [{"quoi": Gap.GRID.value, "lignes": lines}] if lines else []
