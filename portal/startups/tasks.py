"""What this capability asks of a person."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.kernel.periods import paris_day
from portal.kernel.tasks import Task
from portal.kernel.text import listed, plural
from portal.policy import Actor, Role
from portal.settings import queries as settings
from portal.startups import after_tasks, carrying_queries, vacancies
from portal.startups.models import Startup
from portal.startups.portfolio import carried_by, state_on
from portal.startups.words import FUNDED_PHASES, TermState

_FEW = 5
_PRESSING = (TermState.OVERDUE.value, TermState.SOON.value)


def waiting(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Terms that come or have passed, and fundings that nobody has recorded."""
    today = paris_day(now)
    incubators = actor.scopes(Role.DIRECTOR)
    followed = actor.scopes(Role.TEAM, Role.COACH, Role.SPONSOR)
    tasks = after_tasks.of_programme(session, today) if actor.has(Role.PROGRAMME) else []
    if not incubators and not followed:
        return tasks
    tasks += [
        _term_task(one, actor, today) for one in _pressing(session, incubators, followed, today)
    ]
    tasks += after_tasks.waiting(session, actor, incubators, followed)
    if incubators:
        tasks += [
            *_offered(session, incubators),
            *_unrecorded(session, incubators),
            *_unstaffed(session, incubators, today),
        ]
    return tasks


def _pressing(session, incubators, followed, today: date) -> list[Startup]:
    window = settings.current(session).window_days
    mine = or_(carried_by(incubators), Startup.ref.in_(followed))
    query = select(Startup).where(mine, state_on(today, window).in_(_PRESSING))
    return list(session.scalars(query.order_by(Startup.term_on, Startup.id)))


def _term_task(startup: Startup, actor: Actor, today: date) -> Task:
    on = startup.target_on or startup.term_on
    if startup.term_on is not None and startup.term_on < today:
        # Past the term, days are counted from it, as on every other screen.
        on = startup.term_on
    return Task(
        verb=_verb(startup, actor),
        title=_("%(title)s : un comité doit décider", title=startup.title),
        why=_why(startup, actor),
        href=f"/startups/{startup.ref}",
        due_on=on,
    )


def _verb(startup: Startup, actor: Actor) -> str:
    if actor.holds(Role.TEAM, startup.ref) or actor.holds(Role.COACH, startup.ref):
        return _("Préparer le comité")
    return _("Voir l’échéance")


def _why(startup: Startup, actor: Actor) -> str:
    parts = {
        Role.TEAM: _("vous êtes de l’équipe"),
        Role.COACH: _("vous êtes coach"),
        Role.SPONSOR: _("vous êtes sponsor"),
    }
    told = (words for role, words in parts.items() if actor.holds(role, startup.ref))
    return next(told, _("vous êtes responsable de l’incubateur"))


def _offered(session: Session, incubators: frozenset[str]) -> list[Task]:
    return [
        Task(
            verb=_("Répondre"),
            title=_("%(title)s : %(kind)s ?", title=one.startup.title, kind=one.kind.label),
            why=_("%(who)s le propose", who=one.origin.title),
            href=f"/startups/{one.startup.ref}/incubateurs",
            due_on=one.expires_on,
        )
        for one in carrying_queries.to_answer(session, incubators)
    ]


def _unrecorded(session: Session, incubators: frozenset[str]) -> list[Task]:
    query = select(func.count()).where(
        carried_by(incubators),
        Startup.current_phase.in_(FUNDED_PHASES),
        Startup.term_is_presumed,
    )
    count = session.scalar(query) or 0
    if not count:
        return []
    only = f"&incubateur={next(iter(incubators))}" if len(incubators) == 1 else ""
    told = plural(count, "startup", "startups")
    return [
        Task(
            verb=_("Enregistrer"),
            title=_("%(startups)s sans financement enregistré", startups=told),
            why=_("vous êtes responsable de l’incubateur"),
            href=f"/startups?terme=presumed{only}",
        )
    ]


def _unstaffed(session: Session, incubators: frozenset[str], today: date) -> list[Task]:
    """One line for each while they are few; beyond, one line says how many more."""
    found = vacancies.without(session, incubators, today)
    tasks = [
        _staffing(
            _("%(title)s : il manque %(whom)s", title=one.title, whom=listed(missing)),
            f"/startups/{one.ref}/equipe",
        )
        for one, missing in found[:_FEW]
    ]
    if len(found) > _FEW:
        more = plural(len(found) - _FEW, "autre startup", "autres startups")
        title = _("%(more)s sans intrapreneur ou sans coach", more=more)
        tasks.append(_staffing(title, "/startups"))
    return tasks


def _staffing(title: str, href: str) -> Task:
    why = _("vous êtes responsable de l’incubateur")
    return Task(verb=_("Composer l’équipe"), title=title, why=why, href=href)
