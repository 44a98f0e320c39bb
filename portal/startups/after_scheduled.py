"""What time brings to what was stopped: reminders of a safeguard, offers that end, lessons due.

Everything is told once, however often this runs.
"""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.kernel.text import listed, plural
from portal.notices import actions as notices
from portal.people import queries as people
from portal.policy import Role
from portal.startups import (
    after_rules as rules,
    lessons,
    publishing,
    queries,
    takeover_queries,
    takeovers,
    technical,
)
from portal.startups.after_models import Lesson
from portal.startups.after_words import TAUGHT, OfferState, Reminder
from portal.startups.models import Startup
from portal.startups.takeover_models import TakeoverOffer
from portal.startups.takeover_told import team_and_director
from portal.web.filters import day_text, day_told


def run(session: Session, today: date, now: datetime) -> int:
    """Do what is due today; how many things were done or told."""
    return (
        _lapse(session, today, now)
        + sum(_remind(session, one, today, now) for one in _safeguarded(session, today))
        + sum(_ask(session, one, today, now) for one in _unwritten(session, today))
    )


def _lapse(session: Session, today: date, now: datetime) -> int:
    query = select(TakeoverOffer).where(
        TakeoverOffer.state == OfferState.MADE, TakeoverOffer.holds_until < today
    )
    found = list(session.scalars(query.order_by(TakeoverOffer.id)))
    for one in found:
        queries.lock(session, one.startup)
        session.refresh(one)
    return sum(takeovers.lapse(session, one, today, now) for one in found)


def _safeguarded(session: Session, today: date) -> list[Startup]:
    query = select(Startup).where(Startup.safeguard_until >= today)
    return list(session.scalars(query.order_by(Startup.id)))


def _remind(session: Session, startup: Startup, today: date, now: datetime) -> int:
    until = startup.safeguard_until
    step = rules.reminder_due(today, rules.began(startup.safeguard_since, until), until)
    if step is None:
        return 0
    return notices.tell(
        session,
        team_and_director(session, startup, now),
        event=f"safeguard:{startup.ref}:{until}:{step.value}",
        kind=f"safeguard.{step.value}",
        subject_ref=startup.ref,
        title=lambda: _title(startup, step, today),
        body=lambda: _standing(session, startup),
        path=f"/startups/{startup.ref}/sauvegarde",
        now=now,
    )


def _title(startup: Startup, step: Reminder, today: date) -> str:
    told = {"title": startup.title, "on": day_text(startup.safeguard_until)}
    if step is Reminder.HALF:
        return _("%(title)s : la sauvegarde est à mi-parcours, elle finit le %(on)s", **told)
    left = plural((startup.safeguard_until - today).days, "jour", "jours")
    return _("%(title)s : la sauvegarde finit dans %(left)s, le %(on)s", left=left, **told)


def _standing(session: Session, startup: Startup) -> str:
    """How many offers wait, and what the technical file lacks."""
    count = takeover_queries.count_live(session, startup)
    offers = plural(count, "offre de reprise en cours", "offres de reprise en cours")
    lacking = [str(topic.label) for topic in technical.lacking(session, startup)]
    if not lacking:
        return _("%(offers)s. Le dossier technique est complet.", offers=offers)
    return _(
        "%(offers)s. Le dossier technique attend encore : %(lacking)s.",
        offers=offers,
        lacking=listed(lacking),
    )


def _unwritten(session: Session, today: date) -> list[Startup]:
    """Stops decided here, near or past the day, whose lesson nobody has written."""
    first = today - timedelta(days=rules.LESSON_DAYS + rules.LESSON_TOLD_DAYS)
    last = today - timedelta(days=rules.LESSON_DAYS - rules.LESSON_REMINDER_DAYS)
    query = (
        select(Startup)
        .where(Startup.current_phase.in_(TAUGHT), Startup.ended_on.between(first, last))
        .options(selectinload(Startup.periods))
    )
    found = [one for one in session.scalars(query.order_by(Startup.id)) if lessons.due_on(one)]
    written = select(Lesson.startup_id, Lesson.decision_ref).where(
        Lesson.startup_id.in_([one.id for one in found])
    )
    known = {tuple(row) for row in session.execute(written)} if found else set()
    return [one for one in found if (one.id, publishing.stop_ref(one)) not in known]


def _ask(session: Session, startup: Startup, today: date, now: datetime) -> int:
    if not rules.lesson_reminder_is_due(today, startup.ended_on):
        return 0
    coaches = people.holders(session, startup.ref, today, Role.COACH)
    return notices.tell(
        session,
        [*team_and_director(session, startup, now), *coaches],
        event=f"lesson:{startup.ref}:{startup.ended_on}",
        kind="lesson.due",
        subject_ref=startup.ref,
        title=_l("%(title)s : dites ce que vous avez appris", title=startup.title),
        body=_l(
            "Quelques lignes pour qui voudrait recommencer, à écrire avant le %(on)s.",
            on=day_told(rules.lesson_due_on(startup.ended_on)),
        ),
        path=f"/startups/{startup.ref}/lecon",
        now=now,
    )
