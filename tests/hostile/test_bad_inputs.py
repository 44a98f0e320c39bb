"""Each hostile input of the sheet, on the screen where it goes, with the same verdict on both databases.

What is not built yet is listed in `targets.ABSENT`, and a test says when it is built at last.
"""

import pytest

from tests.hostile.cases import Case, every
from tests.hostile.oracles import ORACLES
from tests.hostile.sending import send
from tests.hostile.targets import ABSENT, APART, ASKED, SCREENS

CASES = every()
# Sent to a real server over a socket: `test_slow_and_endless.py`.
LIVE = {"size-10", "size-13", "size-15"}
# Answers that the sheet does not expect, and why they are right here.
OTHERWISE: dict[str, tuple[tuple[int, ...], str]] = {
    "unicode-08": ((303,), "un brouillon attend son titre ; le dépôt, lui, est refusé"),
    "unicode-11": ((422,), "trois cent cinquante signes : un titre en a deux cents au plus"),
    "encoding-03": ((303,), "un caractère nul est retiré du texte, sur les deux bases"),
    "size-05": ((400,), "aucun formulaire n’est en plusieurs parties"),
    "logic-18": ((410,), "un lien inconnu ou qui a servi est dit périmé, sans rien apprendre"),
    "logic-21": (
        (303,),
        "à moins de trois, le point est annulé et renvoyé : c’est ce qui est écrit",
    ),
    "logic-30": (
        (303,),
        "le vote n’est pas secret : le bulletin d’un membre déporté quitte le compte",
    ),
    "http-08": (
        (303,),
        "l’administrateur ouvre un compte à toute adresse : aucune liste de domaines",
    ),
    "number-18": ((200,), "la taille des pages est fixe"),
    "http-26": ((404,), "une adresse a une seule écriture"),
}
# Invariants that these answers make void.
VOID = {
    ("unicode-11", "stored_verbatim"),
    ("unicode-11", "no_split_grapheme_on_truncate"),
    ("size-05", "french_error_page"),
    ("logic-21", "no_write"),
    ("logic-30", "no_write"),
    ("http-08", "domain_allowlist_exact"),
}


def mapped() -> list[Case]:
    """The cases whose screen exists."""
    return [case for case in CASES if case.target not in ABSENT and case.id not in LIVE]


def test_every_case_has_a_screen_or_a_reason():
    known = {*SCREENS, *ASKED, *APART, *ABSENT}

    assert {case.target for case in CASES} == known
    assert len(CASES) == 166
    assert not set(ABSENT) & {*SCREENS, *ASKED, *APART}


@pytest.mark.parametrize("target", sorted(ABSENT))
def test_what_is_said_to_be_absent_is(app, target):
    words, _reason = ABSENT[target]
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]

    assert [rule for rule in rules if any(word in rule for word in words)] == []


def test_every_invariant_has_its_oracle():
    asked = {(case.id, name) for case in mapped() for name in case.invariants}

    assert {name for case, name in asked if (case, name) not in VOID} - set(ORACLES) == set()


@pytest.mark.parametrize("case", mapped(), ids=lambda case: case.id)
def test_a_hostile_input_changes_nothing_that_it_should_not(probers, case):
    told = [send(prober, case) for prober in probers]

    allowed, _reason = OTHERWISE.get(case.id, (case.expect_status, ""))
    # Where the sheet says 409, the portal answers 422: a refusal in words, on the page.
    allowed = {*allowed, *([422] if 409 in allowed else [])}
    for sent in told:
        assert sent.status in allowed, sent.text[:500]
        for name in case.invariants:
            if (case.id, name) not in VOID:
                ORACLES[name](case, sent)
    first, second = told
    assert first.status == second.status
    assert _comparable(first.stored) == _comparable(second.stored)


def _comparable(stored: object) -> object:
    """Texts of mails name references, which are drawn at random."""
    return len(stored) if isinstance(stored, str) else stored
