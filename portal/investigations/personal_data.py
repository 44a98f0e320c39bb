"""Pointing at what may tell who somebody is, in what a team writes. Pure; it points, and decides nothing."""

import re

# Words that begin a sentence before initials: « La CAF », « Chaque MDPH ».
_BEFORE = (
    "La|Le|Les|Une|Un|Des|De|Du|Cette|Ce|Chaque|Notre|Votre|Leur|Par|Pour|Avec|Chez|Selon|Et|Ou"
)
_SIGNS = (
    # Bounded on both sides: what has no « @ » is passed over at once, however long it is.
    re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}\w"),
    # French telephone numbers, however they are spaced.
    re.compile(r"(?:\+33[\s.-]?|\b0)[1-9](?:[\s.-]?\d{2}){4}\b"),
    # The thirteen digits of a social security number.
    re.compile(r"\b[12]\s?(?:\d{2}\s?){3}\d{3}\s?\d{3}\b"),
    re.compile(
        r"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Dr|Me|Monsieur|Madame|Docteur|Maître)"
        r"\s(?:de\s|d’)?[A-ZÀ-Ý][\w’-]+"
    ),
    # A first name, then a family name in capitals.
    re.compile(rf"\b(?!(?:{_BEFORE})\b)[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?\s[A-ZÀ-Ý]{{3,}}\b"),
)


def spotted(text: str | None) -> list[str]:
    """What looks like a name, a number or an address of somebody, in the order of the text."""
    found = [match for sign in _SIGNS for match in sign.finditer(text or "")]
    return list(dict.fromkeys(one.group() for one in sorted(found, key=lambda one: one.start())))
