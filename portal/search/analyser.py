"""One French analyser for both databases: fold, drop the empty words, stem."""

import re
import threading
from functools import lru_cache

from portal.kernel.text import fold

_WORD = re.compile(r"[a-z0-9]+")
EMPTY_WORDS = frozenset(
    "a ai aux au avec c ce ces cet cette d dans de des du elle elles en est et etre eux il ils j je"  # noqa: SIM905
    " l la le les leur leurs lui m ma mais me meme mes mon n ne nos notre nous on ont ou par pas"
    " plus pour qu que qui s sa sans se ses si son sont sur t ta te tes toi ton tu un une vos votre"
    " vous y".split()
)


# The stemmer keeps the word it works on in itself: threads that shared one would mix their words.
_own = threading.local()


def _stemmer():
    if not hasattr(_own, "stemmer"):
        import snowballstemmer

        _own.stemmer = snowballstemmer.stemmer("french")
    return _own.stemmer


def terms(text: str) -> list[str]:
    """The stems of a text, in order, empty words left out."""
    words = [word for word in _WORD.findall(fold(text)) if word not in EMPTY_WORDS]
    # The stemmer knows accents; folding again gives the same stem to « déclaré » and « declare ».
    return [_stem(word) for word in words]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return fold(_stemmer().stemWord(word))
