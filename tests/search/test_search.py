"""The same words find the same things on both databases."""

import pytest

from portal.search import actions, queries
from portal.search.analyser import terms

LINES = {
    "irr-00000001": "Déclaration préalable de travaux refusée sans motif",
    "irr-00000002": "Ressaisir les revenus pour chaque demande de bourse",
    "irr-00000003": "L’œil du guichet : des cœurs de métier oubliés",
}


@pytest.fixture
def filled(session_both):
    for ref, words in LINES.items():
        actions.index(session_both, "irritant", ref, words)
    actions.index(session_both, "startup", "stu-00000001", "Déclaration facile")
    session_both.flush()
    return session_both


def found(session, words: str, kind: str = "irritant") -> set[str]:
    query = queries.matching(session, kind, words)
    return set() if query is None else set(session.scalars(query))


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("declaration prealable", {"irr-00000001"}),
        ("DÉCLARATIONS", {"irr-00000001"}),
        ("revenu bourses", {"irr-00000002"}),
        ("oeil", {"irr-00000003"}),
        ("œil coeur", {"irr-00000003"}),
        ("décla", {"irr-00000001"}),
        ("licorne", set()),
        ("le la les", set()),
        ('" OR 1=1 --', set()),
        ("* ( ) : & !", set()),
    ],
)
def test_words_find_whatever_their_accents(filled, words, refs):
    assert found(filled, words) == refs


def test_a_changed_text_is_found_by_its_new_words_alone(filled):
    actions.index(filled, "irritant", "irr-00000001", "Autre sujet")
    filled.flush()

    assert found(filled, "prealable") == set()
    assert found(filled, "sujet") == {"irr-00000001"}


def test_a_forgotten_thing_is_not_found(filled):
    actions.forget(filled, "irr-00000002")

    assert found(filled, "bourse") == set()


def test_empty_words_leave_no_term():
    assert terms("Le la des à l’aux") == []
