"""The sitting as it is lived: the screen of the room, and the page that each member keeps open."""

import re

import pytest

from portal.committees import recusal_actions
from portal.committees.words import Choice
from tests.committees.world import VOTERS
from tests.support.apps import writing

HTMX = {"HX-Request": "true"}


@pytest.fixture
def room(open_world, heard):
    return f"/seances/{open_world.sitting_ref}/salle"


@pytest.fixture
def sitting(open_world, heard):
    return f"/seances/{open_world.sitting_ref}"


def cast(app, world, ref, *who, choice=Choice.GO):
    with writing(app) as session:
        for one in who:
            world.cast(session, world.item(session, ref), one, choice)


def live(visitor, fragment_id):
    """What the poll of this part answers: its status, and its words."""
    path = visitor.page.find(id=fragment_id)["hx-get"]
    answer = visitor.client.get(path, headers=HTMX)
    return answer.status_code, " ".join(re.sub("<[^>]*>", " ", answer.text).split())


# The room


def test_the_room_shows_quorum_and_time_and_who_voted_folded(
    app, open_world, meet, heard, room, voting
):
    cast(app, open_world, voting, "ann", choice=Choice.NO_GO)
    chair = meet("chair", room)

    assert chair.sees("Point 1 sur 1")
    assert chair.sees("5 présents sur 5 qui peuvent voter ; il en faut 3.")
    assert chair.sees("Il reste 20 minutes")
    fold = chair.page.find(id="room-voters").find_parent("details")
    assert not fold.has_attr("open")
    assert "Ann Essai : a voté" in fold.get_text()
    assert chair.text.count("a voté") == 2  # the title of the fold, and Ann
    assert "rrêter" not in chair.text and "no_go" not in chair.response.text
    assert meet("ann", room).status == 403
    assert meet("outsider", room).status == 403


def test_a_chair_who_withdrew_does_not_see_who_voted(app, open_world, meet, room, voting):
    cast(app, open_world, voting, "ann")
    with writing(app) as session:
        item, chair = open_world.item(session, voting), open_world.actor(session, "chair")
        told = {"has_interest": True, "note": "", "now": open_world.now}
        recusal_actions.declare(session, chair, item, **told)
    for path in (room, f"/points/{voting}"):
        assert "a voté" not in meet("chair", path).text
        assert "Ann Essai : a voté" in meet("deputy", path).text


def test_a_sitting_is_led_from_the_room(app, open_world, meet, heard, room):
    chair = meet("chair", room)
    assert chair.sees("Ce qui empêche de clore la séance (1)")
    chair.submit("Ouvrir le vote")
    assert chair.url.startswith(room), chair.url
    cast(app, open_world, heard, *VOTERS[1:])

    chair.get(room).submit("Clore le vote")
    assert (chair.status, chair.title) == (422, "Pièces à l’heure")
    assert chair.errors == [
        "Avant l’heure, le vote se clôt quand chacun a voté : il manque 1 bulletin."
    ]
    assert chair.sees("Point 1 sur 1")

    cast(app, open_world, heard, "chair")
    chair.get(room).submit("Clore le vote")
    assert chair.sees("Résultat : poursuite")
    chair.submit("Proclamer la décision", {"Motifs de la décision": ""})
    assert chair.status == 422 and chair.sees("Point 1 sur 1")
    chair.submit("Proclamer la décision", {"Motifs de la décision": "L’effet est établi."})
    assert chair.url.startswith(room) and chair.sees("Poursuite pour 6 mois")
    chair.submit("Clore la séance")
    assert chair.sees("close")


def test_the_room_follows_by_itself(app, open_world, meet, heard, room, voting):
    chair = meet("chair", room)
    assert live(chair, "room-live")[0] == 204
    cast(app, open_world, voting, "ann")
    status, words = live(chair, "room-live")
    assert status == 200 and "Ann Essai : a voté" in words
    open_world.later(minutes=4)
    status, words = live(chair, "room-live")
    assert "Il reste 16 minutes" in words
    open_world.later(minutes=16)
    status, words = live(chair.get(room), "room-live")
    assert chair.sees("aucun bulletin ne compte plus")
    chair.submit("Constater la clôture")
    assert chair.url.startswith(room)


# The page that a member keeps open


def test_the_sitting_page_finds_the_vote_by_itself(app, open_world, meet, heard, sitting):
    ann, looking = meet("ann", sitting), meet("outsider", sitting)
    assert ann.sees("Point suivant") and "Voter" not in ann.links
    assert live(ann, "now")[0] == 204
    with writing(app) as session:
        open_world.open_vote(session, open_world.item(session, heard))
    status, words = live(ann, "now")
    assert status == 200 and words.endswith("Voter Actualiser")
    assert "Voter" not in live(looking, "now")[1]

    ann.get(sitting).follow("Voter").submit(
        "Voter", {"Votre bulletin": "Poursuivre, comme proposé"}
    )
    ann.get(sitting)
    assert ann.sees("Votre bulletin est enregistré à 14 h 00")
    assert ann.sees("Il reste modifiable jusqu’à 14 h 20")
    assert ann.links.count("Voir mon bulletin") == 1
    assert not looking.get(sitting).sees("Votre bulletin")


def test_a_page_open_on_the_point_finds_its_vote_too(app, open_world, meet, heard):
    ann = meet("ann", f"/points/{heard}")
    with writing(app) as session:
        open_world.open_vote(session, open_world.item(session, heard))
    words = live(ann, "live")[1]
    assert "Le vote est ouvert jusqu’à 14 h 20." in words and " Voter " in words


def test_who_withdrew_reads_why_nothing_is_asked(app, open_world, meet, heard, sitting):
    with writing(app) as session:
        recusal_actions.declare(
            session,
            open_world.actor(session, "ann"),
            open_world.item(session, heard),
            has_interest=True,
            note="",
            now=open_world.now,
        )
        open_world.open_vote(session, open_world.item(session, heard))
    ann = meet("ann", sitting)
    assert ann.sees("Vous êtes déporté de ce point")
    assert "Voter" not in ann.links
