"""Verbs upon what a change of course or a merger proposes, until the vote opens."""

from datetime import datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import crossing_queries, dossier_actions, item_queries
from portal.committees.crossing_models import Crossing, MergeAnswer
from portal.committees.item_models import Item
from portal.committees.words import Direction, ItemState, Side
from portal.journal import actions as journal
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.notices.actions import tell
from portal.policy import Act, Actor
from portal.startups import crossing, crossing_rules, queries as startups


def propose_course(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    title: str,
    mission: str,
    kept: str,
    now: datetime,
) -> Crossing:
    """Say the mission that the committee is asked to adopt, and the name if it changes."""
    item = _writable(session, actor, item, Direction.PIVOT, now)
    startup = startups.by_ref(session, item.startup_ref)
    crossing_rules.check_course((startup.title, startup.mission), (title, mission))
    told = crossing_queries.kept_or_new(session, item)
    told.title = "" if title.strip() == startup.title else title
    told.mission, told.kept = mission, kept
    told.keep_before(startup)
    session.flush()
    _record(session, actor, item, now, mission=mission, title=told.title)
    return told


def propose_receiver(
    session: Session, actor: Actor, item: Item, *, receiver: str, leftover: str, now: datetime
) -> Crossing:
    """Name the startup that receives, and say what becomes of the money; its people are asked."""
    item = _writable(session, actor, item, Direction.MERGE, now)
    into = startups.by_ref(session, receiver)
    crossing_rules.check_receiver(
        is_live=crossing.is_live(into),
        is_itself=into.ref == item.startup_ref,
        is_leaving=crossing_queries.is_leaving(session, into.ref),
    )
    if not text.length(leftover):
        raise Refused(_("Dites ce que devient l’argent qui reste."), field="leftover")
    told = crossing_queries.kept_or_new(session, item)
    if (told.receiver_ref, told.leftover) == (receiver, leftover):
        return told
    told.receiver, told.leftover = into, leftover
    # What was agreed to is no longer what is proposed.
    told.answers.clear()
    told.keep_before(item.startup)
    session.flush()
    _record(session, actor, item, now, receiver=into.ref, leftover=leftover)
    _ask(session, actor, item, told, now)
    return told


def answer(
    session: Session, actor: Actor, item: Item, *, agrees: bool, motive: str, now: datetime
) -> Crossing:
    """The receiver's team or director agrees, or says no and why, until the vote opens."""
    item = item_queries.lock(session, item, now)
    session.expire(item, ["crossing"])
    policy.require(actor, Act.MERGE_ANSWER, item)
    if item.state is not ItemState.LISTED:
        raise Refused(_("Le vote a commencé : la réponse ne change plus."))
    if not agrees and not text.length(motive):
        raise Refused(_("Dites pourquoi : l’équipe qui demande le lira."), field="motive")
    told = item.crossing
    for side in crossing_queries.sides_of(actor, told):
        _answered(told, side, actor, agrees, motive, now)
    session.flush()
    after = {"agrees": agrees, "receiver": told.receiver_ref, "item": item.ref}
    for subject in (item.ref, item.startup_ref, told.receiver_ref):
        journal.record(
            session, actor, Act.MERGE_ANSWER, subject, now=now, after=after, motive=motive
        )
    _tell_answer(session, actor, item, told, agrees=agrees, motive=motive, now=now)
    return told


def check_ready(session: Session, item: Item, now: datetime) -> None:
    """Raise Refused while the vote would not know what it adopts. The item is locked."""
    told = crossing_queries.told(item)
    if item.direction is Direction.PIVOT and (told is None or not told.mission):
        raise Refused(_("Écrivez d’abord la mission nouvelle : c’est elle qui est votée."))
    if item.direction is Direction.MERGE:
        _check_agreed(session, told, now)


def _check_agreed(session: Session, told: Crossing | None, now: datetime) -> None:
    if told is None or told.receiver is None:
        raise Refused(
            _("Nommez d’abord la startup qui accueille, et dites ce que devient l’argent.")
        )
    name = told.receiver.title
    if not crossing.is_live(told.receiver):
        raise Refused(_("%(title)s n’est plus accompagnée : nommez-en une autre.", title=name))
    if crossing_queries.is_leaving(session, told.receiver.ref):
        raise Refused(
            _("Un point propose de réunir %(title)s à une autre : attendez-le.", title=name)
        )
    needed = crossing_queries.needed_sides(session, told, paris_day(now))
    if not needed:
        raise Refused(_("Personne ne peut répondre pour %(title)s.", title=name))
    for side in needed:
        said = told.answer_of(side)
        if said is None:
            raise Refused(
                _("%(title)s n’a pas encore répondu (%(side)s).", title=name, side=side.label)
            )
        if not said.agrees:
            raise Refused(_("%(title)s ne souhaite pas accueillir cette startup.", title=name))


def _writable(
    session: Session, actor: Actor, item: Item, direction: Direction, now: datetime
) -> Item:
    policy.require(actor, Act.DOSSIER_EDIT, item)
    item = item_queries.lock(session, item, now)
    if item.direction is not direction:
        raise Refused(_("La suite proposée a changé : relisez le dossier."))
    if dossier_actions.is_frozen(item, now):
        raise Refused(_("Le dossier est gelé : ce qui est proposé ne change plus."))
    return item


def _answered(told: Crossing, side: Side, actor: Actor, agrees: bool, motive: str, now) -> None:
    row = told.answer_of(side)
    if row is None:
        row = MergeAnswer(side=side)
        told.answers.append(row)
    row.agrees, row.motive, row.person_id, row.at = agrees, motive, actor.person_id, now


def _record(session: Session, actor: Actor, item: Item, now: datetime, **after) -> None:
    journal.record(session, actor, Act.DOSSIER_EDIT, item, now=now, after=after)


def _ask(session: Session, actor: Actor, item: Item, told: Crossing, now: datetime) -> None:
    asked = crossing_queries.receivers(session, told, paris_day(now))
    tell(
        session,
        [one for one in asked if one.id != actor.person_id],
        event=f"merge-asked:{item.ref}:{told.version}",
        kind="team.merge",
        subject_ref=item.ref,
        title=_l(
            "%(title)s propose de rejoindre %(into)s", title=item.title, into=told.receiver.title
        ),
        body=_l(
            "Votre accord est demandé avant le vote : acceptez, ou dites pourquoi non.\n\n"
            "Ce que devient l’argent : %(leftover)s",
            leftover=told.leftover,
        ),
        path=f"/points/{item.ref}/accord",
        now=now,
    )


def _tell_answer(
    session: Session, actor: Actor, item: Item, told: Crossing, *, agrees: bool, motive: str, now
) -> None:
    into = told.receiver.title
    said = (
        _l("%(into)s accepte d’accueillir %(title)s", into=into, title=item.title)
        if agrees
        else _l("%(into)s ne souhaite pas accueillir %(title)s", into=into, title=item.title)
    )
    asking = crossing_queries.askers(session, item, paris_day(now))
    tell(
        session,
        [one for one in asking if one.id != actor.person_id],
        event=f"merge-answer:{item.ref}:{actor.person_id}:{now:%Y%m%d%H%M%S}",
        kind="team.merge",
        subject_ref=item.ref,
        title=said,
        body=motive or said,
        path=f"/points/{item.ref}",
        now=now,
    )
