"""The triage: queue, charge, gestures reread before they are sent."""

import pytest

from portal.irritants import actions, comment_queries, queries, queue
from portal.irritants.words import QueueView
from tests.irritants.conftest import WHY
from tests.irritants.test_pages import Town, visit
from tests.support.apps import MONDAY, writing

MESSAGE = {"Votre message": WHY}
DECLINE = MESSAGE | {
    "Motif": "trop peu de personnes ou de temps en jeu",
    "Relire l’irritant le": "03/05/2027",
}


@pytest.fixture
def town(app):
    return Town(app)


@pytest.fixture
def officer(town, mode):
    return visit(town, "officer", mode)


def test_the_queue_shows_the_oldest_promise_first(town, officer):
    first, second = town.deposit(key="1", title="Le tout premier"), town.deposit(key="2")
    town.deposit(key="3", incubator_ref=town.other)
    officer.get("/tri")
    assert officer.sees("À répondre (2)") and officer.links[0] == "Le tout premier"
    officer.follow("Le tout premier")
    assert officer.links.count("Suivant") == 1 and "Précédent" not in officer.links
    officer.follow("Suivant")
    assert second in officer.url and first != second


def test_once_answered_the_next_is_the_next_of_the_list(town, officer):
    first, second, third = (town.deposit(key=key) for key in "123")
    officer.get(f"/tri/{second}?vue=libres").follow("Ne pas retenir")
    officer.submit("Relire avant l’envoi", DECLINE).submit("Répondre sans retenir")
    assert town.read(second, "state") == "declined"
    officer.follow("Suivant")
    assert third in officer.url
    officer.get(f"/tri/{second}?vue=libres").follow("Précédent")
    assert first in officer.url


def test_each_view_holds_its_part(town, officer):
    mine, free = town.deposit(key="1"), town.deposit(key="2")
    returned, offered = town.deposit(key="3"), town.deposit(key="4")
    parked, lost = town.deposit(key="5"), town.deposit(key="6", incubator_ref=None)
    own = town.deposit(who="officer", key="7")
    town.does("officer", "take", mine)
    town.does("director", "ask_completion", returned, motive_code="several", motive=WHY)
    town.does("officer", "redirect", offered, incubator_ref=town.other, motive=WHY)
    town.does(
        "director",
        "park",
        parked,
        motive=WHY,
        review_on=town.village.now.date().replace(year=2027),
    )

    def seen(who, view):
        with writing(town.app) as session:
            rows = session.scalars(queue.queue(town.actors[who], view)).unique()
            return {irritant.ref for irritant in rows}

    assert seen("officer", QueueView.DUE) == {mine, free, offered}
    assert seen("director", QueueView.DUE) == {mine, free, offered, own}
    assert seen("officer", QueueView.MINE) == {mine}
    assert seen("officer", QueueView.FREE) == {free, offered}
    assert seen("officer", QueueView.RETURNED) == {returned}
    assert seen("officer", QueueView.REVIEW) == {parked}
    assert seen("officer", QueueView.OFFERED) == set()
    assert seen("elsewhere", QueueView.OFFERED) == {offered}
    assert seen("elsewhere", QueueView.DUE) == set()
    assert seen("officer", QueueView.UNROUTED) == set()
    assert seen("programme", QueueView.UNROUTED) == {lost}
    officer.get("/tri").submit("Montrer", {"Partie de la file": "Chez l’auteur, à compléter"})
    assert "vue=a-completer" in officer.url and officer.sees("Délai de réponse suspendu")


def test_an_answer_is_reread_before_it_is_sent(town, officer):
    ref = town.deposit()
    town.does("fan", "support", ref)
    officer.get(f"/tri/{ref}").follow("Ne pas retenir")
    officer.submit("Relire avant l’envoi", DECLINE)
    assert officer.sees("Voici ce que 2 personnes recevront.") and officer.sees(WHY)
    assert officer.sees("L’irritant sera relu le lundi 3 mai 2027.")
    assert town.read(ref, "state") == "submitted"

    officer.submit("Modifier")
    assert officer.value("Votre message", button="Relire avant l’envoi").strip() == WHY
    officer.submit("Relire avant l’envoi")
    officer.submit("Répondre sans retenir")
    assert officer.sees("C’est fait : 2 personnes sont prévenues.")
    assert officer.sees("Non retenu") and town.read(ref, "state") == "declined"


def test_what_lacks_in_an_answer_is_said_and_nothing_is_lost(town, officer):
    ref = town.deposit()
    officer.get(f"/tri/{ref}").follow("Ne pas retenir")
    officer.submit("Relire avant l’envoi", DECLINE | {"Votre message": "Trop court"})
    assert officer.status == 422
    assert officer.errors == [
        "Votre message : Expliquez le motif en 30 caractères ou plus : l’auteur le lira."
    ]
    assert officer.value("Votre message", button="Relire avant l’envoi").strip() == "Trop court"


def test_every_gesture_goes_through(town, officer):
    ref = town.deposit()

    def gesture(label, answers, button):
        officer.get(f"/tri/{ref}").follow(label)
        officer.submit("Relire avant l’envoi", answers)
        return officer.submit(button)

    gesture(
        "Demander à l’auteur de compléter",
        {"Que manque-t-il ?": "il manque des chiffres"},
        "Envoyer la demande",
    )
    assert town.read(ref, "state") == "returned"
    town.does("author", "complete", ref, values={}, version=town.read(ref, "version"))
    gesture("Qualifier : le problème est établi", {}, "Qualifier et prévenir")
    assert officer.sees("Un coffre partagé entre guichets.")
    gesture("Retenir pour une investigation", {}, "Retenir et prévenir")
    assert town.read(ref, "state") == "selected"
    later = MESSAGE | {"Relire l’irritant le": "2027-05-03"}
    gesture("Mettre en réserve", later, "Mettre en réserve et prévenir")
    gesture("Rouvrir", MESSAGE, "Rouvrir et prévenir")
    there = later | {"Vers qui ?": "Le guichet unique"}
    gesture("Orienter vers un autre service", there, "Orienter et prévenir")
    assert town.read(ref, "state") == "redirected"


def test_a_transfer_from_desk_to_desk(town, officer, mode):
    ref = town.deposit(confidential=True)
    other = visit(town, "elsewhere", mode)
    assert other.get(f"/tri/{ref}").status == 404
    why = {"À quel incubateur ?": "Atelier des Monts", "Pourquoi lui ?": WHY}
    for answer in ("Rendre à l’incubateur qui le propose", "Prendre le relais"):
        officer.get(f"/tri/{ref}").follow("Proposer à un autre incubateur")
        officer.submit("Relire avant l’envoi", why)
        officer.submit("Proposer et prévenir")
        assert officer.sees("Proposé à « Atelier des Monts » par « Fabrique du Vaubrun »")
        other.get("/tri?vue=offerts").follow("Le même justificatif est demandé trois fois")
        other.follow(answer)
        if answer.startswith("Rendre"):
            other.submit("Relire avant l’envoi", {"Pourquoi le rendre ?": WHY})
            other.submit("Rendre et prévenir")
            assert other.title == "Tri"
        else:
            other.submit("Relire avant l’envoi").submit("Prendre le relais et prévenir")
    assert town.read(ref, "incubator_ref") == town.other
    assert officer.get(f"/irritants/{ref}").status == 200
    assert officer.get(f"/tri/{ref}").status == 403


def test_a_colleague_in_charge_is_seen_and_replaced_knowingly(town, officer, mode):
    ref = town.deposit()
    officer.get(f"/tri/{ref}").submit("Prendre en charge")
    assert officer.sees("Pris en charge par vous.")
    director = visit(town, "director", mode).get(f"/tri/{ref}")
    assert director.sees("Pris en charge par Officer Test.")
    assert "Ne pas retenir" not in director.links
    director.submit("Reprendre à sa place")
    assert director.sees("Pris en charge par vous.")
    officer.submit("Laisser à mes collègues")
    assert officer.status == 422
    director.get(f"/tri/{ref}").submit("Laisser à mes collègues")
    assert director.sees("Personne ne l’a pris en charge.")


def test_two_officers_at_once_one_answers(town, officer, mode):
    ref = town.deposit()
    director = visit(town, "director", mode)
    for each in (officer, director):
        each.get(f"/tri/{ref}").follow("Qualifier : le problème est établi")
        each.submit("Relire avant l’envoi")
    officer.submit("Qualifier et prévenir")
    director.submit("Qualifier et prévenir")
    assert director.status == 422
    assert director.sees(
        "Officer Test a pris cet irritant en charge ; il est maintenant « qualifié »"
    )


@pytest.mark.parametrize(
    ("who", "status"), [("agent", 403), ("author", 403), ("programme", 200), ("auditor", 200)]
)
def test_the_triage_is_for_the_triage(town, who, status):
    ref = town.deposit()
    reader = visit(town, who)
    assert reader.get(f"/tri/{ref}").status == status
    assert "Ne pas retenir" not in reader.links and "Prendre en charge" not in reader.buttons


def test_an_officer_does_not_triage_their_own(town, officer):
    ref = town.deposit(who="officer")
    assert officer.get(f"/tri/{ref}").status == 403


def test_the_programme_routes_what_nobody_has(town, mode):
    ref = town.deposit(incubator_ref=None)
    programme = visit(town, "programme", mode).get("/tri?vue=a-orienter")
    programme.follow("Le même justificatif est demandé trois fois")
    programme.follow("Proposer à un autre incubateur")
    why = {"À quel incubateur ?": "Fabrique du Vaubrun", "Pourquoi lui ?": WHY}
    programme.submit("Relire avant l’envoi", why).submit("Proposer et prévenir")
    assert town.read(ref, "incubator_ref") == town.house


def test_a_selected_irritant_leads_to_its_investigation(town, officer, mode):
    ref, lead = town.deposit(), "Ouvrir une investigation"
    assert lead not in officer.get(f"/tri/{ref}").links
    town.does("director", "qualify", ref)
    town.does("director", "select", ref, motive=WHY)

    for address in (f"/tri/{ref}", f"/irritants/{ref}"):
        officer.get(address).follow(lead)
        assert officer.url == f"/investigations/nouvelle?irritant={ref}" and officer.status == 200
    for who in ("author", "elsewhere"):
        reader = visit(town, who, mode).get(f"/irritants/{ref}")
        assert reader.status == 200 and lead not in reader.links


def test_a_preview_comes_at_its_time_alone(town, officer):
    ref = town.deposit()
    officer.get(f"/tri/{ref}")
    token = officer.page.find("input", attrs={"name": "csrf_token"})["value"]

    said = {"csrf_token": token, "suite": "relire"}
    answers = {
        slug: officer.client.post(f"/tri/{ref}/{slug}", data=said).status_code
        for slug in ("accepter", "qualifier")
    }

    # Nobody offered it to this incubator: there is nothing to take over.
    assert answers == {"accepter": 403, "qualifier": 200}


def test_an_idea_that_was_completed_waits_for_the_problem_to_be_judged(town, officer):
    ref = town.deposit()
    town.does("officer", "ask_completion", ref, motive_code="no_figures", motive=WHY)
    changed = {"solution_idea": "Un guichet volant", "territory": "Aube"}
    version = town.read(ref, "version")
    town.does("author", "complete", ref, values=changed, version=version)

    assert officer.get(f"/tri/{ref}").sees("Aube") and not officer.sees("Un guichet volant")
    town.does("officer", "qualify", ref)
    assert officer.get(f"/tri/{ref}").sees("Un guichet volant")


def test_the_desk_leads_to_the_thread_and_counts_what_was_flagged(app, town, officer):
    ref = town.deposit()
    assert officer.get(f"/tri/{ref}").sees("Personne n’a encore commenté.")
    town.does("agent", "comment", ref, body="Hors sujet.")
    with writing(app) as session:
        (said,) = session.scalars(
            comment_queries.of_irritant(town.actors["officer"], queries.by_ref(session, ref))
        )
        for who in ("fan", "author"):
            actions.flag(session, town.actors[who], said, reason="Hors sujet.", now=MONDAY)
    officer.get(f"/tri/{ref}")

    assert officer.sees("1 commentaire 1 signalement à examiner")
    assert officer.follow("1 commentaire").url == f"/irritants/{ref}"


def test_an_irritant_taken_back_is_no_longer_answered(town, officer):
    ref = town.deposit()
    assert "Répondre" in officer.get(f"/irritants/{ref}").links
    town.does("author", "withdraw", ref, motive="")
    officer.get(f"/irritants/{ref}")

    assert "Répondre" not in officer.links
    assert officer.follow("Voir dans le tri").sees("Rien à faire ici pour l’instant.")


def test_what_was_done_is_said_at_the_head_of_the_page(town, officer):
    ref = town.deposit()
    officer.get(f"/tri/{ref}").submit("Prendre en charge")
    officer.get(f"/tri/{ref}?geste=completer")
    officer.submit(
        "Relire avant l’envoi", MESSAGE | {"Que manque-t-il ?": "il manque des chiffres"}
    )
    form = officer.button("Envoyer la demande").find_parent("form")
    pairs = [(one["name"], one["value"]) for one in form.find_all("input")]
    answer = officer._send("POST", form["action"], [*pairs, ("suite", "envoyer")])

    assert answer.headers["Location"].endswith("#contenu")
