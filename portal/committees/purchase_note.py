"""The note that purchasing receives: facts alone, the same on the page and as plain text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.committees import decision_queries, funding_rules
from portal.committees.decision_models import Condition
from portal.committees.funding_models import FundingLine
from portal.committees.funding_queries import Funded
from portal.committees.funding_rules import Order
from portal.committees.funding_sentences import organisation
from portal.committees.sentences import sentence
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Role
from portal.register import queries as register
from portal.register.models import RegisterEntry
from portal.web.filters import day_text, euros

Row = tuple[str, str]
_DAY = "d MMMM y"


@dataclass(frozen=True, slots=True)
class Note:
    """The parts of the note, in order: a title, and its rows."""

    title: str
    parts: list[tuple[str, list[Row]]]
    warning: str

    @property
    def plain(self) -> str:
        """The note to copy into a mail."""
        lines = [self.title, ""]
        if self.warning:
            lines += [self.warning, ""]
        for head, rows in self.parts:
            lines += [head.upper(), *(_("%(a)s : %(b)s", a=a, b=b) for a, b in rows), ""]
        return "\n".join(lines).strip() + "\n"


def note(session: Session, found: Funded, today: date) -> Note:
    """The note of this decision, as things stand today."""
    entry = next(iter(register.about(session, found.ref)), None)
    order = _order(found, today)
    conditions = [
        one
        for one in decision_queries.proposed_conditions(session, found.decision.item)
        if one.decision_ref == found.ref
    ]
    parts = [
        (_("Ce qui est décidé"), list(_decided(found, entry))),
        (_("Ce qu’il faut commander"), list(_ordered(found, order, today))),
        (_("Lignes de financement"), [_line(line) for line in found.lines]),
        (_("Réserves"), [_condition(one) for one in conditions]),
        (_("Contacts"), list(_contacts(session, found, today))),
    ]
    title = _("Note d’achat : %(title)s", title=found.startup.title)
    return Note(title, [part for part in parts if part[1]], _warning(order))


def _decided(found: Funded, entry: RegisterEntry | None) -> Iterator[Row]:
    decision = found.decision
    yield _("Startup"), found.startup.title
    yield _("Mission"), found.startup.mission
    yield _("Décision"), sentence(decision)
    yield _("Décidée le"), day_text(decision.decided_on, _DAY)
    yield _("Comité"), decision.item.committee.name
    yield _("Référence"), decision.ref
    if entry is not None:
        yield (
            _("Au registre"),
            _("entrée %(seq)s, empreinte %(hash)s", seq=entry.seq, hash=entry.hash),
        )


def _ordered(found: Funded, order: Order, today: date) -> Iterator[Row]:
    yield _("Demande"), found.decision.item.dossier.request or found.startup.mission
    yield _("Montant total"), euros(found.decision.amount)
    grant = found.grant
    if grant is not None:
        told = {"from": day_text(grant.granted_from, _DAY), "to": day_text(grant.nominal_on, _DAY)}
        yield _("Période financée"), _("du %(from)s au %(to)s", **told)
        if grant.money_ends_on:
            yield _("Fin des crédits"), day_text(grant.money_ends_on, _DAY)
    yield _("À commander"), _when(order, today)


def _order(found: Funded, today: date) -> Order:
    day = max(today, found.decision.decided_on)
    return funding_rules.order(day, found.grant.granted_from if found.grant else day)


def _when(order: Order, today: date) -> str:
    if order.is_after_freeze:
        return _("à partir du %(on)s", on=day_text(order.on, _DAY))
    if order.on <= today:
        return _("dès maintenant")
    return _("au plus tard le %(on)s", on=day_text(order.on, _DAY))


def _warning(order: Order) -> str:
    if order.is_after_freeze:
        return _(
            "Aucune commande ne passe du 15 décembre au 5 février : celle-ci attendra le %(on)s.",
            on=day_text(order.on, _DAY),
        )
    if order.last_on:
        return _(
            "Commandez au plus tard le %(on)s : aucune commande ne passe du 15 décembre "
            "au 5 février, et commander prend environ un mois.",
            on=day_text(order.last_on, _DAY),
        )
    return ""


def _line(line: FundingLine) -> Row:
    amount = line.asked if line.amount is None else line.amount
    parts = [str(euros(amount)), str(line.state.label)]
    if line.amount is not None:
        parts.append(line.imputation or _("imputation à compléter"))
    return organisation(line), ", ".join(parts)


def _condition(condition: Condition) -> Row:
    on = day_text(condition.due_on, _DAY)
    return condition.what, _("%(who)s, pour le %(on)s", who=condition.owner.name, on=on)


def _contacts(session: Session, found: Funded, today: date) -> Iterator[Row]:
    team = people.holders(session, found.startup.ref, today, Role.TEAM)
    directors = people.holders_on(session, found.incubator_refs, today, Role.DIRECTOR)
    for label, who in ((_("Équipe"), team), (_("Incubateur"), directors)):
        if who:
            yield label, ", ".join(_reached(one) for one in who)


def _reached(person: Person) -> str:
    return f"{person.name} <{person.email}>"
