"""An invented folder of the programme, written file by file for one test."""

from pathlib import Path

STARTUP = """---
title: Boussole des guichets
mission: Trouver le bon guichet du premier coup
incubator: atelier
sponsors:
  - /organisations/office-des-guichets
phases:
  - name: investigation
    start: 2024-01-15
  - name: construction
    start: 2024-07-15
link: https://boussole.gouv.example
---
Une fiche inventée.
"""


class Folder:
    """A folder with one organisation, one incubator, one cohort and no startup."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("_organisations/office-des-guichets.md", _header("name: Office des guichets"))
        self.write("_incubators/atelier.md", _header("title: L’Atelier"))
        self.write("_fasts/03-fast.md", _header("title: FAST 3"))
        (root / "content/_startups").mkdir()

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file of the content folder."""
        file = self.root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def startup(self, *changes: tuple[str, str], path: str = "boussole.md", more: str = "") -> None:
        """Write a startup: the plain one with these words replaced and these lines added."""
        text = STARTUP
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        self.write(f"_startups/{path}", text.replace("link:", f"{more}link:", 1))

    def phases(self, *phases: str) -> None:
        """Write a startup whose phases are these flow mappings' insides, one a line."""
        lines = "".join(f"  - {{{phase}}}\n" for phase in phases)
        head, _, tail = STARTUP.partition("phases:\n")
        self.write("_startups/boussole.md", f"{head}phases:\n{lines}{tail[tail.index('link:') :]}")


def _header(lines: str) -> str:
    return f"---\n{lines}\n---\nUn texte.\n"
