"""The lines of a decision's money: how they are shared, when they are said. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from flask_babel import gettext as _

from portal.committees.words import FundingState, LineState
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.periods import next_working_day
from portal.startups.rules import before_freeze, in_freeze

CONFIRM_DAYS = 15
ORDER_DAYS = 30
"""What ordering takes, about (field notes, « suites d’une décision »)."""


class Line(Protocol):
    """What these rules read of a line."""

    state: str
    asked: int
    amount: int | None
    imputation: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a sponsor says of its line."""

    state: LineState
    amount: int | None
    imputation: str
    motive: str


def split(amount: int, shares: Sequence[int | None]) -> list[int]:
    """Whole euros for each sponsor, by shares in percent; what is left over goes to the first.

    Unknown shares take equal parts of what the known ones leave. The sum is always `amount`.
    """
    weights = _weights(shares)
    total = sum(weights)
    parts = [amount * weight // total for weight in weights]
    parts[0] += amount - sum(parts)
    return parts


def split_taken(amount: int, shares: Sequence[int | None], place: int, offered: int) -> list[int]:
    """The same when the sponsor at `place` takes the service over: it brings what it offered.

    The others share what is left; those who could no longer pay are asked for nothing more.
    """
    others = [*shares[:place], *shares[place + 1 :]]
    own = min(amount, offered) if others else amount
    parts = split(amount - own, others) if others else []
    return [*parts[:place], own, *parts[place:]]


def _weights(shares: Sequence[int | None]) -> list[int]:
    unknown = sum(share is None for share in shares)
    known = sum(share or 0 for share in shares)
    if not unknown:
        return [share or 0 for share in shares] if known else [1] * len(shares)
    left = max(0, 100 - known)
    weights = [left if share is None else share * unknown for share in shares]
    return weights if sum(weights) else [1] * len(shares)


def promised(line: Line) -> int:
    """What a line counts for: what was confirmed, else what is asked, nothing if declined."""
    if line.state == LineState.DECLINED:
        return 0
    return line.asked if line.amount is None else line.amount


def gap(amount: int, lines: Iterable[Line]) -> int:
    """The euros that no line brings; never below zero."""
    return max(0, amount - sum(promised(line) for line in lines))


def state_of(amount: int, lines: Sequence[Line]) -> FundingState:
    """Incomplete when money lacks; else confirmed once each sponsor has confirmed its own line."""
    if gap(amount, lines):
        return FundingState.INCOMPLETE
    is_waited = any(line.state == LineState.TO_CONFIRM for line in lines)
    return FundingState.TO_CONFIRM if is_waited else FundingState.CONFIRMED


def due_on(decided_on: date) -> date:
    """By when a sponsor is expected to confirm."""
    return decided_on + timedelta(days=CONFIRM_DAYS)


def check_live(*, is_live: bool) -> None:
    """Raise Refused once another decision, or an end, has taken the place of this one."""
    if not is_live:
        raise Refused(_("Ce financement n’est plus en cours : ses lignes ne changent plus."))


def check_say(line: Line, said: Said, *, is_sent: bool) -> None:
    """Raise Refused unless the sponsor may say this of its line now.

    `is_sent`: purchasing has the note, so what was said stays as it is.
    """
    is_said = line.state != LineState.TO_CONFIRM
    if is_said and is_sent:
        raise Refused(
            _("La note est transmise aux achats : demandez d’abord au responsable de la reprendre.")
        )
    if said.state == LineState.CONFIRMED and not said.amount:
        raise Refused(_("Écrivez le montant confirmé, en euros."), field="amount")
    if not text.length(said.motive) and (
        _differs(line, said) or (is_said and _corrects(line, said))
    ):
        raise Refused(_why(said, is_said), field="motive")


def _differs(line: Line, said: Said) -> bool:
    return said.state == LineState.DECLINED or said.amount != line.asked


def _corrects(line: Line, said: Said) -> bool:
    """Writing an imputation that was missing completes a line, and corrects nothing."""
    was = (line.state, line.amount, line.imputation or said.imputation)
    return was != (said.state, said.amount, said.imputation)


def _why(said: Said, is_said: bool) -> str:
    if said.state == LineState.DECLINED:
        return _("Dites pourquoi cette ligne n’est pas financée.")
    return _("Dites pourquoi vous corrigez.") if is_said else _("Dites pourquoi le montant change.")


def check_name(*, is_known: bool, asked: int, missing: int) -> None:
    """Raise Refused unless one more sponsor brings some of the money that lacks."""
    if is_known:
        raise Refused(_("Cette organisation a déjà sa ligne."), field="organisation")
    if not missing:
        raise Refused(_("Il ne manque rien : chaque euro a déjà sa ligne."))
    if not 0 < asked <= missing:
        raise Refused(
            _("Écrivez un montant entre 1 et %(missing)s.", missing=missing), field="asked"
        )


# Purchasing


@dataclass(frozen=True, slots=True)
class Order:
    """By which day to order; the last day before the year-end freeze, when it comes so soon."""

    on: date
    last_on: date | None = None
    is_after_freeze: bool = False


def order(today: date, starts_on: date) -> Order:
    """By which day to order what begins on `starts_on`: ordering takes about a month.

    No order passes from 15 December to 5 February.
    """
    wanted = max(today, starts_on - timedelta(days=ORDER_DAYS))
    if in_freeze(today):
        opens = next_working_day(date(today.year + (today.month == 12), 2, 6))
        return Order(opens, is_after_freeze=True) if wanted <= opens else order(opens, starts_on)
    reaches = wanted
    while reaches < wanted + timedelta(days=ORDER_DAYS) and not in_freeze(reaches):
        reaches += timedelta(days=1)
    if not in_freeze(reaches):
        return Order(wanted)
    last = max(today, before_freeze(reaches))
    return Order(min(wanted, last), last)


def check_send(*, is_sent: bool) -> None:
    """Raise Refused if purchasing already has the note."""
    if is_sent:
        raise Refused(_("Cette note est déjà marquée comme transmise."))


def check_take_back(*, is_sent: bool, motive: str) -> None:
    """Raise Refused unless a note that was sent is taken back with a motive."""
    if not is_sent:
        raise Refused(_("Cette note n’est pas marquée comme transmise."))
    if not text.length(motive):
        raise Refused(_("Écrivez le motif : il reste au journal."), field="motive")
