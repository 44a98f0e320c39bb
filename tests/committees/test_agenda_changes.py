"""An agenda that was told changes with a motive, is told again, and gives time for its dossier."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.committees import (
    agenda_actions,
    agenda_queries,
    dossier_actions,
    minutes_actions,
    scheduled,
)
from portal.committees.agenda_models import AgendaChange
from portal.committees.words import ItemState
from portal.kernel.errors import Refused
from portal.notices.models import Notice
from portal.outbox.models import Mail
from tests.committees.world import SEATED, VOTERS, WEEK, World, write
from tests.support.apps import MONDAY, writing

WHY = "La convention se signe le 10."


def convened(session, world: World):
    """A sitting convened for an investigation; the point of the startup waits."""
    first = world.send_investigation(session)
    world.plan(session)
    world.take_up(session, first)
    world.convene(session)
    return first


def said(session, kind="sitting_convened.agenda"):
    return session.execute(
        select(Notice.person_id, Notice.title, Notice.body).where(Notice.kind == kind)
    ).all()


def leave(session, world, item, motive=WHY):
    keeper = world.actor(session, "secretary")
    agenda_actions.put_back(session, keeper, item, motive=motive, now=world.now)


def test_what_enters_after_the_convening_needs_a_motive_and_is_told(session_both, world):
    convened(session_both, world)
    item = world.send_startup(session_both)
    with pytest.raises(Refused, match="motif d’urgence") as refused:
        world.take_up(session_both, item, motive=" ")
    assert (refused.value.field, item.sitting) == ("motive", None)

    world.take_up(session_both, item, motive=WHY)
    told = said(session_both)
    # The members, save whoever the rules set aside, then those who carry the startup.
    withdrawn = {who for who in SEATED if world.ids[who] in item.recused_ids}
    expected = (set(SEATED) - withdrawn) | {"team", "sponsor"}
    assert sorted(one.person_id for one in told) == sorted(world.ids[who] for who in expected)
    assert {one.title.replace("\u00a0", " ") for one in told} == {
        f"{world.committee(session_both).name} : ordre du jour complété"
    }
    body = told[0].body
    assert item.title in body and "7 décembre 2026" in body and WHY in body
    mails = select(func.count()).where(Mail.kind == "sitting_convened.agenda")
    assert session_both.scalar(mails) == len(told)


def test_what_leaves_after_the_convening_too(session_both, world):
    first = convened(session_both, world)
    with pytest.raises(Refused, match="motif d’urgence"):
        leave(session_both, world, first, motive=" ")
    leave(session_both, world, first)

    assert first.sitting is None
    assert {one.title.partition(":")[2].strip() for one in said(session_both)} == {
        "ordre du jour modifié"
    }
    (change,) = agenda_queries.changes(session_both, world.sitting(session_both))
    assert (change.motive, change.person_id) == (WHY, world.ids["secretary"])


def test_before_the_convening_nobody_is_asked_nor_told(session_both, world):
    item = world.send_startup(session_both)
    world.plan(session_both)
    world.take_up(session_both, item, motive="")
    leave(session_both, world, item, motive="")
    world.take_up(session_both, item, motive="")

    assert item.joined_at is None
    assert said(session_both) == []
    assert session_both.scalar(select(func.count(AgendaChange.id))) == 0


def test_a_late_dossier_is_written_until_the_vote_freezes_it(session_both, world):
    convened(session_both, world)
    world.at(WEEK - timedelta(days=2))
    item = world.send_startup(session_both)
    world.take_up(session_both, item, motive=WHY)
    scheduled.run(session_both, world.now)
    assert not dossier_actions.is_frozen(item, world.now)
    write(session_both, world, item)
    world.at(WEEK)
    world.begin(session_both)
    write(session_both, world, item, request="Six mois, et pas un de plus.")
    scheduled.run(session_both, world.now)
    assert item.dossier.frozen_at is None

    assert world.open_vote(session_both, item) is ItemState.OPEN
    assert "Six mois, et pas un de plus." in item.dossier.frozen
    assert len(item.dossier.sha256) == 64
    with pytest.raises(Refused, match="gelé"):
        write(session_both, world, item)


def test_what_enters_before_the_freeze_freezes_with_the_others(session_both, world):
    convened(session_both, world)
    world.later(days=1)
    item = world.send_startup(session_both)
    world.take_up(session_both, item, motive=WHY)
    write(session_both, world, item)
    world.at(WEEK - timedelta(days=6))
    scheduled.run(session_both, world.now)
    assert item.dossier.frozen_at == world.now


def test_in_session_somebody_may_add_a_point_and_the_clock_may_not(session_both, world):
    convened(session_both, world)
    world.at(WEEK)
    world.begin(session_both)
    item, sitting = world.send_startup(session_both), world.sitting(session_both)
    assert agenda_actions.enter(session_both, sitting, item, now=world.now) is False
    world.take_up(session_both, item, motive=WHY)
    write(session_both, world, item)
    assert world.open_vote(session_both, item) is ItemState.OPEN


def test_the_clock_tells_what_it_adds_once_and_respects_who_took_it_off(session_both, world):
    convened(session_both, world)
    item, sitting = world.send_startup(session_both), world.sitting(session_both)
    assert agenda_actions.enter(session_both, sitting, item, now=world.now)
    told = said(session_both)
    assert len(told) >= len(VOTERS)
    assert "demande" in told[0].body
    scheduled.run(session_both, world.now)
    assert len(said(session_both)) == len(told)

    leave(session_both, world, item)
    assert agenda_actions.enter(session_both, sitting, item, now=world.now) is False
    assert item.sitting is None


def test_what_was_taken_off_an_agenda_enters_the_next_one(session_both, world):
    """The first sitting still lies ahead: waiting until it is past could lose the term."""
    convened(session_both, world)
    item = world.send_startup(session_both)
    world.take_up(session_both, item, motive=WHY)
    leave(session_both, world, item)
    world.plan(session_both, WEEK + timedelta(days=7))
    scheduled.run(session_both, world.now)

    assert item.sitting.starts_at == WEEK + timedelta(days=7)


def test_a_change_of_somebody_bears_its_motive_in_the_database(session_both, world):
    first = convened(session_both, world)
    made = AgendaChange(
        sitting_id=world.sitting(session_both).id,
        item_id=first.id,
        kind="entered",
        motive="",
        person_id=world.ids["secretary"],
        at=MONDAY,
    )
    with pytest.raises(IntegrityError), session_both.begin_nested():
        session_both.add(made)


def test_the_minutes_tell_the_urgency_and_the_changes(session_both, world):
    first = world.send_investigation(session_both)
    world.plan(session_both, MONDAY + timedelta(days=2))
    world.take_up(session_both, first)
    assert "ordre_du_jour" not in minutes_actions.facts(
        session_both, world.sitting(session_both), world.now
    )
    world.convene(session_both, urgency="Les crédits tombent.")
    world.take_up(session_both, world.send_startup(session_both), motive=WHY)

    facts = minutes_actions.facts(session_both, world.sitting(session_both), world.now)
    assert facts["urgence"] == "Les crédits tombent."
    (told,) = facts["ordre_du_jour"]
    assert (told["quoi"], told["motif"]) == ("inscrit", WHY)


# Pages


def test_the_pages_ask_the_motive_and_show_it(app, open_world, meet):
    with writing(app) as session:
        convened(session, open_world)
        item = open_world.send_startup(session)
        title, ref = item.title, item.ref
    address = f"/seances/{open_world.sitting_ref}"
    page = meet("secretary", address)
    page.follow("Inscrire")
    assert page.sees("La séance est déjà convoquée")
    page.submit("Inscrire ce point")
    assert page.status == 422
    assert page.sees("indiquez le motif d’urgence")
    page.submit("Inscrire ce point", {"Motif d’urgence": WHY})
    assert page.sees("Changé depuis la convocation")
    assert page.sees(title) and page.sees(WHY)
    assert meet("ann", address).sees(WHY)
    page.get(f"/points/{ref}/retrait").submit("Retirer ce point", {"Motif d’urgence": "Plus tard."})
    assert page.sees("retiré par") and page.sees("Plus tard.")
    assert meet("ann", f"{address}/points/{ref}").status == 403
