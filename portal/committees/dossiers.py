"""The dossier as it is frozen: canonical JSON and its SHA-256. Pure."""

from typing import Any

from portal.register.chain import canonical, sha256


def as_read(item: Any, dossier: Any, conditions: list[Any], crossing: dict | None = None) -> str:
    """Everything a member reads before deciding, as canonical JSON.

    `crossing` is the new course, or the startup that receives, when that is what is proposed.
    """
    return canonical(
        {
            "point": item.ref,
            "objet": item.subject_ref,
            "titre": item.title,
            "demande": dossier.request,
            "texte": dossier.body,
            "proposition": {
                "direction": item.direction.value,
                "phase": item.phase.value if item.phase else None,
                "mois": item.months,
                "montant": item.amount,
                "mois_sursis": item.provisional_months,
                "montant_sursis": item.provisional_amount,
                "fin_des_credits": _day(item.money_ends_on),
                **(crossing or {}),
            },
            "preuves": [
                {
                    "echelon": rung.rung.value,
                    "chiffre": rung.figure,
                    "mesure_le": _day(rung.measured_on),
                    "source": rung.source,
                }
                for rung in sorted(dossier.rungs, key=lambda rung: rung.rung.value)
            ],
            "reserves_proposees": [
                {"quoi": one.what, "echeance": _day(one.due_on), "preuve": one.proof}
                for one in conditions
            ],
        }
    )


def fingerprint(frozen: str) -> str:
    """The SHA-256 of a frozen dossier, in hexadecimal."""
    return sha256(frozen)


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
