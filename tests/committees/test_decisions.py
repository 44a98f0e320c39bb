from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.committees import (
    actions,
    decision_actions,
    decision_queries,
    dossier_actions,
    item_actions,
    item_queries,
    queries,
    undecided_actions,
)
from portal.committees.decision_models import Decision
from portal.committees.words import (
    Direction,
    EffectKind,
    ItemOrigin,
    ItemState,
    Outcome,
    StopReason,
)
from portal.db.engine import transaction
from portal.extensions import db
from portal.investigations import queries as investigations
from portal.investigations.words import InvestigationOutcome
from portal.irritants import queries as irritants
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.organisations import queries as organisations
from portal.outbox.models import Mail
from portal.people import queries as people
from portal.policy import Role
from portal.register import queries as register
from portal.startups.words import GrantKind, Phase
from tests.committees.world import SEATED, settle, write
from tests.support.apps import MONDAY, writing
from tests.support.people import SINCE


def decided(session, world, letters, reason=None, **proposal):
    """Send the startup with this proposal, vote, close and proclaim."""
    item = world.send_startup(session)
    values = {
        "direction": Direction.CONTINUE,
        "phase": None,
        "months": 6,
        "amount": 300_000,
        "provisional_months": 1,
        "provisional_amount": 40_000,
    }
    write(session, world, item, proposal=values | proposal)
    world.ready(session, item)
    world.counted(session, item, letters, reason=reason)
    return world.proclaim(session, item, reason=reason)


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
    assert sorted(one.person_id for one in fresh) == sorted(world.ids[who] for who in concerned)
    assert {one.path for one in fresh} == {f"/decisions/{made.ref}"}
    mails = session_both.query(Mail).all()
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


def test_proclaiming_seals_what_was_decided_without_naming_anyone(session_both, world):
    made = decided(session_both, world, "ggggn")
    (entry,) = register.about(session_both, made.ref)

    assert entry.seq == made.register_seq
    assert register.fault(session_both) is None
    assert made.evidence_sha256 in entry.payload
    assert "Essai" not in entry.payload


def test_a_failure_after_sealing_leaves_nothing(app_both, clock, monkeypatch):
    with writing(app_both) as session:
        world = settle(session, clock)
        item = world.send_startup(session)
        world.ready(session, item)
        world.counted(session, item, "ggggg")
        ref = item.ref

    def breaks(*_args, **_known):
        raise RuntimeError("the line after the seal")

    monkeypatch.setattr(decision_actions, "_tell", breaks)
    with app_both.app_context(), pytest.raises(RuntimeError, match="the seal"):
        with transaction() as session:
            world.proclaim(session, world.item(session, ref))
    with app_both.app_context():
        session = db.session()
        assert register.head(session)[0] == 0
        assert session.query(Decision).count() == 0
        assert world.item(session, ref).state is ItemState.CLOSED
        assert world.startup(session).term_on == date(2027, 1, 23)


def test_only_the_presider_proclaims_and_only_a_decision(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    with pytest.raises(Refused):
        world.proclaim(session_both, item)
    world.vote(session_both, item, "gnaaa")
    world.cast(session_both, item, "chair", "abstain")
    world.later(minutes=20)
    world.close(session_both, item)
    for who in ("deputy", "secretary", "ann", "programme"):
        with pytest.raises(Forbidden):
            world.proclaim(session_both, item, by=who)
    with pytest.raises(Refused, match="reportez"):
        world.proclaim(session_both, item)


def test_a_decision_is_proclaimed_once(session_both, world):
    made = decided(session_both, world, "ggggg")

    with pytest.raises(Refused):
        world.proclaim(session_both, made.item)


def test_the_public_reads_a_decision_once_published(session_both, world):
    made = decided(session_both, world, "ggggg")
    from portal.policy import PASSER_BY

    assert list(session_both.scalars(decision_queries.visible_to(PASSER_BY))) == []
    for who in ("ann", "programme", "director"):
        with pytest.raises(Forbidden):
            decision_actions.publish(
                session_both, world.actor(session_both, who), made.item, now=world.now
            )
    keeper = world.actor(session_both, "secretary")
    decision_actions.publish(session_both, keeper, made.item, now=world.now)

    assert list(session_both.scalars(decision_queries.visible_to(PASSER_BY))) == [made]


def test_conditions_bind_with_a_decision_that_funds(session_both, world):
    item = world.send_startup(session_both)
    dossier_actions.propose_condition(
        session_both,
        world.actor(session_both, "team"),
        item,
        what="Publier les chiffres",
        owner=world.person(session_both, "team"),
        due_on=date(2027, 1, 15),
        proof="Une page publique.",
        today=MONDAY.date(),
        now=MONDAY,
    )
    world.ready(session_both, item)
    world.defer(session_both, item)
    again = item_queries.live_about(session_both, world.startup_ref)
    (proposed,) = decision_queries.proposed_conditions(session_both, again)
    assert (proposed.what, proposed.decision_ref) == ("Publier les chiffres", None)

    world.take_up(session_both, again)
    world.counted(session_both, again, "ggggg")
    made = world.proclaim(session_both, again)
    assert proposed.decision_ref == made.ref
    assert "Publier les chiffres" in register.about(session_both, made.ref)[0].payload


def test_a_deferral_says_why_and_until_when_and_comes_back(session_both, world):
    item = world.send_startup(session_both)
    write(session_both, world, item)
    world.ready(session_both, item)
    for changes in ({"motive": " "}, {"next_on": None}, {"next_on": world.now.date()}):
        with pytest.raises(Refused):
            world.defer(session_both, item, **changes)
    world.defer(session_both, item)
    again = item_queries.live_about(session_both, world.startup_ref)

    assert (item.state, item.motive) == (ItemState.DEFERRED, "Il manque un chiffre.")
    assert (again.origin, again.before_ref) == (ItemOrigin.DEFERRAL, item.ref)
    assert (again.dossier.request, again.amount) == (item.dossier.request, 300_000)
    assert [one.figure for one in again.dossier.rungs] == ["1 200 usagers"]


def test_a_second_deferral_in_a_row_is_told_to_the_programme(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.defer(session_both, item)
    told = session_both.query(Notice).filter_by(person_id=world.ids["programme"])
    assert told.count() == 0
    second = item_queries.live_about(session_both, world.startup_ref)
    world.take_up(session_both, second)
    world.defer(session_both, second)

    assert [one.subject_ref for one in told] == [second.ref]


def test_a_vote_that_decided_is_not_put_off(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.counted(session_both, item, "ggggg")

    with pytest.raises(Refused, match="proclamez"):
        world.defer(session_both, item)


def test_a_referred_item_goes_to_another_committee(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    keeper = world.actor(session_both, "secretary")
    undecided_actions.void(
        session_both, keeper, item, motive="Personne ne peut présider.", now=world.now
    )
    again = item_queries.live_about(session_both, world.startup_ref)
    other = another_committee(session_both, world)

    with pytest.raises(Forbidden):
        item_actions.refer(
            session_both, world.actor(session_both, "ann"), again, other, now=world.now
        )
    item_actions.refer(session_both, keeper, again, other, now=world.now)
    assert item_queries.waiting(session_both, other) == [again]
    assert item_queries.waiting(session_both, world.committee(session_both)) == []


def another_committee(session, world):
    house = organisations.incubator(session, world.other)
    programme = world.actor(session, "programme")
    return actions.found(
        session, programme, house, name="Comité des Monts", vote_minutes=30, now=MONDAY
    )


def test_the_committee_knows_its_seats_from_dated_mandates(session_both, world):
    committee = world.committee(session_both)
    with pytest.raises(Forbidden):
        actions.seat(
            session_both,
            world.actor(session_both, "director"),
            committee,
            world.person(session_both, "director"),
            role=Role.SEAT,
            quality="",
            voting=True,
            starts_on=SINCE,
            now=MONDAY,
        )

    seats = queries.seats(session_both, committee, MONDAY.date())
    assert [one.person_id for one in seats[:2]] == [world.ids["chair"], world.ids["deputy"]]
    assert [one.voting for one in seats if one.person_id == world.ids["expert"]] == [False]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET motive = 'autre'",
        "DELETE FROM decision",
        "UPDATE ballot SET choice = 'abstain', reason = NULL",
        "DELETE FROM ballot",
        "INSERT INTO ballot (item_id, person_id, choice, motive, receipt, cast_at, version)"
        " SELECT item_id, person_id, 'go', '', 'x', cast_at, 1 FROM ballot",
        "UPDATE ballot_version SET motive = 'autre'",
        "DELETE FROM ballot_version",
        "UPDATE register_entry SET payload = '{}'",
        "DELETE FROM register_entry",
        "UPDATE dossier SET body = 'autre'",
    ],
)
def test_the_database_refuses_to_rewrite(session_both, world, statement):
    decided(session_both, world, "ggggn")
    session_both.flush()

    with pytest.raises(DBAPIError, match=r"insert only|closed"), session_both.begin_nested():
        session_both.execute(text(statement))
