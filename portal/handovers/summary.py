"""What a plan says in short, for its page and for the dossier of the exit committee. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from portal.handovers import rules
from portal.handovers.words import SETTLED, ExitLine, LineState, Scenario
from portal.kernel.text import listed


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the list as it stands, wherever it is kept."""

    line: ExitLine
    state: LineState
    proof: str = ""
    link: str = ""
    on: date | None = None
    by_id: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A plan in short. `months` of presence are counted before the final date."""

    scenario: Scenario
    fallback: Scenario | None
    host: str
    final_on: date | None
    adopted_on: date | None
    ready: int
    asked: int
    months: Fraction
    full_time: Fraction
    is_hasty: bool
    late: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What is missing, in one sentence; empty when nothing is."""
        if not self.missing:
            return ""
        return _("Il manque : %(missing)s.", missing=listed(self.missing))


def handover_summary(
    plan: Any,
    lines: Sequence[Told],
    *,
    host: str,
    steps: Iterable[Any],
    stays: Iterable[rules.Stay],
    today: date,
) -> Summary:
    """The summary of a plan (read by attribute), its lines, steps and people of the host."""
    until, stays = plan.final_on or today, list(stays)
    months = rules.presence(stays, until)
    late = [one for one in steps if rules.is_late(one.expected_on, one.done_on, today)]
    asked = [one for one in lines if one.state is not LineState.NOT_APPLICABLE]
    return Summary(
        scenario=plan.adopted_scenario or plan.scenario,
        fallback=plan.adopted_fallback if plan.adopted_scenario else plan.fallback,
        host=host,
        final_on=plan.final_on,
        adopted_on=plan.adopted_on,
        ready=sum(one.state is LineState.DONE for one in asked),
        asked=len(asked),
        months=months,
        full_time=rules.full_time(stays, until),
        is_hasty=rules.is_hasty(months),
        late=tuple(str(one.step.label) for one in late),
        missing=(*_absent(plan, host), *_undone(lines)),
    )


def _absent(plan: Any, host: str) -> list[str]:
    found = (
        (plan.adopted_scenario or plan.fallback, _("un scénario de repli")),
        (host, _("la structure d’accueil")),
        (plan.contact_id or plan.contact_role, _("un contact dans cette structure")),
        (plan.final_on, _("la date de sortie")),
        (plan.vision, _("l’organisation visée")),
    )
    return [words for told, words in found if not told]


def _undone(lines: Iterable[Told]) -> list[str]:
    words = {
        ExitLine.STANDARDS: _("des standards"),
        ExitLine.DOMAIN: _("le nom de domaine"),
        ExitLine.BUDGET_LINE: _("la ligne budgétaire"),
        ExitLine.MARKET: _("le marché ou le contrat"),
        ExitLine.DOCS: _("la documentation"),
        ExitLine.CODE_AUDIT: _("l’audit du code"),
        ExitLine.ACCESS_AUDIT: _("l’audit d’accessibilité"),
        ExitLine.RECORD: _("le registre des traitements"),
        ExitLine.APPROVAL: _("l’homologation"),
        ExitLine.TRAINING: _("la formation de l’équipe d’accueil"),
    }
    return [words[one.line] for one in lines if one.state not in SETTLED]
