"""What reaches a form is clean text, bounded numbers, real dates."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from portal.web.input import Day, LastDay, LongText, Text, Whole, clean, is_blank


class Sample(Form):
    title = Text("Titre", most=20)
    body = LongText("Texte", least=5, needed=False)
    count = Whole("Nombre", least=1, most=1000, needed=False)
    day = Day("Jour", needed=False)
    last = LastDay("Dernier jour", needed=False)


def read(**values: str) -> Sample:
    form = Sample(MultiDict({"title": "Un titre"} | values))
    form.validate()
    return form


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  espaces  ", "espaces"),
        ("nul\x00ici", "nulici"),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("sens\u202einversé", "sensinversé"),
        ("vide\u200bdedans", "vidededans"),
        ("e\u0301", "é"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("tabu\tlation", "tabu\tlation"),
        ("étiquette\U000e0041", "étiquette"),
    ],
)
def test_clean_keeps_what_is_seen(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0\u2003", "\u200b", "\n\t"])
def test_blank_is_what_nobody_would_see(typed):
    assert is_blank(clean(typed))


@pytest.mark.parametrize("typed", ["1200", "1 200", "1\u202f200", "+7", "0007"])
def test_whole_number_reads_as_people_write(typed):
    form = Sample(
        MultiDict({"title": "x", "count": typed.replace("1200", "120").replace("200", "20")})
    )

    assert form.validate()
    assert isinstance(form.count.data, int)


@pytest.mark.parametrize(
    "typed", ["0", "1001", "12.5", "NaN", "1e3", "٣", "-5", "9" * 16, "douze", "0x10", "1,5"]
)
def test_whole_number_refuses_the_rest_in_a_sentence(typed):
    form = read(count=typed)

    assert form.count.errors
    assert form.count.data is None


@pytest.mark.parametrize("typed", ["2026-12-04", "04/12/2026"])
def test_day_reads_both_ways(typed):
    assert read(day=typed).day.data.isoformat() == "2026-12-04"


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "demain", "1999-12-31", "2101-01-01", "2026-13-01"]
)
def test_day_refuses_the_rest(typed):
    assert read(day=typed).day.errors


def test_text_counts_signs_not_bytes():
    assert not read(title="é" * 20).title.errors
    assert read(title="é" * 21).title.errors


def test_one_line_folds_breaks():
    assert read(title="un\ndeux").title.data == "un deux"


def test_long_text_may_be_left_out_but_not_half_said():
    assert not read(body="").body.errors
    assert read(body="abc").body.errors


@pytest.mark.parametrize("typed", ["2026-12-31", "31/12/2026"])
def test_a_last_day_is_kept_as_the_day_after_and_shown_as_typed(typed):
    form = read(last=typed)

    assert (form.last.data, form.last._value()) == (date(2027, 1, 1), typed)
    assert Sample(last=date(2027, 1, 1)).last._value() == "2026-12-31"


@pytest.mark.parametrize("typed", ["", "demain"])
def test_a_last_day_that_is_no_day_is_kept_as_typed(typed):
    form = read(last=typed)

    assert (form.last.data, form.last._value()) == (None, typed)
    assert Sample().last._value() == ""
