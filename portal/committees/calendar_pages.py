"""The calendar: a month of sittings and terms; one's own, for a calendar program."""

import re
from dataclasses import dataclass
from datetime import date

from flask import Response, make_response, request, url_for
from flask_babel import force_locale, gettext as _

from portal.committees import calendar_queries, feed_actions, ics
from portal.committees.blueprint import bp
from portal.committees.models import Sitting
from portal.committees.words import SittingState
from portal.extensions import db
from portal.kernel.errors import Missing, Stale
from portal.kernel.periods import add_months, paris_day
from portal.outbox.letters import address
from portal.people import queries as people
from portal.policy import Act
from portal.startups.models import Startup
from portal.web import idempotency
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing

MONTHS_BACK = 3
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True)
class Line:
    """What is on a day: a sitting or a term."""

    on: date
    sitting: Sitting | None = None
    startup: Startup | None = None


@bp.get("/calendrier")
@allow(Act.CALENDAR_VIEW)
def calendar() -> Response:
    """What is decided this month, and which terms fall?"""
    first = _asked_month(request.args.get("mois", ""))
    is_mine = request.args.get("pour") == "moi"
    who = actor() if is_mine else None
    after = add_months(first, 1)
    sittings = calendar_queries.sittings(db.session(), first, after, who)
    terms = calendar_queries.terms(db.session(), first, after, who)
    lines = [Line(paris_day(one.starts_at), sitting=one) for one in sittings]
    lines += [Line(one.term_on, startup=one) for one in terms]
    lines.sort(key=lambda line: (line.on, line.sitting is None))
    return page(
        "committees/calendar.html",
        fragment="committees/_calendar.html",
        first=first,
        before=_month(add_months(first, -1)),
        after=_month(after),
        here=_month(first),
        is_mine=is_mine,
        lines=lines,
        counts=calendar_queries.item_counts(db.session(), sittings),
    )


def _asked_month(text: str) -> date:
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return today().replace(day=1)
    return date(int(found[1]), int(found[2]), 1)


def _month(first: date) -> str | None:
    inside = FIRST_YEAR <= first.year <= LAST_YEAR
    return f"{first.year}-{first.month:02d}" if inside else None


@bp.get("/moi/agenda")
@allow(Act.SELF_VIEW)
def my_feed() -> Response:
    """May my calendar program read my sittings and terms?"""
    kept = calendar_queries.live_feed(db.session(), actor().person_id)
    return page("committees/feed.html", kept=kept, link=None, form=ActForm(formdata=None))


@bp.post("/moi/agenda")
@allow(Act.FEED_MANAGE)
def make_feed() -> Response:
    """Make its address, shown this once."""
    goal = url_for(".my_feed")
    try:
        with writing(goal) as session:
            key = feed_actions.make(session, actor(), now=now())
            idempotency.remember(goal)
            kept = calendar_queries.live_feed(session, actor().person_id)
            link = address(url_for(".feed", key=key))
            form = ActForm(formdata=None)
            return page("committees/feed.html", kept=kept, link=link, form=form)
    except Stale:
        return done(goal)


@bp.post("/moi/agenda/revocation")
@allow(Act.FEED_MANAGE)
def end_feed() -> Response:
    """End it: the address answers nothing any more."""
    with writing() as session:
        feed_actions.revoke(session, actor(), now=now())
        return done(url_for(".my_feed"), said=_("L’adresse ne répond plus."))


@bp.get("/calendrier/<key>.ics")
@allow(Act.FEED_READ)
def feed(key: str) -> Response:
    """The calendar of its owner, as they may read it today; absent once revoked."""
    session = db.session()
    kept = calendar_queries.feed_by_digest(session, feed_actions.digest(key))
    if kept is None:
        raise Missing
    owner = people.actor_of(kept.person, today())
    since = add_months(today(), -MONTHS_BACK)
    sittings = calendar_queries.sittings(session, since, None, owner)
    counts = calendar_queries.item_counts(session, sittings)
    with force_locale(kept.person.language.value):
        events = [
            ics.of_sitting(one, counts.get(one.id, 1))
            for one in sittings
            if one.state is not SittingState.CANCELLED or one.convened_at is not None
        ]
        events += [ics.of_term(one) for one in calendar_queries.terms(session, since, None, owner)]
        events += [
            ics.of_past_term(one, on)
            for one, on in calendar_queries.past_terms(session, since, owner)
        ]
        text = ics.feed(events, name=_("Comités et échéances"), now=now())
    response = make_response(text)
    response.mimetype = "text/calendar"
    return response
