"""What stands behind the look-alikes: count the stems of a list of words, find the weights, judge.

    python tools/likeness.py counts WORDS.json > portal/search/lists/counts.txt
    python tools/likeness.py weights PAIRS.jsonl
    python tools/likeness.py judge PAIRS.jsonl

WORDS.json bears `vocabulaire`, a list of [word, how often]. PAIRS.jsonl bears one pair a line:
{a: {titre, description}, b: …, doublon, type}. Every other pair is read with half of the lists
gone: the weights must not lean on lists that happen to know everything.
"""

import json
import math
import sys
import zlib
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from portal.search import lexicon, likeness, reading
from portal.search.analyser import terms

SEEN_LEAST = 3
STEPS, PACE = 400, 2.0


def counts(path: str) -> None:
    """Print each stem and how often it is said, sentences left behind."""
    said: Counter[str] = Counter()
    for word, many in json.loads(Path(path).read_text())["vocabulaire"]:
        said.update(dict.fromkeys(terms(word), many))
    print("# Stems of the programme's public sheets, and how often they are said there.")
    for stem, many in sorted(said.items()):
        if many >= SEEN_LEAST and len(stem) > 1 and not stem.isdecimal():
            print(stem, many)


def weights(path: str) -> None:
    """Print the weights of portal/search/likeness.py: a logistic regression, none negative."""
    pairs = _pairs(path)
    rows = _rows(pairs)
    _forget_half()
    rows += _rows(pairs)
    print([round(weight, 2) for weight in _fitted(rows, [pair["doublon"] for pair in pairs] * 2)])


def judge(path: str) -> None:
    """Print the area under the curve, and the mean score by type of pair."""
    scored = [(likeness.score(*_texts(pair)), pair) for pair in _pairs(path)]
    by_type = defaultdict(list)
    for score, pair in scored:
        by_type[pair.get("type", "")].append(score)
    print(f"AUC {area([(score, pair['doublon']) for score, pair in scored]):.3f}")
    for name, scores in sorted(by_type.items()):
        print(f"  {name:<20} {sum(scores) / len(scores):.2f}")


def area(scored: list[tuple[float, bool]]) -> float:
    """How often a duplicate scores above another pair; ties count half."""
    true = sorted(score for score, is_same in scored if is_same)
    false = sorted(score for score, is_same in scored if not is_same)
    won = sum((one > other) + (one == other) / 2 for one in true for other in false)
    return won / (len(true) * len(false))


def _pairs(path: str) -> list[dict]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def _texts(pair: dict) -> list[tuple[str, str]]:
    return [(pair[side]["titre"], pair[side]["description"]) for side in "ab"]


def _rows(pairs: list[dict]) -> list[list[float]]:
    found = []
    for pair in pairs:
        thing, wrong = likeness.features(*(reading.read(*text) for text in _texts(pair)))
        found.append([1, thing, wrong, thing * wrong])
    return found


def _forget_half() -> None:
    halves = {name: _half(getattr(lexicon, name)()) for name in ("nuisances", "things")}
    for name, half in halves.items():
        setattr(lexicon, name, lambda half=half: half)
    reading.read.cache_clear()


def _half(table: lexicon.Expressions) -> lexicon.Expressions:
    return {
        stem: [each for each in many if zlib.crc32(repr((sorted(each[0]), each[1])).encode()) % 2]
        for stem, many in table.items()
    }


def _fitted(rows: list[list[float]], truths: list[bool]) -> list[float]:
    found = [0.0] * len(rows[0])
    for _ in range(STEPS):
        slope = [0.0] * len(found)
        for row, truth in zip(rows, truths, strict=True):
            told = sum(a * b for a, b in zip(found, row, strict=True))
            off = 1 / (1 + math.exp(-told)) - truth
            slope = [each + off * value for each, value in zip(slope, row, strict=True)]
        stepped = [a - PACE * b / len(rows) for a, b in zip(found, slope, strict=True)]
        found = [stepped[0], *(max(weight, 0) for weight in stepped[1:])]
    return found


if __name__ == "__main__":
    {"counts": counts, "weights": weights, "judge": judge}[sys.argv[1]](sys.argv[2])
