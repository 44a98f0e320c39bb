"""Days, moments, numbers and amounts read as the language of the page writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from portal.kernel import text
from portal.web import filters

FRIDAY, FIRST = date(2026, 12, 4), date(2026, 12, 1)
AFTERNOON = datetime(2026, 12, 4, 14, 5, tzinfo=ZoneInfo("Europe/Paris"))
SAID = {
    "day": lambda: filters.day_text(FRIDAY),
    "told": lambda: filters.day_told(FIRST),
    "first": lambda: filters.day_text(FIRST, "d MMMM y"),
    "moment": lambda: filters.instant_text(AFTERNOON),
    "first moment": lambda: filters.instant_text(AFTERNOON.replace(day=1, hour=1)),
    "hour": lambda: filters.hour(AFTERNOON).striptags(),
    "ahead": lambda: filters.due(FRIDAY, date(2026, 11, 22)).striptags(),
    "moment ahead": lambda: filters.due(AFTERNOON, date(2026, 11, 22)).striptags(),
    "behind": lambda: filters.due(FRIDAY, date(2026, 12, 5)).striptags(),
    "euros": lambda: filters.euros(180_000),
    "none": lambda: filters.plural(0, "jour", "jours"),
    "one": lambda: filters.plural(1, "mois", "mois"),
    "many": lambda: filters.plural(1200, "mois", "mois"),
    "part": lambda: filters.plural(7.2, "jour", "jours"),
    "listed": lambda: text.listed(["a", "b", "c"]),
}
FRENCH = {
    "day": "vendredi 4 décembre 2026",
    "told": "mardi 1er décembre 2026",
    "first": "1er décembre 2026",
    "moment": "4 décembre 2026 à 14 h 05",
    "first moment": "1er décembre 2026 à 01 h 05",
    "hour": "14 h 05",
    "ahead": "dans 12 jours, le vendredi 4 décembre 2026",
    "moment ahead": "dans 12 jours, le vendredi 4 décembre 2026",
    "behind": "depuis 1 jour, le vendredi 4 décembre 2026",
    "euros": "180 000 €",
    "none": "0 jour",
    "one": "1 mois",
    "many": "1 200 mois",
    "part": "7,2 jours",
    "listed": "a, b et c",
}
ENGLISH = {
    "day": "Friday 4 December 2026",
    "told": "Tuesday 1 December 2026",
    "first": "1 December 2026",
    "moment": "4 December 2026 at 14:05",
    "first moment": "1 December 2026 at 01:05",
    "hour": "14:05",
    "ahead": "in 12 days, on Friday 4 December 2026",
    "moment ahead": "in 12 days, on Friday 4 December 2026",
    "behind": "1 day ago, on Friday 4 December 2026",
    "euros": "€180,000",
    "none": "0 days",
    "one": "1 month",
    "many": "1,200 months",
    "part": "7.2 days",
    "listed": "a, b and c",
}


@pytest.mark.parametrize("what", SAID)
@pytest.mark.parametrize(("language", "expected"), [("fr", FRENCH), ("en", ENGLISH)])
def test_each_language_writes_its_own_way(app: Flask, language, expected, what):
    with app.test_request_context(headers={"Cookie": f"langue={language}"}):
        said = " ".join(str(SAID[what]()).split())

    assert said == expected[what]
