"""Reading irritants, « moi aussi », completing: in a visitor's words."""

import pytest
from sqlalchemy import event, select

from portal.extensions import db
from portal.irritants import actions, queries
from portal.irritants.words import UserType
from portal.notices.models import Notice
from portal.outbox.models import Mail
from portal.policy import Act
from tests.irritants.conftest import WHY, settle
from tests.support.apps import writing
from tests.support.browser import Visitor

NAME = "Vraisnom"


class Town:
    """The village, kept between requests: `does` acts in one transaction."""

    def __init__(self, app):
        self.app = app
        self.refs = {}
        with writing(app) as session:
            self.village = settle(session)
            self.people = {who: person.ref for who, person in self.village.people.items()}
            self.actors = {who: self.village.actor(who) for who in self.people}
            self.house, self.other = self.village.house.ref, self.village.other.ref

    def deposit(self, who="author", key="k1", **changes):
        with writing(self.app) as session:
            self.village.session = session
            values = {"incubator_ref": self.house} | changes
            draft = actions.save_draft(
                session,
                self.actors[who],
                key=key,
                values=self._told() | values,
                version=0,
                now=self.village.now,
            )
            return actions.submit(session, self.actors[who], draft, now=self.village.now).ref

    def _told(self):
        from tests.irritants.conftest import TOLD

        return TOLD

    def does(self, who, verb, ref, **values):
        with writing(self.app) as session:
            irritant = queries.by_ref(session, ref)
            values = {"now": self.village.now} | values
            getattr(actions, verb)(session, self.actors[who], irritant, **values)

    def read(self, ref, name):
        with writing(self.app) as session:
            return getattr(queries.by_ref(session, ref), name)


@pytest.fixture
def town(app):
    return Town(app)


def visit(town, who, mode="plain"):
    return Visitor(town.app, mode=mode).sign_in(f"{who}@test.gouv.example")


def test_the_page_says_where_it_stands_and_what_it_weighs(town):
    ref = town.deposit()
    agent = visit(town, "agent").get(f"/irritants/{ref}")

    assert agent.title == "Le même justificatif est demandé trois fois"
    assert agent.sees("Réponse due dans 30 jours, le mercredi 23 décembre 2026")
    assert agent.sees("3 600 fois par an") and agent.sees("1 200 h")
    assert agent.sees("1 200 personnes × 3 fois chaque année × 1 par an")
    assert agent.sees("Odile Vraisnom a déposé cet irritant.")
    assert (
        not agent.sees("coffre partagé")
        and agent.page.find(id="support").find(attrs={"role": "status"}) is None
    )
    assert "Répondre" not in agent.links


def test_me_too_is_said_once_and_taken_back(town, mode):
    ref = town.deposit()
    agent = visit(town, "agent", mode).get(f"/irritants/{ref}")
    assert agent.sees("Personne n’a encore dit")

    agent.submit("Moi aussi")
    agent.submit("Enregistrer ces précisions", {"Une ligne de contexte": "Chez nous, quatre fois"})
    assert agent.sees("1 personne dit « moi aussi ». Vous en faites partie.")
    assert agent.get(agent.url).sees("Chez nous, quatre fois")
    agent.submit("Retirer mon « moi aussi »")
    assert agent.sees("Personne n’a encore dit")
    assert town.read(ref, "support_count") == 0


def test_me_too_closes_with_the_answer(town, mode):
    ref = town.deposit()
    agent = visit(town, "agent", mode).get(f"/irritants/{ref}")
    town.does("officer", "qualify", ref)
    town.does("officer", "select", ref)
    town.does("officer", "begin_investigation", ref, investigation_ref="inv-7k2m9qhx")
    town.does(
        "officer",
        "conclude",
        ref,
        answered_by_ref=None,
        reason="Rien à gagner",
        decision_ref="dec-7k2m9qhx",
    )
    agent.submit("Moi aussi")
    assert agent.status == 422
    assert agent.get(f"/irritants/{ref}").sees("Rien à gagner")


@pytest.mark.parametrize("who", ["agent", "elsewhere", "admin"])
def test_a_confidential_irritant_does_not_exist_for_the_others(town, who):
    ref = town.deposit(confidential=True)
    reader = visit(town, who)
    assert reader.get(f"/irritants/{ref}").status == 404
    assert not reader.get("/irritants?q=justificatif").sees("Le même justificatif")
    for officer in ("author", "officer", "director", "programme", "auditor"):
        assert visit(town, officer).get(f"/irritants/{ref}").status == 200


def test_a_passer_by_is_asked_to_sign_in_whether_it_exists_or_not(town):
    ref = town.deposit(confidential=True)
    anyone = Visitor(town.app)
    answers = [anyone.get(f"/irritants/{one}").title for one in (ref, "irr-00000000")]

    assert answers == ["Se connecter", "Se connecter"]


def test_the_public_reads_what_is_published(town):
    kept, shown = town.deposit(key="1"), town.deposit(key="2", publish_consent=True)
    anyone = Visitor(town.app)
    assert anyone.get(f"/irritants/{shown}").title == "Se connecter"
    for ref in (kept, shown):
        town.does("officer", "qualify", ref)

    assert anyone.get(f"/irritants/{shown}").status == 200
    assert anyone.sees("Connectez-vous pour dire") and not anyone.sees("Officer Test")
    assert anyone.sees("Fabrique du Vaubrun a qualifié") and not anyone.sees(NAME)
    assert anyone.get(f"/irritants/{kept}").title == "Se connecter"
    assert anyone.get("/irritants").sees("1 irritant")


def test_the_list_is_filtered_from_the_address(town, mode):
    town.deposit(key="1", title="Les rendez-vous sont introuvables")
    town.deposit(key="2", user_types=[UserType.BUSINESS])
    agent = visit(town, "agent", mode).get("/irritants")
    assert agent.sees("2 irritants")

    agent.submit("Rechercher", {"Qui le subit": "Entreprises", "Ordre": "Les plus anciens"})
    assert agent.sees("1 irritant") and "qui=entreprise" in agent.url
    agent.submit("Rechercher", {"Rechercher": "introuvable", "Qui le subit": "Tous"})
    assert agent.sees("Les rendez-vous sont introuvables")
    agent.submit("Rechercher", {"Rechercher": "hélicoptère"})
    assert agent.sees("Rien ne correspond à cette recherche")
    assert agent.get("/irritants?etat=inconnu&page=zut&qui=%00").status == 200


@pytest.mark.parametrize(
    ("who", "invited"), [("agent", True), ("admin", False), ("auditor", False)]
)
def test_a_list_that_is_empty_invites_only_those_who_may_deposit(town, mode, who, invited):
    visitor = visit(town, who, mode)

    for path in ("/irritants", "/irritants?q=helicoptere", "/recherche?q=helicoptere"):
        assert ("Déposer un irritant" in visitor.get(path).links) is invited, path


def test_a_list_takes_as_many_queries_with_three_as_with_one(town):
    def asked(path):
        seen = []
        agent = visit(town, "agent")
        with town.app.app_context():
            engine = db.engine
        listen = lambda *told: seen.append(told[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        agent.get(path)
        event.remove(engine, "before_cursor_execute", listen)
        return [sql for sql in seen if sql.startswith("SELECT")]

    for path in ("/irritants",):
        town.deposit(key=f"{path}1")
        one = asked(path)
        town.deposit(key=f"{path}2")
        town.deposit(key=f"{path}3", user_types=[UserType.BUSINESS])
        assert len(asked(path)) == len(one) <= 6


def test_the_author_completes_and_the_clock_goes_on(town, mode):
    ref = town.deposit()
    town.does("officer", "ask_completion", ref, motive_code="no_figures", motive=WHY)
    author = visit(town, "author", mode).get(f"/irritants/{ref}")
    assert author.sees("Délai de réponse suspendu") and author.sees(WHY)

    author.follow("Compléter mon irritant")
    author.submit("Renvoyer complété", {"Combien de personnes par an ?": "0"})
    assert author.status == 422
    author.submit("Renvoyer complété", {"Combien de personnes par an ?": "5000"})
    assert author.sees("Réponse due dans 30 jours")
    officer = visit(town, "officer", mode).get(f"/tri/{ref}")
    assert officer.sees("Ce que l’auteur a complété") and officer.sees("1200 5000")


def test_completing_from_two_windows_shows_both_texts(town):
    ref = town.deposit()
    town.does("officer", "ask_completion", ref, motive_code="no_figures", motive=WHY)
    author = visit(town, "author").get(f"/irritants/{ref}/completer")
    with writing(town.app) as session:
        irritant = queries.by_ref(session, ref)
        irritant.territory = "Aube"

    author.submit("Renvoyer complété", {"Sur quel territoire ?": "Ardennes"})
    assert author.status == 409
    assert author.sees("Déjà enregistré : Aube") and author.sees("Votre texte : Ardennes")
    author.submit("Renvoyer complété")
    assert author.status == 200 and town.read(ref, "territory") == "Ardennes"


def test_only_the_author_completes_withdraws_and_agrees(town):
    ref = town.deposit()
    town.does("officer", "ask_completion", ref, motive_code="no_figures", motive=WHY)
    for who in ("agent", "officer", "programme"):
        other = visit(town, who)
        assert other.get(f"/irritants/{ref}/completer").status == 403
        assert "Retirer l’irritant" not in other.get(f"/irritants/{ref}").buttons


def test_withdrawing_and_agreeing(town, mode):
    ref = town.deposit()
    author = visit(town, "author", mode).get(f"/irritants/{ref}")
    author.submit("Accepter la publication")
    assert author.sees("Vous acceptez la publication")
    author.submit("Ne plus publier")
    author.submit("Retirer l’irritant", {"Pourquoi, en une phrase": "Réglé"})
    assert author.sees("Votre irritant est retiré.") and town.read(ref, "state") == "withdrawn"


def test_a_masked_author_is_named_nowhere(town):
    ref = town.deposit(identity_shown=False, publish_consent=True)
    town.does("fan", "support", ref, context="Chez nous aussi")
    town.does("officer", "take", ref)
    town.does("officer", "ask_completion", ref, motive_code="no_figures", motive=WHY)
    version = town.read(ref, "version")
    town.does("author", "complete", ref, values={"people_affected": 9}, version=version)
    town.does("officer", "qualify", ref)
    town.does("officer", "redirect", ref, incubator_ref=town.other, motive=WHY)
    town.does("elsewhere", "accept_redirect", ref)
    town.does("elsewhere", "select", ref)

    pseudonym = town.read(ref, "pseudonym")
    paths = [f"/irritants/{ref}", "/irritants", "/tri", f"/tri/{ref}"]
    for who in (None, "agent", "fan", "officer", "elsewhere", "programme", "auditor"):
        reader = visit(town, who) if who else Visitor(town.app)
        for path in paths:
            reader.get(path)
            assert NAME not in reader.response.get_data(as_text=True), (who, path)
    agent = visit(town, "agent")
    assert agent.get(f"/irritants/{ref}").sees(f"{pseudonym} a déposé")
    assert agent.get("/irritants?q=Vraisnom").sees("Aucun irritant")
    with writing(town.app) as session:
        author = "author@test.gouv.example"
        others = session.scalars(select(Mail).where(Mail.address != author)).all()
        assert others and not [m for m in others if NAME in m.subject + m.body]
        notices = session.scalars(select(Notice)).all()
        assert notices and not [n for n in notices if NAME in n.title + n.body]


def test_asking_who_it_is_tells_the_author_why(town, mode):
    ref = town.deposit(identity_shown=False)
    officer = visit(town, "officer", mode).get(f"/tri/{ref}")
    assert not officer.sees(NAME)
    officer.submit("Afficher le nom et prévenir l’auteur")
    assert officer.status == 422
    label = "Pourquoi avez-vous besoin de ce nom ? L’auteur lira votre réponse."
    officer.submit("Afficher le nom et prévenir l’auteur", {label: WHY})
    assert officer.sees("Odile Vraisnom")
    assert not visit(town, "agent").get(f"/irritants/{ref}").sees(NAME)
    author = visit(town, "author").get(f"/irritants/{ref}")
    assert author.sees("Officer Test a demandé à connaître l’auteur.") and author.sees(WHY)


def test_every_endpoint_names_its_act(town):
    named = {
        rule.endpoint: town.app.view_functions[rule.endpoint].act
        for rule in town.app.url_map.iter_rules()
        if rule.endpoint.startswith("irritants.")
    }
    reading = {
        named[rule.endpoint]
        for rule in town.app.url_map.iter_rules()
        if rule.endpoint in named and "GET" in rule.methods
    }
    writing_acts = {
        named[rule.endpoint]
        for rule in town.app.url_map.iter_rules()
        if rule.endpoint in named and "POST" in rule.methods
    }
    assert all(isinstance(act, Act) for act in named.values())
    assert not reading & writing_acts


def test_only_the_author_reads_what_they_were_asked(town):
    ref = town.deposit()
    asked = "Combien de demandes, et à quel guichet exactement ?"
    town.does("officer", "ask_completion", ref, motive_code="no_figures", motive=asked)
    agent = visit(town, "agent").get("/moi/taches")
    token = agent.page.find("input", attrs={"name": "csrf_token"})["value"]

    answer = agent.client.post(f"/irritants/{ref}/completer", data={"csrf_token": token})

    assert answer.status_code == 403
    assert asked not in answer.get_data(as_text=True)
