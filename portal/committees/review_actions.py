"""A decision is never rewritten: it is put to the vote again, and a later one takes its place."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import decision_queries, item_actions, item_moving, queries, rules
from portal.committees.decision_models import Decision, Reconsideration
from portal.committees.item_models import Item
from portal.committees.models import Committee
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.policy import Act, Actor
from portal.startups import queries as startups
from portal.startups.models import Startup


def ask(session: Session, actor: Actor, decision: Decision, *, motive: str, now: datetime) -> Item:
    """Put a point on the list, whose vote may replace this decision. Raises Forbidden, Refused."""
    policy.require(actor, Act.DECISION_REVIEW, decision.item)
    queries.lock(session, decision.item.committee)
    rules.check_motive(motive)
    if decision.startup_ref is None:
        raise Refused(
            _("Cette décision n’accompagne aucune startup : il n’y a rien à remettre au vote.")
        )
    if decision_queries.replacing(session, decision) is not None:
        raise Refused(_("Une décision plus récente a déjà remplacé celle-ci."))
    startup = startups.by_ref(session, decision.startup_ref)
    committee = _hearing(session, decision, startup, now)
    item = item_actions.list_review(session, startup, committee, now=now)
    item.dossier.body = motive
    told = {"decision_ref": decision.ref, "item_ref": item.ref, "motive": motive}
    session.add(Reconsideration(**told, asked_by_id=actor.person_id, asked_at=now))
    session.flush()
    for subject in (decision.item.ref, item.ref, startup.ref):
        journal.record(
            session, actor, Act.DECISION_REVIEW, subject, now=now, motive=motive, after=told
        )
    return item


def _hearing(session: Session, decision: Decision, startup: Startup, now: datetime) -> Committee:
    """The committee that decided; closed, or of an incubator that left, the one that now hears it."""
    own = decision.item.committee
    if not own.is_closed and own.incubator_ref in startup.incubator_refs:
        return own
    return item_moving.next_of(session, startup.incubator_ref, now) or own
