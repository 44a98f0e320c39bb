"""Where the steps of a consolidation fall in their picture. Pure of queries."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from portal.handovers.models import Handover, HandoverStep
from portal.handovers.rules import is_late
from portal.kernel.periods import days_between
from portal.startups.drawing import WIDTH
from portal.web.filters import day_text


@dataclass(frozen=True, slots=True)
class Picture:
    """What `phase_timeline` draws, in units of 0..1000."""

    bars: list[dict]
    marks: list[dict]
    years: list[dict]
    today: int


def picture(plan: Handover, today: date) -> Picture | None:
    """The steps that have a date, each from the end of the one before; None without any."""
    dated = [one for one in plan.steps if _end(one)]
    if not dated:
        return None
    first = min([plan.begins_on, today, *(_end(one) for one in dated)])
    last = max([today, *(_end(one) for one in dated), *([plan.final_on] if plan.final_on else [])])
    scale = WIDTH / max(1, days_between(first, last))

    def place(on: date) -> int:
        return round(days_between(first, on) * scale)

    final = [plan.final_on] if plan.final_on and plan.final_on >= first else []
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    return Picture(
        bars=_bars(plan, dated, place, today),
        marks=[{"x": place(on), "label": _final(on), "kind": "committee"} for on in final],
        years=[{"x": place(one), "label": one.year} for one in years],
        today=place(today),
    )


def _bars(plan: Handover, dated: list[HandoverStep], place, today: date) -> list[dict]:
    bars, since = [], plan.begins_on
    for one in dated:
        until = _end(one)
        start = min(since, until)
        bars.append(
            {
                "label": _label(one),
                "x": place(start),
                "width": place(until) - place(start),
                "kind": _kind(one, today),
            }
        )
        since = until
    return bars


def _end(step: HandoverStep) -> date | None:
    return step.done_on or step.expected_on


def _kind(step: HandoverStep, today: date) -> str:
    if step.done_on:
        return "done"
    return "late" if is_late(step.expected_on, None, today) else "ahead"


def _label(step: HandoverStep) -> str:
    told = {"step": step.step.label, "on": day_text(_end(step), "MMMM y")}
    if step.done_on:
        return _("%(step)s, fin en %(on)s", **told)
    return _("%(step)s, fin prévue en %(on)s", **told)


def _final(on: date) -> str:
    return _("Sortie prévue le %(on)s", on=day_text(on, "d MMMM y"))
