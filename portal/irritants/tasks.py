"""What irritants ask of a person."""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.irritants import coauthor_queries, comment_queries, queue, review_queries
from portal.irritants.models import Irritant
from portal.irritants.words import IrritantState as State, QueueView as View
from portal.kernel.periods import paris_day
from portal.kernel.tasks import Task
from portal.policy import Actor, Role

# Beyond this, one line for them all.
ONE_BY_ONE = 10
DRAFT_SLEEPS_AFTER = timedelta(days=7)


def waiting(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """The tasks that wait for this person."""
    if not actor.is_agent:
        return []
    found = _as_author(session, actor, now)
    if actor.has(Role.DIRECTOR, Role.OFFICER):
        found += _as_officer(session, actor, paris_day(now))
    if actor.has(Role.PROGRAMME):
        found += _as_programme(session, actor)
    if actor.has(Role.DIRECTOR, Role.OFFICER, Role.PROGRAMME):
        found += _reviews(session, actor, paris_day(now))
    return found


def _as_author(session: Session, actor: Actor, now: datetime) -> list[Task]:
    query = select(Irritant).where(
        coauthor_queries.written_by(actor), Irritant.state.in_((State.RETURNED, State.DRAFT))
    )
    sleeping = now - DRAFT_SLEEPS_AFTER
    found = _invitations(session, actor)
    for one in session.scalars(query.order_by(Irritant.id)):
        if one.state is State.RETURNED:
            href = f"/irritants/{one.ref}/completer"
            found.append(Task(_("Compléter"), one.title, _("vous l’avez déposé"), href))
        elif one.edited_at < sleeping:
            href = f"/irritants/brouillons/{one.ref}/etape-1"
            title = one.title or _("Un brouillon sans titre")
            found.append(Task(_("Reprendre"), title, _("votre brouillon vous attend"), href))
    return found


def _invitations(session: Session, actor: Actor) -> list[Task]:
    return [
        Task(
            _("Répondre à l’invitation"),
            one.irritant.title or _("Un brouillon sans titre"),
            _("un collègue propose de le raconter ensemble"),
            f"/irritants/{one.irritant.ref}/invitation",
        )
        for one in coauthor_queries.invitations(session, actor)
    ]


def _as_officer(session: Session, actor: Actor, today: date) -> list[Task]:
    due = queue.due(actor)
    review = queue.queue(actor, View.REVIEW).where(Irritant.review_on <= today)
    return [
        *_listed(session, due, View.DUE, _("Répondre"), _("vous triez pour l’incubateur")),
        *_listed(session, review, View.REVIEW, _("Relire"), _("sa date de relecture est venue")),
        *_offers(session, actor),
        *_flagged(session, actor),
    ]


def _listed(session: Session, query: Select, view: View, verb: str, why: str) -> list[Task]:
    rows = list(session.scalars(query.limit(ONE_BY_ONE + 1)).unique())
    if len(rows) > ONE_BY_ONE:
        return [_grouped(session, query, view, verb, why, rows[0])]
    return [
        Task(verb, one.title, why, f"/tri/{one.ref}?vue={view.value}", _day(one, view))
        for one in rows
    ]


def _grouped(
    session: Session, query: Select, view: View, verb: str, why: str, first: Irritant
) -> Task:
    ids = query.with_only_columns(Irritant.id).order_by(None).options().subquery()
    count = session.scalar(select(func.count()).select_from(ids))
    title = _("%(count)s irritants dans la file de tri", count=count)
    return Task(verb, title, why, f"/tri?vue={view.value}", _day(first, view))


def _day(irritant: Irritant, view: View) -> date | None:
    return irritant.review_on if view is View.REVIEW else irritant.answer_due_on


def _offers(session: Session, actor: Actor) -> list[Task]:
    return [
        Task(
            _("Accepter ou rendre"),
            one.title,
            _("proposé à votre incubateur"),
            f"/tri/{one.ref}?vue={View.OFFERED.value}",
            one.offer.expires_on,
        )
        for one in session.scalars(queue.queue(actor, View.OFFERED)).unique()
    ]


def _reviews(session: Session, actor: Actor, today: date) -> list[Task]:
    query = select(Irritant).where(review_queries.answerable(actor, today))
    return [
        Task(
            _("Réexaminer"),
            one.title,
            _("son auteur le demande, et une autre personne a répondu"),
            f"/tri/{one.ref}/reexamen",
        )
        for one in session.scalars(query.order_by(Irritant.id).limit(ONE_BY_ONE))
    ]


def _flagged(session: Session, actor: Actor) -> list[Task]:
    query = comment_queries.to_examine(actor).limit(ONE_BY_ONE)
    return [
        Task(
            _("Examiner"),
            _("Commentaire signalé : %(title)s", title=one.irritant.title),
            _("vous modérez pour l’incubateur"),
            f"/irritants/{one.irritant.ref}/commentaires/{one.ref}/moderation",
        )
        for one in session.scalars(query)
    ]


def _as_programme(session: Session, actor: Actor) -> list[Task]:
    why = _("aucun incubateur n’est choisi")
    lost = queue.queue(actor, View.UNROUTED)
    found = _listed(session, lost, View.UNROUTED, _("Confier à un incubateur"), why)
    triages = actor.has(Role.DIRECTOR, Role.OFFICER)
    return found if triages else found + _flagged(session, actor)
