"""What the coach and the director think before the committee; each opinion stays as it was given."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.investigations import desk_queries, queries, rules
from portal.investigations.desk_models import Opinion, OpinionLine
from portal.investigations.models import Investigation
from portal.investigations.words import Criterion
from portal.journal import actions as journal
from portal.policy import Act, Actor


def give_opinion(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    *,
    lines: Mapping[Criterion, tuple[int, str]],
    now: datetime,
) -> Opinion:
    """Mark each line of the grid from 0 to 10, with a word on it. Given anew, the former stays."""
    queries.lock(session, investigation)
    policy.require(actor, Act.OPINION_GIVE, investigation)
    rules.check_log(investigation.state)
    rules.check_marks({criterion: mark for criterion, (mark, _said) in lines.items()})
    number = desk_queries.last_number(session, actor, investigation) + 1
    given = Opinion(
        investigation_id=investigation.id, author_id=actor.person_id, number=number, at=now
    )
    given.lines += [
        OpinionLine(criterion=criterion, mark=mark, comment=said)
        for criterion, (mark, said) in lines.items()
    ]
    session.add(given)
    session.flush()
    after = {"opinion": number}
    journal.record(session, actor, Act.OPINION_GIVE, investigation, now=now, after=after)
    session.flush()
    return given
