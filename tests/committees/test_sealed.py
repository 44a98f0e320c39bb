"""What a point, its dossier and its minutes tell, and to whom; the roll stands as it was frozen."""

import pytest
from sqlalchemy import select

from portal.committees import (
    actions,
    agenda_actions,
    minutes_actions,
    recusal_actions,
    sitting_actions,
)
from portal.committees.words import Choice, ItemState
from portal.journal import queries as journal
from portal.kernel.errors import Refused
from portal.people import actions as people
from portal.people.models import Mandate
from portal.policy import MACHINE, Act, Kind, Role
from tests.committees.world import email
from tests.support.apps import writing
from tests.support.browser import Visitor
from tests.support.people import open_account

SECRET = "Ouvrir à vingt départements"


@pytest.fixture
def opened(app, open_world):
    """A point whose vote is open; Cleo has withdrawn from it."""
    with writing(app) as session:
        item = open_world.send_startup(session)
        item.dossier.request = SECRET
        open_world.ready(session, item)
        recusal_actions.declare(
            session,
            open_world.actor(session, "cleo"),
            open_world.item(session, item.ref),
            has_interest=True,
            note="",
            now=open_world.now,
        )
        open_world.open_vote(session, item)
        return item.ref


def visit(app, who):
    return Visitor(app).sign_in(email(who))


def test_whoever_is_on_the_roll_votes_whatever_became_of_their_seat(app, open_world, opened):
    with writing(app) as session:
        ann = open_world.ids["ann"]
        seat = session.scalars(select(Mandate).where(Mandate.person_id == ann)).one()
        people.end_mandate(
            session, MACHINE, seat, ends_on=open_world.now.date(), now=open_world.now
        )

    ann = visit(app, "ann").get(f"/points/{opened}")
    ann.submit("Voter", {"Votre bulletin": "Poursuivre, comme proposé"})

    assert ann.status == 200 and ann.sees("Votre bulletin est enregistré")


@pytest.mark.parametrize("who", ["cleo", "outsider", "ann"])
def test_saving_a_dossier_with_an_old_version_shows_it_to_nobody_else(app, open_world, opened, who):
    visitor = visit(app, who).get("/moi/taches")
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    said = {
        "csrf_token": token,
        "_idem": "0123456789",
        "version": "0",
        "request": "x",
        "direction": "continue",
        "months": "6",
        "amount": "1",
        "provisional_months": "1",
    }

    answer = visitor.client.post(f"/points/{opened}/dossier/redaction", data=said)

    assert answer.status_code == (404 if who == "outsider" else 403)
    assert SECRET not in answer.get_data(as_text=True)


def test_a_refused_form_shows_a_committee_to_whoever_may_read_it_alone(app, open_world, opened):
    with writing(app) as session:
        open_account(session, email("admin"), Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR)
    visitor = visit(app, "admin").get("/moi")
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    paths = [
        f"/comites/{open_world.committee_ref}/{end}"
        for end in ("sieges", "sieges/fin", "seances", "reglages")
    ]
    paths += [f"/seances/{open_world.sitting_ref}/annulation"]

    answers = [visitor.client.post(path, data={"csrf_token": token}) for path in paths]

    assert [answer.status_code for answer in answers] == [403] * len(paths)


def test_who_withdrew_reads_no_ballot_even_in_the_minutes(app, open_world, opened):
    with writing(app) as session:
        item = open_world.item(session, opened)
        for who in ("ann", "bob", "chair", "deputy"):
            open_world.cast(session, item, who, Choice.GO, motive=f"Motif de {who}.")
        open_world.close(session, item)
        open_world.proclaim(session, item)
        sitting_actions.close_sitting(
            session,
            open_world.actor(session, "secretary"),
            open_world.sitting(session),
            now=open_world.now,
        )
    path = f"/seances/{open_world.sitting_ref}/proces-verbal"

    assert visit(app, "ann").get(path).sees("Motif de bob.")
    assert not visit(app, "cleo").get(path).sees("Motif de bob.")


def test_a_point_leaves_an_open_sitting_with_a_motive_alone(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    secretary = world.actor(session_both, "secretary")

    with pytest.raises(Refused, match="reportez"):
        agenda_actions.put_back(session_both, secretary, item, now=world.now)
    assert world.item(session_both, item.ref).state is ItemState.LISTED


def test_nobody_signs_what_changed_since_they_read_it(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.counted(session_both, item, "ggggg")
    world.proclaim(session_both, item)
    secretary, sitting = world.actor(session_both, "secretary"), world.sitting(session_both)
    sitting_actions.close_sitting(session_both, secretary, sitting, now=world.now)
    seen = minutes_actions.fingerprint(minutes_actions.facts(session_both, sitting, world.now), "")
    minutes_actions.write(session_both, secretary, sitting, prose="Ajouté après.", now=world.now)

    chair = world.actor(session_both, "chair")
    with pytest.raises(Refused, match="relisez-le"), session_both.begin_nested():
        minutes_actions.sign(session_both, chair, sitting, seen=seen, now=world.now)

    facts = minutes_actions.facts(session_both, sitting, world.now)
    seen = minutes_actions.fingerprint(facts, "Ajouté après.")
    signed = minutes_actions.sign(session_both, chair, sitting, seen=seen, now=world.now)
    assert signed.sha256 == seen


def test_a_committee_has_one_chair_at_a_time(session_both, world):
    programme, ann = world.actor(session_both, "programme"), world.person(session_both, "bob")
    known = {"role": Role.CHAIR, "quality": "Intérim", "voting": True, "now": world.now}

    with pytest.raises(Refused, match="tient déjà") as refusal:
        actions.seat(
            session_both,
            programme,
            world.committee(session_both),
            ann,
            starts_on=world.now.date(),
            **known,
        )
    assert refusal.value.field == "role"


def test_the_journal_tells_who_the_rules_set_aside_never_why(session_both, world):
    item = world.send_startup(session_both)
    people.appoint(
        session_both,
        MACHINE,
        world.person(session_both, "bob"),
        Role.TEAM,
        world.startup_ref,
        now=world.now,
        starts_on=world.now.date(),
    )
    world.ready(session_both, item)

    told = [one for one in journal.of(session_both, item.ref) if one.act == Act.RECUSE_SELF]
    assert [one.after for one in told] == [{"person": world.person(session_both, "bob").ref}]
