"""Pages of startups: the list, the portfolio on paper, the sheet."""

from flask import Response, request
from sqlalchemy.orm import Session, selectinload

from portal import policy
from portal.extensions import db
from portal.irritants.words import UserType
from portal.journal import queries as journal
from portal.journal.models import JournalEntry
from portal.kernel.errors import Missing
from portal.organisations import queries as organisations
from portal.people import queries as people
from portal.people.words import ROLE_LABELS
from portal.policy import Act
from portal.settings import queries as settings
from portal.startups import (
    backing_pages,
    budget_pages,
    carrying_pages,
    component_pages,
    crossing,
    drawing,
    glance,
    grant_pages,
    incubator_pages,
    lacks,
    lesson_pages,
    logbook_pages,
    measure_pages,
    objective_pages,
    origins,
    paper_pages,
    portfolio,
    presenting_pages,
    queries,
    safeguard_pages,
    sentences,
    sponsor_pages,
    standard_pages,
    takeover_pages,
    team,
    team_pages,
    technical_pages,
)
from portal.startups.blueprint import added, bp
from portal.startups.forms import FilterForm
from portal.startups.grants import may_record
from portal.startups.leaves import may
from portal.startups.models import Startup
from portal.startups.words import (
    ACCESSIBILITY,
    THEMES,
    WATCHED_STATES,
    EventKind,
    GrantKind,
    OfferState,
    TeamRole,
    TermState,
    told,
)
from portal.web.context import actor, today
from portal.web.guard import allow
from portal.web.paging import SIZE, Pager, asked_page
from portal.web.respond import page

__all__ = [
    "backing_pages",
    "bp",
    "budget_pages",
    "carrying_pages",
    "component_pages",
    "grant_pages",
    "incubator_pages",
    "lesson_pages",
    "logbook_pages",
    "measure_pages",
    "objective_pages",
    "paper_pages",
    "presenting_pages",
    "safeguard_pages",
    "sponsor_pages",
    "standard_pages",
    "takeover_pages",
    "team_pages",
    "technical_pages",
]
# What these write is told on its own page, so that decisions stay in sight.
_ELSEWHERE = {
    *(Act.STARTUP_EDIT, Act.BUDGET_EDIT, Act.STARTUP_JOURNAL, Act.TAKEOVER_SEEK),
    *(Act.FUNDING_CONFIRM, Act.FUNDING_NAME, Act.PURCHASE_MARK),
}
# What incubators or teams ask each other: for those it concerns, until it is done.
_BETWEEN = {Act.CARRYING_OFFER, Act.CARRYING_ANSWER, Act.MERGE_ANSWER}
_LINKS = (selectinload(Startup.sponsorships),)


@bp.get("/startups")
@allow(Act.STARTUP_LIST)
def index() -> Response:
    """Who must be decided upon, and when?"""
    session = db.session()
    form, values = _asked(session)
    pager = _pager(session, form.filters(), values["counts"])
    return page("startups/index.html", fragment="startups/_list.html", pager=pager, **values)


@bp.get("/startups/portefeuille")
@allow(Act.PUBLIC_STARTUPS)
def portfolio_sheet() -> Response:
    """The same on one sheet of paper: every startup of the filters, and the months."""
    session = db.session()
    form, values = _asked(session)
    filters = form.filters()
    rows = list(session.scalars(portfolio.listed(session, filters, today()).options(*_LINKS)))
    terms = portfolio.terms_by_month(session, filters, today())
    months = drawing.months_line(terms, today())
    return page(
        "startups/portfolio.html",
        rows=rows,
        months=months,
        beyond=drawing.beyond(terms, months),
        with_money=any(policy.may(actor(), Act.STARTUP_BUDGET, one) for one in rows),
        may_budget=lambda one: policy.may(actor(), Act.STARTUP_BUDGET, one),
        **values,
    )


@bp.get("/startups/<ref:ref>")
@allow(Act.STARTUP_VIEW)
def show(ref: str) -> Response:
    """Is it worth it, and until when is it funded?"""
    session = db.session()
    startup = queries.sheet(session, ref)
    if not policy.may(actor(), Act.STARTUP_VIEW, startup):
        raise Missing
    return page("startups/show.html", **_seen(session, startup), **added(session, startup))


def _asked(session: Session) -> tuple[FilterForm, dict]:
    form = FilterForm.read(organisations.incubators(session, hidden=True, closed=True))
    filters = form.filters()
    counts = portfolio.counts(session, filters, today())
    return form, {
        "form": form,
        "filters": filters,
        "counts": counts,
        "kept": _kept(),
        "states": (*WATCHED_STATES, TermState.ENDED),
        "say": sentences,
        "day": today(),
        "window": settings.current(session).window_days,
    }


def _pager(session: Session, filters: portfolio.Filters, counts: dict) -> Pager:
    # The counts by state already tell how many rows there are.
    total = counts[filters.state] if filters.state else sum(counts.values())
    number = asked_page()
    query = portfolio.listed(session, filters, today()).limit(SIZE).offset((number - 1) * SIZE)
    return Pager(rows=list(session.scalars(query)), page=number, total=total, args=_kept())


def _kept() -> dict[str, str]:
    """The filters of the address, and nothing else of it."""
    names = ("q", "incubateur", "phase", "terme", "theme", "tri", "mois")
    return {name: value for name in names if (value := request.args.get(name))}


def _seen(session: Session, startup: Startup) -> dict:
    mandates = people.mandates_on(session, startup.ref, today(), *queries.TEAM_ROLES)
    entries = _told_here(session, startup)
    return {
        "startup": startup,
        **_worded(startup),
        "say": sentences,
        "day": today(),
        "state": sentences.state_of(startup, today(), settings.current(session).window_days),
        "frieze": drawing.frieze(startup.periods, today()) if startup.periods else None,
        "missing": lacks.lacks(actor(), startup, mandates),
        "glance": glance.lines(session, actor(), startup, today()),
        "origin": origins.origin(session, actor(), startup),
        "pivots": queries.pivots(session, startup),
        "chain": crossing.chain(session, startup.ref) if startup.is_ended else [],
        "merger": crossing.merger_of(session, startup.ref) if startup.is_ended else None,
        "welcomed": crossing.welcomed(session, startup.ref),
        "users": [_user_label(code) for code in startup.user_types],
        "mandates": mandates,
        "role_labels": ROLE_LABELS,
        "quality_labels": {one.value: one.label for one in TeamRole},
        "history": sentences.history(
            entries,
            _names(session, entries),
            inside=policy.may(actor(), Act.PROGRAMME_VIEW),
            subjects=_subjects(session, entries),
        ),
        "event_labels": {kind.value: kind.label for kind in EventKind},
        "kinds": GrantKind,
        "may_budget": policy.may(actor(), Act.STARTUP_BUDGET, startup),
        "may_record": policy.may(actor(), Act.GRANT_RECORD, startup) and may_record(startup),
        "may_name": bool(team.offered(actor(), startup)),
        "may_edit": may(Act.STARTUP_EDIT, startup),
        "may_correct": policy.may(actor(), Act.PHASE_CORRECT, startup),
    }


def _told_here(session: Session, startup: Startup) -> list[JournalEntry]:
    """The lines of its history that this reader may read."""
    is_concerned = policy.may(actor(), Act.STARTUP_BUDGET, startup)
    return [
        one
        for one in journal.of(session, startup.ref)
        if one.act not in _ELSEWHERE and (is_concerned or one.act not in _BETWEEN or _is_done(one))
    ]


def _is_done(entry: JournalEntry) -> bool:
    return (entry.after or {}).get("carrying", {}).get("state") == OfferState.DONE


def _worded(startup: Startup) -> dict:
    """What the sheet says by codes, in the language of the page."""
    return {
        "accessibility": ACCESSIBILITY.get(startup.accessibility, startup.accessibility),
        "themes": list(zip(startup.themes, told(THEMES, startup.themes), strict=True)),
    }


def _names(session: Session, entries: list) -> dict[int, str]:
    """Who did what is read by agents, not by passers-by."""
    if not actor().signed_in:
        return {}
    ids = {one.person_id for one in entries if one.person_id}
    return {key: person.name for key, person in people.named(session, ids).items()}


def _subjects(session: Session, entries: list) -> dict[str, str]:
    """Whose roles the journal speaks of, by reference: for agents too."""
    if not actor().signed_in:
        return {}
    refs = {one.after["person"] for one in entries if one.after and one.after.get("person")}
    return people.names_by_ref(session, refs)


def _user_label(code: str) -> str:
    return str(UserType(code).label) if code in UserType.codes() else code
