"""When a call opens, who may still enter, how files are marked, and when everyone is answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from flask_babel import gettext as _

from portal.calls.words import (
    CallState,
    Criterion,
    EntryState as State,
    EntryVerb as Verb,
    QuestionKind,
)
from portal.irritants.words import IrritantState
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.machine import Machine

MARKS = range(11)
PITCH_MINUTES, QUESTION_MINUTES = 3, 5
MOST_PITCHES = 20
MESSAGE_LENGTH = 30

ENTRY = Machine(
    {
        (State.ENTERED, Verb.SHORTLIST): State.SHORTLISTED,
        (State.SHORTLISTED, Verb.PITCH): State.PITCHED,
        (State.PITCHED, Verb.AWARD): State.LAUREATE,
        (State.ENTERED, Verb.ANSWER): State.NOT_KEPT,
        (State.SHORTLISTED, Verb.ANSWER): State.NOT_KEPT,
        (State.PITCHED, Verb.ANSWER): State.NOT_KEPT,
        (State.ENTERED, Verb.WITHDRAW): State.WITHDRAWN,
        (State.SHORTLISTED, Verb.WITHDRAW): State.WITHDRAWN,
        (State.PITCHED, Verb.WITHDRAW): State.WITHDRAWN,
        (State.WITHDRAWN, Verb.ENTER): State.ENTERED,
    }
)

# An irritant that has its answer, or that its author took back, has nothing to gain from a call.
MAY_ENTER = frozenset({IrritantState.SUBMITTED, IrritantState.RETURNED, IrritantState.QUALIFIED})


@dataclass(frozen=True, slots=True)
class Spread:
    """What several marks come to. Empty when nobody marked."""

    marks: tuple[float, ...] = ()

    @property
    def count(self) -> int:
        return len(self.marks)

    @property
    def lowest(self) -> float | None:
        return min(self.marks, default=None)

    @property
    def highest(self) -> float | None:
        return max(self.marks, default=None)

    @property
    def middle(self) -> float | None:
        return median(self.marks) if self.marks else None

    @property
    def mean(self) -> float | None:
        return round(sum(self.marks) / len(self.marks), 1) if self.marks else None


def state_on(today: date, *, closes_on: date, is_published: bool, is_answered: bool) -> CallState:
    """Where a call stands that day: it closes by itself at the end of its last day in Paris."""
    if is_answered:
        return CallState.ANSWERED
    if not is_published:
        return CallState.DRAFT
    return CallState.OPEN if today <= closes_on else CallState.CLOSED


def check_window(opens_on: date, closes_on: date) -> None:
    """Raise Refused unless the last day is after the first."""
    if closes_on <= opens_on:
        raise Refused(_("Choisissez un dernier jour postérieur au premier."), field="closes_on")


def check_moved_window(closes_on: date, today: date) -> None:
    """Raise Refused when a published call would end in the past."""
    if closes_on < today:
        raise Refused(
            _("Choisissez aujourd’hui ou un jour à venir : l’appel est déjà public."),
            field="closes_on",
        )


def check_prepare(state: CallState, *, is_shortlisted: bool) -> None:
    """Raise Refused once the short list is fixed: what was promised does not change any more."""
    if state is CallState.ANSWERED or is_shortlisted:
        raise Refused(_("La liste courte est fixée : l’appel ne change plus."))


def check_open(state: CallState, introduction: str, closes_on: date, today: date) -> None:
    """Raise Refused unless the call can be made public."""
    if state is not CallState.DRAFT:
        raise Refused(_("Cet appel est déjà public."))
    if not text.length(introduction):
        raise Refused(_("Présentez l’appel en quelques lignes avant de le rendre public."))
    if closes_on < today:
        raise Refused(_("Le dernier jour est passé : choisissez de nouvelles dates."))


def check_question(kind: QuestionKind, choices: Sequence[str]) -> None:
    """Raise Refused when a question to choose from offers fewer than two answers."""
    if kind is QuestionKind.CHOICE and len(choices) < 2:
        raise Refused(_("Proposez au moins deux réponses, une par ligne."), field="choices")


def listed_choices(told: str) -> list[str]:
    """The answers offered, one by line, each once."""
    lines = (text.shorten(line, 200) for line in told.split("\n"))
    return list(dict.fromkeys(line for line in lines if line))


def check_window_is_open(state: CallState, *, is_early: bool, opens: str, closes: str) -> None:
    """Raise Refused outside the window, saying that the irritant itself is never lost.

    `opens` and `closes` are its days in words.
    """
    if state is CallState.OPEN and is_early:
        raise Refused(_("Cet appel ouvre le %(day)s.", day=opens))
    if state is not CallState.OPEN:
        raise Refused(
            _(
                "Cet appel est clos depuis le %(day)s. Votre irritant n’est pas perdu : déposé hors"
                " de l’appel, il est lu et reçoit sa réponse comme tous les autres.",
                day=closes,
            )
        )


def check_may_enter(
    *, state: IrritantState, confidential: bool, carried_by: str | None, house: str, title: str
) -> None:
    """Raise Refused unless this irritant can be read by the pre-jury and answered by this house."""
    if state not in MAY_ENTER:
        raise Refused(
            _("Cet irritant est « %(state)s » : choisissez-en un autre.", state=state.label),
            field="irritant",
        )
    if confidential:
        raise Refused(
            _(
                "Un irritant confidentiel ne se lit pas hors de son incubateur : il ne peut pas"
                " entrer dans un appel, et suit son cours."
            ),
            field="irritant",
        )
    if carried_by not in (None, house):
        raise Refused(
            _(
                "Un autre incubateur suit cet irritant : il ne peut entrer que dans un appel de"
                " celui-ci. Cet appel est porté par %(house)s.",
                house=title,
            ),
            field="irritant",
        )


def check_review(state: State, *, is_shortlisted: bool, is_pitch: bool) -> None:
    """Raise Refused unless this file can be marked now, for this round."""
    if state is State.WITHDRAWN:
        raise Refused(_("Ce dossier a été retiré de l’appel par son auteur."))
    if not is_pitch and is_shortlisted:
        raise Refused(_("La liste courte est fixée : les notes du pré-jury ne changent plus."))
    if is_pitch and state not in (State.SHORTLISTED, State.PITCHED):
        raise Refused(_("Ce dossier n’attend pas de présentation."))


def check_marks(verdict: str | None, marks: Mapping[str, int | None]) -> None:
    """Raise Refused unless there is an opinion: a tick, or the whole grid."""
    given = [criterion for criterion in Criterion if marks.get(criterion) is not None]
    if given and len(given) < len(Criterion):
        lacking = next(each for each in Criterion if each not in given)
        raise Refused(_("Notez les quatre lignes de la grille, ou aucune."), field=lacking.value)
    if not given and not verdict:
        raise Refused(_("Donnez votre avis, ou notez les quatre lignes."), field="verdict")
    if any(marks[criterion] not in MARKS for criterion in given):
        raise Refused(_("Notez chaque ligne de 0 à 10."))


def check_shortlist(state: CallState, chosen: int, *, is_shortlisted: bool) -> None:
    """Raise Refused unless the window is over and a few files were chosen, once."""
    if is_shortlisted:
        raise Refused(_("La liste courte est déjà fixée."))
    if state is not CallState.CLOSED:
        raise Refused(_("La liste courte se fixe une fois l’appel clos : chacun a pu déposer."))
    if not 1 <= chosen <= MOST_PITCHES:
        raise Refused(_("Gardez entre 1 et %(most)s dossiers.", most=MOST_PITCHES), field="entries")


def check_pitch_day(at: datetime, now: datetime, *, is_shortlisted: bool, is_chosen: bool) -> None:
    """Raise Refused unless there is a short list to hear, on a day to come."""
    if not is_shortlisted:
        raise Refused(_("Fixez d’abord la liste courte."))
    if is_chosen:
        raise Refused(_("Les lauréats sont désignés : la journée a eu lieu."))
    if at <= now:
        raise Refused(_("Choisissez un moment à venir."), field="on")


def pitch_starts(at: datetime, rank: int) -> datetime:
    """When the pitch of this rank begins (the first is 0): three minutes and five of questions."""
    return at + timedelta(minutes=rank * (PITCH_MINUTES + QUESTION_MINUTES))


def moved(order: Sequence[int], one: int, step: int) -> list[int]:
    """The same order with `one` moved by a place up (-1) or down (1), if it can."""
    found = list(order)
    place = found.index(one)
    goal = place + step
    if 0 <= goal < len(found):
        found[place], found[goal] = found[goal], found[place]
    return found


def check_laureates(chosen: Iterable[State], *, is_chosen: bool) -> None:
    """Raise Refused unless each was heard by the jury, once. A jury may choose nobody."""
    if is_chosen:
        raise Refused(_("Les lauréats sont déjà désignés."))
    if any(state is not State.PITCHED for state in chosen):
        raise Refused(_("Un lauréat a été entendu par le jury."), field="entries")


def check_answer(*, is_shortlisted: bool, is_kept_in_list: bool, is_chosen: bool) -> None:
    """Raise Refused while the answer could still be another."""
    if not is_shortlisted:
        raise Refused(_("Fixez d’abord la liste courte : les réponses viennent ensuite."))
    if is_kept_in_list and not is_chosen:
        raise Refused(_("Désignez d’abord les lauréats : ce dossier est sur la liste courte."))


def check_message(message: str) -> None:
    """Raise Refused unless the answer says why."""
    if text.length(message) < MESSAGE_LENGTH:
        raise Refused(
            _(
                "Expliquez la réponse en %(count)s caractères ou plus : l’auteur la lira.",
                count=MESSAGE_LENGTH,
            ),
            field="message",
        )


def check_close(state: CallState, waiting: Sequence[str]) -> None:
    """Raise Refused while somebody waits, naming their irritants."""
    if state is not CallState.CLOSED:
        raise Refused(_("Seul un appel clos se conclut, une fois chacun répondu."))
    if waiting:
        told = text.listed([_("« %(title)s »", title=text.shorten(one, 80)) for one in waiting[:5]])
        more = len(waiting) - 5
        if more > 0:
            told = _("%(first)s, et %(count)s de plus", first=told, count=more)
        raise Refused(_("Ces dossiers attendent encore leur réponse : %(told)s.", told=told))
