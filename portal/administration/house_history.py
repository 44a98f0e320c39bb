"""What was done to an incubator, as sentences."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.journal import queries as journal
from portal.journal.models import JournalEntry
from portal.organisations.models import Incubator
from portal.people import queries as people
from portal.policy import Act

_LABELS = {
    "title": _l("nom"),
    "short_description": _l("présentation"),
    "owner_ref": _l("organisation"),
    "website": _l("site"),
    "contact": _l("contact"),
    "hidden": _l("présence dans les listes publiques"),
}


@dataclass(frozen=True)
class Line:
    """One sentence of a history."""

    sentence: str
    at: datetime
    motive: str = ""


def of(session: Session, incubator: Incubator) -> list[Line]:
    """Who made it, said it better, closed it, opened it again; newest first."""
    entries = [one for one in journal.of(session, incubator.ref) if _is_told(one)]
    names = people.named(session, {one.person_id for one in entries if one.person_id})
    return [Line(_sentence(one, _who(one, names)), one.at, one.motive) for one in entries]


def _is_told(entry: JournalEntry) -> bool:
    """Its sheet, its closing: the roles that a closing ends are lines of the same act."""
    closes = entry.act == Act.INCUBATOR_CLOSE and "closed_on" in (entry.after or {})
    return closes or entry.act == Act.INCUBATOR_EDIT


def _who(entry: JournalEntry, names: dict) -> str:
    found = names.get(entry.person_id)
    return found.name if found else _("Le portail")


def _sentence(entry: JournalEntry, who: str) -> str:
    after = entry.after or {}
    if entry.act == Act.INCUBATOR_CLOSE:
        if after.get("closed_on"):
            return _("%(who)s a fermé l’incubateur", who=who)
        return _("%(who)s a rouvert l’incubateur", who=who)
    if entry.before is None:
        return _("%(who)s a créé l’incubateur", who=who)
    labels = ", ".join(str(_LABELS[name]) for name in after if name in _LABELS)
    return _("%(who)s a modifié la fiche : %(what)s", who=who, what=labels)
