"""What follows a stop, as tasks: offers to answer, technical file to complete, lesson to write."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from portal.kernel.tasks import Task
from portal.kernel.text import plural
from portal.policy import Act, Actor, Role, may
from portal.startups import lessons, publishing, takeover_queries, technical
from portal.startups.after_models import Lesson
from portal.startups.after_words import TAUGHT
from portal.startups.models import Startup
from portal.startups.portfolio import carried_by


def waiting(
    session: Session, actor: Actor, incubators: frozenset[str], followed: frozenset[str]
) -> list[Task]:
    """All of them, for what this person directs or carries."""
    mine = or_(carried_by(incubators), Startup.ref.in_(followed))
    tasks = [*_technical(session, actor, mine), *_lessons(session, actor, mine)]
    return [*_offers(session, incubators), *tasks] if incubators else tasks


def of_programme(session: Session, today: date) -> list[Task]:
    """The lessons that no director is left to publish."""
    why = _("aucun responsable d’incubateur n’est en fonction")
    found = publishing.orphaned(session, today)
    return [_publishing(one, lessons.due_on(one), why) for one in found]


def _offers(session: Session, incubators: frozenset[str]) -> list[Task]:
    directed = select(Startup.id).where(carried_by(incubators))
    return [
        Task(
            verb=_("Répondre"),
            title=_(
                "%(title)s : %(who)s propose de reprendre le service",
                title=one.startup.title,
                who=one.organisation.name,
            ),
            why=_("vous êtes responsable de l’incubateur"),
            href=f"/startups/{one.startup.ref}/sauvegarde/offres/{one.ref}",
            due_on=one.holds_until,
        )
        for one in takeover_queries.waiting(session, directed)
    ]


def _technical(session: Session, actor: Actor, mine) -> list[Task]:
    query = select(Startup).where(mine, Startup.safeguard_until.is_not(None))
    query = query.order_by(Startup.safeguard_until, Startup.id)
    found = [one for one in session.scalars(query) if actor.holds(Role.TEAM, one.ref)]
    lacking = technical.lacking_of(session, found) if found else {}
    return [_completing(one, len(lacking[one.id])) for one in found if lacking[one.id]]


def _completing(startup: Startup, count: int) -> Task:
    told = plural(count, "réponse manque", "réponses manquent")
    return Task(
        verb=_("Compléter"),
        title=_(
            "%(title)s : le dossier technique de reprise, %(told)s", title=startup.title, told=told
        ),
        why=_("vous êtes de l’équipe"),
        href=f"/startups/{startup.ref}/dossier-technique",
        due_on=startup.safeguard_until,
    )


def _lessons(session: Session, actor: Actor, mine) -> list[Task]:
    query = select(Startup).where(mine, Startup.current_phase.in_(TAUGHT))
    query = query.options(selectinload(Startup.periods)).order_by(Startup.ended_on, Startup.id)
    due = [(one, on) for one in session.scalars(query) if (on := lessons.due_on(one))]
    written = _written(session, [one for one, _on in due])
    tasks = [
        _lesson(one, on, actor, written.get((one.id, publishing.stop_ref(one)))) for one, on in due
    ]
    return [task for task in tasks if task is not None]


def _written(session: Session, startups: list[Startup]) -> dict[tuple, Lesson]:
    if not startups:
        return {}
    query = select(Lesson).where(Lesson.startup_id.in_([one.id for one in startups]))
    return {(one.startup_id, one.decision_ref): one for one in session.scalars(query)}


def _lesson(startup: Startup, on: date, actor: Actor, written: Lesson | None) -> Task | None:
    """To write, for those who carried it; to read again and publish, for the director."""
    if written is None and may(actor, Act.LESSON_WRITE, startup):
        verb = _("Écrire")
        title = _("%(title)s : dire ce qui a été appris", title=startup.title)
        href = f"/startups/{startup.ref}/lecon/ecrire"
    elif written and not written.published_at and may(actor, Act.LESSON_PUBLISH, startup):
        return _publishing(startup, on, _("le service est arrêté ou en dormance"))
    else:
        return None
    why = _("le service est arrêté ou en dormance")
    return Task(verb=verb, title=title, why=why, href=href, due_on=on)


def _publishing(startup: Startup, on: date | None, why: str) -> Task:
    return Task(
        verb=_("Relire et publier"),
        title=_("%(title)s : ce qui a été appris est écrit", title=startup.title),
        why=why,
        href=f"/startups/{startup.ref}/lecon/apercu",
        due_on=on,
    )
