"""The benchmark's stories: the same from the same seed, in any quantity, shaped like real ones."""

from collections import Counter
from itertools import islice

from bench.stories import Teller


def told(count: int, seed: int = 1):
    return list(Teller(seed, authors=500).stream(count))


def test_the_same_seed_tells_the_same():
    assert told(300) == told(300)
    assert told(300) != told(300, seed=2)


def test_a_few_words_come_back_all_the_time_and_most_are_rare():
    teller = Teller(1, authors=500)
    texts = [one.problem for one in teller.stream(3000)]
    words = Counter(word for text in texts for word in set(text.split()))
    assert sum("dossier" in text for text in texts) > 1000
    assert 1 <= sum(teller.rare_word() in text for text in texts) <= 10
    assert sum(count <= 5 for count in words.values()) > len(words) / 2


def test_some_tell_again_what_another_told():
    stories = told(2000)
    again = [one for one in stories if one.again_of]
    assert 10 < len(again) < 100
    assert all(one.again_of < one.number for one in again)


def test_it_streams_the_oldest_first():
    ages = [one.age for one in islice(Teller(1, authors=500).stream(1_000_000), 50)]
    assert ages == sorted(ages, reverse=True)


def test_states_follow_ages():
    for one in told(2000):
        if one.fate in ("returned",):
            assert one.age < 25
        assert one.supports >= 0
