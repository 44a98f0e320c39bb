"""What the pages of irritants show: ready words, so that templates only lay them out."""

from datetime import date, datetime

from flask_babel import format_decimal, gettext as _
from markupsafe import escape

from portal.irritants import forms, weight
from portal.irritants.models import Irritant
from portal.irritants.words import (
    ENDED_STATES,
    OPEN_STATES,
    DeclineMotive,
    Frequency,
    IrritantState as State,
    IrritantVerb as Verb,
)
from portal.kernel.periods import paris_day
from portal.kernel.text import plural
from portal.policy import Act, Actor, may, writes
from portal.web import filters
from portal.web.filters import day, due


def badge(irritant: Irritant) -> tuple[str, str]:
    """The state as a word and its shape."""
    label = str(irritant.state.label)
    return label[:1].upper() + label[1:], _KINDS.get(irritant.state, "none")


_KINDS = {
    State.SUBMITTED: "new",
    State.RETURNED: "warning",
    State.QUALIFIED: "info",
    State.SELECTED: "success",
    State.INVESTIGATING: "info",
    State.ANSWERED: "success",
}


def promise(irritant: Irritant, today: date) -> str:
    """Where the answer stands, with its date said twice; empty once it is given."""
    if irritant.state is State.RETURNED and irritant.own_due_on is None:
        return _("Délai de réponse suspendu : l’auteur complète son texte.")
    if irritant.state not in OPEN_STATES or irritant.answer_due_on is None:
        return ""
    late = irritant.answer_due_on < today
    words = (
        _("Réponse en retard %(due)s.", due="{}") if late else _("Réponse due %(due)s.", due="{}")
    )
    return escape(words).format(due(irritant.answer_due_on, today))


def age(irritant: Irritant, today: date) -> str:
    """How long ago it was deposited."""
    days = (today - paris_day(irritant.submitted_at)).days if irritant.submitted_at else 0
    if days < 1:
        return _("déposé aujourd’hui")
    if days < 60:
        return _("déposé il y a %(days)s", days=plural(days, "jour", "jours"))
    return _("déposé il y a %(days)s", days=plural(days // 30, "mois", "mois"))


def mark(irritant: Irritant, today: date) -> tuple:
    """All that its card in a list shows, for whoever keeps it: the version stands for its text."""
    days = (today - paris_day(irritant.submitted_at)).days if irritant.submitted_at else 0
    return "irritant", irritant.ref, irritant.version, irritant.support_count, days


def sufferers(irritant: Irritant) -> str:
    """Who suffers, in one line."""
    return ", ".join(str(word.label) for word in irritant.user_types)


def cost(irritant: Irritant) -> list[tuple[str, str]]:
    """Figures of a year, each with the sum that gives it; none while too little is told."""
    found = weight.yearly(
        irritant.people_affected,
        irritant.frequency,
        irritant.times,
        irritant.minutes,
        irritant.euros,
    )
    if found is None:
        return []
    rows = [(_number(found.occurrences), _("fois par an"))]
    if found.hours:
        rows.append((_("%(hours)s h", hours=_number(found.hours)), _hours_said(found)))
    if found.euros:
        rows.append((_("%(euros)s €", euros=_number(found.euros)), _("dépensés par an")))
    return rows


def _hours_said(found: weight.Weight) -> str:
    if found.full_time < 1:
        return _("perdues par an")
    agents = found.full_time if found.full_time < 10 else round(found.full_time)
    time = filters.plural(agents, "agent", "agents")
    return _("perdues par an, soit le temps de %(agents)s", agents=time)


def cost_explained(irritant: Irritant) -> str:
    """How the figures of a year are reckoned."""
    if not irritant.people_affected or irritant.frequency is None:
        return ""
    people, times = _number(irritant.people_affected), irritant.times or 1
    if irritant.frequency is Frequency.ONCE:
        said = _("Calcul : %(people)s personnes × %(times)s fois", people=people, times=times)
    else:
        said = _(
            "Calcul : %(people)s personnes × %(times)s fois %(frequency)s × %(periods)s par an",
            people=people,
            times=times,
            frequency=irritant.frequency.label,
            periods=weight.A_YEAR[irritant.frequency],
        )
    if irritant.minutes:
        minutes = plural(irritant.minutes, "minute", "minutes")
        said += _(", à raison de %(minutes)s à chaque fois", minutes=minutes)
    return said + "."


def thread(irritant: Irritant, moments: dict[str, datetime]) -> list[tuple[str, bool, str]]:
    """From deposit to effect: label, reached, and when; `moments` tells when each verb was done."""
    place = _PLACES.get(irritant.state, 1 if irritant.qualified_at else 0)
    stopped = irritant.state in ENDED_STATES
    steps = [
        (_("Déposé"), irritant.submitted_at),
        (_("Qualifié"), irritant.qualified_at),
        (_("Retenu"), moments.get(Verb.SELECT)),
        (_("En investigation"), moments.get(Verb.INVESTIGATE)),
        (_("Startup d’État"), moments.get(Verb.ANSWER)),
    ]
    return [
        (label, step <= place, _when(step <= place, stopped, at))
        for step, (label, at) in enumerate(steps)
    ]


_PLACES = {
    State.QUALIFIED: 1,
    State.SELECTED: 2,
    State.INVESTIGATING: 3,
    State.INCONCLUSIVE: 3,
    State.ANSWERED: 4,
}


def _when(reached: bool, stopped: bool, at: datetime | None) -> str:
    if reached:
        return _day(at) or _("fait")
    return _("sans objet") if stopped else _("pas encore")


def answer(irritant: Irritant) -> list[tuple[str, str]]:
    """What was answered: motive, where to go, when it is read again."""
    code = irritant.motive_code
    label = DeclineMotive(code).label if code in DeclineMotive.codes() else ""
    return [
        (_("Motif"), str(label)),
        (_("Réponse"), irritant.motive),
        (_("Où trouver une suite"), irritant.destination),
        (_("Relu le"), day(irritant.review_on) if irritant.review_on else ""),
        (_("Ou relu dès que"), _supports_wanted(irritant)),
    ]


def _supports_wanted(irritant: Irritant) -> str:
    if irritant.review_supports is None:
        return ""
    return _("%(wanted)s agents diront « moi aussi »", wanted=_number(irritant.review_supports))


def may_read_idea(actor: Actor, irritant: Irritant) -> bool:
    """The author always; the triage once the problem was judged for itself."""
    if writes(actor, irritant):
        return True
    inside = may(actor, Act.TRIAGE_TRANSFER, irritant) or may(actor, Act.TRANSFER_ANSWER, irritant)
    return inside and irritant.qualified_at is not None


def leads_on(actor: Actor, irritant: Irritant) -> bool:
    """Whether this person may now open an investigation from it."""
    return irritant.state is State.SELECTED and may(actor, Act.INVESTIGATION_OPEN, irritant)


def _day(moment) -> str:
    return day(moment, "d MMMM y") if moment else ""


def _number(value: int) -> str:
    return format_decimal(value)


def labels() -> dict[str, str]:
    """How each answer of the author is called, for the comparison of two texts."""
    return {name: str(field.args[0]) for name, field in _answers()}


def _answers():
    for kind in (forms.WhoFields, forms.NumberFields, forms.CopingFields):
        yield from ((name, field) for name, field in vars(kind).items() if name[0] != "_")
