"""Telling an irritant together: invited by its author, accepted or not, left or ended."""

from datetime import datetime
from functools import partial

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import coauthor_queries, following, messages, queries, rules
from portal.irritants.models import CoAuthor, Irritant
from portal.irritants.moving import record, tell
from portal.irritants.names import new_pseudonym
from portal.irritants.supporting import forget_support
from portal.irritants.words import CoAuthorState as State
from portal.kernel.errors import Refused
from portal.people.models import Person
from portal.policy import Act, Actor


def invite(
    session: Session, actor: Actor, irritant: Irritant, person: Person, *, now: datetime
) -> CoAuthor:
    """Ask a colleague to tell it together. Raises Refused when they are already asked, or may not."""
    queries.lock(session, irritant)
    policy.require(actor, Act.COAUTHOR_INVITE, irritant)
    rules.check_writing(irritant.state)
    rules.check_coauthor(
        is_agent=person.kind is policy.Kind.AGENT,
        is_author=person.id == irritant.author_id,
        answers=person.id == irritant.officer_id,
    )
    known = coauthor_queries.coauthor(session, irritant, person.id)
    rules.check_invitation(
        known.state if known else None, len(coauthor_queries.told_with(session, irritant))
    )
    if known is None:
        known = CoAuthor(person_id=person.id, pseudonym=new_pseudonym())
        irritant.coauthors.append(known)
    known.state, known.invited_at, known.answered_at = State.INVITED, now, None
    record(session, actor, Act.COAUTHOR_INVITE, irritant, "invite", now=now, person=person.ref)
    title = _l("Invitation à raconter ensemble : « %(title)s »", title=irritant.title)
    text = _l("%(name)s vous propose d’en être co-auteur.", name=actor.name)
    _tell(session, person, irritant, "invited", title, text, "/invitation", now)
    return known


def accept(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> None:
    """Tell it together from now on, and hear all that its author hears."""
    line = _answerable(session, actor, irritant)
    if irritant.officer_id == actor.person_id:
        raise Refused(_("Vous répondez à cet irritant : laissez-le d’abord à vos collègues."))
    line.joined_at = line.joined_at or now
    _settle(session, line, State.ACTIVE, now)
    forget_support(session, irritant, actor.person_id)
    record(session, actor, Act.COAUTHOR_ANSWER, irritant, "join", now=now)
    # A draft has nothing to follow: its deposit begins that for all who tell it.
    if irritant.submitted_at is not None:
        following.begin(session, irritant, actor.person_id, now=now)
    _tell_author(
        session,
        irritant,
        _l("%(name)s accepte d’en être co-auteur.", name=actor.name),
        "joined",
        now,
    )


def decline(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> None:
    """Not take part."""
    line = _answerable(session, actor, irritant)
    _settle(session, line, State.DECLINED, now)
    record(session, actor, Act.COAUTHOR_ANSWER, irritant, "join_no", now=now)
    _tell_author(
        session, irritant, _l("%(name)s n’en sera pas co-auteur.", name=actor.name), "joined", now
    )


def leave(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> None:
    """Take part no longer."""
    queries.lock(session, irritant)
    line = coauthor_queries.coauthor(session, irritant, actor.person_id)
    if line is None or line.state is not State.ACTIVE:
        raise Refused(_("Vous n’en êtes pas co-auteur."))
    policy.require(actor, Act.COAUTHOR_ANSWER, line)
    _settle(session, line, State.LEFT, now)
    record(session, actor, Act.COAUTHOR_ANSWER, irritant, "leave", now=now)
    _tell_author(
        session, irritant, _l("%(name)s n’en est plus co-auteur.", name=actor.name), "left", now
    )


def remove(
    session: Session, actor: Actor, irritant: Irritant, person: Person, *, now: datetime
) -> None:
    """End somebody's part, or take back an invitation."""
    queries.lock(session, irritant)
    policy.require(actor, Act.COAUTHOR_INVITE, irritant)
    line = coauthor_queries.coauthor(session, irritant, person.id)
    if line is None or line.state not in (State.INVITED, State.ACTIVE):
        raise Refused(_("Cette personne n’est plus co-auteur."))
    _settle(session, line, State.REMOVED, now)
    record(session, actor, Act.COAUTHOR_INVITE, irritant, "part", now=now, person=person.ref)
    title = _l("Vous n’êtes plus co-auteur : « %(title)s »", title=irritant.title)
    _tell(session, person, irritant, "parted", title, "", "", now)


def _answerable(session: Session, actor: Actor, irritant: Irritant) -> CoAuthor:
    queries.lock(session, irritant)
    line = coauthor_queries.coauthor(session, irritant, actor.person_id)
    if line is None or line.state is not State.INVITED:
        raise Refused(_("Cette invitation n’attend plus de réponse."))
    policy.require(actor, Act.COAUTHOR_ANSWER, line)
    rules.check_writing(irritant.state)
    return line


def _settle(session: Session, line: CoAuthor, state: State, now: datetime) -> None:
    line.state, line.answered_at = state, now
    session.flush()


def _tell_author(session, irritant: Irritant, text, event: str, now) -> None:
    title = _l("Co-auteur : « %(title)s »", title=irritant.title)
    _tell(session, irritant.author, irritant, event, title, text, "", now)


def _tell(session, person: Person, irritant, event: str, title, text, end: str, now) -> None:
    """Once for this person and this moment: an invitation may be made anew."""
    said = partial(messages.simple, title, text)
    event = f"{event}-{person.id}-{now:%Y%m%d%H%M%S}"
    tell(session, [person], irritant, event, said, now=now, end=end)
