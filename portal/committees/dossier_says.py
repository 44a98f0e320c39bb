"""A dossier that was read, said in words: each fact, each promise, and what is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from portal.committees.dossier_words import Gap, Told, Vacancy
from portal.committees.grid_words import GridLine
from portal.kernel.text import plural
from portal.startups import sheet_says
from portal.startups.sheet_words import Nature, NoCost
from portal.startups.words import Phase, Rung
from portal.web.filters import day_text, euros

Fact = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One fact in words, with its day, its source and where it may be checked."""

    label: str
    words: str
    on: date | None = None
    source: str = ""
    link: str = ""

    @property
    def line(self) -> str:
        """The same on one line, as the team takes it over into its own text."""
        told = [text for text in (day_in_words(self.on), self.source) if text]
        words = _("%(label)s : %(words)s", label=self.label, words=self.words)
        return f"{words} ({', '.join(told)})" if told else words


def spoken(fact: Fact) -> Spoken:
    """A fact of the sheet in words."""
    about = Told(fact["quoi"])
    return Spoken(
        label=fact.get("nom") or str(about.label),
        words=_WORDS[about](fact),
        on=day_of(fact.get("le")),
        source=fact.get("source", ""),
        link=safe(fact.get("lien", "")),
    )


def safe(link: str) -> str:
    """A link that a browser may follow; nothing else is ever made clickable."""
    return link if link.startswith(("https://", "http://")) else ""


def day_of(text: str | None) -> date | None:
    """A day that was frozen."""
    return date.fromisoformat(text) if text else None


def day_in_words(day: date | None) -> str:
    """« 4 décembre 2026 »; nothing for none."""
    return day_text(day, "d MMMM y") if day else ""


def amount(value: str, unit: str = "") -> str:
    """« 312 trajets »."""
    return sheet_says.figure(Decimal(value), unit)


def half(first: str) -> str:
    """« 1er semestre 2027 »."""
    return sheet_says.half_year(date.fromisoformat(first))


def _text(fact: Fact) -> str:
    return fact["texte"]


def figure_in_short(fact: Fact) -> str:
    """« 88 % (n = 143) », as a rung of the dossier says it."""
    told = amount(fact["valeur"], fact.get("unite", ""))
    return _("%(figure)s (n = %(n)s)", figure=told, n=fact["n"]) if "n" in fact else told


def _figure(fact: Fact) -> str:
    told = amount(fact["valeur"], fact.get("unite", ""))
    if "n" not in fact:
        return told
    answers = plural(fact["n"], "réponse", "réponses")
    return _(
        "%(figure)s, %(n)s : %(how)s",
        figure=told,
        n=answers,
        how=fact.get("methode", "").rstrip("."),
    )


def _move(fact: Fact) -> str:
    unit = fact.get("unite", "")
    return _(
        "de %(first)s en %(since)s à %(last)s",
        first=amount(fact["de"], unit),
        since=day_text(date.fromisoformat(fact["depuis"]), "MMMM y"),
        last=amount(fact["a"], unit),
    )


def _kept(fact: Fact) -> str:
    told = plural(fact["tenus"], "tenu", "tenus")
    return _(
        "%(kept)s sur %(all)s, %(half)s", kept=told, all=fact["sur"], half=half(fact["semestre"])
    )


def _cost(fact: Fact) -> str:
    each, on = sheet_says.cost(Decimal(fact["chacun"])), date.fromisoformat(fact["au"])
    if fact.get("nature") == Nature.STATE:
        return _("%(cost)s pour une unité en place, au %(on)s", cost=each, on=day_in_words(on))
    return _("%(cost)s au %(on)s", cost=each, on=day_in_words(on))


def _promise(fact: Fact) -> str:
    return _(
        "%(what)s, de %(from)s à %(to)s, %(half)s",
        what=fact["texte"],
        to=fact["cible"],
        half=half(fact["semestre"]),
        **{"from": fact["depart"]},
    )


def standards_counted(told: Fact) -> str:
    """How many are met; before the third version, what was not stated was counted as unmet."""
    return sheet_says.counted(told["tenus"], told["sur"], told.get("a_constater", 0))


def _planned(fact: Fact) -> str:
    return _(
        "%(amount)s, %(half)s", amount=euros(fact.get("montant", 0)), half=half(fact["semestre"])
    )


def _condition(fact: Fact) -> str:
    return _(
        "%(what)s, avant le %(on)s", what=fact["texte"], on=day_in_words(day_of(fact["avant"]))
    )


_WORDS: dict[Told, Callable[[Fact], str]] = {
    Told.MISSION: _text,
    Told.PHASE: lambda fact: str(Phase(fact["mot"]).label),
    Told.FIGURE: _figure,
    Told.MOVE: _move,
    Told.KEPT: _kept,
    Told.COST: _cost,
    Told.PROMISE: _promise,
    Told.PLANNED: _planned,
    Told.CONDITION: _condition,
    Told.STANDARDS: standards_counted,
    Told.VACANT: lambda fact: str(Vacancy(fact["mot"]).label),
    Told.INTERNAL: lambda fact: _("%(part)s %% de ce qui est payé", part=fact["part"]),
    Told.AGREEMENT: lambda fact: _("jusqu’au %(on)s", on=day_in_words(day_of(fact["jusqu_au"]))),
}


# What is missing


def gap(lack: dict[str, Any]) -> str:
    """What is missing, in words."""
    kind = Gap(lack["quoi"])
    label = str(kind.label)
    if "echelons" in lack:
        rungs = ", ".join(str(Rung(one).label).lower() for one in lack["echelons"])
        return _("%(what)s : %(which)s", what=label, which=rungs)
    if "lignes" in lack:
        lines = ", ".join(str(GridLine(one).label).lower() for one in lack["lignes"])
        return _("%(what)s : %(which)s", what=label, which=lines)
    if "pourquoi" in lack:
        return _("%(what)s. %(which)s", what=label, which=NoCost(lack["pourquoi"]).label)
    if "n" in lack:
        return _("%(what)s : %(which)s", what=label, which=lack["n"])
    if kind is Gap.AGREEMENT:
        on = day_in_words(day_of(lack["le"]))
        return _("%(what)s : elle finit le %(on)s", what=label, on=on)
    return label


# Taking over


def taken(written: str, facts: list[Fact]) -> str:
    """What the team wrote, followed by what the sheet says; nothing typed is ever replaced."""
    told = [spoken(fact).line for fact in facts]
    new = "\n".join(line for line in told if line not in written)
    return "\n\n".join(part for part in (written.rstrip(), new) if part)
