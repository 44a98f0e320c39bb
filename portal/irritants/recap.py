"""Before an act: how many people will hear of it, as what, and by which way. Nobody is named."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.irritants import coauthor_queries, family
from portal.irritants.models import Follow, Irritant, Support
from portal.kernel.text import plural
from portal.notices import queries as notices
from portal.notices.words import Group, Pace
from portal.people.models import Person


@dataclass(frozen=True, slots=True)
class Recap:
    """Each person counts once, as the first that they are: author, support, follower, colleague."""

    authors: int
    supporters: int
    followers: int
    colleagues: int
    at_once: int
    later: int
    never: int

    @property
    def total(self) -> int:
        return self.authors + self.supporters + self.followers + self.colleagues

    def who(self) -> list[str]:
        """Who they are, in words; those that nobody is are left out."""
        told = (
            (self.authors, _("l’auteur"), _("%(count)s auteurs", count=self.authors)),
            (
                self.supporters,
                _("une personne qui dit « moi aussi »"),
                _("%(count)s personnes qui disent « moi aussi »", count=self.supporters),
            ),
            (
                self.followers,
                _("une personne qui suit l’irritant"),
                _("%(count)s personnes qui suivent l’irritant", count=self.followers),
            ),
            (
                self.colleagues,
                _("un collègue du tri"),
                _("%(count)s collègues du tri", count=self.colleagues),
            ),
        )
        return [one if count == 1 else many for count, one, many in told if count]

    def how(self) -> str:
        """By which way: the mail follows what each has chosen."""
        mails = plural(self.at_once, "courrier part", "courriers partent")
        if not self.later and not self.never:
            return _("%(mails)s tout de suite.", mails=mails)
        return _(
            "%(mails)s tout de suite, %(later)s dans un résumé ; les autres le liront sur le"
            " portail.",
            mails=mails,
            later=self.later,
        )


def of(session: Session, irritants: list[Irritant], people: list[Person], group: Group) -> Recap:
    """What is said to `people` of these irritants, in the group of messages that it belongs to."""
    ids, left = [one.id for one in irritants], {person.id for person in people}
    paces = notices.paces(session, list(left), group)
    by_pace = [paces.get(person_id, Pace.NOW) for person_id in left]
    authors = left & _tellers(session, ids)
    left -= authors
    supporters = left & _people(session, Support, ids, left)
    left -= supporters
    followers = left & _people(session, Follow, ids, left)
    at_once, never = by_pace.count(Pace.NOW), by_pace.count(Pace.NONE)
    return Recap(
        authors=len(authors),
        supporters=len(supporters),
        followers=len(followers),
        colleagues=len(left - followers),
        at_once=at_once,
        later=len(by_pace) - at_once - never,
        never=never,
    )


def _tellers(session: Session, ids: list[int]) -> set[int]:
    alone = session.scalars(select(Irritant.author_id).where(family.of(ids)))
    return {*alone, *session.scalars(coauthor_queries.telling(family.ids(ids)))}


def _people(session: Session, table, ids: list[int], among: set[int]) -> set[int]:
    if not among:
        return set()
    there = table.irritant_id.in_(family.ids(ids))
    return set(session.scalars(select(table.person_id).where(there)))
