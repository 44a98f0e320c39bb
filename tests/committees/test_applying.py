from datetime import date

import pytest
from sqlalchemy import select

from portal.committees import (
    item_queries,
)
from portal.committees.words import (
    Direction,
    EffectKind,
    ItemState,
    Outcome,
    StopReason,
)
from portal.investigations import queries as investigations
from portal.investigations.words import InvestigationOutcome
from portal.irritants import queries as irritants
from portal.kernel.errors import Refused
from portal.notices.models import Notice
from portal.outbox.models import Mail
from portal.people import queries as people
from portal.policy import Role
from portal.startups.words import GrantKind, Phase
from tests.committees.world import SEATED, decided, write


def test_a_go_gives_a_new_grant_from_the_nominal_term(session_both, world):
    made = decided(session_both, world, "ggggn")
    startup = world.startup(session_both)

    assert (made.outcome, made.effect, made.months) == (Outcome.GO, EffectKind.NEW_GRANT, 6)
    assert startup.current_grant.granted_from == date(2027, 1, 23)
    assert made.term_on == startup.term_on == date(2027, 7, 23)
    assert startup.current_grant.decision_ref == made.ref
    assert startup.current_phase is Phase.CONSTRUCTION
    assert made.item.state is ItemState.PROCLAIMED


def test_a_go_to_the_next_phase_changes_it(session_both, world):
    made = decided(
        session_both, world, "ggggg", direction=Direction.NEXT_PHASE, phase=Phase.ACCELERATION
    )

    assert made.effect is EffectKind.CHANGE_PHASE
    assert world.startup(session_both).current_phase is Phase.ACCELERATION
    assert world.startup(session_both).term_on == date(2027, 7, 23)


def test_a_provisional_go_keeps_the_phase_for_one_or_two_months(session_both, world):
    made = decided(
        session_both, world, "ppppp", direction=Direction.NEXT_PHASE, phase=Phase.ACCELERATION
    )
    startup = world.startup(session_both)

    assert (made.effect, made.months, made.amount) == (EffectKind.PROVISIONAL_GRANT, 1, 40_000)
    assert startup.current_grant.kind is GrantKind.PROVISIONAL
    assert startup.current_phase is Phase.CONSTRUCTION
    assert made.term_on == startup.term_on == date(2027, 2, 23)


def test_a_no_go_stops_for_a_reason_found_on_the_ballots(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.counted(session_both, item, "nnngg", reason=StopReason.NO_IMPACT)
    for reason in (None, StopReason.NO_FUNDING):
        with pytest.raises(Refused, match="parmi celles des bulletins"):
            world.proclaim(session_both, item, reason=reason)
    made = world.proclaim(session_both, item, reason=StopReason.NO_IMPACT)
    startup = world.startup(session_both)

    assert (made.effect, made.stop_reason) == (EffectKind.STOP, StopReason.NO_IMPACT)
    assert startup.current_phase is Phase.STOPPED
    assert startup.term_on is None


def test_a_stop_for_want_of_money_opens_a_safeguard(session_both, world):
    made = decided(session_both, world, "nnnnn", reason=StopReason.NO_FUNDING)
    startup = world.startup(session_both)

    assert made.effect is EffectKind.SAFEGUARD
    assert startup.safeguard_until == date(2027, 3, 7)
    assert startup.current_phase is Phase.CONSTRUCTION


def test_a_transfer_ends_the_support(session_both, world):
    made = decided(session_both, world, "ggggg", direction=Direction.TRANSFER)

    assert (made.effect, made.phase) == (EffectKind.END_STATE, Phase.TRANSFERRED)
    assert world.startup(session_both).current_phase is Phase.TRANSFERRED


def test_a_transfer_not_adopted_returns_to_the_agenda(session_both, world):
    made = decided(session_both, world, "nnnnn", direction=Direction.TRANSFER)
    back = item_queries.live_about(session_both, world.startup_ref)

    assert (made.effect, made.stop_reason) == (EffectKind.RETURN_TO_AGENDA, None)
    assert world.startup(session_both).current_phase is Phase.CONSTRUCTION
    assert (back.state, back.direction, back.amount) == (
        ItemState.LISTED,
        Direction.TRANSFER,
        300_000,
    )


def launched(session, world):
    item = world.send_investigation(session)
    write(session, world, item, by="intra", proposal={"amount": 400_000, "provisional_months": 2})
    world.ready(session, item)
    return item


def test_a_launch_makes_a_startup_that_answers_every_irritant(session_both, world):
    item = launched(session_both, world)
    world.counted(session_both, item, "ggggg")
    made = world.proclaim(session_both, item)
    startup = world.startup_by(session_both, made.startup_ref)

    assert made.effect is EffectKind.CREATE_STARTUP
    assert (startup.title, startup.born_of) == ("Une fois suffit", world.investigation_ref)
    assert startup.current_phase is Phase.CONSTRUCTION
    assert startup.current_grant.amount == 400_000
    assert startup.term_on == made.term_on == date(2027, 6, 7)
    roles = {
        role: {p.id for p in people.holders(session_both, startup.ref, world.now.date(), role)}
        for role in (Role.TEAM, Role.COACH, Role.SPONSOR)
    }
    assert roles == {
        Role.TEAM: {world.ids["intra"]},
        Role.COACH: {world.ids["coach"]},
        Role.SPONSOR: {world.ids["sponsor"]},
    }
    for ref in world.irritants:
        irritant = irritants.by_ref(session_both, ref)
        assert (irritant.state, irritant.answered_by_ref) == ("answered", startup.ref)
    source = investigations.by_ref(session_both, world.investigation_ref)
    assert (source.state, source.outcome) == ("closed", InvestigationOutcome.STARTUP)


def test_everyone_concerned_hears_it_once(session_both, world):
    item = launched(session_both, world)
    world.counted(session_both, item, "ggggg")
    session_both.query(Mail).delete()
    before = session_both.query(Notice).count()
    made = world.proclaim(session_both, item)

    concerned = (*SEATED, "masked", "author", "both", "intra", "coach", "sponsor")
    fresh = session_both.query(Notice).order_by(Notice.id).offset(before).all()
    # What is bought is told apart, to whoever buys.
    fresh = [one for one in fresh if one.kind != "funding.note"]
    assert sorted(one.person_id for one in fresh) == sorted(world.ids[who] for who in concerned)
    assert {one.path for one in fresh} == {f"/decisions/{made.ref}"}
    mails = session_both.query(Mail).where(Mail.kind != "funding.note").all()
    assert len(mails) == len(concerned)
    assert not any("Masked" in one.body for one in mails if "masked" not in one.address)


def test_a_provisional_launch_moves_the_planned_end(session_both, world):
    item = launched(session_both, world)
    world.counted(session_both, item, "ppppp")
    made = world.proclaim(session_both, item)
    source = investigations.by_ref(session_both, world.investigation_ref)

    assert (made.effect, made.months) == (EffectKind.MOVE_PLANNED_END, 2)
    assert (source.state, source.planned_end_on) == ("running", date(2027, 3, 25))
    assert irritants.by_ref(session_both, world.irritants[0]).state == "investigating"
    assert made.startup_ref is None


def test_an_inconclusive_investigation_answers_with_its_reason(session_both, world):
    item = launched(session_both, world)
    world.counted(session_both, item, "nnnnn", reason=StopReason.EXISTING_SOLUTION)
    made = world.proclaim(session_both, item, reason=StopReason.EXISTING_SOLUTION)
    source = investigations.by_ref(session_both, world.investigation_ref)

    assert made.effect is EffectKind.INCONCLUSIVE
    assert (source.state, source.outcome) == ("closed", InvestigationOutcome.INCONCLUSIVE)
    for ref in world.irritants:
        irritant = irritants.by_ref(session_both, ref)
        assert (irritant.state, irritant.motive) == ("inconclusive", "une solution existe déjà")
    event = f"decided:{made.ref}"
    told = list(session_both.scalars(select(Notice.person_id).where(Notice.event == event)))
    waited = {
        person.id for person in investigations.audience(session_both, source, world.now.date())
    }
    # Whoever supports both irritants is answered once, by one message and one mail.
    assert world.ids["both"] in waited and waited <= set(told)
    assert len(told) == len(set(told)) == session_both.query(Mail).filter_by(event=event).count()
