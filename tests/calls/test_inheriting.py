from portal.administration import closing, holdings
from portal.irritants import actions as irritants
from portal.organisations import queries as organisations
from tests.calls.conftest import three
from tests.support.apps import MONDAY

MOTIVE = "La Fabrique rejoint l’Atelier des Monts."


def test_the_calls_of_a_house_that_closes_go_to_its_heir(house, session_both):
    three(session_both, house)
    for name in ("anna", "basile", "chloe"):
        author, told = house.actor(session_both, name), house.irritant(session_both, name)
        irritants.withdraw(session_both, author, told, motive="", now=MONDAY)
    held = holdings.by(session_both, house.house, MONDAY.date())
    assert [one.ref for one in held.calls] == [house.call]
    assert held.leaves
    closing.close(
        session_both,
        house.actor(session_both, "programme"),
        organisations.incubator(session_both, house.house),
        closed_on=MONDAY.date(),
        motive=MOTIVE,
        successor=house.other,
        now=MONDAY,
    )
    session_both.expire_all()

    assert house.the_call(session_both).incubator_ref == house.other
