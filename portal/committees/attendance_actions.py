"""Who takes part in a sitting: noted in the room, or said by a member from afar."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import queries
from portal.committees.models import Sitting, SittingAttendance
from portal.committees.words import Attendance, SittingState
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.policy import Act, Actor


def note_attendance(
    session: Session,
    actor: Actor,
    sitting: Sitting,
    *,
    attendances: dict[int, Attendance],
    now: datetime,
) -> None:
    """Note who is there, who is not; whoever is not a member today is refused."""
    policy.require(actor, Act.SITTING_RUN, sitting)
    sitting = queries.lock_sitting(session, sitting)
    if sitting.state is not SittingState.IN_SESSION:
        raise Refused(_("La présence se note pendant la séance."))
    members = {p.id: p for p in queries.members(session, sitting.committee, paris_day(now))}
    known = {one.person_id: one for one in sitting.attendances}
    if set(attendances) - set(members) - set(known):
        raise Refused(_("Une de ces personnes n’est pas membre du comité."))
    before = {one.person.ref: one.attendance for one in known.values()}
    for person_id, attendance in attendances.items():
        _note(sitting, known.get(person_id), person_id, attendance)
    session.flush()
    after = {members[key].ref: value for key, value in attendances.items() if key in members}
    journal.record(session, actor, Act.SITTING_RUN, sitting, now=now, before=before, after=after)


def _note(
    sitting: Sitting, row: SittingAttendance | None, person_id: int, attendance: Attendance
) -> None:
    if row is None:
        sitting.attendances.append(SittingAttendance(person_id=person_id, attendance=attendance))
    else:
        row.attendance = attendance


def join(session: Session, actor: Actor, sitting: Sitting, *, now: datetime) -> None:
    """Take part from afar, for oneself; whoever is in the room stays there."""
    policy.require(actor, Act.SITTING_JOIN, sitting)
    sitting = queries.lock_sitting(session, sitting)
    if sitting.state is not SittingState.IN_SESSION:
        raise Refused(_("La présence se note pendant la séance."))
    row = next((one for one in sitting.attendances if one.person_id == actor.person_id), None)
    if row is not None and row.attendance is Attendance.PRESENT:
        return
    _note(sitting, row, actor.person_id, Attendance.REMOTE)
    session.flush()
    after = {actor.ref: Attendance.REMOTE}
    journal.record(session, actor, Act.SITTING_JOIN, sitting, now=now, after=after)
