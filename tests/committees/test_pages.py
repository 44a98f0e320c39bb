"""Every form of a committee, without script and with htmx."""

from portal.committees import minutes_actions, queries
from tests.committees.world import email
from tests.support.apps import writing


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
        "Mettre fin au mandat",
        {
            "Mandat": "Ann Essai, président du comité",
            "Dernier jour": "2026-12-31",
            "Motif": "Elle change de poste.",
        },
    )
    assert director.sees("Ann Essai : dernier jour le 31 décembre 2026.")
    assert director.sees("31 décembre 2026")


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
    chair.follow("Publier la décision").submit("Publier la décision")
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
    assert passer_by.get(f"/decisions/{ref}").title == "Se connecter"
    secretary = meet("secretary", f"/decisions/{ref}")
    assert secretary.sees("Voir les lignes de financement")
    assert not secretary.follow("Publier la décision").sees("Voir les lignes de financement")
    secretary.submit("Publier la décision")

    passer_by.get("/decisions").follow("Pièces à l’heure")
    assert passer_by.sees("Les preuves sont là.")
    assert not passer_by.sees("Essai")
    # The total is public, its lines are not: docs/decisions/0052.
    assert passer_by.sees("300 000")
    assert not passer_by.sees("Voir les lignes de financement")
    assert passer_by.get(f"/points/{heard}").status == 200
    assert not passer_by.sees("Essai")
    assert passer_by.get(f"/points/{heard}/dossier").title == "Se connecter"
    assert not passer_by.sees("1 200 usagers")


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
