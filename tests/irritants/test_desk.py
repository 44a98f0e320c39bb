"""The desk's own tools: labels, kept views, templates, notes; none of them leaves the triage."""

from datetime import timedelta

import pytest

from portal.irritants import (
    actions,
    desk_queries as desk,
    desk_rules as rules,
    labelling,
    noting,
    templating,
    viewing,
)
from portal.irritants.desk_models import Note
from portal.irritants.desk_words import Shape
from portal.kernel.errors import Forbidden, Missing, Refused, Stale
from portal.notices.models import Notice
from portal.outbox.models import Mail
from portal.policy import Act, may
from portal.search.models import SearchLine
from tests.irritants.conftest import WHY, count, later
from tests.irritants.test_pages import Town, visit

DAY = "24 novembre 2026"


@pytest.fixture
def v(village):
    """On one database: nothing here is said otherwise by the other."""
    return village


def label(v, name="Juridique", who="officer", house=None, shape=Shape.STAR):
    ref = house or v.house.ref
    told = {"incubator_ref": ref, "name": name, "shape": shape}
    return labelling.new_label(v.session, v.actor(who), now=v.now, **told)


def template(v, who="director", **changes):
    told = {
        "incubator_ref": v.house.ref,
        "name": "Hors champ",
        "gesture": "decliner",
        "motive_code": "out_of_scope",
        "body": "Merci pour {référence}, « {titre} », reçu avant le {date}.",
    } | changes
    return templating.write_template(v.session, v.actor(who), now=v.now, **told)


# Rules


@pytest.mark.parametrize("body", ["{nom}", "{{titre}}", "{titre", "un } perdu", "{référence }"])
def test_only_known_placeholders_stand_in_braces(body):
    with pytest.raises(Refused) as refusal:
        rules.check_placeholders(body)
    assert refusal.value.field == "body"


def test_what_is_put_in_is_not_read_again():
    filled = rules.filled("{titre} / {date}", ref="irr-1", title="{date} et {référence}", day=DAY)

    assert filled == f"{{date}} et {{référence}} / {DAY}"


@pytest.mark.parametrize(
    ("name", "is_fine"),
    [("  ", False), ("JURIDIQUE", False), ("juridiqué", False), ("Urgent", True)],
)
def test_a_name_is_said_and_is_nobody_elses(name, is_fine):
    if is_fine:
        return rules.check_new_name(name, ["Juridique"])
    with pytest.raises(Refused):
        rules.check_new_name(name, ["Juridique"])
    return None


# Labels


def test_a_label_is_put_once_and_taken_off(v, irritant):
    one, officer = label(v), v.actor("officer")
    for _turn in range(2):
        labelling.put_label(v.session, officer, irritant, one, now=v.now)
    assert desk.labels_of(v.session, [irritant]) == {irritant.id: [one]}

    for _turn in range(2):
        labelling.take_label(v.session, officer, irritant, one, now=v.now)
    assert desk.labels_of(v.session, [irritant]) == {}


def test_a_label_of_another_desk_is_no_label_here(v, irritant):
    foreign = label(v, who="elsewhere", house=v.other.ref)
    with pytest.raises(Missing):
        labelling.put_label(v.session, v.actor("officer"), irritant, foreign, now=v.now)
    with pytest.raises(Forbidden):
        label(v, house=v.other.ref)


def test_a_retired_label_stays_where_it_is_and_goes_nowhere_else(v, irritant):
    one, officer = label(v), v.actor("officer")
    labelling.put_label(v.session, officer, irritant, one, now=v.now)
    labelling.retire_label(v.session, officer, one, back=False, now=v.now)
    other = v.irritant(key="other")
    with pytest.raises(Refused):
        labelling.put_label(v.session, officer, other, one, now=v.now)

    assert desk.labels_of(v.session, [irritant, other]) == {irritant.id: [one]}


def test_labels_do_not_follow_a_transfer_and_come_back_with_it(v, irritant):
    one = label(v)
    labelling.put_label(v.session, v.actor("officer"), irritant, one, now=v.now)

    def move(ref, sender, receiver):
        told = {"incubator_ref": ref, "motive": WHY}
        actions.redirect(v.session, v.actor(sender), irritant, now=v.now, **told)
        actions.accept_redirect(v.session, v.actor(receiver), irritant, now=v.now)
        return desk.labels_of(v.session, [irritant])

    assert move(v.other.ref, "officer", "elsewhere") == {}
    assert move(v.house.ref, "elsewhere", "officer") == {irritant.id: [one]}


# Views


def test_a_view_is_ones_own_unless_it_is_shared_with_a_desk(v):
    told = {"asked": {"vue": "tous", "q": "badge"}, "now": v.now}
    viewing.keep_view(v.session, v.actor("officer"), name="A", incubator_ref=None, **told)
    viewing.keep_view(v.session, v.actor("officer"), name="B", incubator_ref=v.house.ref, **told)

    def names(who):
        return [one.name for one in desk.views(v.session, v.actor(who))]

    assert names("officer") == ["A", "B"] and names("director") == ["B"]
    assert names("elsewhere") == [] and names("programme") == []
    with pytest.raises(Missing):
        viewing.keep_view(
            v.session, v.actor("officer"), name="C", incubator_ref=v.other.ref, **told
        )
    with pytest.raises(Refused):
        viewing.keep_view(v.session, v.actor("officer"), name="a", incubator_ref=None, **told)


def test_a_shared_view_is_dropped_by_whoever_kept_it_or_directs(v):
    told = {"name": "B", "asked": {}, "incubator_ref": v.house.ref, "now": v.now}
    one = viewing.keep_view(v.session, v.actor("officer"), **told)

    assert [who for who in v.people if may(v.actor(who), Act.VIEW_DROP, one)] == [
        "officer",
        "director",
    ]


# Templates


def test_only_directors_write_templates_and_the_journal_keeps_both_texts(v):
    with pytest.raises(Forbidden):
        template(v, "officer")
    one = template(v)
    told = {"name": "Hors champ", "gesture": "decliner", "motive_code": "", "body": "Autre texte."}
    templating.rewrite_template(
        v.session, v.actor("director"), one, version=1, now=later(v, 1), **told
    )
    assert (one.version, one.body) == (2, "Autre texte.")
    with pytest.raises(Stale):
        templating.rewrite_template(
            v.session, v.actor("director"), one, version=1, now=v.now, **told
        )


# Notes


def note(v, irritant, who="officer", body="Voir avec le juridique avant de répondre."):
    return noting.write_note(v.session, v.actor(who), irritant, body=body, now=v.now)


def readers(v, irritant):
    return {who for who in v.people if may(v.actor(who), Act.NOTE_VIEW, irritant)}


def test_notes_are_read_by_the_desk_the_programme_and_the_auditor(v, irritant):
    desk_of_house = {"officer", "director", "programme", "auditor"}
    assert readers(v, irritant) == desk_of_house
    assert readers(v, v.irritant("officer", key="own")) == desk_of_house - {"officer"}


def test_notes_follow_a_transfer_once_it_is_accepted(v, irritant):
    told = {"incubator_ref": v.other.ref, "motive": WHY}
    actions.redirect(v.session, v.actor("officer"), irritant, now=v.now, **told)
    assert "elsewhere" not in readers(v, irritant) and "officer" in readers(v, irritant)
    actions.accept_redirect(v.session, v.actor("elsewhere"), irritant, now=v.now)

    assert readers(v, irritant) == {"elsewhere", "programme", "auditor"}


@pytest.mark.parametrize(("minutes", "is_fine"), [(14, True), (15, False)])
def test_a_note_is_corrected_by_its_author_for_fifteen_minutes(v, irritant, minutes, is_fine):
    one, then = note(v, irritant), v.now + timedelta(minutes=minutes)
    with pytest.raises(Forbidden):
        noting.correct_note(v.session, v.actor("director"), one, body="X", version=1, now=v.now)
    if is_fine:
        noting.correct_note(v.session, v.actor("officer"), one, body="Mieux", version=1, now=then)
        assert one.body == "Mieux" and one.corrected_at == then
    else:
        with pytest.raises(Refused):
            noting.correct_note(v.session, v.actor("officer"), one, body="X", version=1, now=then)


def test_nothing_of_the_desk_is_told_or_found(v, irritant):
    before = count(v, Mail), count(v, Notice), count(v, SearchLine)
    note(v, irritant)
    labelling.put_label(v.session, v.actor("officer"), irritant, label(v), now=v.now)
    template(v)

    assert (count(v, Mail), count(v, Notice), count(v, SearchLine)) == before
    assert count(v, Note) == 1


# Pages


@pytest.fixture
def town(app):
    return Town(app)


def test_labels_are_made_put_filtered_by_and_hidden_from_all_others(town, mode):
    ref = town.deposit(publish_consent=True)
    town.deposit(key="2", title="Un tout autre irritant")
    officer = visit(town, "officer", mode).get("/tri").follow("Outils du tri")
    officer.submit("Créer l’étiquette", {"Nom de l’étiquette": "Juridique", "Signe": "★ étoile"})
    assert officer.sees("Étiquette « Juridique » créée.")
    officer.submit("Créer l’étiquette", {"Nom de l’étiquette": "juridique", "Signe": "● rond"})
    assert officer.status == 422 and officer.sees("Ce nom est déjà pris")

    officer.get(f"/tri/{ref}").submit("Poser ★ Juridique")
    assert officer.sees("Étiquette « Juridique » posée.")
    officer.get("/tri").submit("Montrer", {"Étiquette": "★ Juridique"})
    assert officer.sees("À répondre (1)") and officer.sees("★ Juridique")
    for who in ("author", "agent"):
        assert not visit(town, who, mode).get(f"/irritants/{ref}").sees("Juridique")
    officer.get(f"/tri/{ref}").submit("Retirer ★ Juridique")
    assert officer.sees("Étiquette « Juridique » retirée.")


def test_a_view_is_kept_from_what_is_asked_and_opened_by_a_colleague(town, mode):
    town.deposit(key="1", title="Un badge perdu")
    town.deposit(key="2", title="Un tout autre irritant")
    officer = visit(town, "officer", mode).get("/tri?q=badge")
    officer.submit(
        "Garder cette vue", {"Nom de la vue": "Badges", "La montrer à": "Fabrique du Vaubrun"}
    )
    assert officer.sees("Cette vue est gardée.") and "q=badge" in officer.url

    director = visit(town, "director", mode).get("/tri").follow("Badges")
    assert director.sees("À répondre (1)") and director.sees("par Officer Test")
    director.get("/tri/outils").submit("Retirer cette vue")
    assert "Badges" not in officer.get("/tri").links


def test_an_answer_begins_with_a_template_and_is_edited(town, mode):
    ref = town.deposit()
    director = visit(town, "director", mode).get("/tri/outils").follow("Écrire un modèle")
    said = {
        "Nom du modèle": "Hors champ",
        "Pour quel geste ?": "Ne pas retenir",
        "Motif": "hors du champ de l’incubateur (Ne pas retenir)",
        "Texte": "Votre irritant {référence}, « {titre} », relève d’un autre service. {prénom}",
    }
    director.submit("Enregistrer le modèle", said)
    assert director.status == 422 and director.sees("Entre accolades")
    said["Texte"] = said["Texte"].replace("{prénom}", "Merci.")
    director.submit("Enregistrer le modèle", said)
    assert director.sees("Modèle « Hors champ » créé.")

    officer = visit(town, "officer", mode).get(f"/tri/{ref}").follow("Ne pas retenir")
    officer.follow("Hors champ")
    opened = officer.value("Votre message", button="Relire avant l’envoi")
    assert f"Votre irritant {ref}, « Le même justificatif" in opened and "{" not in opened
    officer.submit(
        "Relire avant l’envoi",
        {"Votre message": opened + " Courage.", "Relire l’irritant le": "2027-05-03"},
    )
    assert officer.sees("Motif : hors du champ de l’incubateur.") and officer.sees("Courage.")
    assert visit(town, "officer", mode).get("/tri/outils/modeles/nouveau").status == 403


def test_a_note_is_written_corrected_and_read_by_the_desk_alone(town, mode):
    ref = town.deposit()
    officer = visit(town, "officer", mode).get(f"/tri/{ref}")
    officer.submit("Ajouter la note", {"Votre note": ""})
    assert officer.status == 422
    officer.submit("Ajouter la note", {"Votre note": "Voir avec le juridique."})
    assert officer.sees("Voir avec le juridique.") and officer.sees("Officer Test")
    officer.follow("Corriger ma note")
    officer.submit("Enregistrer la correction", {"Votre note": "Voir avec les achats."})
    assert officer.sees("Voir avec les achats.") and officer.sees("corrigée")

    auditor = visit(town, "auditor", mode).get(f"/tri/{ref}")
    assert auditor.sees("Voir avec les achats.") and "Corriger ma note" not in auditor.links
    for who in ("author", "agent", "elsewhere"):
        assert not visit(town, who, mode).get(f"/irritants/{ref}").sees("les achats")
