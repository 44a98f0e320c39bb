"""What a call for problems does to an irritant: its author chose a house, its jury a laureate."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import charging, deciding, queries, transferring
from portal.irritants.models import Irritant
from portal.irritants.moving import enter, record
from portal.irritants.words import IrritantState as State, IrritantVerb as Verb
from portal.kernel.errors import Refused
from portal.organisations import queries as organisations
from portal.policy import Act, Actor


def entrust(
    session: Session, actor: Actor, irritant: Irritant, incubator_ref: str, *, now: datetime
) -> None:
    """Let its author choose who answers, when nobody does yet. Does nothing once somebody does."""
    queries.lock(session, irritant)
    policy.require(actor, Act.IRRITANT_SUBMIT, irritant)
    if irritant.incubator_ref is not None:
        return
    house = organisations.receiving(session, incubator_ref)
    transferring.hand_over(session, irritant, house)
    record(session, actor, Act.IRRITANT_SUBMIT, irritant, "route", now=now, to=house.ref)


def retain(
    session: Session, actor: Actor, irritant: Irritant, *, motive: str, now: datetime
) -> None:
    """Qualify it if nobody did, and select it, telling people once. One already retained stays.

    The actor takes it in charge, in place of a colleague if need be.
    """
    queries.lock(session, irritant)
    check_retainable(actor, irritant)
    if irritant.state in (State.SELECTED, State.INVESTIGATING):
        return
    officer = irritant.officer
    if officer is not None and officer.id != actor.person_id:
        charging.take(session, actor, irritant, over=officer.ref, now=now)
    if irritant.state is State.SUBMITTED:
        enter(irritant, State.QUALIFIED, now=now)
        record(session, actor, Act.TRIAGE_DECIDE, irritant, Verb.QUALIFY, now=now)
    deciding.select(session, actor, irritant, motive=motive, now=now)


def check_retainable(actor: Actor, irritant: Irritant) -> None:
    """Raise Refused, saying what to do first, unless this person may retain it now."""
    if not policy.may(actor, Act.TRIAGE_DECIDE, irritant):
        raise Refused(
            _(
                "« %(title)s » ne peut pas être retenu par vous : demandez à un responsable de son"
                " incubateur, autre que son auteur.",
                title=irritant.title,
            )
        )
    if irritant.state is State.MERGED:
        raise Refused(
            _(
                "« %(title)s » est réuni à un autre irritant : séparez-le d’abord dans le tri,"
                " avant de le désigner lauréat.",
                title=irritant.title,
            )
        )
    if irritant.state not in (
        State.SUBMITTED,
        State.QUALIFIED,
        State.SELECTED,
        State.INVESTIGATING,
    ):
        raise Refused(
            _(
                "« %(title)s » est maintenant « %(state)s » : rouvrez-le, ou attendez qu’il soit"
                " complété, avant de le désigner lauréat.",
                title=irritant.title,
                state=irritant.state.label,
            )
        )
