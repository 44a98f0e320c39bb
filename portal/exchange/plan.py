"""What an import would change, told before it is written, and what it has written."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _, lazy_gettext as _l

from portal.kernel.text import plural
from portal.startups.sheet_words import PRESENTATION

_FIELDS = PRESENTATION | {"sponsors": _l("Sponsors")}
KINDS = ("organisations", "incubators", "cohorts", "startups")


@dataclass
class Outcome:
    """How many of one kind were created, changed, left as they were, and the changed fields."""

    created: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    unchanged: int = 0

    @property
    def total(self) -> int:
        """How many sheets in all."""
        return len(self.created) + len(self.changed) + self.unchanged

    @property
    def writes(self) -> bool:
        """Whether anything is written."""
        return bool(self.created or self.changed)


@dataclass
class Plan:
    """The outcome by kind.

    `kept` names the startups whose phases are decided here, and stay; `differing`, by title, the
    columns written here of which the programme says something else.
    """

    by_kind: dict[str, Outcome] = field(default_factory=lambda: {kind: Outcome() for kind in KINDS})
    kept: list[str] = field(default_factory=list)
    differing: dict[str, list[str]] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether anything is written."""
        return any(outcome.writes for outcome in self.by_kind.values())

    def lines(self) -> Iterator[str]:
        """One sentence by kind, « 463 startups : 463 créées, 0 modifiée, 0 inchangée »."""
        for kind, outcome in self.by_kind.items():
            yield f"{_named(kind, outcome.total)}\u00a0: {_counts(kind, outcome)}"
        if self.kept:
            yield _(
                "Phases tenues par le portail, laissées telles quelles : %(titles)s.",
                titles=", ".join(self.kept),
            )

        if self.differing:
            yield _(
                "Écrit dans le portail et gardé, alors que la fiche du programme dit autre chose"
                "\u00a0: %(what)s.",
                what="\u00a0; ".join(_differing(*one) for one in self.differing.items()),
            )

    def changed_fields(self) -> Counter[str]:
        """How often each field of a startup changes."""
        changed = self.by_kind["startups"].changed.values()
        return Counter(name for names in changed for name in names)


def _differing(title: str, names: list[str]) -> str:
    fields = ", ".join(str(_FIELDS[name]).lower() for name in names)
    return f"{title} ({fields})"


def _named(kind: str, count: int) -> str:
    words = {
        "organisations": (_("organisation"), _("organisations")),
        "incubators": (_("incubateur"), _("incubateurs")),
        "cohorts": (_("promotion FAST"), _("promotions FAST")),
        "startups": (_("startup"), _("startups")),
    }
    return plural(count, *words[kind])


def _counts(kind: str, outcome: Outcome) -> str:
    parts = (len(outcome.created), len(outcome.changed), outcome.unchanged)
    verbs = _masculine() if kind == "incubators" else _feminine()
    return ", ".join(plural(n, *pair) for n, pair in zip(parts, verbs, strict=True))


def _feminine() -> tuple[tuple[str, str], ...]:
    return (
        (_("créée"), _("créées")),
        (_("modifiée"), _("modifiées")),
        (_("inchangée"), _("inchangées")),
    )


def _masculine() -> tuple[tuple[str, str], ...]:
    return (
        (_("créé"), _("créés")),
        (_("modifié"), _("modifiés")),
        (_("inchangé"), _("inchangés")),
    )
