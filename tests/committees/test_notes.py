"""Notes kept as they are typed, grids hidden until one's own is given, the order."""

from itertools import product

import pytest

from portal.committees import (
    agenda_actions,
    grid_rules,
    item_queries,
    note_actions,
    note_queries,
    recusal_actions,
    sitting_actions,
)
from portal.committees.grid_words import GridLine
from portal.kernel.errors import Forbidden, Refused, Stale
from tests.committees.world import SEATED
from tests.support.apps import writing

SECRET = "Le budget me semble court."


def note(session, world, item, who, version=0, body=SECRET):
    told = {"body": body, "version": version, "now": world.now}
    return note_actions.note(session, world.actor(session, who), item, **told)


def give(session, world, item, who, version=0, **marks):
    told = {"marks": marks, "version": version, "now": world.now}
    return note_actions.give_grid(session, world.actor(session, who), item, **told)


@pytest.mark.parametrize("who", ["secretary", "team", "director", "programme", "auditor"])
def test_whoever_does_not_sit_has_neither_notes_nor_grid(session_both, world, who):
    item = world.send_startup(session_both)
    for verb in (note, lambda *args: give(*args, use=3)):
        with pytest.raises(Forbidden):
            verb(session_both, world, item, who)


def test_whoever_withdrew_deliberates_no_more(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    told = {"has_interest": True, "note": "", "now": world.now}
    recusal_actions.declare(session_both, world.actor(session_both, "ann"), item, **told)

    for verb in (note, lambda *args: give(*args, use=3)):
        with pytest.raises(Forbidden):
            verb(session_both, world, item, "ann")


def test_notes_are_kept_and_a_stale_one_is_told(session_both, world):
    item = world.send_startup(session_both)
    one = note(session_both, world, item, "ann")
    with pytest.raises(Stale):
        note(session_both, world, item, "ann", body="Autre.")
    note(session_both, world, item, "ann", version=one.version, body="Autre.")
    note(session_both, world, item, "bob")

    ann, bob = (world.ids[who] for who in ("ann", "bob"))
    assert note_queries.private(session_both, item, ann).body == "Autre."
    assert [each.body for each in note_queries.all_private(session_both, bob)] == [SECRET]


def test_a_private_note_is_on_nobody_else_s_page(app, open_world, meet, heard):
    with writing(app) as session:
        note(session, open_world, open_world.item(session, heard), "ann")
    pages = (f"/points/{heard}", f"/points/{heard}/notes", "/moi/notes.txt", "/moi/taches")
    assert meet("ann", f"/points/{heard}/notes").sees(SECRET)
    assert SECRET in meet("ann").client.get("/moi/notes.txt").text
    for who, path in product([*SEATED, "director", "programme", "auditor"], pages):
        if who != "ann":
            assert SECRET not in meet(who, "/comites").client.get(path).text, (who, path)


def test_grids_are_hidden_until_one_s_own_is_given(app, open_world, meet, heard):
    with writing(app) as session:
        give(session, open_world, open_world.item(session, heard), "bob", use=1, cost=5)
    ann = meet("ann", f"/points/{heard}/grille")
    assert not ann.sees("Comment les avis se répartissent")
    ann.submit("Donner ma grille", {"Utilisable, utile, utilisé": "4 / 5"})
    # Of two, the other's marks would be known by taking one's own away.
    assert not ann.sees("Comment les avis se répartissent") and not ann.sees("1 · 4")
    with writing(app) as session:
        give(session, open_world, open_world.item(session, heard), "deputy", use=5, cost=3)
    ann.submit("Changer ma grille", {"Utilisable, utile, utilisé": "2 / 5"})
    assert ann.sees("Comment les avis se répartissent") and ann.sees("1 · 2 · 5")
    assert not meet("cleo", f"/points/{heard}/grille").sees("1 · 2 · 5")


def test_a_grid_is_given_before_the_vote(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    with pytest.raises(Refused, match="une ligne au moins"):
        give(session_both, world, item, "ann", use=None)
    one = give(session_both, world, item, "ann", use=3, cost=None)
    assert one.marks == {"use": 3}
    with pytest.raises(Stale):
        give(session_both, world, item, "ann", use=4)
    world.open_vote(session_both, item)
    with pytest.raises(Refused, match="avant l’ouverture"):
        give(session_both, world, item, "bob", use=3)


@pytest.mark.parametrize("marks", list(product([None, 1, 3, 5], repeat=3)))
def test_a_spread_counts_each_mark_once(marks):
    found = grid_rules.spread([{"use": mark} if mark else {} for mark in marks])

    assert found[GridLine.USE].marks == sorted(mark for mark in marks if mark)
    assert found[GridLine.COST].marks == []


def test_the_secretary_s_notes_become_the_minutes(app, open_world, meet, heard):
    sitting = f"/seances/{open_world.sitting_ref}"
    keeper = meet("secretary", f"{sitting}/notes")
    keeper.submit("Enregistrer les notes", {"Notes": "La directrice demande le coût."})
    assert keeper.sees("Notes enregistrées.")
    assert meet("chair", f"{sitting}/notes").status == 403
    with writing(app) as session:
        open_world.counted(session, open_world.item(session, heard), "ggggg")
        open_world.proclaim(session, open_world.item(session, heard))
        who = open_world.actor(session, "secretary")
        told = {"now": open_world.now}
        sitting_actions.close_sitting(session, who, open_world.sitting(session), **told)
        with pytest.raises(Refused, match="pendant la séance"):
            note_actions.note_sitting(
                session, who, open_world.sitting(session), body="Trop tard.", version=1, **told
            )
    keeper.get(f"{sitting}/proces-verbal")
    assert keeper.value("Débats et observations", button="Enregistrer le texte") == (
        "La directrice demande le coût."
    )
    assert not meet("ann", f"{sitting}/proces-verbal").sees("demande le coût")


def test_notes_are_kept_while_one_types(app, open_world, meet, heard):
    sitting = f"/seances/{open_world.sitting_ref}"
    keeper = meet("secretary", f"{sitting}/notes")
    token = keeper.page.find("input", attrs={"name": "csrf_token"})["value"]
    known = {"HX-Request": "true", "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}

    def typed(body, version):
        pairs = {"csrf_token": token, "body": body, "version": version}
        return keeper.client.post(f"{sitting}/notes/enregistrement", data=pairs, headers=known)

    assert "Notes enregistrées à" in typed("Un", 0).text
    assert "Notes enregistrées à" in typed("Un mot", 1).text
    assert "enregistrées ailleurs" in typed("Perdu ?", 1).text
    assert keeper.get(f"{sitting}/notes").value("Notes", button="Enregistrer les notes") == "Un mot"


# The order


def test_points_change_places_until_they_are_heard(session_both, world):
    first, second = world.send_startup(session_both), world.send_investigation(session_both)
    world.ready(session_both, first, second)
    keeper = world.actor(session_both, "secretary")

    def order():
        return item_queries.of_sitting(session_both, world.sitting(session_both), world.now)

    agenda_actions.hear_earlier(session_both, keeper, second, now=world.now)
    assert order() == [second, first]
    for one in (second,):
        with pytest.raises(Refused, match="plus tôt"):
            agenda_actions.hear_earlier(session_both, keeper, one, now=world.now)
    world.open_vote(session_both, second)
    with pytest.raises(Refused, match="plus tôt"):
        agenda_actions.hear_earlier(session_both, keeper, first, now=world.now)
    with pytest.raises(Forbidden):
        ann = world.actor(session_both, "ann")
        agenda_actions.hear_earlier(session_both, ann, first, now=world.now)


def test_two_tabs_of_the_secretary_lose_neither_text(open_world, meet, heard):
    path = f"/seances/{open_world.sitting_ref}/notes"
    first, second = meet("secretary", path), meet("secretary", path)
    first.submit("Enregistrer les notes", {"Notes": "Premier onglet."})
    second.submit("Enregistrer les notes", {"Notes": "Second onglet."})
    assert second.status == 409
    assert second.sees("Déjà enregistré : Premier onglet.")
    assert second.value("Notes", button="Enregistrer les notes") == "Second onglet."
    second.submit("Enregistrer les notes", {"Notes": "Premier onglet. Second onglet."})
    assert second.sees("Notes enregistrées.")
    assert first.get(path).value("Notes", button="Enregistrer les notes") == (
        "Premier onglet. Second onglet."
    )
