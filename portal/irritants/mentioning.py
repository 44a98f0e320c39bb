"""Asking somebody to read a comment: chosen in a list, or named after an « @ ».

Only people around the irritant may be named, and under the name that the writer knows: a masked
author is their pseudonym, and their true name is that of anybody else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select, union
from sqlalchemy.orm import Session, selectinload

from portal.irritants import coauthor_queries, comment_queries, hearing, names
from portal.irritants.comment_models import Comment
from portal.irritants.models import Irritant
from portal.irritants.words import Readers
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.policy import Act, Actor, Kind, Role, may

# More would be no list to choose from.
MOST = 60
_ROLES = (Role.DIRECTOR, Role.OFFICER, Role.TEAM, Role.COACH, Role.SPONSOR)
_WORDS = 4
_NAMED = re.compile(rf"(?<!\w)@((?:[\w’'-]+ ?){{1,{_WORDS}}})")


@dataclass(frozen=True)
class Around:
    """Somebody around an irritant, as the writer knows them."""

    key: str
    person: Person
    name: str
    is_author: bool

    @property
    def label(self) -> str:
        """The words of the list."""
        return _("%(name)s, auteur de l’irritant", name=self.name) if self.is_author else self.name


def around(session: Session, actor: Actor, irritant: Irritant, today: date) -> list[Around]:
    """Author, desk, investigation team, earlier commenters: those who read it, but for oneself."""
    query = (
        select(Person)
        .where(
            Person.id.in_(_ids(actor, irritant, today)),
            Person.id != actor.person_id,
            Person.kind == Kind.AGENT,
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.name, Person.id)
        .limit(MOST)
    )
    if irritant.confidential:
        query = query.options(selectinload(Person.mandates))
    found = list(session.scalars(query))
    if irritant.confidential:
        found = [
            one for one in found if may(people.actor_of(one, today), Act.IRRITANT_VIEW, irritant)
        ]
    known = [_known(actor, irritant, person) for person in found]
    # By the name that is shown: the place of a mask would tell where the true one begins.
    return sorted(known, key=lambda one: text.fold(one.name))


def _ids(actor: Actor, irritant: Irritant, today: date):
    author = select(Irritant.author_id).where(Irritant.id == irritant.id)
    commenters = select(Comment.person_id).where(
        Comment.irritant_id == irritant.id,
        Comment.withdrawn_at.is_(None),
        comment_queries.visible_to(actor),
    )
    scopes = [ref for ref in (irritant.incubator_ref, irritant.investigation_ref) if ref]
    in_charge = select(Mandate.person_id).where(
        Mandate.scope_ref.in_(scopes), Mandate.role.in_(_ROLES), people.in_force(today)
    )
    return union(author, coauthor_queries.telling([irritant.id]), commenters, in_charge)


def _known(actor: Actor, irritant: Irritant, person: Person) -> Around:
    is_author = person.id == irritant.author_id
    name = names.person_name(actor, irritant, person)
    # A reference would tell who stands behind a pseudonym.
    hidden = name if name != person.name else person.ref
    return Around("auteur" if is_author else hidden, person, name, is_author)


def mentioned(session: Session, actor: Actor, said: Comment, key: str, today: date) -> list[Person]:
    """Whom this comment asks for: chosen, then named in it. Raises Refused if one does not read it."""
    known = around(session, actor, said.irritant, today)
    asked = [one for one in known if one.key == key]
    for typed in _typed(said.body):
        found = _meant(typed, known)
        if not found:
            _check_stranger(session, said, typed)
        asked += found if len(found) == 1 else []
    for one in asked:
        _check_reads(one, said, today, field="told" if one.key == key else "body")
    return list({one.person.id: one.person for one in asked}.values())


def _typed(body: str) -> Iterator[list[str]]:
    """The words after each « @ », as many as a name may have."""
    for found in _NAMED.finditer(body):
        yield found.group(1).split()


def _meant(typed: list[str], known: list[Around]) -> list[Around]:
    """Those whose name begins with as many of these words as possible."""
    words = [text.fold(word) for word in typed]
    for count in range(len(words), 0, -1):
        found = [one for one in known if text.fold(one.name).split()[:count] == words[:count]]
        if found:
            return found
    return []


def _check_reads(one: Around, said: Comment, today: date, *, field: str) -> None:
    if not hearing.reads(one.person, said, today):
        raise Refused(
            _(
                "%(name)s ne lira pas ce commentaire, qui est pour %(readers)s."
                " Changez qui le lira, ou ne prévenez personne.",
                name=one.name,
                readers=said.readers.label,
            ),
            field=field,
        )


def _check_stranger(session: Session, said: Comment, typed: list[str]) -> None:
    """What few people read names nobody else: the same sentence for whoever is not in the list."""
    if said.readers is Readers.AGENTS and not said.irritant.confidential:
        return
    told = [" ".join(typed[:count]) for count in range(2, len(typed) + 1)]
    query = select(Person.name).where(Person.name.in_(told), Person.deactivated_at.is_(None))
    name = session.scalars(query.limit(1)).first()
    if name is not None:
        raise Refused(
            _(
                "%(name)s n’est pas parmi les personnes que l’on peut prévenir de ce commentaire."
                " Choisissez dans la liste, ou retirez le signe @.",
                name=name,
            ),
            field="body",
        )
