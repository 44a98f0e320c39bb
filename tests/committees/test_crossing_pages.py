"""The pages of a change of course and of a merger, as the team, the receiver and the public read."""

import uuid

import pytest

from portal.committees.words import Direction
from portal.startups import carrying
from portal.startups.words import CarryKind
from tests.committees.crossing import COURSE, LEFTOVER, merging, pivoting, reply, staffed
from tests.committees.settling import settle
from tests.committees.world import email, write
from tests.support.apps import writing
from tests.support.browser import Visitor

MOTIVE = "C’est leur domaine."


def sent(app, world, direction):
    with writing(app) as session:
        item = world.send_startup(session, direction=direction)
        write(session, world, item, proposal={"direction": direction, "months": 6, "amount": 1000})
        return item.ref


def offer(session, world):
    told = {"kind": CarryKind.TOGETHER, "incubator": world.other, "share": "Ils déploient."}
    director, startup = world.actor(session, "director"), world.startup(session)
    carrying.offer(session, director, startup, motive=MOTIVE, wanted_on=None, now=world.now, **told)


def test_the_team_says_the_new_course(app, open_world, visitors):
    ref = sent(app, open_world, Direction.PIVOT)
    team = visitors(email("team")).get(f"/points/{ref}/dossier")
    assert "la mission nouvelle" in team.text
    team.get(f"/points/{ref}/cap")
    kept = {"Ce qui est gardé, ce qui est abandonné": COURSE["kept"]}
    team.submit("Proposer ce cap", kept)
    assert team.status == 422 and team.sees(COURSE["kept"])
    team.submit("Proposer ce cap", {"La mission nouvelle": COURSE["mission"]})
    team.get(f"/points/{ref}/dossier")
    for words in (COURSE["mission"], "Avant", COURSE["kept"]):
        assert team.sees(words)


def test_the_team_finds_the_receiver_which_answers(app, open_world, visitors):
    with writing(app) as session:
        into = staffed(session, open_world)
        title = into.title
    ref = sent(app, open_world, Direction.MERGE)
    team = visitors(email("team")).get(f"/points/{ref}/fusion?q=introuvablement")
    assert "Aucune startup trouvée" in team.text
    team.get(f"/points/{ref}/fusion?q=voisin")
    told = {"La startup qui accueille": title, "Ce que devient l’argent qui reste": LEFTOVER}
    team.submit("Demander leur accord", told)
    host = visitors(email("host")).get(f"/points/{ref}/accord")
    assert LEFTOVER in host.text
    host.submit("Répondre", {"Votre réponse": "Non, pas ainsi"})
    assert host.status == 422
    host.submit("Répondre", {"Votre réponse": "Nous acceptons de l’accueillir"})
    assert "Host Essai" in host.get(f"/points/{ref}/accord").text
    assert visitors(email("outsider")).get(f"/points/{ref}/accord").status == 404


@pytest.mark.parametrize("named", ["\x00", "'\\\"><script>", "é" * 600, "stu-00000000"])
def test_a_receiver_that_cannot_be_is_a_mistake_said(app_both, clock, named):
    """The server takes no null in a text; what is not a reference is never asked of it."""
    with writing(app_both) as session:
        world = settle(session, clock)
    ref = sent(app_both, world, Direction.MERGE)
    team = Visitor(app_both).sign_in(email("team")).get(f"/points/{ref}/fusion")
    token = team.page.find("input", attrs={"name": "csrf_token"})["value"]
    told = {"receiver": named, "leftover": LEFTOVER, "csrf_token": token, "_idem": uuid.uuid4().hex}
    answer = team.client.post(f"/points/{ref}/fusion", data=told)
    assert answer.status_code == 422 and LEFTOVER in answer.get_data(as_text=True)


def test_both_sheets_say_a_merger_and_a_later_item_is_refused(app, open_world, visitors):
    with writing(app) as session:
        into = staffed(session, open_world)
        refs = (open_world.startup_ref, into.ref)
        titles = (open_world.startup(session).title, into.title)
        item = merging(session, open_world, into, "host", "guest")
        open_world.ready(session, item)
        open_world.counted(session, item, "ggggn")
        decision = open_world.proclaim(session, item).ref
    visitor = visitors(email("outsider"))
    assert titles[1] in visitor.get(f"/startups/{refs[0]}").text
    assert titles[0] in visitor.get(f"/startups/{refs[1]}").text
    assert titles[1] in visitor.get(f"/decisions/{decision}").text
    assert LEFTOVER not in visitor.text
    assert titles[1] in visitors(email("team")).get(f"/startups/{refs[0]}/comite").text


def test_a_sheet_tells_others_nothing_of_what_is_only_asked(app, open_world, visitors):
    with writing(app) as session:
        into = staffed(session, open_world)
        item, why = merging(session, open_world, into), "Leur budget nous inquiète."
        reply(session, open_world, item, "host", agrees=False, motive=why)
        offer(session, open_world)
        refs = (open_world.startup_ref, into.ref)
    asked = ("demande de fusion", why, "Proposition à", MOTIVE)
    for visitor in (visitors(email("outsider")), visitors()):
        for ref in refs:
            visitor.get(f"/startups/{ref}")
            assert not [words for words in asked if words in visitor.text]
    team = visitors(email("team")).get(f"/startups/{refs[0]}")
    assert not [words for words in asked if words not in team.text]


def test_the_sheet_and_the_decision_keep_what_was_before(app, open_world, visitors):
    with writing(app) as session:
        before = open_world.startup(session).mission
        item = pivoting(session, open_world)
        open_world.ready(session, item)
        open_world.counted(session, item, "ggggn")
        decision = open_world.proclaim(session, item).ref
    visitor = visitors(email("outsider")).get(f"/startups/{open_world.startup_ref}")
    assert before in visitor.text and COURSE["mission"] in visitor.text
    assert "Avant le changement de cap" in visitor.text
    visitor.get(f"/decisions/{decision}")
    assert before in visitor.text and COURSE["mission"] in visitor.text
