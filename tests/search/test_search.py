"""The same words find the same things on both databases."""

import pytest
from sqlalchemy import insert

from portal.search import actions, queries
from portal.search.analyser import terms
from portal.search.models import SearchLine

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


def test_a_rare_word_gives_its_things_themselves(filled):
    assert queries.gathered(filled, "irritant", "prealable", newest_do=True) == ["irr-00000001"]
    assert queries.gathered(filled, "irritant", "prealable", newest_do=False) == ["irr-00000001"]
    assert queries.gathered(filled, "irritant", "le la les", newest_do=True) is None


@pytest.mark.parametrize(("newest_do", "oldest"), [(True, 76), (False, 1)])
def test_a_common_word_is_read_as_far_as_a_list_is(session_both, newest_do, oldest):
    lines = [
        {"kind": "irritant", "ref": f"irr-{number:08d}", "terms": "dossi"}
        for number in range(1, queries.MOST_FOUND + 76)
    ]
    session_both.execute(insert(SearchLine), lines)
    query = queries.gathered(session_both, "irritant", "dossiers", newest_do=newest_do)
    refs = sorted(session_both.scalars(query))
    assert (refs[0], refs[-1]) == (f"irr-{oldest:08d}", "irr-00001100")
