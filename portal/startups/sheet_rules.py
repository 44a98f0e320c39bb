"""When what stands on a sheet may be written. Pure."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from flask_babel import gettext as _

from portal.kernel import text
from portal.kernel.errors import Refused
from portal.startups.sheet_words import Nature


class Ended(Refused):
    """The startup has ended: the forms of its sheet are no longer there to say so."""


def check_open(is_ended: bool) -> None:
    """Raise Ended once the startup has ended: its sheet is then read only."""
    if is_ended:
        raise Ended(_("La startup est terminée : sa fiche ne change plus."))


def check_past(on: date, today: date, field: str = "on") -> None:
    """Raise Refused for a day to come: what is told was seen."""
    if on > today:
        raise Refused(_("Indiquez une date passée ou celle du jour."), field=field)


def check_link(link: str, field: str = "link") -> None:
    """Raise Refused unless empty or an address of the web that can be opened."""
    if not link:
        return
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or " " in link:
        raise Refused(
            _("Écrivez une adresse entière, par exemple https://exemple.gouv.fr/stats."),
            field=field,
        )


def check_satisfaction(is_satisfaction: bool, sample: int | None, method: str) -> None:
    """Raise Refused unless satisfaction says how many answered, and how they were asked.

    Source: the impact matrix of the programme: a rate without its sample proves nothing.
    """
    if not is_satisfaction:
        return
    if not sample:
        raise Refused(_("Indiquez combien de personnes ont répondu."), field="sample")
    if not text.length(method):
        raise Refused(_("Dites comment elles ont été interrogées."), field="method")


def check_rate(unit: str, is_satisfaction: bool, value: Decimal) -> None:
    """Raise Refused for more satisfied people than people."""
    if is_satisfaction and unit == "%" and value > 100:
        raise Refused(_("Un taux de satisfaction va de 0 à 100."), field="value")


def check_nature(nature: Nature | None, unit: str, is_satisfaction: bool) -> None:
    """Raise Refused when a rate is said to be counted: its figures may not be added."""
    if nature is None or nature is Nature.RATE:
        return
    if is_satisfaction or unit.strip() == "%":
        raise Refused(
            _("Un pourcentage ou une satisfaction est un taux ou une note."), field="nature"
        )


def check_motive(motive: str) -> None:
    """Raise Refused unless a correction says why: both values stay visible."""
    if not text.length(motive):
        raise Refused(
            _("Dites pourquoi le chiffre change : les deux restent visibles."), field="motive"
        )
