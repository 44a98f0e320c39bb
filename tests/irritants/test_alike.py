"""What resembles a text: found, the closest first, and only what the reader may see."""

import pytest
from sqlalchemy import select

from portal.irritants import actions, alike
from portal.irritants.models import Irritant, Support
from portal.irritants.words import DeclineMotive
from portal.journal.models import JournalEntry
from portal.search import actions as search
from portal.search.actions import Tried
from portal.search.words import Past
from tests.irritants.conftest import REVIEW, WHY, count

TITLE = "Titre de séjour : impossible d’avoir un rendez-vous"
PROBLEM = "L’agenda en ligne de la préfecture n’offre jamais de créneau pour un titre de séjour."
SAME = {
    "title": "Plus aucun créneau pour déposer un dossier de séjour",
    "problem": "Le module de réservation affiche complet. Ceux qui veulent leur carte de séjour y"
    " retournent chaque nuit.",
}
OTHER = {
    "title": "Le logiciel de paie tombe en panne",
    "problem": "L’application se fige quand tout le monde calcule les salaires.",
}


@pytest.fixture(autouse=True)
def asked(app_both):
    with app_both.test_request_context():
        yield


def found(v, who="agent", **more):
    return alike.to(v.session, v.actor(who), TITLE, PROBLEM, **more)


def test_the_same_problem_is_found_and_another_is_not(v):
    same = v.irritant(**SAME)
    v.irritant(key="k2", **OTHER)

    one = found(v)
    assert [each.ref for each in one] == [same.ref]
    assert (one[0].may_support, one[0].supports, one[0].reason) == (True, 0, "")
    assert found(v, but=same.ref) == []


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("agent", False),
        ("elsewhere", False),
        ("author", True),
        ("officer", True),
        ("director", True),
        ("programme", True),
    ],
)
def test_a_confidential_irritant_is_found_by_whoever_reads_it(v, who, sees):
    kept = v.irritant(confidential=True, **SAME)

    assert [each.ref for each in found(v, who)] == ([kept.ref] if sees else [])


def test_a_draft_or_what_is_withdrawn_is_never_found(v):
    v.draft(**SAME)
    gone = v.irritant(key="k2", **SAME)
    actions.withdraw(v.session, v.actor("author"), gone, now=v.now)

    assert found(v) == found(v, "author") == []


def test_a_past_answer_comes_with_its_reason(v):
    irritant = v.irritant(**SAME)
    actions.decline(
        v.session,
        v.actor("officer"),
        irritant,
        motive_code=DeclineMotive.TOO_SMALL,
        motive=WHY,
        review_on=REVIEW,
        now=v.now,
    )

    (one,) = found(v)
    assert one.reason == f"{DeclineMotive.TOO_SMALL.label} – {WHY}"
    assert (one.badge[0], one.may_support) == ("Non retenu", False)


@pytest.mark.parametrize(
    ("kind", "state", "word"),
    [
        ("investigation", Past.INCONCLUSIVE, "Investigation sans suite"),
        ("startup", Past.STOPPED, "Startup arrêtée"),
    ],
)
def test_what_was_tried_comes_with_its_reason(v, kind, state, word):
    ref = f"{kind[:3]}-00000001"
    tried = Tried(state, *SAME.values(), "Les créneaux dépendent d’un marché en cours.")
    search.index(v.session, kind, ref, *SAME.values(), tried=tried)
    search.index(v.session, "startup", "stu-00000009", *SAME.values())

    (one,) = found(v)
    assert (one.badge[0], one.reason) == (word, tried.reason)
    assert one.path == f"/{kind}s/{ref}"


def test_me_too_in_place_of_a_draft_is_said_once(v):
    same, draft = v.irritant(**SAME), v.draft("agent", key="brouillon1", **OTHER)
    told = {"context": "Ici aussi.", "key": "brouillon1", "drop": True, "now": v.now}
    gone = draft.ref
    for _twice in range(2):
        actions.join(v.session, v.actor("agent"), same, **told)

    assert count(v, Support) == same.support_count == 1
    assert v.session.scalars(select(Irritant.ref)).all() == [same.ref]
    query = select(JournalEntry.act).where(JournalEntry.subject_ref.in_((gone, same.ref)))
    acts = v.session.scalars(query.order_by(JournalEntry.id)).all()
    assert acts[-2:] == ["irritant.support", "irritant.draft.edit"]


@pytest.mark.parametrize("key", ["brouillon2", "", "inconnue"])
def test_another_s_draft_is_never_dropped(v, key):
    same = v.irritant(**SAME)
    v.draft("fan", key="brouillon2", **OTHER)
    actions.join(v.session, v.actor("agent"), same, context="", key=key, drop=True, now=v.now)

    assert (count(v, Irritant), same.support_count) == (2, 1)
