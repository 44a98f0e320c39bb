"""Merging and separating, in an officer's words."""

import pytest
from sqlalchemy import func, select

from portal.journal.models import JournalEntry
from portal.notices.models import Notice
from tests.irritants.test_merging import APART
from tests.irritants.test_pages import Town, visit
from tests.support.apps import writing
from tests.support.crowd import at_once

HEAD, LEAVING = "Trois guichets, trois copies", "Encore la même pièce"


@pytest.fixture
def town(app):
    return Town(app)


def both(town, **more):
    head = town.deposit(key="a", title=HEAD)
    leaving = town.deposit(who="fan", key="b", title=LEAVING, **more)
    return head, leaving


def test_an_officer_looks_for_the_other_reads_both_and_merges(town, mode):
    head, leaving = both(town)
    town.does("agent", "support", leaving, context="À Reims.")
    town.does("author", "support", leaving)
    officer = visit(town, "officer", mode).get(f"/tri/{leaving}?vue=libres")
    officer.follow("Réunir à un autre irritant")
    officer.submit("Chercher", {"Chercher par mots, ou par référence": "guichets copies"})
    assert officer.sees("1 irritant trouvé")
    officer.follow(HEAD)

    assert officer.sees("Sera réuni à l’autre") and officer.sees("Reste ouvert")
    assert officer.sees("2 personnes, chacune comptée une fois")
    assert officer.sees("3 personnes qui suivent le premier recevront :")
    officer.submit("Relire avec ce mot", {"Un mot pour ceux qui suivent cet irritant": "Ensemble."})
    assert officer.status == 200 and officer.sees("Ensemble.")
    officer.submit("Réunir et prévenir")

    assert officer.sees("C’est fait : 3 personnes sont prévenues.")
    assert officer.title == HEAD and officer.sees("Réunit aussi 1 autre irritant")
    assert town.read(head, "support_count") == 2
    assert town.read(leaving, "state") == "merged"


def test_a_word_changed_since_is_read_again_before_it_is_sent(town):
    head, leaving = both(town)
    officer = visit(town, "officer").get(f"/tri/{leaving}/reunion?avec={head}")
    officer.submit("Réunir et prévenir", {"Un mot pour ceux qui suivent cet irritant": "Enfin."})
    assert town.read(leaving, "state") == "submitted" and officer.sees("Enfin.")
    officer.submit("Réunir et prévenir")
    assert town.read(leaving, "state") == "merged"


def test_the_other_way_round_is_one_link_away(town):
    head, leaving = both(town)
    officer = visit(town, "officer").get(f"/tri/{leaving}/reunion?avec={head}")
    officer.follow("Garder plutôt l’autre").submit("Réunir et prévenir")
    assert town.read(head, "state") == "merged" and town.read(leaving, "state") == "submitted"


def test_what_changed_meanwhile_is_read_again(town):
    head, leaving = both(town)
    officer = visit(town, "officer").get(f"/tri/{leaving}/reunion?avec={head}")
    town.does("director", "qualify", head)
    officer.submit("Réunir et prévenir")
    assert officer.status == 409 and officer.sees("L’un des deux a changé entre-temps")
    officer.submit("Réunir et prévenir")
    assert officer.status == 200 and town.read(leaving, "state") == "merged"


def test_what_cannot_be_merged_says_what_to_do(town):
    head, leaving = both(town)
    secret = town.deposit(who="agent", key="c", confidential=True)
    away = town.deposit(who="agent", key="d", incubator_ref=town.other)
    officer = visit(town, "officer")
    assert officer.get(f"/tri/{leaving}/reunion?avec={secret}").sees("Un irritant confidentiel")
    assert officer.get(f"/tri/{leaving}/reunion?avec={away}").sees("Proposez plutôt")
    assert officer.get(f"/tri/{leaving}/reunion?avec=irr-00000000").status == 404
    assert officer.get(f"/tri/{leaving}/reunion?avec=nimporte").status == 404
    assert officer.get(f"/tri/{leaving}/reunion?q=zzzz").sees("Rien ne correspond")
    assert officer.get(f"/tri/{leaving}/reunion?q={head}").links.count(HEAD) == 1
    # What may not be chosen is not proposed, and what is confidential is not found elsewhere.
    officer.get(f"/tri/{leaving}/reunion?q=justificatif")
    assert officer.sees("Aucun irritant trouvé")
    assert visit(town, "agent").get(f"/tri/{leaving}/reunion").status == 403
    assert visit(town, "programme").get(f"/tri/{leaving}/reunion").status == 403
    elsewhere = visit(town, "elsewhere")
    assert elsewhere.get(f"/tri/{secret}/reunion").status == 404


def test_the_merged_page_keeps_its_text_and_leads_to_the_head(town):
    head, leaving = both(town, identity_shown=False)
    town.does("agent", "comment", leaving, body="Chez nous aussi.")
    _merge(town, leaving, head)
    agent = visit(town, "agent").get(f"/irritants/{leaving}")
    assert agent.title == LEAVING and agent.sees("Chaque usager envoie trois fois")
    assert agent.sees("Chez nous aussi.") and "Moi aussi" not in agent.buttons
    assert agent.sees("Officer Test a réuni cet irritant à un autre.")
    agent.follow("Dire « moi aussi » là où il est suivi")
    assert agent.title == HEAD and agent.sees("1 personne dit « moi aussi ».")
    assert agent.sees(f"dit sur « {LEAVING} »") and LEAVING in agent.links
    # The author of the merged one is masked: the head names them nowhere.
    assert not agent.sees("Fan Test")
    agent.submit("Moi aussi")
    assert town.read(head, "support_count") == 2
    fan = visit(town, "fan").get(f"/irritants/{head}")
    assert fan.sees("2 personnes disent « moi aussi ». Vous en faites partie.")


def test_a_passer_by_reads_no_title_that_is_not_public(town):
    head, leaving = both(town, publish_consent=True)
    _merge(town, leaving, head)
    visitor = visit(town, "admin")
    visitor.client.delete_cookie("portail")
    visitor.get(f"/irritants/{leaving}")
    assert visitor.status == 200 and visitor.sees("Réuni à un autre irritant")
    assert not visitor.sees(HEAD)


def test_separating_says_what_returns_where_and_is_sent_once_reread(town, mode):
    head, leaving = both(town)
    town.does("agent", "support", leaving)
    town.does("director", "support", head)
    _merge(town, leaving, head)
    officer = visit(town, "officer", mode).get(f"/tri/{leaving}")
    officer.follow("Séparer à nouveau")
    assert officer.sees("redevient « déposé », avec 1 « moi aussi » et 0 commentaire")
    assert officer.sees("compte 1 « moi aussi » au lieu de 3")
    officer.submit("Relire avant l’envoi", {"Pourquoi les séparer ?": APART})
    assert officer.sees("Voici ce que 3 personnes recevront.") and officer.sees(APART)
    officer.submit("Séparer et prévenir")
    assert officer.sees("C’est fait : 3 personnes sont prévenues.")
    assert town.read(leaving, "state") == "submitted" and town.read(head, "support_count") == 1


def test_separating_what_a_colleague_has_separated_says_so(town):
    head, leaving = both(town)
    _merge(town, leaving, head)
    tabs = [
        visit(town, who).get(f"/tri/{leaving}?geste=separer") for who in ("officer", "director")
    ]
    for tab in tabs:
        tab.submit("Relire avant l’envoi", {"Pourquoi les séparer ?": APART})
    tabs[0].submit("Séparer et prévenir")
    tabs[1].submit("Séparer et prévenir")
    assert tabs[1].status == 422 and tabs[1].sees("Cela n’est plus possible")
    tabs[1].submit("Relire avant l’envoi")
    assert tabs[1].status == 422


def test_two_officers_at_once_merge_one_way(app_both):
    town = Town(app_both)
    one, two = both(town)
    tabs = [
        visit(town, "officer").get(f"/tri/{one}/reunion?avec={two}"),
        visit(town, "director").get(f"/tri/{two}/reunion?avec={one}"),
    ]
    with writing(town.app) as session:
        before = session.scalar(select(func.count(JournalEntry.id)))

    statuses = at_once([lambda tab=tab: tab.submit("Réunir et prévenir").status for tab in tabs])

    assert sorted(statuses) in ([200, 409], [200, 422])
    states = {town.read(one, "state"), town.read(two, "state")}
    assert states == {"merged", "submitted"}
    merged = one if town.read(one, "state") == "merged" else two
    with writing(town.app) as session:
        assert session.scalar(select(func.count(JournalEntry.id))) - before == 2
        told = session.scalars(select(Notice.kind).where(Notice.subject_ref == merged)).all()
        assert sorted(told) == ["irritant.gather", "irritant.merge", "irritant.submit"]


def _merge(town, leaving, head):
    visit(town, "officer").get(f"/tri/{leaving}/reunion?avec={head}").submit("Réunir et prévenir")
