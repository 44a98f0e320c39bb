"""Agreements that come to their end: told once, to the team and the director."""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.notices import actions as notices
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Role
from portal.startups import money_queries
from portal.startups.models import Startup
from portal.startups.money_models import Paper
from portal.startups.sheet_words import PaperKind
from portal.startups.words import END_STATES
from portal.web.filters import day_text

ALERT_DAYS = 45


def warn(session: Session, today: date, now: datetime) -> int:
    """Tell of each agreement whose last day is near; how many were told."""
    return sum(
        _tell(session, startup, agreement, end, today, now)
        for startup, agreement, end in ending(session, today)
    )


def ending(session: Session, today: date) -> list[tuple[Startup, Paper, date]]:
    """Agreements of live startups that end within forty-five days, as their amendments leave them."""
    is_live = or_(Startup.current_phase.is_(None), Startup.current_phase.not_in(END_STATES))
    # An end that may be near: its own or that of an amendment.
    near = Paper.ends_on.between(today, today + timedelta(days=ALERT_DAYS))
    touched = select(Paper.startup_id).where(near)
    query = select(Startup).where(is_live, Startup.id.in_(touched)).order_by(Startup.id)
    found = []
    for startup in session.scalars(query):
        papers = money_queries.papers(session, startup)
        for one in papers:
            end = money_queries.agreement_ends_on(one, papers)
            if one.kind is PaperKind.AGREEMENT and end and _is_near(end, today):
                found.append((startup, one, end))
    return found


def _is_near(end: date, today: date) -> bool:
    return 0 <= (end - today).days <= ALERT_DAYS


def _tell(session, startup: Startup, agreement: Paper, end: date, today: date, now) -> int:
    return notices.tell(
        session,
        _concerned(session, startup, today),
        event=f"agreement:{agreement.ref}:{end}",
        kind="agreement_ends",
        subject_ref=startup.ref,
        title=_l("%(title)s : la convention arrive à sa fin", title=startup.title),
        body=lambda: _(
            "%(title)s : la convention finit le %(on)s. Un avenant la prolonge ; "
            "sans lui, rien ne pourra plus être refacturé.",
            title=startup.title,
            on=day_text(end),
        ),
        path=f"/startups/{startup.ref}/convention",
        now=now,
    )


def _concerned(session: Session, startup: Startup, today: date) -> list[Person]:
    found = people.holders(session, startup.ref, today, Role.TEAM)
    for scope in startup.incubator_refs:
        found += people.holders(session, scope, today, Role.DIRECTOR)
    return list({one.id: one for one in found}.values())
