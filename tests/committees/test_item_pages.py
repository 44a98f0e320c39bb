"""Every form of an item and of its dossier, without script and with htmx."""

from datetime import timedelta

from portal.committees import item_queries
from tests.committees.world import WEEK, email
from tests.support.apps import writing


def test_the_team_writes_its_dossier(app, open_world, meet):
    with writing(app) as session:
        ref = open_world.send_startup(session).ref
    team = meet("team", f"/points/{ref}/dossier")
    assert team.sees("Il manque encore")
    team.follow("Écrire le dossier")
    team.submit("Enregistrer le dossier", {"Montant demandé, en euros": "beaucoup"})
    assert team.status == 422
    answers = {
        "La demande en une phrase": "Poursuivre six mois.",
        "Montant demandé, en euros": "300 000",
        "Dossier": "## Ce qui est observé",
    }
    team.submit("Enregistrer le dossier", answers)
    assert team.sees("Dossier enregistré.")
    assert team.sees("300 000 €")


def test_a_stale_dossier_shows_both_texts(app, open_world, meet):
    with writing(app) as session:
        ref = open_world.send_startup(session).ref
    page = f"/points/{ref}/dossier/redaction"
    first, second = meet("team", page), meet("officer", page)
    request, money = "La demande en une phrase", {"Montant demandé, en euros": "0"}
    first.submit("Enregistrer le dossier", {request: "Poursuivre six mois."} | money)
    answers = {request: "Poursuivre quatre mois.", "Durée, en mois": "4"} | money
    second.submit("Enregistrer le dossier", answers)

    assert second.status == 409
    assert second.sees("Poursuivre six mois.")
    assert second.value(request, button="Enregistrer le dossier") == "Poursuivre quatre mois."
    second.submit("Enregistrer le dossier")
    assert second.status == 200
    assert second.sees("Poursuivre quatre mois.")


def test_a_frozen_dossier_takes_addenda(app, open_world, meet, listed):
    open_world.at(WEEK - timedelta(days=7))
    team = meet("team", f"/points/{listed}/dossier")
    team.submit("Ajouter le complément")
    assert team.status == 422
    team.submit("Ajouter le complément", {"Complément": "Un chiffre neuf."})
    assert team.sees("Compléments, ajoutés après le gel")
    assert team.get(f"/points/{listed}/dossier/redaction").status == 422


def test_conditions_are_proposed_then_settled(app, open_world, meet, heard):
    keeper = meet("secretary", f"/points/{heard}")
    answers = {
        "Ce qui est attendu": "Publier les chiffres",
        "Pour le": "2027-01-15",
        "Preuve attendue": "Une page publique",
    }
    who = "Adresse de la personne qui s’en charge"
    keeper.submit("Ajouter la réserve", answers | {who: "personne@x.fr"})
    assert keeper.status == 422
    assert keeper.value("Preuve attendue", button="Ajouter la réserve") == "Une page publique"
    keeper.submit("Ajouter la réserve", answers | {who: email("team")})
    assert keeper.sees("Réserves proposées")
    with writing(app) as session:
        world = open_world
        world.counted(session, world.item(session, heard), "ppppp")
        world.proclaim(session, world.item(session, heard))
        second = world.send_startup(session)
        world.take_up(session, second)
        ref = second.ref

    keeper = meet("secretary", f"/points/{ref}")
    keeper.follow("Régler cette réserve")
    keeper.submit("Régler la réserve")
    assert keeper.status == 422
    keeper.submit("Régler la réserve", {"Preuve, ou motif de l’abandon": "La page est en ligne."})
    assert keeper.sees("La réserve est réglée.")
    assert keeper.sees("La page est en ligne.")


def test_a_member_declares_and_withdraws(open_world, meet, listed):
    ann = meet("ann", f"/points/{listed}")
    ann.submit("Déclarer")
    assert ann.status == 422
    ann.submit("Déclarer", {"Avez-vous un intérêt dans ce point ?": "Non, aucun"})
    assert ann.sees("Déclaration enregistrée.")
    ann.submit("Déclarer", {"Avez-vous un intérêt dans ce point ?": "Oui : je me déporte"})

    assert ann.sees("Vous êtes déporté de ce point")
    assert not ann.sees("Poursuivre six mois pour ouvrir à vingt départements.")
    assert ann.get(f"/points/{listed}/dossier").status == 404


def test_who_does_not_belong_sees_nothing_and_does_nothing(app, open_world, meet, heard):
    assert meet("outsider", f"/points/{heard}").status == 404
    assert meet("outsider", f"/points/{heard}/dossier").status == 404
    stranger = meet("outsider", f"/seances/{open_world.sitting_ref}")
    assert stranger.status == 200
    assert stranger.buttons == []
    chair = meet("chair", f"/points/{heard}")
    action = chair.button("Ouvrir le vote").find_parent("form")["action"]
    assert action == f"/points/{heard}/ouverture"
    ann = meet("ann", f"/points/{heard}")
    assert "Ouvrir le vote" not in ann.buttons
    token = ann.page.find("input", attrs={"name": "csrf_token"})["value"]
    pairs = [("csrf_token", token), ("_idem", "0123456789")]
    assert ann._send("POST", action, pairs).status_code == 403


def test_a_refused_ballot_keeps_what_was_typed(app, open_world, meet, voting):
    ann = meet("ann", f"/points/{voting}")
    answers = {
        "Votre bulletin": "Accorder un sursis de 2 mois",
        "Pourquoi": "   ",
        "Raison de l’arrêt": "plus de sponsor",
    }
    ann.submit("Voter", answers)
    assert ann.status == 422
    assert ann.errors == [
        "Pourquoi : Un arrêt ou un sursis se motive : dites pourquoi en une phrase."
    ]
    assert ann.value("Raison de l’arrêt", button="Voter") == "no_sponsor"


def test_a_ballot_too_late_is_refused_and_its_words_are_shown(app, open_world, meet, voting):
    ann = meet("ann", f"/points/{voting}")
    open_world.later(minutes=20)
    meet_again = {"Votre bulletin": "Arrêter", "Pourquoi": "Rien ne bouge."}
    ann.submit("Voter", meet_again | {"Raison de l’arrêt": "pas d’impact constaté"})

    assert ann.status == 401


def test_the_hour_over_whoever_looks_closes(app, open_world, meet, voting):
    open_world.later(minutes=21)
    expert = meet("expert", f"/points/{voting}")
    assert expert.sees("aucun bulletin ne compte plus")
    expert.submit("Constater la clôture")
    assert expert.sees("quorum non atteint")


def test_a_deferred_a_voided_and_a_referred_item(app, open_world, meet, heard):
    chair = meet("chair", f"/points/{heard}")
    chair.submit("Reporter", {"Motif": "Il manque un chiffre."})
    assert chair.status == 422
    chair.submit("Reporter", {"Motif": "Il manque un chiffre.", "Prochaine date": "2027-01-11"})
    assert chair.sees("Point reporté")
    with writing(app) as session:
        again = item_queries.live_about(session, open_world.startup_ref)
        open_world.take_up(session, again)
        ref = again.ref
    chair.get(f"/points/{ref}").submit("Renvoyer", {"Motif": "Personne ne peut présider."})
    assert chair.sees("Personne ne peut présider.")
    with writing(app) as session:
        last = item_queries.live_about(session, open_world.startup_ref).ref
    director = meet("director", f"/points/{last}")
    director.submit("Confier")
    assert director.status == 422


def test_a_presider_sets_a_member_aside(open_world, meet, voting):
    chair = meet("chair", f"/points/{voting}")
    chair.submit("Écarter", {"Membre": "Bob Essai"})
    assert chair.status == 422
    chair.submit("Écarter", {"Membre": "Bob Essai", "Motif": "Il a conseillé l’équipe."})
    assert chair.sees("Se sont déportés : Bob Essai.")
    chair.submit("Prolonger", {"Minutes de plus": "10"})
    assert chair.sees("Le vote est ouvert jusqu’à 14 h 30")


def test_two_presiders_the_second_reads_what_was_decided(app, open_world, meet, heard):
    with writing(app) as session:
        open_world.counted(session, open_world.item(session, heard), "ggggg")
    first, second = meet("chair", f"/points/{heard}"), meet("chair", f"/points/{heard}")
    first.submit("Proclamer la décision", {"Motifs de la décision": "Les preuves sont là."})
    second.submit("Proclamer la décision", {"Motifs de la décision": "Un autre texte."})

    assert second.status == 422
    assert second.sees("Un autre texte.")
    assert second.sees("Lire la décision")


def test_a_ballot_that_lacks_two_things_is_told_both_at_once(meet, voting):
    ann = meet("ann", f"/points/{voting}")
    ann.submit("Voter", {"Votre bulletin": "Arrêter"})

    assert ann.status == 422
    assert ann.sees("Choisissez la raison de l’arrêt.")
    assert ann.sees("dites pourquoi en une phrase")
