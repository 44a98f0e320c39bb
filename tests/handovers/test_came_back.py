"""A service that left and came back, as an import of the programme's own sheets may bring it."""

from portal.handovers import queries, scheduled, tasks
from portal.startups.words import Phase
from tests.handovers.test_actions import checked as checked


def test_nobody_waits_for_the_health_check_of_a_service_that_came_back(checked):
    s, startup, _checks = checked
    # As an import of the programme's own sheets may bring it back.
    startup.current_phase, startup.ended_on = Phase.CONSOLIDATION, None
    s.session.flush()
    assert scheduled.run(s.session, s.now) == 0
    assert tasks.waiting(s.session, s.actor("director"), s.now) == []
    assert s.session.scalars(queries.listed(None, s.today)).all() == []
