"""Threads of one server read texts at once: each gets the stems that it would get alone."""

import sys
from concurrent.futures import ThreadPoolExecutor

from portal.search import analyser

WORDS = [
    f"{start}{end}"
    for start in ("formul", "déclar", "rattach", "administr", "renouvel", "justific", "certif")
    for end in ("aire", "ation", "ations", "ement", "ements", "ée", "ées", "ateurs", "iquement")
]


def test_stems_are_the_same_when_threads_ask_at_once():
    alone = [analyser._stem.__wrapped__(word) for word in WORDS]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            rounds = list(
                pool.map(lambda _n: list(map(analyser._stem.__wrapped__, WORDS)), range(64))
            )
    finally:
        sys.setswitchinterval(before)

    assert all(found == alone for found in rounds)
