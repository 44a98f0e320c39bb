"""What the money of decisions asks of a person."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import or_
from sqlalchemy.orm import Session

from portal.committees import decision_queries, funding_queries, funding_rules
from portal.committees.decision_models import Decision
from portal.committees.funding_models import FundingLine
from portal.committees.funding_sentences import organisation
from portal.committees.words import LineState
from portal.kernel.periods import paris_day
from portal.kernel.tasks import Task
from portal.policy import Actor, Role
from portal.startups import sponsoring
from portal.web.filters import euros

KEEPING = (Role.CHAIR, Role.DEPUTY)


def waiting(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Lines to confirm, money that lacks, notes to give to purchasing."""
    return [
        *_to_confirm(session, actor, now),
        *_lacking(session, actor),
        *_to_send(session, actor),
    ]


def _to_confirm(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    sponsored = actor.scopes(Role.SPONSOR)
    if not sponsored or actor.person_id is None:
        return
    lines = funding_queries.live_lines(
        session,
        FundingLine.startup_ref.in_(sponsored),
        FundingLine.state == LineState.TO_CONFIRM,
    )
    mine = sponsoring.answered_by(session, actor.person_id, paris_day(now)) if lines else set()
    for line in lines:
        if (line.startup_ref, line.organisation_ref) in mine:
            told = {"title": line.decision.title, "amount": euros(line.asked)}
            yield Task(
                _("Confirmer"),
                _("%(title)s : votre ligne de %(amount)s", **told),
                _("vous êtes sponsor"),
                f"/decisions/{line.decision_ref}/financement/{line.ref}",
                line.due_on,
            )


def _lacking(session: Session, actor: Actor) -> Iterator[Task]:
    """Money that no line brings, unless the committee is asked again; a sponsor not named."""
    directed, kept = actor.scopes(Role.DIRECTOR), actor.scopes(*KEEPING)
    if not directed and not kept:
        return
    for decision, lines in _decisions(session, directed, kept):
        missing = funding_rules.gap(decision.amount, lines)
        unnamed = next((line for line in lines if line.organisation_ref is None), None)
        if not missing and not (unnamed and directed):
            continue
        if missing and decision_queries.review_asked(session, decision):
            continue
        yield Task(
            _("Trouver un sponsor") if missing else _("Désigner"),
            _("%(title)s : %(what)s", title=decision.title, what=_lack(missing, unnamed)),
            _("le financement n’est pas complet"),
            f"/decisions/{decision.ref}/financement",
            None if missing else unnamed.due_on,
        )


def _lack(missing: int, unnamed: FundingLine | None) -> str:
    if missing:
        return _("il manque %(amount)s", amount=euros(missing))
    return organisation(unnamed)


def _to_send(session: Session, actor: Actor) -> Iterator[Task]:
    directed = actor.scopes(Role.DIRECTOR)
    if not directed:
        return
    for decision, _lines in _grouped(
        funding_queries.live_lines(
            session, funding_queries.carried_by(directed), funding_queries.is_unsent()
        )
    ):
        yield Task(
            _("Transmettre"),
            _("%(title)s : la note d’achat", title=decision.title),
            _("commander prend un mois"),
            f"/decisions/{decision.ref}/note-achats",
            decision.decided_on,
        )


def _decisions(
    session: Session, directed: frozenset[str], kept: frozenset[str]
) -> list[tuple[Decision, list[FundingLine]]]:
    whose = or_(funding_queries.carried_by(directed), funding_queries.decided_by(kept))
    return _grouped(funding_queries.live_lines(session, whose))


def _grouped(lines: Iterable[FundingLine]) -> list[tuple[Decision, list[FundingLine]]]:
    found: dict[str, tuple[Decision, list[FundingLine]]] = {}
    for line in lines:
        found.setdefault(line.decision_ref, (line.decision, []))[1].append(line)
    return list(found.values())
