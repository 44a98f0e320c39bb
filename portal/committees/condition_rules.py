"""When a condition is handed in, sent back, lifted or waived. Pure."""

from flask_babel import gettext as _, lazy_gettext as _l

from portal.committees.condition_words import ConditionStep as Step, ConditionVerb as Do
from portal.committees.rules import check_motive
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.machine import Machine
from portal.startups.sheet_rules import check_link

CONDITION = Machine(
    {
        (Step.OPEN, Do.HAND_IN): Step.HANDED_IN,
        # Whoever takes care of it completes what they said, until it is settled.
        (Step.HANDED_IN, Do.HAND_IN): Step.HANDED_IN,
        (Step.HANDED_IN, Do.REVISE): Step.OPEN,
        (Step.OPEN, Do.LIFT): Step.LIFTED,
        (Step.HANDED_IN, Do.LIFT): Step.LIFTED,
        (Step.OPEN, Do.WAIVE): Step.WAIVED,
        (Step.HANDED_IN, Do.WAIVE): Step.WAIVED,
    },
    refusal=_l("Cette réserve est déjà levée ou abandonnée."),
)


def check_hand_in(step: str, done: str, link: str) -> None:
    """Raise Refused unless an unsettled condition is told done, with a link that opens, if any."""
    CONDITION.after(step, Do.HAND_IN)
    if not text.length(done):
        raise Refused(_("Dites ce qui a été fait."), field="done")
    check_link(link)


def check_settle(step: str, verb: Do, motive_or_proof: str) -> None:
    """Raise Refused unless an unsettled condition is lifted with its proof, or waived in writing."""
    CONDITION.after(step, verb)
    check_motive(motive_or_proof)


def check_revise(step: str, reason: str) -> None:
    """Raise Refused unless something was handed in, and the reason says what it lacks."""
    if step == Step.OPEN:
        raise Refused(_("Rien n’est remis pour cette réserve : il n’y a rien à revoir."))
    CONDITION.after(step, Do.REVISE)
    if not text.length(reason):
        raise Refused(_("Écrivez ce qui manque à cette preuve."), field="settlement")
