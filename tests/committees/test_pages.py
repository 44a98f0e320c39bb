"""Every form of a committee, without script and with htmx."""

from datetime import timedelta

import pytest

from portal.committees import item_queries, minutes_actions, queries
from tests.committees.world import WEEK, email, write
from tests.support.apps import writing


@pytest.fixture
def meet(open_world, visitors):
    """Sign somebody in: `meet("chair", path)`."""

    def make(who, path="/comites"):
        return visitors(email(who)).get(path)

    return make


@pytest.fixture
def listed(app, open_world):
    """An item about the startup, convened for a sitting two weeks ahead."""
    with writing(app) as session:
        item = open_world.send_startup(session)
        write(session, open_world, item)
        open_world.plan(session)
        open_world.take_up(session, item)
        open_world.convene(session)
        return item.ref


@pytest.fixture
def heard(app, open_world, listed):
    """The same, in a sitting under way, everyone present."""
    open_world.at(WEEK)
    with writing(app) as session:
        open_world.begin(session)
    return listed


@pytest.fixture
def voting(app, open_world, heard):
    """The same, its vote open."""
    with writing(app) as session:
        open_world.open_vote(session, open_world.item(session, heard))
    return heard


def test_a_director_founds_a_committee_and_gives_seats(open_world, meet):
    director = meet("director", "/comites/nouveau")
    director.submit("Créer le comité", {"Nom du comité": " "})
    assert director.status == 422
    director.submit("Créer le comité", {"Nom du comité": "Comité du soir"})
    assert director.title == "Comité du soir"
    assert director.sees("Ce comité n’a pas de présidence")

    seat = {"Siège": "Présidence", "En quelle qualité": "préfète"}
    director.submit("Donner le siège", seat | {"Adresse de la personne": "personne@x.fr"})
    assert director.status == 422
    assert director.value("En quelle qualité", button="Donner le siège") == "préfète"
    director.submit("Donner le siège", seat | {"Adresse de la personne": email("ann")})
    assert director.sees("Siège donné à Ann Essai.")

    director.submit(
        "Mettre fin au mandat", {"Dernier jour": "2026-12-31", "Motif": "Elle change de poste."}
    )
    assert director.sees("Le mandat prend fin à la date dite.")


def test_a_stale_setting_shows_both(app, open_world, meet):
    page = f"/comites/{open_world.committee_ref}/reglages"
    first, second = meet("director", page), meet("director", page)
    first.submit("Enregistrer les réglages", {"Nom du comité": "Comité du matin"})
    assert first.title == "Comité du matin"
    second.submit("Enregistrer les réglages", {"Nom du comité": "Comité du soir"})

    assert second.status == 409
    assert second.sees("Comité du matin")
    assert second.value("Nom du comité", button="Enregistrer les réglages") == "Comité du soir"
    second.submit("Enregistrer les réglages")
    assert second.title == "Comité du soir"


def test_the_secretary_plans_composes_and_convenes(app, open_world, meet):
    with writing(app) as session:
        open_world.send_startup(session)
    keeper = meet("secretary", f"/comites/{open_world.committee_ref}")
    keeper.submit(
        "Prévoir la séance", {"Jour": "2026-12-01", "Lieu ou lien de visioconférence": "Salle 3"}
    )
    assert keeper.status == 422
    assert keeper.value("Lieu ou lien de visioconférence", button="Prévoir la séance") == "Salle 3"
    keeper.submit("Prévoir la séance", {"Jour": "2026-11-27", "Heure": "14:00"})
    assert keeper.sees("Séance prévue.")

    keeper.submit("Convoquer la séance")
    assert keeper.errors == ["Inscrivez au moins un point à l’ordre du jour."]
    keeper.submit("Inscrire")
    keeper.submit("Retirer")
    keeper.submit("Inscrire")
    keeper.submit("Convoquer la séance")
    assert keeper.status == 422
    keeper.submit("Convoquer la séance", {"Motif d’urgence": "Les crédits tombent."})
    assert keeper.sees("Séance convoquée")
    keeper.submit("Annuler la séance", {"Motif": "Grève."})
    assert keeper.sees("Séance annulée")
    assert keeper.sees("Grève.")


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
    request = "La demande en une phrase"
    first.submit("Enregistrer le dossier", {request: "Poursuivre six mois."})
    second.submit(
        "Enregistrer le dossier", {request: "Poursuivre quatre mois.", "Durée, en mois": "4"}
    )

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


def test_a_whole_sitting(app, open_world, meet, heard):
    sitting = f"/seances/{open_world.sitting_ref}"
    keeper = meet("secretary", sitting)
    keeper.submit("Noter la présence", {"Ann Essai": "à distance", "Expert Essai": "excusé"})
    assert keeper.sees("Présence notée.")
    keeper.submit("Clore la séance")
    assert keeper.status == 422
    assert keeper.sees("Il reste à décider")

    chair = meet("chair", f"/points/{heard}")
    chair.submit("Ouvrir le vote")
    assert chair.sees("Le vote est ouvert jusqu’à 14 h 20")
    for who in ("ann", "bob", "cleo", "deputy"):
        member = meet(who, f"/points/{heard}")
        member.submit("Voter", {"Votre bulletin": "Poursuivre, comme proposé"})
        assert member.sees("Votre bulletin est enregistré")
        assert member.sees("a voté") == (who == "deputy")
    chair.get(f"/points/{heard}")
    assert chair.sees("Ann Essai : a voté")
    chair.submit("Clore le vote")
    assert chair.errors[0].endswith("il manque 1 bulletin.")
    chair.get(f"/points/{heard}").submit("Voter", {"Votre bulletin": "Arrêter"})
    assert chair.status == 422
    chair.submit(
        "Voter",
        {
            "Votre bulletin": "Arrêter",
            "Raison de l’arrêt": "pas d’impact constaté",
            "Pourquoi": "Rien ne bouge.",
        },
    )
    chair.submit("Clore le vote")
    assert chair.sees("Résultat : poursuite")
    chair.submit("Proclamer la décision")
    assert chair.status == 422
    chair.submit("Proclamer la décision", {"Motifs de la décision": "Les preuves sont là."})
    assert chair.sees("Décision proclamée et scellée au registre.")
    assert chair.sees("Poursuite pour 6 mois, jusqu’au 23 juillet 2027")
    chair.submit("Publier la décision")
    assert chair.sees("Décision publiée.")

    keeper.get(sitting).submit("Clore la séance")
    keeper.follow("Procès-verbal")
    keeper.submit("Enregistrer le texte", {"Débats et observations": "Débats courtois."})
    keeper.submit("Signer le procès-verbal")
    assert keeper.sees("Procès-verbal signé.")
    chair.get(f"{sitting}/proces-verbal").submit("Signer le procès-verbal")
    assert chair.sees("PV signé")
    assert chair.sees("Débats courtois.")
    assert chair.sees("Rien ne bouge.")
    outsider = meet("outsider", f"{sitting}/proces-verbal")
    assert outsider.sees("Débats courtois.")
    assert not outsider.sees("Rien ne bouge.")


def test_the_public_reads_the_decision_and_neither_names_nor_ballots(
    app, open_world, meet, visitors, heard
):
    with writing(app) as session:
        world = open_world
        world.counted(session, world.item(session, heard), "ggggn")
        made = world.proclaim(session, world.item(session, heard))
        ref = made.ref
    passer_by = visitors()
    assert passer_by.get(f"/decisions/{ref}").status == 404
    meet("secretary", f"/decisions/{ref}").submit("Publier la décision")

    passer_by.get("/decisions").follow("Pièces à l’heure")
    assert passer_by.sees("Les preuves sont là.")
    assert not passer_by.sees("Essai")
    assert not passer_by.sees("300 000")
    assert passer_by.get(f"/points/{heard}").status == 200
    assert not passer_by.sees("Essai")
    assert passer_by.get(f"/points/{heard}/dossier").status in (401, 404, 200)
    assert not passer_by.sees("1 200 usagers")


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


def test_stale_minutes_show_both_texts(app, open_world, meet, heard):
    with writing(app) as session:
        world = open_world
        world.defer(session, world.item(session, heard))
        from portal.committees import sitting_actions

        sitting_actions.close_sitting(
            session, world.actor(session, "secretary"), world.sitting(session), now=world.now
        )
    page = f"/seances/{open_world.sitting_ref}/proces-verbal"
    first, second = meet("secretary", page), meet("secretary", page)
    first.submit("Enregistrer le texte", {"Débats et observations": "Débats courtois."})
    second.submit("Enregistrer le texte", {"Débats et observations": "Débats vifs."})

    assert second.status == 409
    assert second.sees("Débats courtois.")
    assert second.value("Débats et observations", button="Enregistrer le texte") == "Débats vifs."
    second.submit("Enregistrer le texte")
    with writing(app) as session:
        assert queries.minutes_of(session, open_world.sitting(session)).prose == "Débats vifs."
        assert minutes_actions.facts(session, open_world.sitting(session), open_world.now)


def test_sending_a_startup_and_an_investigation(open_world, meet):
    team = meet("team", f"/startups/{open_world.startup_ref}").follow("Envoyer au comité")
    team.submit("Envoyer au comité", {"Suite proposée": "passer à la phase suivante"})
    assert team.status == 422
    team.submit(
        "Envoyer au comité",
        {
            "Suite proposée": "passer à la phase suivante",
            "Phase visée, si elle change": "accélération",
        },
    )
    assert team.sees("Point créé : complétez le dossier.")
    team.get(f"/startups/{open_world.startup_ref}")
    assert team.sees("Aucune séance avant l’échéance.")
    assert "passer à la phase suivante" in team.links

    intra = meet("intra", f"/investigations/{open_world.investigation_ref}/comite")
    intra.submit("Envoyer au comité", {"Sa mission en une phrase": ""})
    assert intra.status == 422
    intra.submit("Envoyer au comité", {"Sa mission en une phrase": "Éviter trois envois"})
    assert intra.sees("Point créé : complétez le dossier.")
    assert intra.sees("Éviter trois envois")
