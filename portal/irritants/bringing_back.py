"""What was kept for later comes back: at its day, or as soon as enough people say « moi aussi »."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from portal.irritants import moving, transferring
from portal.irritants.models import Irritant
from portal.irritants.rules import has_enough_supports
from portal.notices import actions as notices
from portal.policy import MACHINE, Act


def bring_back(session: Session, irritant: Irritant, *, now: datetime) -> bool:
    """Make it due for another reading today, once, if as many say « moi aussi » as were wanted.

    Call it with the row held, after the count has changed. Returns whether it came back.
    """
    if not has_enough_supports(irritant.state, irritant.review_supports, irritant.support_count):
        return False
    before = {"review_on": irritant.review_on, "review_supports": irritant.review_supports}
    irritant.review_on, irritant.review_supports = moving.today(now), None
    told = {"count": irritant.support_count, "review_on": irritant.review_on}
    moving.record(
        session, MACHINE, Act.IRRITANT_SUPPORT, irritant, "enough", now=now, before=before, **told
    )
    why = _l("Assez d’agents disent « moi aussi » : rouvrez-le, ou donnez une nouvelle réponse.")
    tell(session, irritant, why, now=now)
    return True


def tell(session: Session, irritant: Irritant, why: LazyString, *, now: datetime) -> int:
    """Tell the desk that it is to be read again; once for a day, whatever the reason."""
    if irritant.incubator_ref is None:
        return 0
    # The event names the day, not the version: told once, however often this runs.
    return notices.tell(
        session,
        transferring.desk(session, irritant.incubator_ref, irritant, now),
        event=f"review:{irritant.ref}:{irritant.review_on}",
        kind="triage.review",
        subject_ref=irritant.ref,
        title=_l("À relire : « %(title)s »", title=irritant.title),
        body=why,
        path=f"/tri/{irritant.ref}",
        now=now,
    )
