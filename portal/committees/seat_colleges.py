"""The college of a seat already given: reading it, and changing it."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import item_queries, queries, seat_rules as rules
from portal.committees.models import Committee, SeatCollege
from portal.committees.words import College
from portal.journal import actions as journal
from portal.kernel.errors import Forbidden
from portal.notices import actions as notices
from portal.people.models import Mandate
from portal.policy import Act, Actor


def of_seat(session: Session, seat: Mandate) -> College | None:
    """The college of this seat, if it has one."""
    kept = _kept(session, seat)
    return kept.college if kept else None


def _kept(session: Session, seat: Mandate) -> SeatCollege | None:
    return session.scalars(select(SeatCollege).where(SeatCollege.mandate_id == seat.id)).first()


def change(
    session: Session,
    actor: Actor,
    committee: Committee,
    seat: Mandate,
    *,
    college: College | None,
    was: str,
    motive: str,
    now: datetime,
) -> None:
    """Give a seat another college, or none, and tell whoever holds it.

    Raises Forbidden for oneself; Refused without a voice, while a vote is open in the committee,
    and when it is no longer `was`.
    """
    policy.require(actor, Act.MEMBER_APPOINT, committee)
    if actor.person_id == seat.person_id:
        raise Forbidden(Act.MEMBER_APPOINT.value)
    committee = queries.lock(session, committee)
    kept = _kept(session, seat)
    before = kept.college if kept else None
    rules.check_college(
        votes=seat.voting,
        has_open_vote=item_queries.has_open_vote(session, committee),
        before=before.value if before else "",
        was=was,
        after=college.value if college else "",
    )
    _keep(session, seat, kept, college)
    told = {"person": seat.person.ref, "college": college}
    journal.record(
        session,
        actor,
        Act.MEMBER_APPOINT,
        committee,
        now=now,
        before={"college": before},
        after=told,
        motive=motive,
    )
    _tell(session, committee, seat, college, motive, now)


def _keep(session: Session, seat: Mandate, kept: SeatCollege | None, college) -> None:
    if college is None:
        session.delete(kept)
    elif kept is None:
        session.add(SeatCollege(mandate_id=seat.id, college=college))
    else:
        kept.college = college
    session.flush()


def _tell(session: Session, committee, seat: Mandate, college, motive: str, now) -> None:
    name = college.label if college else _l("aucun collège")
    notices.tell(
        session,
        [seat.person],
        event=f"college:{seat.ref}:{now.isoformat()}",
        kind="role",
        subject_ref=committee.ref,
        title=_l("Votre siège change de collège : %(committee)s", committee=committee.name),
        body=_l(
            "Il compte maintenant ainsi : %(college)s. %(motive)s", college=name, motive=motive
        ),
        path=f"/comites/{committee.ref}",
        now=now,
    )
