"""What the imported facts of a startup let one propose of its standards; a person states it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale, gettext as _
from sqlalchemy.orm import Session

from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.policy import Act, Actor
from portal.startups import standards
from portal.startups.models import Startup
from portal.startups.promise_models import StandardMark
from portal.startups.sheet import begin
from portal.startups.sheet_words import Standard
from portal.startups.standards import State
from portal.startups.words import ACCESSIBILITY, StandardLevel


@dataclass(frozen=True, slots=True)
class Proposal:
    """A state that the team may confirm, with its proof and where it may be checked."""

    standard: Standard
    level: StandardLevel
    proof: str
    link: str


def proposals(startup: Startup, states: list[State]) -> list[Proposal]:
    """One for each standard that nobody has stated and that a fact of the sheet speaks of."""
    stated = {one.standard for one in states if one.mark is not None}
    return [one for one in _facts(startup) if one.standard not in stated]


def proposal(startup: Startup, states: list[State], standard: Standard) -> Proposal | None:
    """The one of this standard, if it is still to be confirmed."""
    found = proposals(startup, states)
    return next((one for one in found if one.standard is standard), None)


def confirm(
    session: Session, actor: Actor, startup: Startup, standard: Standard, *, now: datetime
) -> StandardMark:
    """State what is proposed, as seen today; Refused once there is nothing to confirm."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    # In French whoever confirms it: what is kept is read by everybody.
    with force_locale("fr"):
        found = proposal(startup, standards.states(session, startup), standard)
    if found is None:
        raise Refused(_("Il n’y a plus rien à confirmer ici : relisez l’état de ce standard."))
    told = {"level": found.level, "proof": found.proof, "link": found.link}
    return standards.mark(session, actor, startup, standard, on=paris_day(now), **told, now=now)


def _facts(startup: Startup) -> Iterator[Proposal]:
    if startup.accessibility:
        level = ACCESSIBILITY.get(startup.accessibility, startup.accessibility)
        proof = _("La fiche du programme dit\u00a0: %(level)s.", level=level)
        yield Proposal(Standard.MENTION, StandardLevel.MET, proof, startup.link)
    if startup.stats_url:
        yield _published(Standard.STATS, _("La page de statistiques."), startup.stats_url)
    if startup.budget_url:
        yield _published(Standard.BUDGET, _("La page du budget."), startup.budget_url)
    if startup.dashlord_url:
        yield _published(Standard.WATCH, _("La page de suivi."), startup.dashlord_url)
    if startup.risk_analysis or startup.risk_analysis_url:
        proof = _("La fiche du programme dit qu’une analyse de risques existe.")
        yield _published(Standard.RISKS, proof, startup.risk_analysis_url)


def _published(standard: Standard, proof: str, link: str) -> Proposal:
    return Proposal(standard, StandardLevel.MET, proof, link)
