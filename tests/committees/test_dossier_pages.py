"""The team fills in its dossier with what the sheet says; members read it; the recused do not."""

from datetime import date, timedelta
from hashlib import sha256

import pytest

from portal.committees import (
    dossier_actions,
    dossier_files,
    dossier_queries,
    item_queries,
    scheduled,
)
from portal.committees.grid_words import GridLine
from portal.files import actions as files, store
from portal.files.words import FileKind
from portal.kernel.errors import Forbidden, Refused
from tests.committees.sheet import LINK, fill
from tests.committees.world import WEEK, write
from tests.support.apps import writing

NOTE = ("releve.txt", "Relevé d’une semaine : 54 appels.".encode())
USE, SAVE = "Utilisable, utile, utilisé", "Enregistrer la grille"


@pytest.fixture
def sent(app, open_world):
    """A point about a startup whose sheet says a lot, not yet on any agenda."""
    with writing(app) as session:
        fill(session, open_world)
        return open_world.send_startup(session).ref


def test_the_team_takes_over_what_the_sheet_says_and_loses_nothing_typed(open_world, meet, sent):
    team = meet("team", f"/points/{sent}/dossier").follow("Remplir la grille")
    assert team.sees("Satisfaction : 88 %, 143 réponses : Enquête par SMS")
    team.submit(f"Reprendre de la fiche {USE}", {USE: "Déjà écrit.", "Agilité": "Deux virages."})
    assert team.status == 200 and team.sees("Relisez, puis enregistrez.")
    typed = team.value(USE, button=SAVE)
    assert typed.startswith("Déjà écrit.\r\n\r\nSatisfaction\xa0: 88\xa0%")
    assert team.value("Agilité", button=SAVE) == "Deux virages."
    team.submit(f"Reprendre de la fiche {USE}")
    assert team.value(USE, button=SAVE) == typed
    team.submit("Tout reprendre de la fiche")
    assert "Coût pour une unité" in team.value("Coût pour un effet", button=SAVE)

    team.submit(SAVE)
    assert team.sees("La grille est enregistrée.") and team.sees("Deux virages.")
    assert not team.sees("quelques mots sur")


@pytest.mark.parametrize("mode", ["plain"])
def test_two_people_on_the_grid_see_both_texts(meet, open_world, sent):
    path = f"/points/{sent}/dossier/grille"
    first, second = meet("team", path), meet("officer", path)
    first.submit(SAVE, {"Agilité": "Un virage."})
    second.submit(SAVE, {"Agilité": "Trois virages."})

    assert second.status == 409 and second.sees("Un virage.")
    second.submit(SAVE)
    assert second.sees("Trois virages.")


@pytest.mark.parametrize("mode", ["plain"])
def test_empty_rungs_take_the_figures_of_the_sheet(app, meet, open_world, sent):
    with writing(app) as session:
        write(session, open_world, open_world.item(session, sent))
    team = meet("team", f"/points/{sent}/dossier/redaction")
    team.submit("Reprendre les chiffres de la fiche", {"Dossier": "Gardé."})
    save = "Enregistrer le dossier"
    assert team.value("Dossier", button=save) == "Gardé."
    team.submit(save)

    with writing(app) as session:
        rungs = open_world.item(session, sent).dossier.rungs
        told = {
            one.rung.value: (one.figure, one.measured_on, one.source, one.link) for one in rungs
        }
    assert told["used"][0] == "1 200 usagers"
    assert told["useful"] == (
        "88 % (n = 143)",
        date(2026, 11, 3),
        "Relevé : Satisfaction",
        LINK,
    )


@pytest.mark.parametrize("mode", ["plain"])
def test_members_read_promised_beside_observed_and_the_gaps_last(meet, open_world, sent, app):
    with writing(app) as session:
        item = open_world.item(session, sent)
        write(session, open_world, item)
        open_world.plan(session)
        open_world.take_up(session, item)
        open_world.convene(session)
    ann = meet("ann", f"/points/{sent}/dossier")

    assert ann.sees("Dernier comité : 23 juillet 2026")
    assert ann.sees("Dix communes") and ann.sees("1 240 pièces, 2 novembre 2026")
    text = ann.page.get_text(" ")
    assert text.index("Ce que dit le dossier") < text.index("Ce que ce dossier ne dit pas")
    assert ann.sees("250 000 €")
    # Lines of which nothing is said are named together.
    assert ann.sees("Rien n’est dit sur") and not ann.page.find("h4", string="Agilité")
    # The list is for reading: only the team is sent where to write.
    assert not ann.page.find("a", string="un objectif promis pour le prochain semestre")


def test_files_freeze_with_the_dossier_and_an_addendum_may_bring_one(app, meet, open_world, listed):
    team = meet("team", f"/points/{listed}/dossier")
    team.submit("Joindre ce fichier")
    assert team.status == 422 and team.errors
    team.submit("Joindre ce fichier", {"Joindre un fichier": NOTE})
    assert team.sees("« releve.txt » est joint.")
    team.submit("Retirer releve.txt").submit("Remettre releve.txt")
    path = team.page.find("a", string="releve.txt")["href"]
    open_world.at(WEEK - timedelta(days=7))
    with writing(app) as session:
        scheduled.run(session, open_world.now)
    team = meet("team", f"/points/{listed}/dossier")
    assert "Retirer releve.txt" not in team.buttons
    more = {"Complément": "Un chiffre neuf.", "Joindre un fichier au complément": ("b.txt", b"b")}
    team.submit("Ajouter le complément", more)

    ann = meet("ann", f"/points/{listed}/dossier")
    assert ann.sees("SHA-256 ") and ann.sees("Team Essai")
    assert ann.client.get(path).data == NOTE[1]
    assert ann.client.get(ann.page.find("a", string="b.txt")["href"]).data == b"b"
    with writing(app) as session:
        frozen = item_queries.by_ref(session, listed, open_world.now).dossier.frozen
    assert '"nom":"releve.txt"' in frozen and "b.txt" not in frozen


@pytest.mark.parametrize("mode", ["plain"])
def test_the_recused_and_strangers_read_nothing_of_it(app, meet, open_world, listed):
    team = meet("team", f"/points/{listed}/dossier")
    team.submit("Joindre ce fichier", {"Joindre un fichier": NOTE})
    path = team.page.find("a", string="releve.txt")["href"]
    open_world.at(WEEK - timedelta(days=7))
    with writing(app) as session:
        scheduled.run(session, open_world.now)
    paths = [path, *(f"/points/{listed}/dossier{end}" for end in ("", "/gele", "/grille"))]
    ann = meet("ann", f"/points/{listed}")
    assert [ann.client.get(one).status_code for one in paths[:3]] == [200, 200, 200]
    ann.submit("Déclarer", {"Avez-vous un intérêt dans ce point ?": "Oui : je me déporte"})

    for who in ("ann", "outsider"):
        asked = meet(who, "/comites").client
        assert [asked.get(one).status_code for one in paths[:3]] == [404, 404, 404]
        assert asked.get(paths[3]).status_code in (403, 404)


@pytest.mark.parametrize("mode", ["plain"])
def test_an_investigation_keeps_its_own_dossier(app, meet, open_world):
    with writing(app) as session:
        ref = open_world.send_investigation(session).ref
    intra = meet("intra", f"/points/{ref}/dossier")

    assert intra.sees("Startup à lancer") and intra.sees("Les cinq échelons de la preuve")
    assert not intra.sees("Remplir la grille") and not intra.sees("Promis au dernier comité")
    assert intra.get(f"/points/{ref}/dossier/grille").status == 404


@pytest.mark.parametrize("mode", ["plain"])
def test_the_secretary_sees_at_the_sitting_what_dossiers_lack(app, meet, open_world, listed):
    path = f"/seances/{open_world.sitting_ref}"
    lack = "un chiffre pour : utilisable, utile, impactant, efficient"
    assert meet("secretary", path).sees(lack)
    assert not meet("ann", path).sees(lack)
    assert meet("team", "/moi/taches").sees("il y manque 2 choses")
    open_world.at(WEEK - timedelta(days=7))
    with writing(app) as session:
        scheduled.run(session, open_world.now)

    # Frozen, it says what the whole dossier lacked, the sheet included.
    assert meet("secretary", path).sees("un objectif promis pour le prochain semestre")
    # What came too late may still be added.
    assert meet("team", "/moi/taches").sees("gelé sans être complet ; il y manque 2 choses")


def test_what_is_listed_again_keeps_its_grid_and_its_files(session_both, world):
    item = world.send_startup(session_both)
    team = world.actor(session_both, "team")
    told = {"texts": {GridLine.AGILITY: "Un virage."}, "now": world.now}
    dossier_actions.write_grid(session_both, team, item, **told)
    received = files.Received("a.txt", FileKind.TEXT, b"a", sha256(b"a").hexdigest())
    dossier_files.attach(session_both, team, item, received, store=store.ours(), now=world.now)
    world.ready(session_both, item)
    world.defer(session_both, item)

    again = item_queries.live_about(session_both, world.startup_ref)
    assert dossier_queries.grid(session_both, again.dossier).texts == {"agility": "Un virage."}
    [kept] = dossier_queries.files_of(session_both, again)
    assert (kept.name, kept.sha256) == ("a.txt", received.sha256)
    assert kept.owner_ref == again.ref != item.ref


def test_an_item_frozen_takes_no_file(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    received = files.Received("a.txt", FileKind.TEXT, b"a", sha256(b"a").hexdigest())

    with pytest.raises(Refused, match="gelé"):
        dossier_files.attach(
            *(session_both, world.actor(session_both, "team"), item, received),
            store=store.ours(),
            now=world.now,
        )
    with pytest.raises(Forbidden):
        dossier_files.attach(
            *(session_both, world.actor(session_both, "ann"), item, received),
            store=store.ours(),
            now=world.now,
        )
