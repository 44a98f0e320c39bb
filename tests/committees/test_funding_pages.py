"""The lines and the note as people read them; what the public reads, and what it does not."""

import pytest

from portal.committees import decision_queries
from portal.committees.funding_models import FundingLine, PurchaseSending
from portal.committees.words import ItemState
from tests.committees import money
from tests.committees.world import email
from tests.support.apps import writing
from tests.support.browser import Visitor

TWO = {"alpha": 70, "beta": None}
ANSWER = "Répondre pour ma ligne"
YES, NO = "nous finançons cette ligne", "nous ne finançons pas cette ligne"


@pytest.fixture
def granted(app, open_world):
    """A decision with two lines: its reference, and that of the second line."""
    with writing(app) as session:
        made = money.granted(session, open_world, **TWO)
        return made.ref, money.line(session, made, "beta").ref


@pytest.fixture
def opened(app, open_world, granted):
    """Somebody in front of an address, without a script."""

    def make(who: str | None, path: str) -> Visitor:
        visitor = Visitor(app)
        if who:
            visitor.sign_in(email(who))
        return visitor.get(path)

    return make


def reads(visitor: Visitor, *words: str) -> Visitor:
    for each in words:
        assert visitor.sees(each), (each, visitor.text)
    return visitor


def decision(session, ref):
    return decision_queries.decision_by_ref(session, ref)


def confirmed(app, world, ref):
    with writing(app) as session:
        money.say(session, world, "beta", decision(session, ref), "beta", money.yes(90_000))


def test_a_sponsor_confirms_its_line(app, granted, visitors):
    ref, _line = granted
    visitor = reads(visitors(email("beta")).get("/moi/taches"), "votre ligne de 90 000 €")
    visitor.get(f"/decisions/{ref}/financement")
    reads(visitor, "financement à confirmer", "alpha", "210 000 €", "90 000 €")
    visitor.follow("Confirmer cette ligne").submit(ANSWER, {"Votre réponse": NO})
    assert visitor.status == 422
    reads(visitor, "Dites pourquoi cette ligne n’est pas financée.")
    answers = {"Votre réponse": YES, "Montant confirmé, en euros": "80 000"}
    visitor.submit(ANSWER, answers | {"Imputation": "0129-06", "Motif": "Le reste suivra."})
    reads(visitor, "0129-06", "Il manque 10 000 €", "Corriger ma réponse", "Le reste suivra.")
    with writing(app) as session:
        line = session.query(FundingLine).filter_by(amount=80_000).one()
        assert (line.imputation, line.motive) == ("0129-06", "Le reste suivra.")


def test_whoever_answers_second_reads_what_was_said(app, granted, visitors):
    ref, line_ref = granted
    path = f"/decisions/{ref}/financement/{line_ref}"
    first, second = visitors(email("beta")).get(path), visitors(email("beta2")).get(path)
    first.submit(ANSWER, {"Votre réponse": YES, "Imputation": "0129-06"})
    second.submit(ANSWER, {"Votre réponse": NO, "Motif": "Rien n’est prévu."})

    assert second.status == 409
    reads(second, "enregistré ailleurs entre-temps", YES, NO, "Beta Essai", "0129-06")
    assert second.value("Motif", button="Corriger ma réponse") == "Rien n’est prévu."
    second.submit("Corriger ma réponse")
    with writing(app) as session:
        assert money.lines(session, decision(session, ref))[1].state == "declined"


def test_the_public_reads_state_and_total_alone(app, open_world, granted, opened):
    ref, line_ref = granted
    confirmed(app, open_world, ref)
    lines = "Voir les lignes de financement"
    for who in ("chair", "secretary", "sponsor", "team", "director", "programme", "auditor"):
        assert lines in opened(who, f"/decisions/{ref}").links
    with writing(app) as session:
        decision(session, ref).item.state = ItemState.PUBLISHED
    told = "inancement à confirmer : 1 ligne sur 2"
    for path in (f"/decisions/{ref}", f"/startups/{open_world.startup_ref}"):
        public = reads(opened(None, path), told)
        html = public.response.get_data(as_text=True)
        assert not [one for one in (money.ENOUGH, "/financement", "note-achats") if one in html]
    reads(opened(None, f"/decisions/{ref}"), "300 000 €")
    for end in ("financement", f"financement/{line_ref}", "note-achats"):
        assert opened("outsider", f"/decisions/{ref}/{end}").status == 404
    for path in ("/startups", "/startups/portefeuille", "/horloge"):
        reads(opened("outsider", path), told)


def test_the_note_says_it_all_and_goes_to_purchasing(app, open_world, granted, opened):
    ref, _line = granted
    confirmed(app, open_world, ref)
    with writing(app) as session:
        seq = decision(session, ref).register_seq
    director = reads(
        opened("director", f"/decisions/{ref}/note-achats"),
        *("Note d’achat : Pièces à l’heure", "Commandez au plus tard le 14 décembre 2026"),
        *(ref, f"entrée {seq}, empreinte", "Poursuivre six mois", "du 23 janvier 2027"),
        *("90 000 €, financement confirmé, 0129-06, centre 42", "team@essai.gouv.example"),
        *("210 000 €, financement à confirmer", "director@essai.gouv.example"),
    )
    plain = director.page.select_one("pre.plain").get_text()
    assert plain.startswith("Note d’achat") and money.ENOUGH in plain and ref in plain
    director.submit("Marquer comme transmise aux achats", {"Transmise à": "Bureau des achats"})
    reads(director, "Transmise à Bureau des achats par Director Essai")
    sent = "Le texte tel qu’il a été transmis"
    assert not director.sees(sent)
    with writing(app) as session:
        made = decision(session, ref)
        money.say(session, open_world, "sponsor", made, "alpha", money.yes(210_000))
    reads(director.get(f"/decisions/{ref}/note-achats"), sent, "210 000 €, financement à confirmer")
    beta = opened("beta", f"/decisions/{ref}/financement")
    reads(beta.follow("Corriger ma réponse"), "ne se corrige plus")
    director.submit("Reprendre la note", {"Motif": "Une imputation change."})
    reads(director, "Une imputation change.", "à transmettre", "reprise par Director Essai")
    with writing(app) as session:
        assert session.query(PurchaseSending).count() == 1


def test_a_director_says_who_answers_for_each_sponsor(granted, opened):
    ref, line_ref = granted
    path = f"/decisions/{ref}/financement/{line_ref}"
    assert opened("sponsor", path).status == 403
    director = opened("director", f"/decisions/{ref}/financement")
    reads(director.follow("Qui répond pour chaque sponsor"), "alpha", "Sponsor Essai")
    answers = {"Sponsor": "Sponsor Essai", "Répond pour": "beta"}
    director.submit("Dire pour qui répond cette personne", answers)
    reads(director, "personne encore")
    reads(opened("sponsor", path), "Financez-vous cette ligne ?")


def test_a_sponsor_is_named_from_the_lines(app, open_world, visitors):
    with writing(app) as session:
        ref = money.granted(session, open_world).ref
        money.organisation(session, "gamma")
    director = visitors(email("director")).get(f"/decisions/{ref}/financement")
    reads(director, "sponsor à désigner")
    director.submit("Demander cette ligne", {"Organisation": "gamma"})
    reads(director, "gamma")
    sponsor = visitors(email("sponsor")).get(f"/decisions/{ref}/financement")
    reads(sponsor.follow("Confirmer cette ligne"), "Financez-vous cette ligne ?", "300 000 €")
