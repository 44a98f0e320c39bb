from datetime import timedelta

import pytest

from portal.committees import (
    agenda_actions,
    attendance_actions,
    dossier_actions,
    queries,
    rules,
    sitting_actions,
)
from portal.committees.words import Attendance, ItemState, SittingState
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from tests.committees.world import SEATED, VOTERS, WEEK, write
from tests.support.apps import MONDAY


def told(session, kind):
    """Ids of who was told, one for each line of an inbox."""
    return sorted(one.person_id for one in session.query(Notice).filter_by(kind=kind))


def test_a_sitting_is_planned_once_at_a_time_to_come(session_both, world):
    world.plan(session_both)

    with pytest.raises(Refused, match="déjà prévue"):
        world.plan(session_both)
    with pytest.raises(Refused, match="à venir"):
        world.plan(session_both, MONDAY - timedelta(hours=1))
    assert [one.starts_at for one in session_both.scalars(queries.sittings())] == [WEEK]


def test_only_those_who_keep_the_committee_plan(session_both, world):
    for who in ("ann", "expert", "outsider", "team"):
        with pytest.raises(Forbidden):
            sitting_actions.plan(
                session_both,
                world.actor(session_both, who),
                world.committee(session_both),
                starts_at=WEEK,
                place="",
                now=MONDAY,
            )


def test_convening_tells_every_member_once(session_both, world):
    world.plan(session_both)
    world.take_up(session_both, world.send_startup(session_both))
    world.convene(session_both)

    assert world.sitting(session_both).state is SittingState.CONVENED
    assert told(session_both, "sitting_convened") == sorted(world.ids[who] for who in SEATED)


def test_an_empty_agenda_is_not_convened(session_both, world):
    world.plan(session_both)

    with pytest.raises(Refused, match="au moins un point"):
        world.convene(session_both)


@pytest.mark.parametrize(("days", "urgency"), [(7, ""), (6, "Les crédits tombent demain.")])
def test_seven_days_ahead_or_a_motive(session_both, world, days, urgency):
    world.plan(session_both, MONDAY + timedelta(days=days))
    world.take_up(session_both, world.send_startup(session_both))
    world.convene(session_both, urgency)

    assert world.sitting(session_both).urgency == urgency


def test_six_days_ahead_without_a_motive_is_refused(session_both, world):
    world.plan(session_both, MONDAY + timedelta(days=6))
    world.take_up(session_both, world.send_startup(session_both))

    with pytest.raises(Refused, match="motif d’urgence"):
        world.convene(session_both)


def test_the_dossier_freezes_seven_days_before_or_at_an_urgent_convening(session_both, world):
    item = world.send_startup(session_both)
    write(session_both, world, item)
    world.plan(session_both)
    world.take_up(session_both, item)
    world.convene(session_both)
    assert item.dossier.sha256 == ""

    world.at(rules.freezes_at(MONDAY, WEEK))
    with pytest.raises(Refused, match="gelé"):
        write(session_both, world, item)
    dossier_actions.freeze(session_both, item, world.now)
    kept = item.dossier.frozen
    assert item.dossier.sha256 == dossier_actions.dossiers.fingerprint(kept)
    assert "1 200 usagers" in kept

    who = world.actor(session_both, "team")
    dossier_actions.add_addendum(session_both, who, item, body="Un chiffre neuf.", now=world.now)
    assert [one.body for one in item.dossier.addenda] == ["Un chiffre neuf."]
    assert item.dossier.frozen == kept


def test_an_urgent_convening_freezes_at_once(session_both, world):
    item = world.send_startup(session_both)
    world.plan(session_both, MONDAY + timedelta(days=2))
    world.take_up(session_both, item)
    world.convene(session_both, "Les crédits tombent demain.")

    assert item.dossier.frozen_at == MONDAY


def test_the_agenda_takes_and_gives_back(session_both, world):
    first, second = world.send_startup(session_both), world.send_investigation(session_both)
    sitting = world.plan(session_both)
    world.take_up(session_both, first, second)
    assert [one.position for one in (first, second)] == [1, 2]

    keeper = world.actor(session_both, "secretary")
    agenda_actions.put_back(session_both, keeper, first, now=MONDAY)
    assert first.sitting is None
    world.take_up(session_both, first)
    assert (first.sitting, first.position) == (sitting, 3)


def test_a_subject_waits_before_one_committee_at_a_time(session_both, world):
    world.send_startup(session_both)

    with pytest.raises(Refused, match="déjà"):
        world.send_startup(session_both)


def test_a_cancelled_sitting_gives_its_items_back_and_says_why(session_both, world):
    item = world.send_startup(session_both)
    world.plan(session_both)
    world.take_up(session_both, item)
    world.convene(session_both)
    keeper = world.actor(session_both, "secretary")
    with pytest.raises(Refused, match="motif"):
        sitting_actions.cancel(
            session_both, keeper, world.sitting(session_both), motive=" ", now=MONDAY
        )
    sitting_actions.cancel(
        session_both, keeper, world.sitting(session_both), motive="Grève.", now=MONDAY
    )

    assert item.sitting is None
    assert told(session_both, "sitting_cancelled") == sorted(world.ids[who] for who in SEATED)


def test_a_sitting_opens_once_convened_and_notes_its_members_only(session_both, world):
    item = world.send_startup(session_both)
    world.plan(session_both)
    world.take_up(session_both, item)
    with pytest.raises(Refused):
        world.begin(session_both)
    world.convene(session_both)
    world.at(WEEK)
    world.begin(session_both, *VOTERS)

    keeper = world.actor(session_both, "secretary")
    sitting = world.sitting(session_both)
    assert sitting.present_ids == {world.ids[who] for who in VOTERS}
    with pytest.raises(Refused, match="pas membre"):
        attendance_actions.note_attendance(
            session_both,
            keeper,
            sitting,
            attendances={world.ids["outsider"]: Attendance.PRESENT},
            now=world.now,
        )


def test_who_has_an_interest_never_receives_the_dossier(session_both, world):
    """Set aside by the convening: here the author of an irritant, who holds an advisory seat."""
    world.ids["expert"], world.ids["masked"] = world.ids["masked"], world.ids["expert"]
    from portal.committees import actions
    from portal.policy import Role
    from tests.support.people import SINCE

    actions.seat(
        session_both,
        world.actor(session_both, "director"),
        world.committee(session_both),
        world.person(session_both, "expert"),
        role=Role.SEAT,
        quality="usager",
        voting=False,
        starts_on=SINCE,
        now=MONDAY,
    )
    item = world.send_investigation(session_both)
    world.plan(session_both)
    world.take_up(session_both, item)
    assert item.recused_ids == frozenset()
    world.convene(session_both)

    assert item.recused_ids == {world.ids["expert"]}


def test_a_sitting_does_not_close_undecided_and_names_what_is_left(session_both, world):
    first, second = world.send_startup(session_both), world.send_investigation(session_both)
    world.ready(session_both, first, second)
    world.defer(session_both, first)
    keeper = world.actor(session_both, "secretary")

    with pytest.raises(Refused, match="Une fois suffit") as refused:
        sitting_actions.close_sitting(
            session_both, keeper, world.sitting(session_both), now=world.now
        )
    assert "Pièces à l’heure" not in str(refused.value)

    world.defer(session_both, second)
    sitting_actions.close_sitting(session_both, keeper, world.sitting(session_both), now=world.now)
    assert world.sitting(session_both).state is SittingState.CLOSED
    assert first.state is ItemState.DEFERRED
