"""What is said aloud when a part of the page changes by itself: one sentence, never the lists."""

from pathlib import Path

import pytest

from tests.committees.test_room import HTMX, cast
from tests.support.apps import writing
from tests.support.html import parse, text_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def said(visitor, part: str) -> list[str]:
    """What the poll of this part gives to say."""
    path = visitor.page.find(id=part)["hx-get"].partition("vu=")[0]
    answer = parse(visitor.client.get(path, headers=HTMX).text)
    return [text_of(one) for one in answer.select("[data-said]")]


@pytest.mark.parametrize(
    ("who", "voted", "told"),
    [
        ("chair", ("ann", "bob"), "2 bulletins déposés sur 5."),
        ("secretary", ("ann",), "1 bulletin déposé sur 5."),
        ("ann", ("bob",), "Le vote est ouvert jusqu’à 14 h 20."),
    ],
)
def test_a_vote_under_way_says_one_sentence(app, open_world, meet, voting, who, voted, told):
    cast(app, open_world, voting, *voted)

    assert said(meet(who, f"/points/{voting}"), "live") == [told]


def test_before_the_vote_the_quorum_is_said(open_world, meet, heard):
    (sentence,) = said(meet("ann", f"/points/{heard}"), "live")

    assert sentence.startswith("5 présents sur 5 qui peuvent voter")


def test_the_sitting_says_the_point_that_is_open(open_world, meet, voting):
    (sentence,) = said(meet("ann", f"/seances/{open_world.sitting_ref}"), "now")

    assert sentence.endswith("Le vote est ouvert jusqu’à 14 h 20.")
    assert "Voter" not in sentence


def test_a_ballot_is_said_once_kept_and_not_beside_an_error(meet, voting):
    ann = meet("ann", f"/points/{voting}")
    ann.submit("Voter", {"Votre bulletin": "Poursuivre, comme proposé"})
    (kept,) = [text_of(one) for one in ann.page.select("#ballot [data-said]")]
    assert kept.startswith("Votre bulletin est enregistré")

    ann.submit("Changer mon bulletin", {"Votre bulletin": "Arrêter"})
    assert ann.errors and not ann.page.select("#ballot [data-said]")


def test_no_block_is_read_whole_at_each_change():
    found = {
        path.name for path in TEMPLATES.rglob("*.html") if "aria-live" in path.read_text("utf-8")
    }

    assert found == {"forms.html"}, "marquez une phrase de data-said"


@pytest.mark.parametrize(
    ("minutes", "told"), [(20, "20 minutes"), (90, "90 minutes"), (240, "4 heures")]
)
def test_how_long_a_vote_lasts_is_said_as_people_say_it(
    app, open_world, meet, heard, minutes, told
):
    with writing(app) as session:
        open_world.item(session, heard).committee.vote_minutes = minutes

    assert meet("chair", f"/points/{heard}").sees(f"Le vote dure {told}")
