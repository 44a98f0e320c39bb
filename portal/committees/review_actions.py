"""A decision is never rewritten: it is put to the vote again, and a later one takes its place."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import decision_queries, item_actions, queries, rules
from portal.committees.decision_models import Decision, Reconsideration
from portal.committees.item_models import Item
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.policy import Act, Actor
from portal.startups import queries as startups


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
    item = item_actions.list_review(session, startup, decision.item.committee, now=now)
    item.dossier.body = motive
    told = {"decision_ref": decision.ref, "item_ref": item.ref, "motive": motive}
    session.add(Reconsideration(**told, asked_by_id=actor.person_id, asked_at=now))
    session.flush()
    for subject in (decision.item.ref, item.ref, startup.ref):
        journal.record(
            session, actor, Act.DECISION_REVIEW, subject, now=now, motive=motive, after=told
        )
    return item
