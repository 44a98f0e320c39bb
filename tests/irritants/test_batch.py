"""One answer for several irritants: reread by name and by text, and what moved is left alone."""

import pytest
from sqlalchemy import select

from portal.irritants import batching
from portal.notices.models import Notice
from portal.outbox.models import Mail
from tests.irritants.conftest import WHY
from tests.irritants.test_pages import Town, visit
from tests.irritants.test_triage import DECLINE
from tests.support.apps import writing
from tests.support.crowd import at_once

NAMES = ("Les badges ne marchent jamais", "La barrière reste bloquée", "Le planning se refait")


@pytest.fixture
def town(app):
    return Town(app)


def deposits(town):
    return [town.deposit(key=str(n), title=name) for n, name in enumerate(NAMES)]


def ticked(visitor, names=NAMES):
    boxes = {f"Cocher « {name} »": True for name in names}
    return visitor.get("/tri").submit("Répondre à ceux qui sont cochés", boxes)


def states(town, refs):
    return [town.read(ref, "state").value for ref in refs]


def test_reasoned_refusals_in_bulk_skip_and_name_what_changed(town, mode):
    refs = deposits(town)
    for who, ref in (("agent", refs[0]), ("agent", refs[1]), ("fan", refs[1])):
        town.does(who, "support", ref)
    director = ticked(visit(town, "director", mode))
    assert director.sees("3 irritants concernés")
    director.follow("Ne pas retenir").submit("Relire avant l’envoi", DECLINE)

    assert all(
        director.sees(name) and director.sees(ref) for name, ref in zip(NAMES, refs, strict=True)
    )
    # The author of all three, the agent of two, the fan of one: three persons.
    assert director.sees("Voici ce que 3 personnes recevront.") and director.sees(WHY)
    assert director.sees("Motif : trop peu de personnes ou de temps en jeu.")
    assert director.sees("Lire aussi 2 autres messages")
    town.does("officer", "take", refs[2])
    director.submit("Confirmer pour 3 irritants")

    assert director.title == "C’est fait pour 2 irritants"
    assert director.sees("1 irritant a changé entre-temps") and NAMES[2] in director.links
    assert states(town, refs) == ["declined", "declined", "submitted"]
    with writing(town.app) as session:
        told = session.scalars(select(Notice.person_id).where(Notice.kind == "irritant.decline"))
        assert len(list(told)) == 5
        mails = session.scalars(select(Mail).where(Mail.kind == "irritant.decline")).all()
        assert len(mails) == 5 and all(mail.sent_at is None for mail in mails)


def test_what_one_may_not_answer_is_named_before(town):
    refs = deposits(town)
    town.does("officer", "take", refs[0])
    town.does(
        "officer", "park", refs[1], motive=WHY, review_on=town.village.now.date().replace(year=2027)
    )
    own = town.deposit(who="director", key="own", title="Déposé par la directrice")
    away = town.deposit(key="away", title="Chez un autre incubateur", incubator_ref=town.other)
    secret = town.deposit(
        key="s", title="Secret ailleurs", incubator_ref=town.other, confidential=True
    )
    asked = "&".join(f"irritant={ref}" for ref in (*refs, own, away, secret, "irr-00000000", "x"))
    director = visit(town, "director").get(f"/tri/lot?geste=decliner&{asked}")
    assert director.sees("1 irritant concerné") and director.sees("4 irritants laissés de côté")
    for why in (
        "Officer Test l’a pris en charge",
        "il est « mis en réserve »",
        "vous l’avez déposé",
        "un autre incubateur y répond",
    ):
        assert director.sees(why)
    assert not director.sees("Secret ailleurs")


def test_what_is_typed_badly_is_said_at_the_field_and_kept(town):
    deposits(town)
    director = ticked(visit(town, "director")).follow("Mettre en réserve")
    director.submit(
        "Relire avant l’envoi",
        {"Votre message": "Trop court", "Relire l’irritant le": "03/05/2027"},
    )
    assert director.status == 422 and director.errors[0].startswith("Votre message")
    assert director.value("Votre message", button="Relire avant l’envoi") == "Trop court"
    director.submit("Relire avant l’envoi", {"Votre message": WHY})
    director.submit("Modifier").submit("Relire avant l’envoi")
    assert "Confirmer pour 3 irritants" in director.buttons


def test_asking_to_complete_goes_to_authors_alone(town):
    refs = deposits(town)
    town.does("agent", "support", refs[0])
    director = ticked(visit(town, "director"), NAMES[:2])
    director.follow("Demander à l’auteur de compléter")
    told = {"Que manque-t-il ?": "il manque des chiffres", "Votre message": WHY}
    director.submit("Relire avant l’envoi", told)
    assert director.sees("Voici ce qu’une personne recevra.")
    director.submit("Confirmer pour 2 irritants")
    assert states(town, refs) == ["returned", "returned", "submitted"]


def test_taking_in_charge_tells_nobody(town):
    refs = deposits(town)
    officer = ticked(visit(town, "officer"), NAMES[:2]).follow("Prendre en charge")
    assert officer.sees("Personne n’est prévenu")
    officer.submit("Confirmer pour 2 irritants")
    assert officer.title == "C’est fait pour 2 irritants"
    assert [town.read(ref, "officer") is not None for ref in refs] == [True, True, False]


def test_all_of_the_page_are_ticked_by_a_link_and_none_is_an_answer_too(town):
    deposits(town)
    officer = visit(town, "officer").get("/tri").follow("Tout cocher")
    boxes = officer.page.find("main").find_all("input", type="checkbox")
    assert len(boxes) == 3 and all(box.has_attr("checked") for box in boxes)
    officer.follow("Ne rien cocher").submit("Répondre à ceux qui sont cochés")
    assert officer.sees("Aucun irritant n’est coché")
    assert "Tout cocher" not in visit(town, "programme").get("/tri").links


def test_odd_lots_are_nobodys(town):
    deposits(town)
    officer = visit(town, "officer").get("/tri")
    token = officer.page.find("input", attrs={"name": "csrf_token"})["value"]
    for sent in ({}, {"geste": "fantaisie"}, {"geste": "prendre", "lot": ["irr-zz:é", "x", ":"]}):
        answer = officer.client.post(
            "/tri/lot", data=sent | {"csrf_token": token, "suite": "relire"}
        )
        assert answer.status_code == 422
    assert visit(town, "agent").get("/tri/lot").status == 403


def test_a_lot_is_capped_and_says_so(town, monkeypatch):
    refs = deposits(town)
    monkeypatch.setattr(batching, "MOST", 2)
    monkeypatch.setattr("portal.irritants.batch_pages.MOST", 2)
    asked = "&".join(f"irritant={ref}" for ref in refs)
    officer = visit(town, "officer").get(f"/tri/lot?geste=decliner&{asked}")
    assert officer.sees("2 irritants concernés") and officer.sees("Au-delà de 2 irritants")


def test_sent_twice_at_once_each_is_answered_once(app_both):
    town = Town(app_both)
    refs = deposits(town)
    tabs = []
    for who in ("director", "officer"):
        tab = ticked(visit(town, who)).follow("Ne pas retenir")
        tabs.append(tab.submit("Relire avant l’envoi", DECLINE))
    button = "Confirmer pour 3 irritants"

    statuses = at_once([lambda tab=tab: tab.submit(button).status for tab in tabs])

    assert statuses == [200, 200]
    assert states(town, refs) == ["declined"] * 3
    with writing(town.app) as session:
        told = session.scalars(select(Notice.subject_ref).where(Notice.kind == "irritant.decline"))
        assert sorted(told) == sorted(refs)
