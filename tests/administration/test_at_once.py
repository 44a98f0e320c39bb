"""A deposit and a closing at the same moment: whoever comes first, the irritant is somewhere."""

from threading import Barrier, Thread

import pytest

from portal.administration import closing
from portal.irritants import actions as irritants, queries as of_irritants
from portal.irritants.words import IrritantState
from portal.kernel.errors import Refused
from portal.organisations import queries as houses
from tests.irritants.conftest import WHY, settle
from tests.support.apps import MONDAY, writing


@pytest.mark.parametrize("turn", range(3))
def test_an_irritant_never_waits_in_a_closed_incubator(app_both, turn):
    with writing(app_both) as session:
        village = settle(session)
        house, draft = village.house.ref, village.draft().ref
        author, admin = village.actor("author"), village.actor("admin")
    together, refused = Barrier(2), []

    def deposit():
        together.wait()
        with writing(app_both) as session:
            irritants.submit_held(session, author, of_irritants.held(session, draft), now=MONDAY)

    def close():
        together.wait()
        told = {"closed_on": MONDAY.date(), "motive": WHY, "successor": None, "now": MONDAY}
        try:
            with writing(app_both) as session:
                closing.close(session, admin, houses.incubator(session, house), **told)
        except Refused as refusal:
            refused.append(str(refusal))

    both = [Thread(target=deposit), Thread(target=close)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    with writing(app_both) as session:
        irritant, incubator = of_irritants.by_ref(session, draft), houses.incubator(session, house)
        assert irritant.state is IrritantState.SUBMITTED
        if incubator.is_closed:
            assert irritant.incubator_ref is None
        else:
            assert irritant.incubator_ref == house and "attendent une suite" in refused[0]
