"""What was frozen for a sitting that its point left is read again, by who may and by no one else."""

import hashlib
from datetime import timedelta

import pytest

from portal.committees import (
    actions,
    agenda_actions,
    dossier_actions,
    dossier_queries,
    item_actions,
    note_actions,
    note_queries,
    recusal_actions,
    scheduled,
)
from portal.organisations.models import Incubator
from tests.committees.world import WEEK, write
from tests.support.apps import writing

NOTE = ("releve.txt", b"54 appels.")


@pytest.fixture
def left(app, open_world, listed, meet):
    """The point left its sitting once frozen, with a file and an addendum; then it was rewritten."""
    team = meet("team", f"/points/{listed}/dossier")
    team.submit("Joindre ce fichier", {"Joindre un fichier": NOTE})
    open_world.at(WEEK - timedelta(days=7))
    with writing(app) as session:
        scheduled.run(session, open_world.now)
    more = {"Complément": "Un chiffre neuf.", "Joindre un fichier au complément": ("b.txt", b"b")}
    team = meet("team", f"/points/{listed}/dossier").submit("Ajouter le complément", more)
    with writing(app) as session:
        item = open_world.item(session, listed)
        keeper = open_world.actor(session, "secretary")
        agenda_actions.put_back(
            session, keeper, item, motive="Une pièce manque.", now=open_world.now
        )
        write(session, open_world, item, body="Ce que l’on sait six mois plus tard.")
        [former] = dossier_queries.formers(session, item)
        return f"/points/{listed}/dossier", f"/points/{listed}/dossier/anterieurs/{former.ref}"


@pytest.mark.parametrize("mode", ["plain"])
def test_the_former_text_reads_as_it_was_beside_the_new_one(left, meet):
    path, former = left
    ann = meet("ann", path)
    assert ann.sees("Ce que l’on sait six mois plus tard.") and ann.sees("en cours d’écriture")
    assert not ann.sees("Un chiffre neuf.") and ann.sees("Gelé auparavant")
    ann.get(ann.page.find("a", href=former)["href"])
    assert ann.sees("Ce qui était promis, ce qui est observé.") and ann.sees("Un chiffre neuf.")
    assert ann.sees("qui ne l’a pas entendu") and not ann.sees("six mois plus tard")
    text = ann.client.get(f"{former}/gele").data
    assert ann.sees(hashlib.sha256(text).hexdigest())
    for name, content in (NOTE, ("b.txt", b"b")):
        assert ann.client.get(ann.page.find("a", string=name)["href"]).data == content
    assert "Ajouter le complément" not in ann.buttons


@pytest.mark.parametrize("mode", ["plain"])
def test_the_team_writes_again_and_takes_files_away_from_the_new_text_alone(left, meet):
    path, former = left
    team = meet("team", path)
    assert team.page.find("a", string="Écrire le dossier")
    team.submit("Retirer releve.txt")
    assert team.sees("est retiré")
    team.get(former)
    assert team.client.get(team.page.find("a", string="releve.txt")["href"]).data == NOTE[1]


@pytest.mark.parametrize("mode", ["plain"])
def test_the_recused_and_strangers_read_no_former_text(left, meet):
    path, former = left
    ann = meet("ann", path.removesuffix("/dossier"))
    ann.submit("Déclarer", {"Avez-vous un intérêt dans ce point ?": "Oui : je me déporte"})
    for who in ("ann", "outsider"):
        asked = meet(who, "/comites").client
        assert [asked.get(one).status_code for one in (former, f"{former}/gele")] == [404, 404]


@pytest.mark.parametrize("mode", ["plain"])
def test_between_its_hour_and_the_round_the_page_says_when_the_fingerprint_comes(
    app, open_world, listed, meet
):
    open_world.at(WEEK - timedelta(days=7))
    ann = meet("ann", f"/points/{listed}/dossier")
    assert ann.sees("écriture close") and ann.sees("L’empreinte se pose au prochain passage")
    with writing(app) as session:
        dossier = open_world.item(session, listed).dossier
        # Reading wrote nothing.
        assert dossier.frozen_at is None
    with writing(app) as session:
        scheduled.run(session, open_world.now)
    ann = meet("ann", f"/points/{listed}/dossier")
    assert ann.sees("gelé") and not ann.sees("prochain passage")


def test_an_addendum_between_the_hour_and_the_round_comes_after_what_it_completes(
    app, open_world, listed
):
    open_world.at(WEEK - timedelta(days=7))
    with writing(app) as session:
        team, item = open_world.actor(session, "team"), open_world.item(session, listed)
        told = {"body": "Un chiffre neuf.", "now": open_world.now}
        dossier_actions.add_addendum(session, team, item, **told)
    with writing(app) as session:
        dossier = open_world.item(session, listed).dossier
        assert dossier.sha256 and dossier.frozen_at <= dossier.addenda[0].at


@pytest.mark.parametrize("mode", ["plain"])
def test_a_grid_given_on_the_former_text_counts_once_given_again(app, open_world, listed, meet):
    path = f"/points/{listed}/grille"
    with writing(app) as session:
        item = open_world.item(session, listed)
        for who in ("ann", "bob", "cleo"):
            given(session, open_world, item, who, 4, version=0)
        dossier_actions.freeze(session, item, open_world.now)
        keeper = open_world.actor(session, "secretary")
        open_world.later(minutes=1)
        agenda_actions.put_back(
            session, keeper, item, motive="Une pièce manque.", now=open_world.now
        )
    open_world.later(minutes=1)
    ann = meet("ann", path)
    assert ann.sees("donnez-la de nouveau") and not ann.sees("3 grilles")
    assert ann.value("Utilisable, utile, utilisé", button="Donner ma grille") == "4"
    ann.submit("Donner ma grille")
    assert ann.sees("Votre grille est la première")
    with writing(app) as session:
        item = open_world.item(session, listed)
        for who in ("bob", "cleo"):
            given(session, open_world, item, who, 2, version=1)
    assert meet("ann", path).sees("3 grilles") and not ann.sees("donnez-la de nouveau")


def given(session, world, item, who, mark, version):
    told = {"marks": {"use": mark}, "version": version, "now": world.now}
    note_actions.give_grid(session, world.actor(session, who), item, **told)


@pytest.mark.parametrize("mode", ["plain"])
def test_notes_interests_and_recusals_are_about_the_point_and_stay(app, open_world, listed, meet):
    with writing(app) as session:
        item = open_world.item(session, listed)
        told = {"body": "À demander.", "version": 0, "now": open_world.now}
        note_actions.note(session, open_world.actor(session, "bob"), item, **told)
        told = {"has_interest": True, "note": "", "now": open_world.now}
        recusal_actions.declare(session, open_world.actor(session, "ann"), item, **told)
        item = open_world.item(session, listed)
        dossier_actions.freeze(session, item, open_world.now)
        keeper = open_world.actor(session, "secretary")
        agenda_actions.put_back(
            session, keeper, item, motive="Une pièce manque.", now=open_world.now
        )
        assert open_world.ids["ann"] in item.recused_ids
        kept = note_queries.private(session, item, open_world.ids["bob"])
        assert kept.body == "À demander."
    assert meet("ann", f"/points/{listed}/dossier").status == 404


@pytest.mark.parametrize("mode", ["plain"])
def test_whoever_read_it_in_the_committee_it_left_reads_it_still(app, open_world, left, meet):
    path, former = left
    with writing(app) as session:
        item = open_world.item(session, path.split("/")[2])
        house = session.query(Incubator).filter_by(ref=open_world.house).one()
        told = {"name": "Autre comité", "vote_minutes": 20, "now": open_world.now}
        director = open_world.actor(session, "director")
        other = actions.found(session, director, house, **told)
        keeper = open_world.actor(session, "secretary")
        item_actions.refer(session, keeper, item, other, now=open_world.now)
    ann = meet("ann", former)

    assert ann.status == 200 and ann.sees("Ce qui était promis, ce qui est observé.")
    # Nothing there leads to what is for others now.
    assert not ann.page.find("a", href=path) and "Revenir au point" not in ann.page.text
    assert ann.get(path).status == 404


def test_the_sitting_that_was_left_leads_its_members_to_what_they_read(
    app, open_world, listed, meet
):
    path = f"/seances/{open_world.sitting_ref}"
    with writing(app) as session:
        item = open_world.item(session, listed)
        dossier_actions.freeze(session, item, open_world.now)
        open_world.later(minutes=1)
        keeper, told = open_world.actor(session, "secretary"), {"motive": "Une pièce manque."}
        agenda_actions.put_back(session, keeper, item, **told, now=open_world.now)
    member = meet("ann", path)
    assert member.sees("dont le point est parti")
    title = next(one for one in member.links if one == "Pièces à l’heure")
    assert member.follow(title).sees("gelé")
    assert not meet("outsider", path).sees("dont le point est parti")
