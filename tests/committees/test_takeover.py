"""A committee decides whether a service in safeguard or asleep is taken over."""

from datetime import timedelta

import pytest

from portal.committees import item_actions, item_queries
from portal.committees.beside import takeover_of
from portal.committees.words import Direction, StopReason
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import add_months
from portal.kernel.refs import new_ref
from portal.organisations.models import Organisation
from portal.policy import MACHINE
from portal.startups import actions as startups, takeover_queries, takeovers
from portal.startups.after_words import OfferState
from portal.startups.words import Phase
from tests.committees.world import write

STOP = "dec-0000000b"


@pytest.fixture
def session(session_both):
    """The one of the world."""
    return session_both


@pytest.fixture
def offer(session, world):
    """An offer of the programme for the startup, in safeguard."""
    today, startup = world.now.date(), world.startup(session)
    told = {"decision_ref": STOP, "reason": StopReason.NO_FUNDING, "now": world.now}
    startups.safeguard(session, MACHINE, startup, until=add_months(today, 3), **told)
    return offered(session, world)


@pytest.fixture
def for_a_sleeper(session, world):
    """The same for the startup, asleep."""
    told = {"decision_ref": STOP, "now": world.now}
    on = world.now.date()
    startups.end(session, MACHINE, world.startup(session), Phase.DORMANT, on=on, **told)
    return offered(session, world)


def offered(session, world):
    body = Organisation(ref=new_ref("org"), name="Office des quais")
    session.add(body)
    session.flush()
    return takeovers.offer(
        session,
        world.actor(session, "programme"),
        world.startup(session),
        organisation_ref=body.ref,
        receiving_ref=None,
        amount=120_000,
        carrier="La direction des quais",
        message="Nous gardons l’équipe.",
        holds_until=world.now.date() + timedelta(days=60),
        now=world.now,
    )


def carried(session, world, offer, by="director", committee=None):
    committee = committee or world.committee(session)
    actor = world.actor(session, by)
    return item_actions.send_takeover(session, actor, offer, committee, now=world.now)


def decided(session, world, offer, letters, reason=None):
    item = carried(session, world, offer)
    world.ready(session, item)
    world.counted(session, item, letters, reason=reason)
    return world.proclaim(session, item, reason=reason)


def test_the_point_says_the_offer_and_nothing_moves_before_the_decision(session, world, offer):
    with pytest.raises(Forbidden):
        carried(session, world, offer, by="team")
    item = carried(session, world, offer)

    startup = world.startup(session)
    assert (item.direction, item.phase, item.amount) == (Direction.CONTINUE, None, 120_000)
    assert "Office des quais" in item.dossier.request
    assert (offer.state, startup.safeguard_until is not None) == (OfferState.ACCEPTED, True)
    with pytest.raises(Refused):
        carried(session, world, offer)


@pytest.mark.parametrize(
    ("letters", "reason", "state", "phase", "in_safeguard"),
    [
        ("ggg", None, OfferState.TAKEN, Phase.CONSTRUCTION, False),
        ("ppp", None, OfferState.TAKEN, Phase.CONSTRUCTION, False),
        ("nnn", StopReason.NO_FUNDING, OfferState.NOT_TAKEN, Phase.CONSTRUCTION, True),
        ("nnn", StopReason.NO_IMPACT, OfferState.NOT_TAKEN, Phase.STOPPED, False),
    ],
)
def test_the_decision_answers_the_offer(
    session, world, offer, letters, reason, state, phase, in_safeguard
):
    until = world.startup(session).safeguard_until
    decided(session, world, offer, letters, reason)

    startup = world.startup(session)
    assert (offer.state, startup.current_phase) == (state, phase)
    assert startup.safeguard_until == (until if in_safeguard else None)
    assert takeover_queries.accepted(session, startup.ref) is None


@pytest.mark.parametrize(
    ("letters", "reason", "phase"),
    [
        ("ggg", None, Phase.CONSTRUCTION),
        ("ppp", None, Phase.CONSTRUCTION),
        ("nnn", StopReason.NO_FUNDING, Phase.DORMANT),
    ],
)
def test_a_sleeper_wakes_by_a_decision_alone(session, world, for_a_sleeper, letters, reason, phase):
    decided(session, world, for_a_sleeper, letters, reason)

    startup = world.startup(session)
    assert startup.current_phase is phase
    assert (startup.term_on is None) is (phase is Phase.DORMANT)


def test_an_offer_is_not_taken_back_once_the_vote_has_opened(session, world, offer):
    item = carried(session, world, offer)
    author = world.actor(session, "programme")
    world.ready(session, item)
    world.open_vote(session, item)
    with pytest.raises(Refused, match="Le vote a commencé"):
        takeovers.withdraw(session, author, offer, now=world.now)
    world.vote(session, item, "ggggg")
    world.later(minutes=20)
    world.close(session, item)
    with pytest.raises(Refused, match="Le vote a commencé"):
        takeovers.withdraw(session, author, offer, now=world.now)
    world.proclaim(session, item)
    assert offer.state is OfferState.TAKEN


def test_a_service_that_leaves_by_another_way_answers_its_offer(session, world, offer):
    item = carried(session, world, offer)
    proposal = {"direction": Direction.TRANSFER, "phase": None, "months": 6, "amount": 0}
    write(session, world, item, proposal=proposal)
    world.ready(session, item)
    world.counted(session, item, "ggggg")
    world.proclaim(session, item)
    assert world.startup(session).current_phase is Phase.TRANSFERRED
    assert offer.state is OfferState.NOT_TAKEN


def test_a_point_that_is_over_says_nothing_of_the_offer_of_today(session, world, offer):
    item = carried(session, world, offer)
    assert takeover_of(item).ref == offer.ref
    world.ready(session, item)
    world.defer(session, item)
    assert takeover_of(world.item(session, item.ref)) is None
    again = item_queries.live_about(session, world.startup_ref)
    assert takeover_of(again).ref == offer.ref


def test_an_offer_waits_while_another_point_is_before_a_committee(session, world, offer):
    world.send_startup(session)
    with pytest.raises(Refused), session.begin_nested():
        carried(session, world, offer)
    session.refresh(offer)

    assert offer.state is OfferState.MADE
    assert item_queries.live_about(session, offer.startup.ref) is not None
