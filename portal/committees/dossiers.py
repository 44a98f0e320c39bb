"""The dossier as it is frozen: canonical JSON and its SHA-256. Pure.

Version 1 had no mark of its own: request, text, proposal, proofs and proposed conditions.
Version 2 gave the whole of what is read, the cost divided by the last figure known.
Version 3 is what `dossier_reading.read` gives, and its own moment (`gele_a`): the sheet is read
then, be it later than the hour when the team stops writing. All re-read for ever, each as it was.
"""

import json
from typing import Any

from portal.committees.words import SubjectKind
from portal.register.chain import canonical, sha256

VERSION = 3


def frozen(read: dict[str, Any]) -> str:
    """The text that freezing keeps."""
    return canonical(read)


def fingerprint(text: str) -> str:
    """The SHA-256 of a frozen dossier, in hexadecimal."""
    return sha256(text)


def reread(text: str) -> dict[str, Any]:
    """A frozen dossier, whichever its version; an older one says less, and nothing is made up."""
    read = json.loads(text)
    if "version" not in read:
        of_startup = read["objet"].startswith("stu-")
        read["version"] = 1
        read["nature"] = (SubjectKind.STARTUP if of_startup else SubjectKind.INVESTIGATION).value
    return read


def proposal(item: Any) -> dict[str, Any]:
    """What is put to the vote."""
    told = {
        "direction": item.direction.value,
        "phase": item.phase.value if item.phase else None,
        "mois": item.months,
        "montant": item.amount,
        "mois_sursis": item.provisional_months,
        "montant_sursis": item.provisional_amount,
        "fin_des_credits": day(item.money_ends_on),
    }
    # Zero is said only when somebody wrote it.
    zero = {"montant_dit": True} if item.is_amount_said and not item.amount else {}
    launch = {"startup": item.startup_title, "mission": item.startup_mission}
    return told | zero | (launch if item.startup_title else {})


def proofs(dossier: Any) -> list[dict[str, Any]]:
    """The figures of the rungs, with their day, source, link or file."""
    return [
        {
            "echelon": rung.rung.value,
            "chiffre": rung.figure,
            "mesure_le": day(rung.measured_on),
            "source": rung.source,
            "lien": rung.link,
            "fichier": rung.file_ref,
        }
        for rung in sorted(dossier.rungs, key=lambda rung: rung.rung.value)
    ]


def proposed(conditions: list[Any]) -> list[dict[str, Any]]:
    """Conditions, without the name of who takes care of them: a frozen text keeps no one's name."""
    return [
        {"quoi": one.what, "echeance": day(one.due_on), "preuve": one.proof} for one in conditions
    ]


def day(value: Any) -> str | None:
    """A day as it is frozen."""
    return value.isoformat() if value else None
