import pytest

from portal.kernel import text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  a\r\nb ", "a\nb"), ("e\u0301te\u0301", "été"), ("a\u202eb\u200bc\x00", "abc"), (None, "")],
)
def test_clean_keeps_what_was_meant(typed, kept):
    assert text.clean(typed) == kept


def test_fold_joins_spellings():
    assert text.fold("ŒUVRE à l’École") == "oeuvre a l’ecole"


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 bulletin"), (1, "1 bulletin"), (2, "2 bulletins")]
)
def test_plural_is_singular_below_two(count, expected):
    assert text.plural(count, "bulletin", "bulletins") == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")],
)
def test_listed_reads_as_french(parts, expected):
    assert text.listed(parts) == expected


def test_shorten_cuts_between_words():
    assert text.shorten("un deux trois", 20) == "un deux trois"
    assert text.shorten("un deux, trois", 10) == "un deux…"
    assert text.shorten("anticonstitutionnel", 5) == "anti…"


def test_a_word_is_its_code_and_has_a_label():
    class Fruit(text.Word):
        PEAR = "pear", "poire"

    assert (Fruit.PEAR, Fruit("pear").label, str(Fruit.PEAR)) == ("pear", "poire", "pear")
    assert Fruit.choices() == [("pear", "poire")] and Fruit.codes() == ["pear"]
