"""An incubator answers an offer while a committee ends the startup: one comes first, never both."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.policy import MACHINE
from portal.startups import actions, carrying_scheduled, queries
from portal.startups.crossing_models import CarryingOffer
from portal.startups.words import CarryKind, OfferState, Phase
from tests.startups.conftest import open_studio
from tests.startups.test_carrying import ask
from tests.support.apps import MONDAY, writing
from tests.support.browser import Visitor
from tests.support.crowd import at_once


@pytest.mark.parametrize("kind", list(CarryKind))
def test_an_answer_and_an_end_at_once(app_both, kind):
    with writing(app_both) as session:
        s = open_studio(session)
        startup = s.made()
        ask(s, startup, kind)
        ref, other, house = startup.ref, s.other.ref, s.house.ref
    tab = Visitor(app_both).sign_in("stranger@portail.example").get(f"/startups/{ref}/incubateurs")

    def answers():
        return tab.submit("Répondre", {"Votre réponse": "Nous acceptons"}).status

    def ends():
        with writing(app_both) as session:
            known = {"decision_ref": "dec-0000000f", "on": MONDAY.date(), "now": MONDAY}
            actions.end(session, MACHINE, queries.by_ref(session, ref), Phase.STOPPED, **known)

    status, _done = at_once([answers, ends])
    with writing(app_both) as session:
        carrying_scheduled.run(session, MONDAY + timedelta(days=1))
        (found,) = session.scalars(select(CarryingOffer))
        startup = queries.by_ref(session, ref)
        assert startup.current_phase is Phase.STOPPED
        accepted = {CarryKind.TOGETHER: (house, other), CarryKind.MOVE: (other,)}[kind]
        expected = {
            200: (OfferState.DONE, accepted),
            422: (OfferState.WITHDRAWN, (house,)),
        }
        assert (found.state, startup.incubator_refs) == expected[status]
