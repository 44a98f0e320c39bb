"""The history of an irritant, as sentences, newest first. A masked author stays masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.irritants.messages import who_answers
from portal.irritants.models import Irritant
from portal.irritants.names import author_name, knows_author, mask_of
from portal.journal.models import JournalEntry
from portal.organisations import queries as organisations
from portal.people import queries as people
from portal.policy import Act, Actor, may, writes


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    sentence: str
    at: datetime
    motive: str = ""


# Read by whoever reads the irritant; the rest is for its author and for the triage.
_OPEN = frozenset(
    {
        "submit",
        "qualify",
        "select",
        "decline",
        "park",
        "redirect",
        "reopen",
        "review_uphold",
        "investigate",
        "release_investigation",
        "answer",
        "conclude",
        "withdraw",
        "return",
        "complete",
        "accept",
        "route",
        "inherit",
        "enough",
        "split",
        "split_from",
        "merge",
        "unmerge",
        "gather",
        "let_go",
    }
)
# Motives written to the author, or between colleagues.
_KEPT_MOTIVES = frozenset({"return", "route", "withdraw", "inherit"})


def history(
    session: Session, actor: Actor, irritant: Irritant, told: list[JournalEntry]
) -> list[Line]:
    """What this reader may know of what happened since the deposit; `told` is its journal."""
    inside = may(actor, Act.TRIAGE_TRANSFER, irritant) or writes(actor, irritant)
    entries = [
        entry for entry in told if _verb(entry) in _SENTENCES and (inside or _verb(entry) in _OPEN)
    ]
    names = _Names(session, actor, irritant, entries)
    return [_line(entry, names, inside) for entry in entries]


def answer_title(irritant: Irritant, told: list[JournalEntry]) -> str:
    """The name, at its birth, of the startup that answers; empty when none does."""
    births = [entry for entry in told if _verb(entry) == "answer"]
    title = births[0].after.get("title") if births else ""
    return title or irritant.answered_by_ref or ""


def reached(told: list[JournalEntry]) -> dict[str, datetime]:
    """When each verb was last done."""
    return {_verb(entry): entry.at for entry in reversed(told)}


def completed(irritant: Irritant, told: list[JournalEntry]) -> list[tuple[str, object, object]]:
    """What the author's last completion changed: the answer's name, before, and after.

    An idea of solution is left out until the problem was judged for itself.
    """
    last = next((entry for entry in told if _verb(entry) == "complete"), None)
    if last is None:
        return []
    kept = {"solution_idea"} if irritant.qualified_at is None else set()
    changes = (last.after or {}).get("changes", {})
    return [
        (name, (last.before or {}).get(name), now)
        for name, now in changes.items()
        if name not in kept
    ]


class _Names:
    """Who did each thing, and which incubators it speaks of, in two queries."""

    def __init__(
        self, session: Session, actor: Actor, irritant: Irritant, entries: Iterable[JournalEntry]
    ) -> None:
        self.irritant, self.reader = irritant, actor
        wanted = {e.person_id for e in entries if e.person_id} - {irritant.author_id}
        self.people = people.named(session, wanted) if actor.signed_in else {}
        houses = {e.after["to"] for e in entries if e.after and e.after.get("to")}
        self.houses = organisations.incubators_of(session, houses)

    def who(self, entry: JournalEntry) -> str:
        if entry.person_id == self.irritant.author_id:
            return author_name(self.reader, self.irritant)
        mask = mask_of(self.irritant, entry.person_id)
        if mask and not knows_author(self.reader, self.irritant):
            return mask
        person = self.people.get(entry.person_id)
        if person is not None:
            return person.name
        return who_answers(self.irritant) if entry.person_id else _("Le portail")

    def house(self, entry: JournalEntry) -> str:
        told = entry.after or {}
        if told.get("verb") == "entrust":
            return told["name"]
        found = self.houses.get(told.get("to"))
        return _("« %(title)s »", title=found.title) if found else _("un autre incubateur")


def _verb(entry: JournalEntry) -> str:
    verb = (entry.after or {}).get("verb", "")
    # Leaving a colleague's desk and leaving an investigation bear the same word.
    is_investigation = verb == "release" and entry.act == Act.INVESTIGATION_OPEN
    return "release_investigation" if is_investigation else verb


def _line(entry: JournalEntry, names: _Names, inside: bool) -> Line:
    verb = _verb(entry)
    who = names.who(entry)
    sentence = _SENTENCES[verb](who[:1].upper() + who[1:], names.house(entry))
    shown = inside or verb not in _KEPT_MOTIVES
    return Line(sentence, entry.at, entry.motive if shown else "")


_SENTENCES = {
    "submit": lambda who, _to: _("%(who)s a déposé cet irritant.", who=who),
    "complete": lambda who, _to: _("%(who)s a complété le texte.", who=who),
    "withdraw": lambda who, _to: _("%(who)s a retiré cet irritant.", who=who),
    "consent": lambda who, _to: _("%(who)s accepte la publication.", who=who),
    "unconsent": lambda who, _to: _("%(who)s ne souhaite plus la publication.", who=who),
    "take": lambda who, _to: _("%(who)s a pris cet irritant en charge.", who=who),
    "entrust": lambda who, to: _("%(who)s a confié cet irritant à %(to)s.", who=who, to=to),
    "release": lambda who, _to: _("%(who)s a laissé cet irritant à ses collègues.", who=who),
    "return": lambda who, _to: _("%(who)s a demandé à l’auteur de compléter.", who=who),
    "qualify": lambda who, _to: _("%(who)s a qualifié le problème.", who=who),
    "select": lambda who, _to: _("%(who)s a retenu cet irritant.", who=who),
    "decline": lambda who, _to: _("%(who)s n’a pas retenu cet irritant.", who=who),
    "park": lambda who, _to: _("%(who)s a mis cet irritant en réserve.", who=who),
    "redirect": lambda who, _to: _("%(who)s a orienté cet irritant ailleurs.", who=who),
    "reopen": lambda who, _to: _("%(who)s a rouvert cet irritant.", who=who),
    "review_ask": lambda who, _to: _("%(who)s a demandé un réexamen.", who=who),
    "review_uphold": lambda who, _to: _("%(who)s a maintenu la réponse.", who=who),
    "join": lambda who, _to: _("%(who)s raconte cet irritant avec l’auteur.", who=who),
    "leave": lambda who, _to: _("%(who)s n’en est plus co-auteur.", who=who),
    "publish": lambda who, _to: _("%(who)s a publié cet irritant.", who=who),
    "unmask": lambda who, _to: _("%(who)s a demandé à connaître l’auteur.", who=who),
    "route": lambda who, to: _("%(who)s a confié cet irritant à %(to)s.", who=who, to=to),
    "offer": lambda who, to: _("%(who)s a proposé cet irritant à %(to)s.", who=who, to=to),
    "accept": lambda who, to: _("%(who)s a pris le relais pour %(to)s.", who=who, to=to),
    "merge": lambda who, _to: _("%(who)s a réuni cet irritant à un autre.", who=who),
    "unmerge": lambda who, _to: _("%(who)s l’a séparé : il est de nouveau suivi à part.", who=who),
    "gather": lambda who, _to: _("%(who)s a réuni un autre irritant à celui-ci.", who=who),
    "let_go": lambda who, _to: _("%(who)s a séparé un irritant qui était réuni ici.", who=who),
    "split": lambda who, _to: _(
        "%(who)s a scindé cet irritant : il mêlait deux problèmes.", who=who
    ),
    "split_from": lambda who, _to: _(
        "%(who)s suit ce problème à part d’un premier irritant.", who=who
    ),
    "inherit": lambda _who, to: _("Son incubateur a fermé : %(to)s prend le relais.", to=to),
    "refuse": lambda who, to: _("%(who)s a répondu non pour %(to)s.", who=who, to=to),
    "lapse": lambda _who, to: _("La proposition à %(to)s a pris fin sans réponse.", to=to),
    "investigate": lambda _who, _to: _("L’irritant est entré en investigation."),
    "release_investigation": lambda _who, _to: _("L’irritant est sorti de l’investigation."),
    "answer": lambda _who, _to: _("L’irritant a donné naissance à une startup."),
    "enough": lambda _who, _to: _("Assez d’agents disent « moi aussi » : il sera relu."),
    "conclude": lambda _who, _to: _("L’investigation s’est conclue sans suite."),
}
