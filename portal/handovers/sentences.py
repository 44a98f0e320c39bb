"""Plans of exit and health checks, said in French."""

from datetime import date
from fractions import Fraction

from flask_babel import format_percent, gettext as _

from portal.handovers.models import HealthCheck
from portal.handovers.summary import Summary
from portal.handovers.words import (
    CheckStanding,
    ExitLine,
    ExitStep,
    HealthState,
    LineState,
    Scenario,
)
from portal.journal.models import JournalEntry
from portal.policy import Act
from portal.startups.sentences import Line
from portal.web.filters import day_text, plural

# How each is drawn; the word always says it too.
LINE_BADGES = {
    LineState.TODO: "none",
    LineState.DOING: "info",
    LineState.DONE: "success",
    LineState.NOT_APPLICABLE: "none",
}
HEALTH_BADGES = {
    HealthState.ALIVE: "success",
    HealthState.FRAGILE: "warning",
    HealthState.CLOSED: "none",
}
STANDING_BADGES = {
    CheckStanding.LATE: "warning",
    CheckStanding.COMING: "info",
    CheckStanding.DONE: "success",
}


def after(months: int) -> str:
    """« 6 mois après la sortie »."""
    return _("%(months)s après la sortie", months=plural(months, "mois", "mois"))


def named(check: HealthCheck) -> str:
    """« Allô chantier, bilan 6 mois après la sortie »."""
    return _("%(title)s, bilan %(after)s", title=check.startup.title, after=after(check.months))


def standing(check: HealthCheck, today: date) -> CheckStanding:
    """Where a health check stands today."""
    if check.done_on:
        return CheckStanding.DONE
    return CheckStanding.LATE if check.due_on < today else CheckStanding.COMING


def months(count: Fraction) -> str:
    """« 6 mois », « 5,5 mois »: never more than was counted."""
    tenths = int(count * 10)
    number = tenths // 10 if tenths % 10 == 0 else tenths / 10
    return plural(number, "mois", "mois")


def share(percent: int) -> str:
    """« 50 % »."""
    return format_percent(percent / 100)


def presence(told: Summary) -> str:
    """How long the people of the host are there before the exit."""
    words = {"months": months(told.months), "full": months(told.full_time)}
    if told.final_on is None:
        return _("%(months)s de présence à ce jour, soit %(full)s à plein temps.", **words)
    on = day_text(told.final_on, "d MMMM y")
    return _("%(months)s de présence avant le %(on)s, soit %(full)s à plein temps.", on=on, **words)


def history(entries: list[JournalEntry], names: dict[int, str]) -> list[Line]:
    """What was done to the plan and seen after, as sentences."""
    return [Line(_signed(one, names), one.at, "") for one in entries]


def _signed(entry: JournalEntry, names: dict[int, str]) -> str:
    sentence, name = _sentence(entry), names.get(entry.person_id or 0)
    return _("%(sentence)s (%(name)s).", sentence=sentence, name=name) if name else f"{sentence}."


def _sentence(entry: JournalEntry) -> str:
    before, told = entry.before or {}, entry.after or {}
    if entry.act == Act.HANDOVER_CHECK:
        return _of_check(before, told)
    if "put" in told:
        return _("Porté devant le comité de sortie : %(scenario)s", scenario=_scenario(told["put"]))
    if "adopted" in told:
        return _("Adopté par un comité : %(scenario)s", scenario=_scenario(told["adopted"]))
    if "step" in told:
        return _of_step(told)
    if "line" in told:
        line, state = ExitLine(told["line"]).label, LineState(told["state"]).label
        return _("« %(line)s » : %(state)s", line=line, state=state)
    if "stay" in told:
        return _of_stay(told)
    return _of_plan(before, told)


def _of_plan(before: dict, told: dict) -> str:
    if told.get("made"):
        return _("Plan de sortie commencé : %(scenario)s", scenario=_scenario(told["scenario"]))
    if before.get("scenario") != told.get("scenario"):
        return _("Scénario changé : %(scenario)s", scenario=_scenario(told["scenario"]))
    if before.get("final_on") != told.get("final_on") and told.get("final_on"):
        return _("Date de sortie : %(on)s", on=_day(told["final_on"]))
    return _("Plan modifié")


def _of_step(told: dict) -> str:
    step = ExitStep(told["step"]).label
    if told.get("done_on"):
        return _("Étape « %(step)s » finie le %(on)s", step=step, on=_day(told["done_on"]))
    if told.get("expected_on"):
        return _(
            "Étape « %(step)s » prévue pour le %(on)s", step=step, on=_day(told["expected_on"])
        )
    return _("Étape « %(step)s » sans date", step=step)


def _of_stay(told: dict) -> str:
    words = {
        "added": _("Présence de la structure d’accueil ajoutée : %(who)s", who=told["who"]),
        "changed": _("Présence corrigée : %(who)s", who=told["who"]),
        "withdrawn": _("Présence retirée : %(who)s", who=told["who"]),
    }
    return words[told["stay"]]


def _of_check(before: dict, told: dict) -> str:
    if told.get("health") == "planned":
        return _("Bilan prévu le %(on)s", on=_day(told["due_on"]))
    state = HealthState(told["state"]).label
    words = {"after": after(told["months"]), "state": state}
    if before:
        return _("Bilan %(after)s corrigé : %(state)s", **words)
    return _("Bilan %(after)s : %(state)s", **words)


def _scenario(code: str) -> str:
    return str(Scenario(code).label)


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text), "d MMMM y")
