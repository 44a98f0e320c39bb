"""Throwing a draft away, for good."""

from datetime import datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.files import actions as files
from portal.irritants import coauthor_queries, queries
from portal.irritants.models import Irritant
from portal.irritants.moving import record
from portal.irritants.words import IrritantState as State
from portal.kernel.errors import Refused
from portal.notices import actions as notices
from portal.policy import Act, Actor


def discard_draft(session: Session, actor: Actor, draft: Irritant, *, now: datetime) -> None:
    """Throw a draft away, for good. Raises Refused once it is deposited."""
    queries.lock(session, draft)
    policy.require(actor, Act.IRRITANT_WITHDRAW, draft)
    if draft.state is not State.DRAFT:
        raise Refused(_("Cet irritant est déjà déposé : vous pouvez le retirer."))
    record(session, actor, Act.DRAFT_EDIT, draft, "discard", now=now)
    _tell_discarded(session, actor, draft, now)
    files.forget_all(session, draft.ref, now=now)
    session.delete(draft)
    session.flush()


def _tell_discarded(session: Session, actor: Actor, draft: Irritant, now: datetime) -> None:
    """Those who told it together would look for it in vain."""
    together = coauthor_queries.tellers(session, draft)
    notices.tell(
        session,
        [one for one in together if one.id != actor.person_id],
        event=f"discard:{draft.ref}",
        kind="irritant.discard",
        subject_ref=draft.ref,
        title=_l("Brouillon supprimé par son auteur : « %(title)s »", title=draft.title),
        body="",
        path="/irritants",
        now=now,
    )
