import pytest

from portal.irritants import content
from portal.irritants.content import Deposit
from portal.kernel.errors import Refused

TOLD = {
    "title": "Le même dossier est demandé trois fois",
    "problem": "Chaque année, 1 200 familles envoient trois fois les mêmes pièces à trois guichets.",
    "user_types": ["particulier"],
    "audience": "users",
    "people_affected": 1200,
}


def test_a_complete_deposit_is_taken():
    assert content.missing(Deposit(**TOLD)) == {}
    content.check_submit(Deposit(**TOLD))


@pytest.mark.parametrize("field", TOLD)
def test_each_missing_answer_is_named(field):
    partial = Deposit(**{name: value for name, value in TOLD.items() if name != field})
    assert list(content.missing(partial)) == [field]
    with pytest.raises(Refused) as refusal:
        content.check_submit(partial)
    assert refusal.value.field == field


def test_missing_answers_come_in_the_order_of_the_steps():
    assert list(content.missing(Deposit())) == [
        "title",
        "user_types",
        "audience",
        "problem",
        "people_affected",
    ]


@pytest.mark.parametrize(
    ("problem", "is_solution"),
    [
        ("Il n’y a pas d’application pour suivre son dossier.", True),
        ("IL MANQUE UN PORTAIL unique", True),
        ("Nous n'avons aucun outil de suivi", True),
        ("Absence de base de données partagée", True),
        ("Les familles envoient trois fois les mêmes pièces.", False),
        ("L’application demande trois fois les mêmes pièces.", False),
        ("Il n’y a pas de réponse avant six mois.", False),
        ("", False),
    ],
)
def test_an_absent_solution_is_not_yet_a_problem(problem, is_solution):
    assert content.tells_an_absent_solution(problem) is is_solution
