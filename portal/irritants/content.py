"""What a deposit must say, and a plain check for absent solutions told as problems."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.kernel import text
from portal.kernel.errors import Refused

TITLE_LENGTH = 10
PROBLEM_LENGTH = 50

_ABSENT_SOLUTION = re.compile(
    r"\b(il n'(y a|existe) (pas|aucune?)|il manque|nous n'avons (pas|aucune?)|on n'a (pas|aucune?)"
    r"|absence|manque|pas) (d'|de |une? |du )?"
    r"(application|appli|outil|logiciel|plateforme|site|portail|base de donnees|extranet|intranet)s?\b"
)


@dataclass(frozen=True, slots=True)
class Deposit:
    """The answers of the four steps."""

    title: str = ""
    problem: str = ""
    user_types: Collection[str] = ()
    audience: str = ""
    people_affected: int | None = None


def missing(deposit: Deposit) -> dict[str, str]:
    """What remains to be told before depositing: a sentence by field, in the order of the steps."""
    checks = {
        "title": (
            text.length(deposit.title) >= TITLE_LENGTH,
            _(
                "Dites le problème en une phrase, par exemple « Le dossier est demandé trois fois »."
            ),
        ),
        "user_types": (bool(deposit.user_types), _("Indiquez qui subit ce problème.")),
        "audience": (
            bool(deposit.audience),
            _("Indiquez si le problème touche des usagers ou des agents."),
        ),
        "problem": (
            text.length(deposit.problem) >= PROBLEM_LENGTH,
            _("Racontez ce qui se passe aujourd’hui, en quelques lignes."),
        ),
        "people_affected": (
            (deposit.people_affected or 0) > 0,
            _("Indiquez combien de personnes sont concernées, par exemple 1200."),
        ),
    }
    return {field: sentence for field, (is_told, sentence) in checks.items() if not is_told}


def check_submit(deposit: Deposit) -> None:
    """Raise Refused, naming the first field, unless the deposit can be read by an officer."""
    for field, sentence in missing(deposit).items():
        raise Refused(sentence, field=field)


def tells_an_absent_solution(problem: str) -> bool:
    """Whether the text only seems to say that a tool is lacking: « il n’y a pas d’application »."""
    return bool(_ABSENT_SOLUTION.search(text.fold(problem).replace("’", "'")))
