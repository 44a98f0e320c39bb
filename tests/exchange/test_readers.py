"""Reading a folder: what enters, what is refused, what is doubtful."""

from datetime import date

import pytest

from portal.exchange.readers import read
from portal.exchange.references import Known
from portal.exchange.words import Level
from portal.kernel.errors import Refused


def said(batch, level=None):
    """(code, line) of the findings about startups."""
    return [
        (one.code, one.line)
        for one in batch.findings
        if one.path.startswith("_startups/") and level in (None, one.level)
    ]


def test_a_plain_startup_is_read_without_a_word(folder):
    folder.startup()

    batch = read(folder.root)
    startup = batch.startups[0]

    assert batch.findings == () and batch.is_clean
    assert (startup.slug, startup.path) == ("boussole", "_startups/boussole.md")
    assert (startup.title, startup.incubator) == ("Boussole des guichets", "atelier")
    assert (startup.sponsors, startup.incubators) == (("office-des-guichets",), ("atelier",))
    assert [(one.name, one.start) for one in startup.phases] == [
        ("investigation", date(2024, 1, 15)),
        ("construction", date(2024, 7, 15)),
    ]
    assert startup.body == "Une fiche inventée.\n"


def test_the_content_folder_itself_is_accepted(folder):
    folder.startup()
    assert read(folder.root / "content") == read(str(folder.root))


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(Refused):
        read(tmp_path)


def test_progress_counts_every_file(folder):
    folder.startup()
    steps = []
    read(folder.root, lambda done, total: steps.append((done, total)))
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_an_absent_folder_is_only_said(folder):
    folder.startup()
    (folder.root / "content/_fasts/03-fast.md").unlink()
    (folder.root / "content/_fasts").rmdir()
    batch = read(folder.root)
    assert [(one.code, one.path) for one in batch.findings] == [("no_folder", "_fasts")]


def test_everything_of_a_sheet_is_kept_but_the_contacts(folder):
    folder.startup(
        more="contact: quelquun@gouv.example\ncontact_dinum: une.personne\n"
        "Contact_incubator: autre.personne\n"
        "repository: ' https://forge.example/boussole '\n"
        "stats: true\nstats_url: https://boussole.gouv.example/stats\n"
        "budget_url: https://boussole.gouv.example/budget\n"
        "accessibility_status: Partiellement Conforme\nanalyse_risques: false\n"
        "fast: {promotion: 3, montant: 120000}\nredirect_from: [/startups/aiguille]\n"
        "rgpd: {registre: 2024-05-01}\n"
        "events:\n  - {name: committee, date: 2024-06-30, comment: Poursuite}\n"
    )
    startup = read(folder.root).startups[0]

    assert "contact" not in repr(startup.extra).casefold()
    assert "quelquun" not in repr(startup) and "personne" not in repr(startup)
    assert startup.repository == "https://forge.example/boussole" and startup.has_open_code
    assert (startup.stats, startup.has_stats_page) == (True, True)
    assert (startup.accessibility, startup.risk_analysis) == ("partiellement conforme", False)
    assert startup.secured_service is None
    assert (startup.fast.promotion, startup.fast.amount) == (3, 120_000)
    assert startup.redirects == ("/startups/aiguille",)
    assert startup.extra == {"rgpd": {"registre": "2024-05-01"}}
    assert [(one.name, one.on, one.comment) for one in startup.events] == [
        ("committee", date(2024, 6, 30), "Poursuite")
    ]


@pytest.mark.parametrize(
    ("before", "after", "code", "line"),
    [
        ("title: Boussole des guichets\n", "", "missing_key", 1),
        ("mission: Trouver", "mission: ' '\nx: Trouver", "missing_key", 3),
        ("incubator: atelier", "incubator: usine", "unknown_incubator", 4),
        ("incubator: atelier", "incubator: [atelier]", "wrong_shape", 4),
        ("name: construction", "name: floraison", "unknown_phase", 10),
        ("    start: 2024-07-15\n", "", "missing_key", 10),
        ("2024-07-15", "15/07/2024", "not_a_date", 11),
        ("2024-07-15", "2024-02-30", "bad_value", 11),
        ("2024-07-15", "'2024-02-30'", "not_a_date", 11),
        ("2024-07-15", "20240715", "not_a_date", 11),
        ("link:", "events: [{name: committee}]\nlink:", "missing_key", 12),
        ("link:", "events: un comité\nlink:", "wrong_shape", 12),
        ("link:", "fast: {promotion: trois}\nlink:", "not_a_number", 12),
        ("link:", "fast: {montant: 3}\nlink:", "missing_key", 12),
        ("phases:", "phases: []\nx:", "missing_key", 7),
        ("title: Boussole", "title: Bous: sole", "bad_yaml", 2),
    ],
)
def test_what_is_wrong_refuses_the_sheet_at_its_line(folder, before, after, code, line):
    folder.startup((before, after))
    batch = read(folder.root)
    assert batch.startups == () and not batch.is_clean
    assert said(batch, Level.REFUSED) == [(code, line)]


def test_one_refused_sheet_does_not_keep_the_others_out(folder):
    folder.startup()
    folder.startup(("title: Boussole des guichets\n", ""), path="autre.md")
    batch = read(folder.root)
    assert [one.slug for one in batch.startups] == ["boussole"]
    assert [one.where for one in batch.at(Level.REFUSED)] == ["_startups/autre.md:1"]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"---\ntitle: Bo\xffussole\n---\n", "not_utf8", 2),
        (b"---\ntitle: Un\n---\nCorps\x00\n", "nul", 4),
        (b"---\n" + b"#" * 1_100_000, "too_big", 0),
    ],
)
def test_bytes_that_are_no_text_are_refused(folder, content, code, line):
    folder.write("_startups/boussole.md", content)
    assert said(read(folder.root), Level.REFUSED) == [(code, line)]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("stats: false\nstats_url: https://a.example\n", "stats_denied"),
        ("stats: true\n", "stats_nowhere"),
        ("stats: peut-être\n", "not_a_flag"),
        ("stats: false\nstats: false\n", "same_key"),
        ("impact_url: javascript:alert(1)\n", "not_a_url"),
        ("impact_url: www.boussole.example\n", "not_a_url"),
        ("accessibility_status: presque\n", "unknown_accessibility"),
        ("events: [{name: fête, date: 2024-02-01}]\n", "unknown_event"),
        ("events: [{name: other, date: '2024-02-01'}]\n", "loose_date"),
        ("events: [{name: other, date: 2024-02-01T10:00:00Z}]\n", "loose_date"),
        ("fast: {promotion: 99, montant: 1}\n", "unknown_cohort"),
        ("incubators: [atelier, usine]\n", "unknown_co_incubator"),
    ],
)
def test_what_is_doubtful_enters_and_is_said(folder, more, code):
    folder.startup(more=more)
    batch = read(folder.root)
    assert [one.slug for one in batch.startups] == ["boussole"]
    assert [one for one, _ in said(batch)] == [code]


def test_refused_values_leave_nothing_behind(folder):
    folder.startup(more="impact_url: javascript:alert(1)\n")
    assert read(folder.root).startups[0].impact_url == ""


def test_an_escaped_address_is_decoded(folder):
    folder.startup(("https://boussole", "https:&#x2F;&#x2F;boussole"))
    batch = read(folder.root)
    assert batch.startups[0].link == "https://boussole.gouv.example"
    assert said(batch) == [("escaped_url", 12)]


def test_a_title_that_yaml_takes_for_something_else_stays_a_title(folder):
    folder.startup(("Boussole des guichets", "2024"))
    batch = read(folder.root)
    assert batch.startups[0].title == "2024"
    assert said(batch) == [("read_as_text", 2)]


def test_spaces_around_are_removed_and_said(folder):
    folder.startup(("Boussole des guichets", "'Boussole des guichets '"))
    batch = read(folder.root)
    assert batch.startups[0].title == "Boussole des guichets"
    assert said(batch) == [("padded", 2)]


def test_a_block_of_text_is_not_padded(folder):
    folder.startup(("mission: Trouver le bon guichet", "mission: |\n  Trouver le bon guichet"))
    batch = read(folder.root)
    assert batch.startups[0].mission == "Trouver le bon guichet du premier coup"
    assert said(batch) == []


def test_sponsors_that_are_absent_or_unknown_are_doubts(folder):
    folder.startup(("sponsors:\n  - /organisations/office-des-guichets\n", ""))
    folder.startup(("/organisations/office", "/organisations/Office"), path="casse.md")
    folder.startup(("/organisations/office-des-guichets", "office-des-guichets.md"), path="nu.md")
    batch = read(folder.root)

    assert [one.sponsors for one in batch.startups] == [
        (),
        ("Office-des-guichets",),
        ("office-des-guichets",),
    ]
    assert [(one.code, one.line) for one in batch.at(Level.DOUBT)] == [
        ("no_sponsor", 1),
        ("unknown_organisation", 5),
        ("odd_reference", 6),
    ]
    assert "office-des-guichets" in batch.at(Level.DOUBT)[1].sentence


def test_what_is_known_elsewhere_may_be_cited(folder):
    folder.startup(("incubator: atelier", "incubator: usine"))
    batch = read(folder.root, known=Known(incubators={"usine"}))
    assert batch.is_clean and batch.startups[0].incubator == "usine"


def test_co_incubators_follow_the_main_one(folder):
    folder.write("_incubators/usine.md", "---\ntitle: Usine\n---\n")
    folder.startup(more="incubators: [usine, atelier]\n")
    folder.startup(more="incubators: [usine]\n", path="oubli.md")
    first, second = read(folder.root).startups
    assert first.incubators == second.incubators == ("atelier", "usine")
    assert first.co_incubators == ("usine",)
    assert said(read(folder.root)) == [("incubator_not_listed", 12)]


def test_planned_words_are_recognised_and_free_ones_kept(folder):
    folder.startup(
        more="usertypes: [État, Etat, Préfectures]\nthematiques: [Education, écologie, Vélo]\n"
        "techno: ['Python, Flask', python, 'Node (Express, Nest)']\n"
    )
    batch = read(folder.root)
    startup = batch.startups[0]
    assert startup.user_types == ("etat", "Préfectures")
    assert startup.themes == ("Éducation", "Écologie", "Vélo")
    assert startup.techno == ("Python", "Flask", "Node (Express, Nest)")
    assert said(batch) == [("free_user_type", 12), ("free_theme", 13), ("split_list", 14)]


def test_old_phase_names_are_read(folder):
    folder.phases(
        "name: investigation, start: 2020-01-01",
        "name: construction, start: 2020-02-01",
        "name: transfer, start: 2020-03-01",
        "name: success, start: 2020-04-01",
        "name: alumni, start: 2020-05-01",
    )
    batch = read(folder.root)
    names = [one.name for one in batch.startups[0].phases]
    assert names == ["investigation", "construction", "consolidation", "operated", "stopped"]
    assert [code for code, _ in said(batch)] == ["old_phase"] * 3


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("", ["empty_body"]),
        (" \n\n", ["empty_body"]),
        ("Voir <https://a.example> et 3 < 4.", []),
        ("Du `<b>` en code.", []),
        ("Du <b>gras</b>.", ["raw_html"]),
        ("<!-- collé -->Texte", ["raw_html"]),
        ("<iframe src='https://a.example'></iframe>", ["active_html", "raw_html"]),
        ("![vue](/img/vue.png)", ["missing_image"]),
    ],
)
def test_bodies_are_looked_at(folder, body, codes):
    folder.startup(("Une fiche inventée.\n", body))
    assert sorted(code for code, _ in said(read(folder.root))) == codes
