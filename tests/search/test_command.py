"""`portal similar score`: pairs in, scores out, one a line."""

import json

from click.testing import CliRunner

from portal.cli import main
from portal.search import likeness

ONE = {"titre": "Titre de séjour en retard", "description": "Il faut attendre des mois."}
OTHER = {"titre": "Cantine trop chère", "description": "Le prix du repas scolaire augmente."}


def asked(*lines: str | bytes):
    read = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return CliRunner().invoke(main, ["similar", "score", "-"], input=read)


def test_each_pair_gets_the_score_that_the_screens_use():
    pair = {"id": 7, "a": ONE, "b": OTHER, "doublon": False}
    told = asked(json.dumps(pair), json.dumps({"id": "x", "a": ONE, "b": ONE}))

    score = likeness.score(*(tuple(text.values()) for text in (ONE, OTHER)))
    assert told.exit_code == 0
    assert [json.loads(line) for line in told.stdout.splitlines()] == [
        {"id": 7, "score": round(score, 6)},
        {"id": "x", "score": 1.0},
    ]


def test_a_line_that_is_no_pair_is_named_and_the_others_are_scored():
    good = json.dumps({"id": 1, "a": ONE, "b": OTHER})
    bad = ["{", "[]", '{"id": 1}', json.dumps({"id": 2, "a": ONE, "b": {"titre": 3}}), b"\xff"]
    told = asked(*bad, "", good, "[" * 100_000)

    assert told.exit_code == 1
    assert len(told.stdout.splitlines()) == 1
    named = [line.split()[1] for line in told.stderr.splitlines()]
    assert named == ["1", "2", "3", "4", "5", "8"]
