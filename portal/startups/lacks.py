"""What a committee would miss on the sheet, and where each thing is filled in."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from portal import policy
from portal.people.models import Mandate
from portal.policy import Act, Actor, Role
from portal.startups import team, vacancies
from portal.startups.grants import may_record
from portal.startups.models import Startup
from portal.startups.words import FUNDED_PHASES

# (what lacks, where whoever may fills it in)
Lack = tuple[str, str | None]


def lacks(actor: Actor, startup: Startup, mandates: list[Mandate]) -> list[Lack]:
    """What lacks before the next committee, each with its page for whoever may write it."""
    names = team.offered(actor, startup)
    found = [
        (one, _at("team_page", startup, bool(names))) for one in vacancies.vacant(startup, mandates)
    ]
    if startup.current_phase in FUNDED_PHASES and startup.safeguard_until is None:
        found += _money(actor, startup, mandates)
        found += _told(actor, startup)
    return found


def _money(actor: Actor, startup: Startup, mandates: list[Mandate]) -> Iterator[Lack]:
    if startup.current_grant is None:
        may = policy.may(actor, Act.GRANT_RECORD, startup) and may_record(startup)
        said = _("le financement en cours (montant, fin des crédits, terme)")
        yield said, _at("grant_form", startup, may)
    if not startup.sponsorships and not any(one.role is Role.SPONSOR for one in mandates):
        may = policy.may(actor, Act.STARTUP_SPONSOR, startup)
        yield _("un sponsor"), _at("add_sponsor_form", startup, may)


def _told(actor: Actor, startup: Startup) -> Iterator[Lack]:
    may = policy.may(actor, Act.STARTUP_EDIT, startup)
    absences = (
        ("stats_url", _("une page de statistiques publique"), startup.stats_url or startup.stats),
        ("budget_url", _("un budget publié"), startup.budget_url),
        ("accessibility", _("une déclaration d’accessibilité"), startup.accessibility),
    )
    for name, said, is_there in absences:
        if not is_there:
            yield said, _at("presentation_form", startup, may, name)


def _at(endpoint: str, startup: Startup, may: bool, anchor: str | None = None) -> str | None:
    return url_for(f"startups.{endpoint}", ref=startup.ref, _anchor=anchor) if may else None
