"""Names, encodings and the other folders: organisations, incubators."""

import pytest

from portal.exchange.readers import read
from portal.exchange.sentences import SENTENCES
from portal.exchange.words import Level


def said(batch, level=None):
    """(code, line) of the findings about startups."""
    return [
        (one.code, one.line)
        for one in batch.findings
        if one.path.startswith("_startups/") and level in (None, one.level)
    ]


def test_files_without_extension_are_read_when_they_are_sheets(folder):
    folder.write("_organisations/regie", "---\nname: Régie\n---")
    folder.write("_organisations/notes.txt", "à faire")
    folder.write("_organisations/.gitkeep", "")
    folder.write("_fasts/04_fast", "---\ntitle: FAST 4\npromotion: 5\n---\n")
    batch = read(folder.root)

    assert [one.slug for one in batch.organisations] == ["office-des-guichets", "regie"]
    assert [(one.slug, one.number) for one in batch.cohorts] == [("03-fast", 3), ("04_fast", 4)]
    assert [(one.path, one.code) for one in batch.findings] == [
        ("_organisations/notes.txt", "ignored"),
        ("_organisations/regie", "no_extension"),
        ("_fasts/04_fast", "no_extension"),
        ("_fasts/04_fast", "cohort_number"),
    ]


def test_accents_in_names_are_composed(folder):
    folder.startup(path="e\u0301te\u0301.md")
    assert [one.slug for one in read(folder.root).startups] == ["été"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("_startups/deux mots.md", "bad_slug"),
        ("_startups/<b>.md", "bad_slug"),
        ("_organisations/office-des-guichets", "same_slug"),
        ("_fasts/premiere.md", "cohort_name"),
        ("_fasts/3_fast.md", "same_cohort"),
    ],
)
def test_names_that_identify_nothing_are_refused(folder, path, code):
    folder.write(path, "---\ntitle: Un\nname: Un\n---\n")
    assert code in [one.code for one in read(folder.root).at(Level.REFUSED)]


def test_links_are_not_followed(folder, tmp_path):
    (tmp_path / "secret").write_text("---\nname: Secret\n---\n")
    (tmp_path / "content/_organisations/secret.md").symlink_to(tmp_path / "secret")
    batch = read(folder.root)
    assert [one.slug for one in batch.organisations] == ["office-des-guichets"]
    assert [one.code for one in batch.findings] == ["link"]


def test_windows_line_feeds_and_byte_order_mark_are_accepted(folder):
    folder.write("_organisations/regie.md", b"\xef\xbb\xbf---\r\nname: R\xc3\xa9gie\r\n---\r\n")
    batch = read(folder.root)
    assert batch.organisations[1].name == "Régie"
    assert [one.code for one in batch.findings] == ["bom"]


def test_incubators_cite_their_owner_and_startups(folder):
    folder.startup()
    folder.write(
        "_incubators/atelier.md",
        "---\ntitle: L’Atelier\nowner: /organisations/inconnue\nhidden: true\n"
        "contact: quelquun@gouv.example\nhighlighted_startups: [boussole, absente]\n---\n",
    )
    batch = read(folder.root)
    atelier = batch.incubators[0]
    assert (atelier.owner, atelier.is_hidden) == ("inconnue", True)
    assert atelier.highlighted == ("boussole", "absente") and atelier.extra == {}
    assert [(one.code, one.line) for one in batch.findings] == [
        ("unknown_organisation", 3),
        ("unknown_startup", 6),
    ]


def test_organisations_keep_kind_domain_and_unknown_keys(folder):
    folder.write(
        "_organisations/regie.md",
        "---\nname: Régie\nacronym: ' '\ntype: 'operateur '\ndomaine_ministeriel: culture\nid: x\n---\n",
    )
    regie = read(folder.root).organisations[1]
    assert (regie.acronym, regie.kind, regie.domain) == ("", "operateur", "culture")
    assert regie.extra == {"id": "x"}


def test_every_sentence_can_be_said(folder):
    class Anything(dict):
        def __missing__(self, key):
            return "…"

    for _level, sentence in SENTENCES.values():
        assert str(sentence) % Anything()


def test_a_finding_is_a_french_sentence_with_its_place(folder):
    folder.startup(("incubator: atelier", "incubator: Atelier"))
    (finding,) = read(folder.root).at(Level.REFUSED)
    assert finding.where == "_startups/boussole.md:4"
    assert finding.sentence == (
        "L’incubateur «\u00a0Atelier\u00a0» n’existe pas. Serait-ce «\u00a0atelier\u00a0»\u00a0?"
    )
