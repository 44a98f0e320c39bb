"""The sheet of a public body, read by anyone."""

from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator, Organisation
from tests.support.apps import writing


def test_a_body_shows_its_incubators(app, visitor):
    with writing(app) as session:
        body = Organisation(ref=new_ref("org"), name="Office des guichets", acronym="ODG")
        session.add(body)
        session.flush()
        session.add(Incubator(ref=new_ref("inc"), title="L’Atelier", owner_ref=body.ref))
        address = f"/organisations/{body.ref}"

    visitor.get(address)

    assert visitor.title == "Office des guichets"
    assert visitor.links == ["L’Atelier"]
    visitor.follow("L’Atelier")
    assert visitor.title == "L’Atelier" and visitor.sees("Office des guichets")
    assert visitor.sees("Cet incubateur ne porte pas encore de startup")
