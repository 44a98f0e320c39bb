"""Write docs/permissions.md and docs/lifecycles.md from the code: `python tools/describe.py`.

A test fails when they no longer say what the code does.
"""

import csv
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from portal.calls.rules import ENTRY  # noqa: E402
from portal.committees.condition_rules import CONDITION  # noqa: E402
from portal.committees.rules import ITEM, SITTING  # noqa: E402
from portal.investigations.rules import INVESTIGATION  # noqa: E402
from portal.irritants.rules import IRRITANT  # noqa: E402
from portal.policy import Act  # noqa: E402
from portal.startups.after_rules import OFFER  # noqa: E402

ROLES = {
    "anonymous": "public",
    "agent": "agent",
    "team_member": "équipe",
    "coach": "coach",
    "sponsor": "sponsor",
    "director": "resp. incubateur",
    "committee_member": "membre",
    "committee_chair": "présidence",
    "committee_secretary": "secrétariat",
    "programme_director": "programme",
    "auditor": "audit",
    "administrator": "admin.",
}
CELLS = {"allow": "oui", "deny": "", "public": "publié"}
MACHINES = {
    "Irritant": IRRITANT,
    "Dossier d’un appel": ENTRY,
    "Investigation": INVESTIGATION,
    "Séance": SITTING,
    "Point": ITEM,
    "Réserve": CONDITION,
    "Offre de reprise": OFFER,
}


def permissions() -> str:
    """The sheet of rights, for the acts that exist."""
    with (ROOT / "docs" / "permissions.csv").open(encoding="utf-8") as lines:
        rows = {row["action_id"]: row for row in csv.DictReader(lines)}
    head = "| Acte | " + " | ".join(ROLES.values()) + " | mot de passe redemandé |"
    rule = "|" + "---|" * (len(ROLES) + 2)
    body = [_row(rows[act.value]) for act in sorted(Act)]
    told = (
        "# Droits\n\nÉcrit par `tools/describe.py` d’après `permissions.csv`. "
        "« oui » : partout ; un autre mot : dans cette seule portée ; vide : non.\n"
    )
    return "\n".join([told, head, rule, *body]) + "\n"


def _row(row: dict[str, str]) -> str:
    cells = [CELLS.get(row[role], _SCOPES.get(row[role], row[role])) for role in ROLES]
    again = "oui" if row["step_up"] == "yes" else ""
    return f"| {row['label_fr']} (`{row['action_id']}`) | " + " | ".join([*cells, again]) + " |"


_SCOPES = {
    "own": "les siens",
    "team": "son équipe",
    "coached": "accompagné",
    "incubator": "son incubateur",
    "committee": "son comité",
    "seat": "son siège",
    "panel": "nommés",
    "undirected": "sans responsable",
}


def lifecycles() -> str:
    """Every state machine as a table."""
    parts = ["# Vies des choses\n\nÉcrit par `tools/describe.py` d’après les machines du code.\n"]
    for name, machine in MACHINES.items():
        parts.append(f"## {name}\n\n| De | Par | Vers |\n|---|---|---|")
        parts += [
            f"| {_word(origin)} | {_word(verb)} | {_word(goal)} |"
            for (origin, verb), goal in machine.moves.items()
        ]
        parts.append("")
    return "\n".join(parts)


def _word(word) -> str:
    label = getattr(word, "label", word)
    return f"{label} (`{word}`)"


DOCUMENTS = {"permissions.md": permissions, "lifecycles.md": lifecycles}


def main() -> None:
    """Write them."""
    for name, write in DOCUMENTS.items():
        (ROOT / "docs" / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
