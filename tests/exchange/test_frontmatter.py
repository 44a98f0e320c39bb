"""Headers: values with their lines, and tricks refused."""

from datetime import date

import pytest

from portal.exchange import frontmatter
from portal.exchange.findings import Notes


def parse(text: str):
    notes = Notes("sheet.md")
    return frontmatter.parse(text, notes), list(notes)


def test_values_bear_their_line():
    sheet, said = parse(
        "---\ntitle: Un\nphases:\n  - name: deux\n    start: 2020-10-15\n---\nCorps\n"
    )
    first = sheet.header["phases"].value[0].value

    assert said == []
    assert (sheet.header["title"].value, sheet.header["title"].line) == ("Un", 2)
    assert (first["start"].value, first["start"].line) == (date(2020, 10, 15), 5)
    assert sheet.body == "Corps\n"


def test_body_keeps_its_own_rules_of_dashes():
    sheet, _ = parse("---\na: b\n---\nUn\n---\nDeux\n")
    assert sheet.body == "Un\n---\nDeux\n"


def test_header_may_be_the_whole_file_without_a_last_line_feed():
    sheet, said = parse("---\na: b\n---")
    assert (sheet.header["a"].value, sheet.body, said) == ("b", "", [])


def test_yaml_1_1_words_keep_what_was_typed():
    sheet, _ = parse("---\ntitle: No\nhour: 12:30\n---\n")
    assert (sheet.header["title"].value, sheet.header["title"].raw) == (False, "No")
    assert sheet.header["hour"].raw == "12:30"


def test_a_key_given_twice_is_a_doubt_and_the_last_counts():
    sheet, said = parse("---\nstats: true\nlink: ''\nstats: false\n---\n")
    assert sheet.header["stats"].value is False
    assert [(one.code, one.line) for one in said] == [("same_key", 4)]


def test_plain_is_fit_for_json():
    sheet, _ = parse("---\nx: {on: 2020-01-02, odd: .inf, list: [1, true, null]}\n---\n")
    assert sheet.header["x"].plain() == {
        "on": "2020-01-02",
        "odd": ".inf",
        "list": [1, True, None],
    }


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "no_front_matter", 1),
        ("title: Un\n", "no_front_matter", 1),
        ("---\ntitle: Un\n", "open_front_matter", 1),
        ("---\n---\n", "not_mapping", 1),
        ("---\n- un\n- deux\n---\n", "not_mapping", 2),
        ("---\njuste un mot\n---\n", "not_mapping", 2),
        ("---\n[a, b]: c\n---\n", "not_mapping", 2),
        ("---\ntitle: Un\nmission: deux: trois\n---\n", "bad_yaml", 3),
        ("---\ntitle: 'Un\n---\n", "bad_yaml", 3),
        ("---\ntitle: \x07\n---\n", "bad_yaml", 1),
        ("---\na: b\n...\nc: d\n---\n", "bad_yaml", 4),
        ("---\na: b\nstart: 2021-02-30\n---\n", "bad_value", 3),
        ("---\na: &x [un]\nb: *x\n---\n", "yaml_alias", 2),
        ("---\na: !!python/object:os.system un\n---\n", "yaml_tag", 2),
        ("---\na: " + "[" * 200_000 + "\n---\n", "too_deep", 2),
        ("---\na: " + "9" * 5000 + "\n---\n", "bad_value", 2),
    ],
)
def test_unreadable_headers_are_refused_at_their_line(text, code, line):
    sheet, said = parse(text)
    assert sheet is None
    assert [(one.code, one.level, one.line) for one in said] == [(code, "refused", line)]
