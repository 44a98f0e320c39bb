"""What a stop taught is read where the stop was decided, once it is public."""

from portal.committees import decision_actions
from portal.committees.words import StopReason
from portal.startups import lessons
from tests.committees.world import decided
from tests.support.apps import writing

TOLD = {
    "learned": "Les mairies veulent un seul appel.",
    "why": "Un autre service le fait.",
    "advice": "Commencer par le standard.",
    "aftermath": "Tout est effacé.",
}


def test_the_decision_and_the_list_of_decisions_tell_it(app, open_world, visitor):
    world = open_world
    with writing(app) as session:
        made = decided(session, world, "nnn", StopReason.NO_IMPACT)
        item = world.item(session, made.item.ref)
        decision_actions.publish(session, world.actor(session, "secretary"), item, now=world.now)
        startup, team = world.startup(session), world.actor(session, "team")
        told = TOLD | {"figures": [], "motive": "", "now": world.now}
        written = lessons.write(session, team, startup, **told)
        ref, place = written.ref, f"/decisions/{made.ref}"
    assert not visitor.get("/decisions").sees("Leçon :")
    assert not visitor.get(place).sees("Leçon :")

    with writing(app) as session:
        startup = world.startup(session)
        found = lessons.of(session, startup)
        assert found.ref == ref
        director = world.actor(session, "director")
        lessons.publish(session, director, startup, found, now=world.now)
    assert visitor.get("/decisions").sees("Leçon :")
    assert visitor.get(place).sees("Les mairies veulent un seul appel.")
    visitor.follow("Lire tout ce qui a été appris")
    assert visitor.sees("Commencer par le standard.")
