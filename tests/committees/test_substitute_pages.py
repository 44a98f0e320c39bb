"""Screens and minutes say who sits in whose place."""

from portal.committees import minutes_actions
from portal.committees.words import Choice
from tests.committees.test_substitutes import ABSENT, PRESENT, note, seat_of, stand
from tests.committees.world import email
from tests.support.apps import writing
from tests.support.people import open_account


def test_a_substitute_is_named_and_shows_under_the_member(app, open_world, meet, heard):
    with writing(app) as session:
        open_account(session, email("sub"), name="Sacha Essai")
    page = meet("director", f"/comites/{open_world.committee_ref}")
    page.follow("Suppléance : Bob Essai")
    told = {"Adresse de la personne suppléante": email("sub"), "Motif": "Siège de droit."}
    page.submit("Nommer et prévenir les deux personnes", told)
    assert page.sees("Sacha Essai siège quand Bob Essai est absent")
    assert page.sees("supplée Bob Essai") and page.sees("en l’absence du membre")

    keeper = meet("secretary", f"/seances/{open_world.sitting_ref}")
    told = {"Sacha Essai, supplée Bob Essai": "en salle", "Bob Essai": "excusé"}
    keeper.submit("Noter la présence", told)
    live = meet("ann", f"/points/{heard}")
    assert live.sees("Sacha Essai supplée Bob Essai.")
    assert live.sees("5\u00a0présents sur 5 qui peuvent voter")


def test_a_form_that_is_refused_keeps_what_was_typed(app, open_world, meet):
    with writing(app) as session:
        seat = seat_of(session, open_world, "bob").ref
    path = f"/comites/{open_world.committee_ref}/sieges/{seat}/suppleance"
    page = meet("director", path)
    told = {"Adresse de la personne suppléante": email("ann"), "Motif": "Siège de droit."}
    page.submit("Nommer et prévenir les deux personnes", told)

    assert page.status == 422
    assert page.sees("Cette personne siège déjà dans ce comité") and page.sees("Siège de droit.")


def test_minutes_say_in_whose_place_one_sat(session_both, world):
    stand(session_both, world)
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    note(session_both, world, bob=ABSENT, sub=PRESENT)
    world.open_vote(session_both, item)
    for who in ("chair", "deputy", "ann", "cleo", "sub"):
        world.cast(session_both, item, who, Choice.GO)
    world.close(session_both, item)
    world.proclaim(session_both, item)

    facts = minutes_actions.facts(session_both, world.sitting(session_both), world.now)
    bob = seat_of(session_both, world, "bob")
    standing = f"supplée {bob.person.name} ({bob.quality})"
    assert {"nom": "Sub", "qualite": standing, "presence": "en salle"} in facts["presences"]
    assert f"Sub, {standing}" in {one["nom"] for one in facts["points"][0]["bulletins"]}
