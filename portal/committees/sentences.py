"""A decision, an effect, a choice and a closing, each said in one sentence."""

from datetime import datetime, timedelta
from math import ceil

from flask_babel import gettext as _

from portal.committees.decision_models import Decision
from portal.committees.effects import Effect
from portal.committees.item_models import Item
from portal.committees.words import Choice, Direction, EffectKind, Outcome, SubjectKind
from portal.kernel.periods import paris_day
from portal.kernel.text import plural
from portal.startups.words import Phase
from portal.web.filters import day_text, euros, hour_text


def sentence(decision: Decision) -> str:
    """The decision as one sentence (« Poursuite pour six mois, jusqu’au 4 juin 2027 »)."""
    parts = [_FIRST[decision.outcome]()]
    if decision.phase is Phase.MERGED:
        return _("Réunion à une autre startup, adoptée")
    if decision.direction is Direction.PIVOT and decision.outcome is Outcome.GO:
        parts[0] = _("Poursuite avec un nouveau cap")
    if decision.effect is EffectKind.MOVE_PLANNED_END:
        parts.append(_("investigation prolongée de %(months)s", months=_months(decision)))
    elif decision.months:
        parts[0] = _("%(what)s pour %(months)s", what=parts[0], months=_months(decision))
    if decision.term_on:
        parts.append(_("jusqu’au %(day)s", day=day_text(decision.term_on, "d MMMM y")))
    if decision.phase and decision.outcome is Outcome.GO:
        parts.append(_("phase : %(phase)s", phase=decision.phase.label))
    if decision.stop_reason:
        parts.append(str(decision.stop_reason.label))
    return ", ".join(str(part) for part in parts)


def _months(decision: Decision) -> str:
    return plural(decision.months, "mois", "mois")


_FIRST = {
    Outcome.GO: lambda: _("Poursuite"),
    Outcome.PROVISIONAL: lambda: _("Sursis"),
    Outcome.NO_GO: lambda: _("Arrêt"),
}


def ballot_labels(item: Item) -> dict[Choice, str]:
    """What each choice means for this proposal."""
    months = plural(item.provisional_months, "mois", "mois")
    if item.subject_kind is SubjectKind.INVESTIGATION:
        return {
            Choice.GO: _("Lancer la startup, comme proposé"),
            Choice.PROVISIONAL: _("Prolonger l’investigation de %(months)s", months=months),
            Choice.NO_GO: _("Ne pas donner suite"),
            Choice.ABSTAIN: _("S’abstenir"),
        }
    if item.direction is Direction.MERGE:
        return {
            Choice.GO: _("Réunir, comme proposé"),
            Choice.PROVISIONAL: _("Accorder un sursis de %(months)s", months=months),
            Choice.NO_GO: _("Ne pas réunir"),
            Choice.ABSTAIN: _("S’abstenir"),
        }
    return {
        Choice.GO: _("Poursuivre, comme proposé"),
        Choice.PROVISIONAL: _("Accorder un sursis de %(months)s", months=months),
        Choice.NO_GO: _("Arrêter"),
        Choice.ABSTAIN: _("S’abstenir"),
    }


def effect_sentence(item: Item, found: Effect) -> str:
    """What proclaiming will do to the subject (« la phase est gardée… : 6 mois, 300 000 € »)."""
    parts = [str(found.kind.label)]
    if found.phase is not None and found.kind is not EffectKind.CREATE_STARTUP:
        parts.append(str(found.phase.label))
    if found.months:
        parts.append(plural(found.months, "mois", "mois"))
    if found.amount:
        parts.append(str(euros(found.amount)))
    told = ", ".join(parts)
    return told[0].upper() + told[1:]


def until(closes_at: datetime, now: datetime) -> str:
    """Until when one votes: the hour, and the day unless it is today's."""
    if paris_day(closes_at) == paris_day(now):
        return _("jusqu’à %(hour)s", hour=hour_text(closes_at))
    day = day_text(paris_day(closes_at), "EEEE d MMMM")
    return _("jusqu’au %(day)s à %(hour)s", day=day, hour=hour_text(closes_at))


def hour_said(moment: datetime, now: datetime) -> str:
    """At what hour something was done, and on which day unless it was today."""
    if paris_day(moment) == paris_day(now):
        return hour_text(moment)
    day = day_text(paris_day(moment), "EEEE d MMMM")
    return _("%(hour)s, le %(day)s", hour=hour_text(moment), day=day)


def time_left(closes_at: datetime, now: datetime) -> str:
    """What remains of a vote, in the unit that one would say; empty once it is over."""
    left = closes_at - now
    if left <= timedelta(0):
        return ""
    if left >= timedelta(days=2):
        return plural(ceil(left / timedelta(days=1)), "jour", "jours")
    if left >= timedelta(hours=3):
        return plural(ceil(left / timedelta(hours=1)), "heure", "heures")
    return plural(ceil(left / timedelta(minutes=1)), "minute", "minutes")
