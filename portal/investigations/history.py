"""The journal of an investigation, as sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.investigations.models import Investigation
from portal.investigations.words import EntryKind
from portal.journal import queries as journal
from portal.journal.models import JournalEntry
from portal.people import queries as people
from portal.people.models import Person
from portal.people.words import ROLE_LABELS
from portal.policy import Act


@dataclass(frozen=True)
class Line:
    """One sentence of a history."""

    sentence: str
    at: datetime
    motive: str = ""


def of(session: Session, investigation: Investigation) -> list[Line]:
    """What was done, newest first."""
    entries = journal.of(session, investigation.ref)
    names = _names(session, entries)
    return [Line(_sentence(entry, names), entry.at, entry.motive) for entry in entries]


def _names(session: Session, entries: list[JournalEntry]) -> dict[int | str, str]:
    who = people.named(session, {entry.person_id for entry in entries if entry.person_id})
    named: dict[int | str, str] = {number: person.name for number, person in who.items()}
    refs = {(entry.after or {}).get("person") for entry in entries} - {None}
    found = session.scalars(select(Person).where(Person.ref.in_(refs))) if refs else ()
    return named | {person.ref: person.name for person in found}


def _sentence(entry: JournalEntry, names: dict[int | str, str]) -> str:
    told = entry.after or {}
    who = names.get(entry.person_id, _("Le portail"))
    for key, sentence in _SENTENCES.get(entry.act, ()):
        if key in told:
            return sentence(who, told, names)
    return _("%(who)s a fait évoluer l’investigation", who=who)


def _opened(who: str, told: dict, _names) -> str:
    count = len(told["irritants"])
    if count == 1:
        return _("%(who)s a ouvert l’investigation, sur un irritant", who=who)
    return _("%(who)s a ouvert l’investigation, sur %(count)s irritants", who=who, count=count)


def _joined(who: str, told: dict, names: dict) -> str:
    return _(
        "%(who)s a nommé %(person)s %(role)s",
        who=who,
        person=names.get(told["person"], told["person"]),
        role=ROLE_LABELS[told["role"]],
    )


def _concluded(who: str, told: dict, _names) -> str:
    if told["now_is"] == "kept":
        return _("%(who)s a gardé une hypothèse", who=who)
    return _("%(who)s a écarté une hypothèse", who=who)


def _tried(who: str, told: dict, _names) -> str:
    if told["now_is"] == "kept":
        return _("%(who)s a gardé une solution essayée", who=who)
    return _("%(who)s a écarté une solution essayée", who=who)


def _logged(who: str, told: dict, _names) -> str:
    return _("%(who)s a consigné : %(kind)s", who=who, kind=EntryKind(told["kind"]).label)


def _inherited(_who: str, told: dict, _names) -> str:
    return _("Son incubateur a fermé : %(heir)s prend le relais", heir=told["heir"])


def _plain(sentence: Callable[..., str]) -> Callable[[str, dict, dict], str]:
    return lambda who, _told, _names: sentence(who=who)


_JOIN = ("person", _joined)
# By act, then by what the line holds: the first key that is there chooses the sentence.
_SENTENCES = {
    Act.INVESTIGATION_OPEN.value: [("irritants", _opened), _JOIN],
    Act.INVESTIGATION_TEAM.value: [_JOIN],
    Act.INVESTIGATION_LOG.value: [
        ("entry", _logged),
        ("solution", _plain(lambda who: _("%(who)s a prévu d’essayer une solution", who=who))),
        ("tried", _tried),
        ("now_is", _concluded),
        ("hypothesis", _plain(lambda who: _("%(who)s a posé une hypothèse", who=who))),
        ("report", _plain(lambda who: _("%(who)s a enregistré le rapport", who=who))),
    ],
    Act.INVESTIGATION_SEND.value: [
        ("committee", _plain(lambda who: _("%(who)s a porté l’investigation au comité", who=who)))
    ],
    Act.OPINION_GIVE.value: [
        ("opinion", _plain(lambda who: _("%(who)s a donné son avis avant le comité", who=who)))
    ],
    Act.INVESTIGATION_PUBLISH.value: [
        ("published", _plain(lambda who: _("%(who)s a publié le rapport", who=who))),
        ("retracted", _plain(lambda who: _("%(who)s a retiré le rapport du public", who=who))),
        ("passages", _plain(lambda who: _("%(who)s a préparé le rapport public", who=who))),
    ],
    Act.INCUBATOR_CLOSE.value: [("heir", _inherited)],
    Act.PROCLAIM.value: [
        (
            "startup",
            _plain(
                lambda who: _(
                    "Le comité a lancé une startup : décision proclamée par %(who)s", who=who
                )
            ),
        ),
        (
            "until",
            _plain(
                lambda who: _(
                    "Le comité a prolongé l’investigation : décision proclamée par %(who)s", who=who
                )
            ),
        ),
        (
            "reason",
            _plain(
                lambda who: _(
                    "Le comité a conclu sans suite : décision proclamée par %(who)s", who=who
                )
            ),
        ),
    ],
}
