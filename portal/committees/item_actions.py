"""Verbs upon agenda items before the vote: listing, proposal, dossier, conditions, recusals."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import (
    committee_rules,
    crossing_queries,
    decision_queries,
    dossier_copies,
    item_notices,
    item_queries,
    queries,
)
from portal.committees.decision_models import Condition, Reconsideration
from portal.committees.effects import Proposal, check_proposal
from portal.committees.item_models import Dossier, Evidence, Item
from portal.committees.models import Committee
from portal.committees.words import (
    KEEPING,
    Direction,
    ItemOrigin,
    ItemState,
    SubjectKind,
)
from portal.investigations import actions as investigations
from portal.investigations.models import Investigation
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor, Kind
from portal.startups import crossing, phases, takeovers
from portal.startups.models import Startup
from portal.startups.takeover_models import TakeoverOffer
from portal.startups.words import Phase


def send_investigation(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    committee: Committee,
    *,
    startup_title: str,
    startup_mission: str,
    now: datetime,
) -> Item:
    """Carry an investigation to a committee: a point proposing to launch, with its dossier."""
    investigations.mark_sent(session, actor, investigation, committee_ref=committee.ref, now=now)
    item = _list(
        session,
        committee,
        SubjectKind.INVESTIGATION,
        investigation.ref,
        title=startup_title,
        origin=ItemOrigin.REQUEST,
        direction=Direction.LAUNCH,
        now=now,
    )
    item.startup_title, item.startup_mission = startup_title, startup_mission
    item.dossier.body = investigation.report
    session.flush()
    _told(session, actor, Act.INVESTIGATION_SEND, item, now)
    return item


def send_startup(
    session: Session,
    actor: Actor,
    startup: Startup,
    committee: Committee,
    *,
    direction: Direction,
    now: datetime,
    phase: Phase | None = None,
    origin: ItemOrigin = ItemOrigin.REQUEST,
) -> Item:
    """Put a startup before a committee of one of its incubators."""
    if actor.kind is not Kind.SYSTEM:
        policy.require(actor, Act.STARTUP_SEND, startup)
    check_heard(session, startup, committee)
    item = _list(
        session,
        committee,
        SubjectKind.STARTUP,
        startup.ref,
        title=startup.title,
        origin=origin,
        direction=direction,
        now=now,
    )
    item.phase = phase
    check(item)
    session.flush()
    _told(session, actor, Act.STARTUP_SEND, item, now)
    return item


def check_heard(session: Session, startup: Startup, committee: Committee | None = None) -> None:
    """Raise Refused unless a committee (this one, if told) may hear about the startup."""
    if startup.current_phase is Phase.MERGED:
        raise Refused(_gone(session, startup))
    if committee is None:
        return
    if committee.incubator_ref not in startup.incubator_refs:
        raise Refused(_("Choisissez un comité de l’incubateur qui porte la startup."))
    if startup.current_phase is None or startup.current_phase.is_end:
        raise Refused(_("Cette startup n’est plus accompagnée : aucun comité ne l’attend."))


def send_takeover(
    session: Session, actor: Actor, offer: TakeoverOffer, committee: Committee, *, now: datetime
) -> Item:
    """Put an offer to take a service over before a committee: it alone gives phase and money."""
    takeovers.accept(session, actor, offer, now=now)
    startup = offer.startup
    receiving = {*startup.incubator_refs, offer.receiving_ref}
    if committee.incubator_ref not in receiving:
        raise Refused(_("Choisissez un comité de l’incubateur qui accueille."), field="committee")
    asleep = startup.is_ended
    item = _list(
        session,
        committee,
        SubjectKind.STARTUP,
        startup.ref,
        title=startup.title,
        origin=ItemOrigin.REQUEST,
        direction=Direction.NEXT_PHASE if asleep else Direction.CONTINUE,
        now=now,
    )
    item.amount, item.is_amount_said = offer.amount, True
    item.phase = phases.last_live(one.phase for one in startup.periods) if asleep else None
    item.dossier.request = _("Reprise par %(who)s", who=offer.organisation.name)[:400]
    item.dossier.body = f"{offer.carrier}\n\n{offer.message}"
    check(item)
    session.flush()
    _told(session, actor, Act.TAKEOVER_ANSWER, item, now)
    return item


def _gone(session: Session, startup: Startup) -> str:
    """Where it went: the startup that received it is the one to decide upon."""
    last = next(iter(crossing.chain(session, startup.ref)[-1:]), None)
    if last is None:
        return _("Cette startup en a rejoint une autre : aucun comité ne l’attend.")
    return _(
        "%(title)s a rejoint %(into)s : c’est pour %(into)s qu’un comité décide.",
        title=startup.title,
        into=last.title,
    )


def list_review(session: Session, startup: Startup, committee: Committee, *, now: datetime) -> Item:
    """A point about a startup whose last decision may be replaced, and by nothing but a vote."""
    check_heard(session, startup, committee)
    item = _list(
        session,
        committee,
        SubjectKind.STARTUP,
        startup.ref,
        title=startup.title,
        origin=ItemOrigin.REQUEST,
        direction=Direction.CONTINUE,
        now=now,
    )
    session.flush()
    return item


def _list(
    session: Session,
    committee: Committee,
    kind: SubjectKind,
    subject_ref: str,
    *,
    title: str,
    origin: ItemOrigin,
    direction: Direction,
    now: datetime,
) -> Item:
    kept = queries.lock(session, committee)
    committee_rules.check_receives(is_closed=kept.is_closed)
    field = "startup_ref" if kind is SubjectKind.STARTUP else "investigation_ref"
    item = Item(
        ref=new_ref("pnt"),
        committee=committee,
        origin=origin,
        title=title[:200],
        subject_kind=kind,
        direction=direction,
        made_at=now,
        dossier=Dossier(),
        **{field: subject_ref},
    )
    try:
        with session.begin_nested():
            session.add(item)
    except IntegrityError:
        raise Refused(_("Ce sujet attend déjà devant un comité.")) from None
    return item


def _told(session: Session, actor: Actor, act: Act, item: Item, now: datetime) -> None:
    after = {"item": item.ref, "committee": item.committee_ref, "direction": item.direction}
    journal.record(session, actor, act, item.subject_ref, now=now, after=after)
    journal.record(session, actor, act, item, now=now, after=after)


def refer(
    session: Session, actor: Actor, item: Item, committee: Committee, *, now: datetime
) -> None:
    """Send an item that waits to another committee, which can hear it."""
    if not policy.may(actor, Act.SITTING_AGENDA, item):
        policy.require(actor, Act.COMMITTEE_CONFIGURE, item)
    committee = queries.lock(session, committee)
    item = item_queries.lock(session, item, now)
    if item.state is not ItemState.LISTED or item.sitting_id is not None:
        raise Refused(_("Retirez d’abord ce point de l’ordre du jour."))
    if committee.id == item.committee_id:
        raise Refused(_("Choisissez un autre comité."), field="committee")
    committee_rules.check_receives(is_closed=committee.is_closed)
    before = {"committee": item.committee_ref}
    item.committee, item.origin = committee, ItemOrigin.REFERRAL
    session.flush()
    after = {"committee": committee.ref}
    journal.record(session, actor, Act.SITTING_AGENDA, item, now=now, before=before, after=after)
    item_notices.referred(session, item, now)


def list_again(
    session: Session, item: Item, *, origin: ItemOrigin, now: datetime, second: bool = False
) -> Item:
    """List an item that ended undecided, with its proposal and a copy of its dossier."""
    again = _list(
        session,
        item.committee,
        item.subject_kind,
        item.subject_ref,
        title=item.title,
        origin=origin,
        direction=item.direction,
        now=now,
    )
    for name in (
        "phase",
        "months",
        "amount",
        "is_amount_said",
        "provisional_months",
        "provisional_amount",
        "money_ends_on",
        "startup_title",
        "startup_mission",
    ):
        setattr(again, name, getattr(item, name))
    again.second_convening, again.before_ref = second, item.ref
    again.dossier.request, again.dossier.body = item.dossier.request, item.dossier.body
    for rung in item.dossier.rungs:
        again.dossier.rungs.append(_copy(rung))
    session.flush()
    crossing_queries.copy(session, item, again)
    for condition in decision_queries.proposed_conditions(session, item):
        if condition.decision_ref is None:
            session.add(_proposed_again(condition, again))
    session.flush()
    _carry_review(session, item, again)
    dossier_copies.carry(session, item, again, now=now)
    return again


def _carry_review(session: Session, item: Item, again: Item) -> None:
    """The decision that the vote may replace is still the one that its next vote replaces."""
    found = decision_queries.review_of(session, item)
    if found is None or item.state in item_queries.DECIDED:
        return
    told = {"decision_ref": found.decision_ref, "motive": found.motive}
    asked = {"asked_by_id": found.asked_by_id, "asked_at": found.asked_at}
    session.add(Reconsideration(item_ref=again.ref, **told, **asked))
    session.flush()


def _proposed_again(condition: Condition, item: Item) -> Condition:
    return Condition(
        ref=new_ref("res"),
        item_id=item.id,
        subject_ref=item.subject_ref,
        what=condition.what,
        owner_id=condition.owner_id,
        due_on=condition.due_on,
        proof=condition.proof,
    )


def _copy(rung: Evidence) -> Evidence:
    names = ("rung", "figure", "measured_on", "source", "link", "file_ref")
    return Evidence(**{name: getattr(rung, name) for name in names})


def check(item: Item) -> None:
    """Raise Refused unless the proposal can be put to the vote."""
    if item.phase is not None and item.direction in KEEPING:
        raise Refused(_("Cette suite ne change pas de phase."), field="phase")
    check_proposal(
        Proposal(
            item.subject_kind,
            item.direction,
            item.months,
            item.amount,
            item.phase,
            item.provisional_months,
            item.provisional_amount,
        )
    )
