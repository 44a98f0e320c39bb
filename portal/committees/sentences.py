"""A decision said in one sentence."""

from flask_babel import gettext as _

from portal.committees.decision_models import Decision
from portal.committees.words import EffectKind, Outcome
from portal.web.filters import day_text


def sentence(decision: Decision) -> str:
    """The decision as one sentence (« Poursuite pour six mois, jusqu’au 4 juin 2027 »)."""
    parts = [_FIRST[decision.outcome]()]
    if decision.effect is EffectKind.MOVE_PLANNED_END:
        parts.append(_("investigation prolongée de %(months)s mois", months=decision.months))
    elif decision.months:
        parts[0] = _("%(what)s pour %(months)s mois", what=parts[0], months=decision.months)
    if decision.term_on:
        parts.append(_("jusqu’au %(day)s", day=day_text(decision.term_on, "d MMMM y")))
    if decision.phase:
        parts.append(_("phase : %(phase)s", phase=decision.phase.label))
    if decision.stop_reason:
        parts.append(str(decision.stop_reason.label))
    return ", ".join(str(part) for part in parts)


_FIRST = {
    Outcome.GO: lambda: _("Poursuite"),
    Outcome.PROVISIONAL: lambda: _("Sursis"),
    Outcome.NO_GO: lambda: _("Arrêt"),
}
