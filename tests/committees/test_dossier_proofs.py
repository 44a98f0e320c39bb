"""Each figure of a dossier has where it may be checked: an address, or a file joined to it."""

import json
from datetime import timedelta

import pytest

from portal.committees import (
    dossier_actions,
    dossier_files,
    dossier_queries,
    dossier_reading,
    item_queries,
    sitting_actions,
)
from portal.files import actions as files
from portal.files.store import Folder
from portal.kernel.errors import Refused
from portal.startups.words import Rung
from tests.committees.settling import settle
from tests.committees.sheet import LINK
from tests.committees.world import WEEK, write
from tests.support.apps import writing

SAVE = "Enregistrer le dossier"


def figures(**more):
    told = {"figure": "1 200 usagers", "measured_on": None, "source": "Relevé"}
    return {Rung.USED: told | more}


def joined(session, world, item, folder):
    """The reference of a file joined to this dossier."""
    received = files.judged("Relevé.csv", b"mois;usagers\noctobre;1200\n", most=1_000_000)
    who = world.actor(session, "team")
    dossier_files.attach(session, who, item, received, store=Folder(folder), now=world.now)
    return dossier_queries.files_of(session, item)[0].ref


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"link": "ftp://exemple.gouv.fr"}, "used_link"),
        ({"link": "stats"}, "used_link"),
        ({"file_ref": "fic-0000000z"}, "used_file"),
        ({"figure": "", "source": "", "link": LINK}, "used_figure"),
    ],
)
def test_what_shows_a_figure_can_be_opened(session, clock, more, field):
    world = settle(session, clock)
    item = world.send_startup(session)

    with pytest.raises(Refused) as refusal:
        write(session, world, item, rungs=figures(**more))
    assert refusal.value.field == field


def test_a_file_shows_a_figure_as_long_as_it_is_joined(session_both, world, tmp_path):
    item = world.send_startup(session_both)
    file = joined(session_both, world, item, tmp_path)
    write(session_both, world, item, rungs=figures(file_ref=file))

    def read():
        return dossier_reading.read(session_both, world.item(session_both, item.ref), world.now)

    assert read()["preuves"][0]["fichier"] == file
    assert "unproven" not in [one["quoi"] for one in read()["manques"]]
    who = world.actor(session_both, "team")
    [kept] = dossier_queries.files_of(session_both, item)
    dossier_files.take_away(session_both, who, item, kept, now=world.now)
    assert read()["preuves"][0]["fichier"] is None
    assert "unproven" in [one["quoi"] for one in read()["manques"]]


def test_what_is_frozen_keeps_link_and_file(session, clock, tmp_path):
    world = settle(session, clock)
    item = world.send_startup(session)
    file = joined(session, world, item, tmp_path)
    write(session, world, item, rungs=figures(link=LINK, file_ref=file))
    dossier_actions.freeze(session, item, world.now)

    [proof] = json.loads(item.dossier.frozen)["preuves"]
    assert (proof["lien"], proof["fichier"]) == (LINK, file)


@pytest.mark.parametrize("mode", ["plain"])
def test_a_team_gives_a_link_and_a_file_that_readers_follow(app, meet, open_world, tmp_path):
    with writing(app) as session:
        item = open_world.send_startup(session)
        write(session, open_world, item)
        sent, file = item.ref, joined(session, open_world, item, tmp_path)
    team = meet("team", f"/points/{sent}/dossier")
    assert team.sees("le lien ou le fichier qui montre le chiffre de : utilisé")
    team.get(f"/points/{sent}/dossier/redaction")
    team.page.find(attrs={"name": "used_link"})["value"] = "stats"
    team.submit(SAVE)
    assert team.status == 422 and "Écrivez une adresse entière" in team.errors[0]
    team.page.find(attrs={"name": "used_link"})["value"] = LINK
    offered = team.page.find("select", attrs={"name": "used_file"})
    del offered.find(selected=True)["selected"]
    offered.find(value=file)["selected"] = ""
    team.submit(SAVE)
    assert team.status == 200, team.errors

    team.get(f"/points/{sent}/dossier")
    hrefs = [one["href"] for one in team.page.find_all("a", href=True)]
    assert LINK in hrefs and sum(one.endswith(file) for one in hrefs) == 2
    assert not team.sees("qui montre le chiffre")


def test_a_point_listed_again_shows_its_figures_with_its_own_files(session, clock, tmp_path):
    world = settle(session, clock)
    item = world.send_startup(session)
    file = joined(session, world, item, tmp_path)
    write(session, world, item, rungs=figures(file_ref=file))
    world.ready(session, item)
    world.defer(session, item)

    again = item_queries.live_about(session, world.startup_ref)
    [kept] = dossier_queries.files_of(session, again)
    assert [one.file_ref for one in again.dossier.rungs] == [kept.ref] != [file]


def test_a_dossier_that_opens_again_shows_its_figures_with_its_own_files(session, clock, tmp_path):
    world = settle(session, clock)
    item = world.send_startup(session)
    file = joined(session, world, item, tmp_path)
    write(session, world, item, rungs=figures(file_ref=file))
    world.plan(session)
    world.take_up(session, item)
    world.convene(session)
    world.at(WEEK - timedelta(days=2))
    keeper, told = world.actor(session, "secretary"), {"motive": "Grève.", "now": world.now}
    sitting_actions.cancel(session, keeper, world.sitting(session), **told)

    again = world.item(session, item.ref)
    [kept] = dossier_queries.files_of(session, again)
    assert [one.file_ref for one in again.dossier.rungs] == [kept.ref] != [file]
    [former] = dossier_queries.formers(session, again)
    assert json.loads(former.frozen)["preuves"][0]["fichier"] == file
