"""Incubators and what they carry, and the clock of the whole programme."""

from datetime import date

from flask import Response

from portal.extensions import db
from portal.irritants import reckoning
from portal.organisations import queries as organisations
from portal.people import queries as people
from portal.policy import Act, Role
from portal.settings import queries as settings
from portal.startups import drawing, portfolio, sentences
from portal.startups.blueprint import bp
from portal.startups.portfolio import Filters
from portal.startups.rhythm import reckonings
from portal.startups.words import WATCHED_STATES, TermState
from portal.web.context import actor, today
from portal.web.guard import allow
from portal.web.paging import SIZE, Pager, asked_page
from portal.web.respond import page

_FIRST = 12


@bp.get("/incubateurs")
@allow(Act.PUBLIC_STARTUPS)
def incubators() -> Response:
    """Who carries startups, and where do their clocks stand?"""
    session = db.session()
    return page(
        "startups/incubators.html",
        incubators=organisations.incubators(session),
        counts=portfolio.counts_by_incubator(session, today()),
        none=dict.fromkeys(TermState, 0),
        states=WATCHED_STATES,
        TermState=TermState,
    )


@bp.get("/incubateurs/<ref:ref>")
@allow(Act.PUBLIC_STARTUP)
def incubator(ref: str) -> Response:
    """What does this incubator carry?"""
    session, day = db.session(), today()
    found = organisations.incubator(session, ref)
    filters = Filters(incubator_ref=ref)
    rows = session.scalars(portfolio.listed(session, filters, day).limit(_FIRST))
    directors = people.holders(session, ref, day, Role.DIRECTOR) if actor().signed_in else []
    return page(
        "startups/incubator.html",
        incubator=found,
        heir=organisations.incubators_of(session, {found.successor_ref} - {None}).get(
            found.successor_ref
        ),
        rows=list(rows),
        answers=reckoning.share(session, day, ref),
        directors=directors,
        counts=portfolio.counts(session, filters, day),
        states=(*WATCHED_STATES, TermState.ENDED),
        say=sentences,
        day=day,
        window=settings.current(session).window_days,
    )


@bp.get("/horloge")
@allow(Act.PROGRAMME_VIEW)
def clock() -> Response:
    """Which terms come, which have passed without a decision, and where?"""
    session, day = db.session(), today()
    terms = portfolio.terms_by_month(session, Filters(), day)
    months = drawing.months_line(terms, day)
    return page(
        "startups/clock.html",
        incubators=organisations.incubators(session, hidden=True),
        by_incubator=portfolio.counts_by_incubator(session, day),
        counts=portfolio.counts(session, Filters(), day),
        states=WATCHED_STATES,
        badges=sentences.BADGES,
        months=months,
        beyond=drawing.beyond(terms, months),
        all_months=_all_months(terms),
    )


@bp.get("/startups/rythme")
@allow(Act.PUBLIC_STARTUPS)
def rhythm() -> Response:
    """Is each startup decided upon in time? Every term behind the figure of the home."""
    found, number = reckonings(db.session(), today()), asked_page()
    rows = found[(number - 1) * SIZE : number * SIZE]
    return page(
        "startups/rhythm.html",
        pager=Pager(rows=rows, page=number, total=len(found)),
        kept=sum(one.is_kept for one in found),
    )


def _all_months(terms: dict[date, dict[TermState, int]]) -> list[tuple[date, dict]]:
    running = [(month, told) for month, told in terms.items() if _runs(told)]
    return [(month, told) for month, told in running]


def _runs(told: dict[TermState, int]) -> bool:
    return any(told[state] for state in WATCHED_STATES)
