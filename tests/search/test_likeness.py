"""Two texts told apart or together: the laws of the score, and what it is worth."""

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from portal.search import likeness
from tests.search.told import TOLD, close_calls, pairs
from tools.likeness import area, judge

ROOT = Path(__file__).resolve().parents[2]
PAIRS = ROOT.parent / "shared/data/irritants/pairs_dev.jsonl"
EVERY = [text for texts in TOLD.values() for text in texts]
TEXT = st.text(max_size=80)


@pytest.mark.parametrize("text", EVERY, ids=lambda text: text[0])
def test_a_text_is_wholly_like_itself(text):
    assert likeness.score(text, text) == 1.0


@pytest.mark.parametrize(("one", "other"), [(EVERY[0], EVERY[1]), (EVERY[3], EVERY[8])])
def test_the_order_of_two_texts_does_not_matter(one, other):
    assert likeness.score(one, other) == likeness.score(other, one)


@given(one=st.tuples(TEXT, TEXT), other=st.tuples(TEXT, TEXT))
def test_any_two_texts_have_a_score(one, other):
    score = likeness.score(one, other)

    assert 0 <= score <= 1
    assert score == pytest.approx(likeness.score(other, one))


def test_the_same_problem_told_otherwise_is_told_from_the_others():
    scored = [(likeness.score(one, other), same) for one, other, same in pairs()]

    assert sum(same for _, same in scored) == 12
    assert area(scored) > 0.97


def test_the_same_thing_with_another_nuisance_is_another_problem():
    scores = [likeness.score(one, other) for one, other in close_calls()]

    assert len(scores) == 24
    assert sum(score < likeness.SAME for score in scores) == 24


@pytest.mark.parametrize(
    "written",
    [
        (
            "RELEVES DE CARRIERE TRUFFES D'ERREURS",
            "des trimestres manquent, des salaires sont faux",
        ),
        ("Relevés de carrière, bcp d’ereurs", "Des trimestres manqunet, les salaires sont faux."),
    ],
    ids=["capitals", "typing"],
)
def test_hurried_writing_is_read_all_the_same(written):
    told = TOLD["retraite", "erreur"][0]
    elsewhere = TOLD["retraite", "contact"][0]

    assert likeness.score(written, told) > likeness.SAME > likeness.score(written, elsewhere)


@pytest.mark.skipif(not PAIRS.exists(), reason="../shared/data is not beside the project")
def test_the_labelled_pairs_are_told_apart(capsys):
    judge(str(PAIRS))

    told = capsys.readouterr().out
    assert float(told.split()[1]) >= 0.97
