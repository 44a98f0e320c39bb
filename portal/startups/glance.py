"""What the sheet says in one line of each page that hangs from it."""

from collections.abc import Callable
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.kernel.periods import half_year_end
from portal.policy import Act, Actor
from portal.startups import (
    after_glance,
    components,
    logbook,
    measure_queries,
    money_queries,
    promises,
    sheet_says,
    standards,
)
from portal.startups.after_glance import Line
from portal.startups.models import Startup
from portal.startups.sheet_words import Kept, PaperKind
from portal.web.filters import day_text, euros, plural

# (session, actor, startup, today) -> the line that a higher capability adds, if any
Teller = Callable[[Session, Actor, Startup, date], Line | None]
_tellers: list[Teller] = []


def tell_also(teller: Teller) -> Teller:
    """Let a capability that startups do not know add its line to each sheet."""
    _tellers.append(teller)
    return teller


def lines(session: Session, actor: Actor, startup: Startup, today: date) -> list[Line]:
    """One line for each page: what follows it first, then as a committee reads."""
    return [
        *after_glance.lines(session, actor, startup),
        *(line for tell in _tellers if (line := tell(session, actor, startup, today))),
        _line(startup, "impact", _("Impact"), _impact(session, startup)),
        _line(startup, "objectives", _("Objectifs"), _objectives(session, startup, today)),
        _line(startup, "standards_page", _("Standards"), _standards(session, startup)),
        *_money(session, actor, startup, today),
        _line(startup, "components_page", _("Composants"), _components(session, startup)),
        _line(startup, "logbook_page", _("Journal de bord"), _logbook(session, actor, startup)),
    ]


def _line(startup: Startup, endpoint: str, label: str, said: str) -> Line:
    # A promise or a figure that lacks is told as long as somebody can still mend it.
    lacks = "" if startup.is_ended else _lacking(endpoint)
    return Line(label, said or lacks, url_for(f"startups.{endpoint}", ref=startup.ref))


def _lacking(endpoint: str) -> str:
    words = {
        "impact": _("rien n’est encore relevé"),
        "objectives": _("rien n’est encore promis"),
        "budget": _("aucun paiement enregistré"),
        "papers": _("aucune convention enregistrée"),
    }
    return words.get(endpoint, "")


def _impact(session: Session, startup: Startup) -> str:
    found = measure_queries.measures(session, startup)
    star = next((one for one in found if one.is_north_star and one.last), None)
    if star is None:
        return ""
    return _(
        "%(name)s : %(figure)s, le %(on)s",
        name=star.name,
        figure=sheet_says.last(star),
        on=day_text(star.last.on, "d MMMM y"),
    )


def _objectives(session: Session, startup: Startup, today: date) -> str:
    found = promises.last_promised(session, startup, today)
    if not found:
        return ""
    kept = sum(one.kept is Kept.KEPT for one in found)
    half = sheet_says.half_year(found[0].half_year)
    told = plural(kept, "tenu", "tenus")
    return _("%(kept)s sur %(all)s, %(half)s", kept=told, all=len(found), half=half)


def _standards(session: Session, startup: Startup) -> str:
    found = standards.counts(standards.states(session, startup))
    if startup.is_ended and not found.met:
        return ""
    if not found.asked:
        return _("aucun n’est demandé à ce stade")
    return sheet_says.counted(*found)


def _logbook(session: Session, actor: Actor, startup: Startup) -> str:
    latest = session.scalars(logbook.entries(actor, startup).limit(1)).first()
    if latest is None:
        return ""
    return _("dernière ligne le %(on)s", on=day_text(latest.on, "d MMMM y"))


def _money(session: Session, actor: Actor, startup: Startup, today: date) -> list[Line]:
    """For those who read the budget, and no one else."""
    if not policy.may(actor, Act.STARTUP_BUDGET, startup):
        return []
    return [
        _line(startup, "budget", _("Budget"), _budget(session, startup, today)),
        _line(startup, "papers", _("Convention"), _papers(session, startup)),
    ]


def _budget(session: Session, startup: Startup, today: date) -> str:
    paid = money_queries.paid(money_queries.budget(session, startup))
    if not paid:
        return ""
    ended = [first for first in paid if half_year_end(first) < today]
    last = max(ended or paid)
    half = sheet_says.half_year(last)
    return _("%(paid)s payés, %(half)s", paid=euros(paid[last]), half=half)


def _papers(session: Session, startup: Startup) -> str:
    found = money_queries.papers(session, startup)
    agreement = next((one for one in reversed(found) if one.kind is PaperKind.AGREEMENT), None)
    if agreement is None:
        return ""
    end = money_queries.agreement_ends_on(agreement, found)
    if end is None:
        return sheet_says.paper(agreement)
    return _(
        "%(paper)s, jusqu’au %(on)s",
        paper=sheet_says.paper(agreement),
        on=day_text(end, "d MMMM y"),
    )


def _components(session: Session, startup: Startup) -> str:
    made, taken = components.counts(session, startup)
    if not made and not taken:
        return ""
    offers = plural(made, "proposé", "proposés")
    return _("%(offers)s, %(taken)s repris", offers=offers, taken=taken)
