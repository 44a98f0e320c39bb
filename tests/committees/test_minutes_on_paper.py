"""Minutes on paper and on the screen bear one fingerprint, which anyone checks."""

import pytest
from sqlalchemy import text

from portal.committees import (
    command,
    minutes_actions,
    minutes_checking,
    minutes_views,
    queries,
)
from portal.committees.minutes_pdf import pdf
from tests.committees.test_corrections import (
    SAID,
    closed,
    correct,
    countersign,
    dissent,
    sealed,
)
from tests.support.apps import writing


def test_the_paper_bears_the_fingerprint_of_the_screen(session_both, world):
    item = closed(session_both, world)
    dissent(session_both, world, item)
    for who in ("secretary", "chair"):
        actor = world.actor(session_both, who)
        minutes_actions.sign(session_both, actor, world.sitting(session_both), now=world.now)
    sitting = world.sitting(session_both)
    minutes = queries.minutes_of(session_both, sitting)
    whole = pdf(minutes_views.printed(session_both, None, sitting, world.now))

    assert whole.startswith(b"%PDF")
    assert pdf(minutes_views.printed(session_both, None, sitting, world.now)) == whole
    assert minutes_checking.told_by(whole) == minutes.sha256
    assert minutes_checking.is_ours(session_both, whole, world.now)
    for who in ("ann", "outsider"):
        shown = minutes_views.printed(
            session_both, world.actor(session_both, who), sitting, world.now
        )
        assert minutes_checking.is_ours(session_both, pdf(shown), world.now)
        assert (pdf(shown) == whole) == (who == "ann")
    middle = len(whole) // 2
    broken = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    assert not minutes_checking.is_ours(session_both, broken, world.now)
    correct(session_both, world)
    countersign(session_both, world)
    assert minutes_checking.is_ours(session_both, whole, world.now)


def test_verify_names_the_minutes_that_were_rewritten(session_both, world):
    sealed(session_both, world)
    minutes = queries.minutes_of(session_both, world.sitting(session_both))
    assert minutes_checking.fault(session_both) is None
    session_both.expunge(minutes)
    # As whoever holds the file of the database could: past the guard.
    name = "minutes_update_only_while"
    on = " ON minutes" if session_both.get_bind().dialect.name == "postgresql" else ""
    session_both.execute(text(f"DROP TRIGGER {name}{on}"))
    session_both.execute(text("UPDATE minutes SET prose = 'Rien ne fut dit.'"))

    assert minutes_checking.fault(session_both) == (minutes.register_seq, "procès-verbal modifié")


# Pages


def test_the_pages_from_the_dissent_to_the_corrigendum(app, open_world, meet, tmp_path, capsys):
    with writing(app) as session:
        item = closed(session, open_world)
        address, ref = f"/seances/{open_world.sitting_ref}/proces-verbal", item.ref
    bob = meet("bob", address)
    bob.follow("Faire écrire mon désaccord : Pièces à l’heure")
    bob.submit("Enregistrer", {"Votre désaccord, tel qu’il sera écrit": SAID})
    assert bob.sees(SAID)
    assert not meet("outsider", address).sees(SAID)
    for who in ("secretary", "chair"):
        meet(who, address).submit("Signer le procès-verbal")
    chair = meet("chair", address)
    assert chair.status == 200
    chair.follow("Rectifier ce procès-verbal")
    chair.submit("Signer pour la présidence")
    assert chair.status == 422
    answers = {
        "Ce qu’il faut lire, et à la place de quoi": "Lire « salle 4 ».",
        "Motif du rectificatif": "La salle avait changé.",
    }
    chair.submit("Signer pour la présidence", answers)
    assert chair.sees("à contresigner")
    keeper = meet("secretary", address)
    keeper.submit("Contresigner le rectificatif")
    assert keeper.sees("Ce procès-verbal est rectifié")
    keeper.follow("Vérifier cette empreinte au registre")
    assert keeper.sees("l’entrée est telle qu’elle a été scellée")
    answer = keeper.client.get(f"{address}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert keeper.get(address).sees(minutes_checking.told_by(answer.data))
    kept = tmp_path / "pv.pdf"
    kept.write_bytes(answer.data)
    with app.app_context():
        assert [command.check(one) for one in (str(kept), "a" * 64, "rien")] == [0, 1, 1]
        kept.write_bytes(answer.data.replace(b"Portail", b"Portier"))
        assert command.check(str(kept)) == 1
    assert "n'est pas celui" in capsys.readouterr().err
    assert meet("ann", f"/points/{ref}/desaccord").status == 200


def test_what_the_public_will_read_is_shown_before_publishing(app, open_world, meet, visitors):
    with writing(app) as session:
        item = closed(session, open_world)
        ref, point = open_world.decision(session, item).ref, item.ref
    chair = meet("chair", f"/decisions/{ref}")
    chair.follow("Publier la décision")
    assert chair.sees("Les bulletins nommés : 5 bulletins.")
    assert chair.sees("Les preuves sont là.")
    assert not visitors().get(f"/decisions/{ref}").sees("Les preuves sont là.")
    chair.submit("Publier la décision")
    assert visitors().get(f"/decisions/{ref}").sees("Les preuves sont là.")
    assert meet("chair", f"/points/{point}/publication").status == 404
    chair.get(f"/decisions/{ref}").follow("Remettre cette décision au vote")
    assert chair.sees("Ce délai court jusqu’au 7 avril 2027")
    chair.submit(
        "Inscrire un point pour la revoir", {"Ce qui a changé depuis la décision": "Le chiffre."}
    )
    assert chair.sees("seul son vote remplacera la décision")


@pytest.mark.parametrize(
    ("given", "told"),
    [("zz", "64 signes"), ("a" * 64, "Aucune entrée du registre"), ("", "Vérifier")],
)
def test_a_fingerprint_is_looked_for_by_anyone(visitors, given, told):
    passer_by = visitors().get(f"/registre/verification?q={given}")

    assert (passer_by.status, passer_by.sees(told)) == (200, True)
