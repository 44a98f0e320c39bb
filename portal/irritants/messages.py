"""What author and supporters are told at each step: the same text in the preview and in the mail."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from portal.irritants.models import Irritant
from portal.irritants.words import DeclineMotive, IrritantVerb as Verb
from portal.kernel.text import shorten
from portal.web.filters import day_text

AUTHOR_ONLY = frozenset({Verb.SUBMIT, Verb.RETURN})
"""Steps that concern the author alone; those who said « moi aussi » hear the others too."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an officer says with a step; empty where the step does not ask for it."""

    motive_code: str = ""
    motive: str = ""
    destination: str = ""
    review_on: date | None = None
    review_supports: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A title and paragraphs, as they will be read."""

    title: str
    body: str


def step(verb: Verb, irritant: Irritant, answer: Answer, *, due_on: date | None) -> Message:
    """The message of this step, for its author and supporters. It never names the author."""
    parts = [_SENTENCES[verb](irritant, due_on), *_reasons(verb, answer)]
    title = _TITLES[verb](shorten(irritant.title, 120))
    return Message(title, "\n\n".join(part for part in parts if part))


def simple(title: str, *parts: str) -> Message:
    """A message made of these paragraphs."""
    return Message(str(title), "\n\n".join(str(part) for part in parts if part))


def who_answers(irritant: Irritant) -> str:
    """The incubator which answers, or the programme while none was chosen."""
    return irritant.incubator.title if irritant.incubator else _("la direction du programme")


def day(value: date | None) -> str:
    """A day in words."""
    return day_text(value) if value else ""


def _reasons(verb: Verb, answer: Answer) -> list[str]:
    told = []
    if verb is Verb.DECLINE and answer.motive_code:
        label = DeclineMotive(answer.motive_code).label
        told.append(_("Motif : %(label)s.", label=label))
    if answer.motive:
        told.append(answer.motive)
    if answer.destination:
        told.append(_("Où trouver une suite : %(place)s", place=answer.destination))
    if answer.review_on and answer.review_supports:
        told.append(
            _(
                "L’irritant sera relu le %(day)s, ou dès que %(count)s agents auront dit"
                " « moi aussi ».",
                day=day(answer.review_on),
                count=answer.review_supports,
            )
        )
    elif answer.review_on:
        told.append(_("L’irritant sera relu le %(day)s.", day=day(answer.review_on)))
    return told


_TITLES = {
    Verb.SUBMIT: lambda title: _("Irritant déposé : « %(title)s »", title=title),
    Verb.QUALIFY: lambda title: _("Irritant qualifié : « %(title)s »", title=title),
    Verb.SELECT: lambda title: _("Irritant retenu : « %(title)s »", title=title),
    Verb.RETURN: lambda title: _("À compléter : « %(title)s »", title=title),
    Verb.DECLINE: lambda title: _("Réponse à l’irritant « %(title)s »", title=title),
    Verb.PARK: lambda title: _("Irritant mis en réserve : « %(title)s »", title=title),
    Verb.REDIRECT: lambda title: _("Irritant orienté ailleurs : « %(title)s »", title=title),
    Verb.REOPEN: lambda title: _("Irritant rouvert : « %(title)s »", title=title),
    Verb.WITHDRAW: lambda title: _("Irritant retiré par son auteur : « %(title)s »", title=title),
}
_SENTENCES = {
    Verb.SUBMIT: lambda irritant, due_on: _(
        "Votre irritant « %(title)s » est déposé sous la référence %(ref)s. Réponse attendue"
        " le %(day)s au plus tard, par %(who)s.",
        title=irritant.title,
        ref=irritant.ref,
        day=day(due_on),
        who=who_answers(irritant),
    ),
    Verb.QUALIFY: lambda irritant, due_on: _(
        "%(who)s a lu l’irritant « %(title)s » et considère que le problème est établi."
        " Réponse attendue le %(day)s au plus tard.",
        title=irritant.title,
        day=day(due_on),
        who=_start(who_answers(irritant)),
    ),
    Verb.SELECT: lambda irritant, _due: _(
        "%(who)s retient l’irritant « %(title)s ». La prochaine étape est une investigation :"
        " une équipe ira vérifier le problème sur le terrain.",
        title=irritant.title,
        who=_start(who_answers(irritant)),
    ),
    Verb.RETURN: lambda irritant, _due: _(
        "Pour répondre à l’irritant « %(title)s », %(who)s a besoin de précisions. Le délai de"
        " réponse est suspendu jusqu’à votre envoi.",
        title=irritant.title,
        who=who_answers(irritant),
    ),
    Verb.DECLINE: lambda irritant, _due: _(
        "%(who)s a examiné l’irritant « %(title)s » et ne le retient pas pour une investigation.",
        title=irritant.title,
        who=_start(who_answers(irritant)),
    ),
    Verb.PARK: lambda irritant, _due: _(
        "%(who)s met l’irritant « %(title)s » en réserve : il n’est pas oublié, il sera relu.",
        title=irritant.title,
        who=_start(who_answers(irritant)),
    ),
    Verb.REDIRECT: lambda irritant, _due: _(
        "%(who)s a examiné l’irritant « %(title)s » et l’oriente vers ceux qui peuvent agir.",
        title=irritant.title,
        who=_start(who_answers(irritant)),
    ),
    Verb.REOPEN: lambda irritant, due_on: _(
        "L’irritant « %(title)s » est rouvert. Réponse attendue le %(day)s au plus tard,"
        " par %(who)s.",
        title=irritant.title,
        day=day(due_on),
        who=who_answers(irritant),
    ),
    Verb.WITHDRAW: lambda irritant, _due: _(
        "L’auteur de l’irritant « %(title)s », que vous aviez soutenu, l’a retiré.",
        title=irritant.title,
    ),
}


def _start(words: str) -> str:
    return words[:1].upper() + words[1:]


def promised_on(deposited_on: date, days: int) -> date:
    """The day when the answer to a deposit of that day is due."""
    return deposited_on + timedelta(days=days)
