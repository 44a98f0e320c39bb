"""Who tells an irritant: its author, and the colleagues who tell it together."""

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.irritants.models import CoAuthor, Irritant
from portal.irritants.words import OPEN_STATES, CoAuthorState, IrritantState
from portal.people.models import Person
from portal.policy import Actor


def written_by(actor: Actor, about: type[Irritant] = Irritant) -> ColumnElement[bool]:
    """The irritants that this person tells, alone or together; `policy.writes`, in SQL.

    `about`: their name in the query, when it is another.
    """
    return or_(about.author_id == actor.person_id, about.id.in_(_together(actor)))


def _together(actor: Actor) -> Select[tuple[int]]:
    return select(CoAuthor.irritant_id).where(
        CoAuthor.person_id == actor.person_id, CoAuthor.state == CoAuthorState.ACTIVE
    )


def writes(person_id: int, irritant: Irritant) -> bool:
    """The same of somebody who does not act now."""
    return person_id == irritant.author_id or person_id in irritant.coauthor_ids


def coauthor(session: Session, irritant: Irritant, person_id: int | None) -> CoAuthor | None:
    """This person's line among those asked to tell it together."""
    query = select(CoAuthor).where(
        CoAuthor.irritant_id == irritant.id, CoAuthor.person_id == person_id
    )
    return session.scalars(query.execution_options(populate_existing=True)).first()


def coauthors(session: Session, irritant: Irritant) -> list[CoAuthor]:
    """All those who were asked, in their order."""
    query = select(CoAuthor).where(CoAuthor.irritant_id == irritant.id).order_by(CoAuthor.id)
    return list(session.scalars(query.options(joinedload(CoAuthor.person))))


def told_with(session: Session, irritant: Irritant) -> list[CoAuthor]:
    """Those who are asked, or take part."""
    live = (CoAuthorState.INVITED, CoAuthorState.ACTIVE)
    return [one for one in coauthors(session, irritant) if one.state in live]


def invitations(session: Session, actor: Actor) -> list[CoAuthor]:
    """What this person is asked to tell together, and has not answered."""
    query = (
        select(CoAuthor)
        .join(Irritant)
        .where(
            CoAuthor.person_id == actor.person_id,
            CoAuthor.state == CoAuthorState.INVITED,
            Irritant.state.in_((IrritantState.DRAFT, *OPEN_STATES)),
        )
        .options(joinedload(CoAuthor.irritant))
    )
    return list(session.scalars(query.order_by(CoAuthor.id)))


def telling(ids: list[int] | Select[tuple[int]]) -> Select[tuple[int]]:
    """Who tells these together with their authors."""
    return select(CoAuthor.person_id).where(
        CoAuthor.irritant_id.in_(ids), CoAuthor.state == CoAuthorState.ACTIVE
    )


def tellers(session: Session, irritant: Irritant) -> list[Person]:
    """The author, and those who tell it together."""
    if not irritant.coauthor_ids:
        return [irritant.author]
    query = select(Person).where(
        Person.id.in_(irritant.coauthor_ids), Person.deactivated_at.is_(None)
    )
    return [irritant.author, *session.scalars(query.order_by(Person.id))]
