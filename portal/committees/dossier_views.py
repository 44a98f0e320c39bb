"""What the page of a dossier shows, from what was read and from nothing else."""

from datetime import date
from typing import Any

from portal.committees import (
    crossing_says,
    dossier_costs,
    dossier_reading,
    dossier_rules,
    dossier_says as says,
    dossiers,
)
from portal.committees.grid_words import PARTS
from portal.committees.item_models import Item
from portal.committees.words import Direction
from portal.files.words import FileKind
from portal.handovers.words import Scenario
from portal.kernel.periods import paris_day
from portal.startups import sheet_says
from portal.startups.sheet_words import Kept, Standard
from portal.startups.words import Phase, Rung, StandardLevel

Read = dict[str, Any]
# The last version that did not tell apart what nobody had stated.
_UNSTATED = 2


def read_of(session, item: Item, now) -> Read:
    """The dossier as it is read: as it was frozen, or as it stands."""
    if item.dossier.frozen:
        return dossiers.reread(item.dossier.frozen)
    return dossier_reading.read(session, item, now)


def lacks(item: Item, today: date) -> list[str]:
    """What is missing, in words: as frozen; before, what the dossier alone says, without the sheet.

    It asks nothing of the database: an agenda says it of each of its points.
    """
    if item.dossier.frozen:
        found = dossiers.reread(item.dossier.frozen).get("manques", ())
    else:
        found = own_lacks(item, today)
    return [says.gap(one) for one in found]


def own_lacks(item: Item, today: date) -> list[Read]:
    """What the team had to write and did not; once frozen, as on the day of the freeze."""
    dossier = item.dossier
    on = paris_day(dossier.frozen_at) if dossier.frozen_at else today
    told = {"demande": dossier.request, "proposition": _asked(item)}
    return dossier_rules.own(told | {"preuves": dossiers.proofs(dossier)}, on)


def _asked(item: Item) -> Read:
    return dossiers.proposal(item) | crossing_says.frozen(item)


def shown(read: Read) -> dict[str, Any]:
    """Everything, ready for the page; what an older version did not say is absent."""
    return {
        "read": read,
        "is_investigation": read["nature"] == "investigation",
        "proposal": _proposal(read["proposition"]),
        "proofs": _proofs(read["preuves"], read.get("fichiers", ())),
        "parts": _parts(read.get("grille")),
        "promised": [_promised(one) for one in read.get("promis", ())],
        "coming": [_promised(one) for one in read.get("suite", ())],
        "before": _before(read),
        "costs": dossier_costs.shown(read.get("couts"), read["version"]),
        "standards": _standards(read.get("standards"), read["version"]),
        "budget": _budget(read.get("budget")),
        "conditions": _conditions(read["reserves_proposees"]),
        "leaving": _leaving(read.get("sortie")),
        "takeover": _takeover(read.get("reprise")),
        "binding": _conditions(read.get("reserves_ouvertes", ())),
        "files": [one | {"nature": FileKind(one["nature"])} for one in read.get("fichiers", ())],
    }


def _proposal(told: Read) -> Read:
    return told | {
        "direction": Direction(told["direction"]),
        "phase": Phase(told["phase"]) if told["phase"] else None,
        "fin_des_credits": says.day_of(told["fin_des_credits"]),
    }


def _takeover(told: Read | None) -> Read | None:
    """The offer to take the service over."""
    return told | {"tient_jusqu_au": says.day_of(told["tient_jusqu_au"])} if told else None


def _leaving(told: Read | None) -> Read | None:
    """The plan of an exit, in the words of today."""
    if told is None:
        return None
    repli = Scenario(told["repli"]).label if told["repli"] else ""
    when = says.day_of(told["sortie_le"])
    return told | {"scenario": Scenario(told["scenario"]).label, "repli": repli, "sortie_le": when}


def _proofs(told: list[Read], files) -> list[tuple[Rung, Read | None]]:
    names = {one["ref"]: one["nom"] for one in files}
    known = {
        one["echelon"]: one
        | {
            "mesure_le": says.day_of(one["mesure_le"]),
            "lien": says.safe(one.get("lien", "")),
            "piece": names.get(one.get("fichier"), ""),
        }
        for one in told
    }
    return [(rung, known.get(rung.value)) for rung in Rung]


def _parts(grid: list[Read] | None) -> list[tuple]:
    """The three parts of the grid, each line with what the sheet said and what the team wrote."""
    if not grid:
        return []
    known = {one["ligne"]: one for one in grid}
    return [
        (title, [_line(line, known.get(line.value, {})) for line in lines])
        for title, lines in PARTS
    ]


def _line(line, told: Read) -> tuple:
    facts = [says.spoken(one) for one in told.get("fiche", ())]
    return line, facts, told.get("equipe", "")


def _before(read: Read) -> Read | None:
    told = read.get("comite_precedent")
    return told | {"le": says.day_of(told["le"])} if told else None


def _promised(told: Read) -> Read:
    return told | {
        "etat": Kept(told["etat"]),
        "badge": sheet_says.KEPT_BADGES[Kept(told["etat"])],
        "promis_le": says.day_of(told["promis_le"]),
        "bilan_le": says.day_of(told["bilan_le"]),
        "constate": _seen(told["chiffre"]),
        "bilan_source": told.get("bilan_source", ""),
        "bilan_lien": says.safe(told.get("bilan_lien", "")),
    }


def _seen(told: Read | None) -> says.Spoken | None:
    if told is None:
        return None
    words = says.amount(told["valeur"], told["unite"])
    on, link = says.day_of(told["le"]), says.safe(told["lien"])
    return says.Spoken("", words, on, told["source"], link)


def _standards(told: Read | None, version: int) -> Read | None:
    if not told or not told["lignes"]:
        return None
    rows = [
        {
            "nom": Standard(one["standard"]).label,
            "avant": _level(one["avant"]) if one["avant"] or version > _UNSTATED else "",
            "maintenant": _level(one["maintenant"]),
            "le": says.day_of(one["le"]),
            # A day follows it.
            "preuve": one["preuve"].rstrip("."),
            "lien": says.safe(one["lien"]),
        }
        for one in told["lignes"]
    ]
    return {"said": says.standards_counted(told), "rows": rows}


def _level(code: str | None) -> str:
    return sheet_says.level(StandardLevel(code) if code else None)


def _budget(told: Read | None) -> Read | None:
    if not told:
        return None
    granted = told["accorde"]
    granted = granted | {"le": says.day_of(granted["le"])} if granted else None
    halves = [one | {"semestre": says.half(one["semestre"])} for one in told["semestres"]]
    return told | {"accorde": granted, "semestres": halves}


def _conditions(told) -> list[Read]:
    return [one | {"echeance": says.day_of(one["echeance"])} for one in told]
