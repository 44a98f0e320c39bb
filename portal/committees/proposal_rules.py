"""What a proposal must say before a vote opens on it: the request, and the money if it gives any."""

from flask_babel import gettext as _

from portal.committees.dossier_words import Gap
from portal.committees.effects import Proposal, effect
from portal.committees.words import Outcome
from portal.kernel import text
from portal.kernel.errors import Refused


def unsaid(proposal: Proposal, request: str, *, is_amount_said: bool) -> list[Gap]:
    """What is still to be said. Months always are: six, unless the team says otherwise."""
    gives = effect(proposal, Outcome.GO).grants
    checks = (
        (Gap.REQUEST, not text.length(request)),
        (Gap.AMOUNT, gives and not is_amount_said),
    )
    return [gap for gap, lacks in checks if lacks]


def check_said(gaps: list[Gap], *, is_frozen: bool) -> None:
    """Raise Refused, naming them and who may write them, while something is to be said."""
    if not gaps:
        return
    told = text.listed([str(gap.label) for gap in gaps])
    if is_frozen:
        raise Refused(
            _(
                "Avant le vote, la proposition doit dire %(gaps)s. Son dossier est gelé : reportez "
                "ce point, l’équipe le complétera.",
                gaps=told,
            )
        )
    raise Refused(
        _(
            "Avant le vote, la proposition doit dire %(gaps)s. L’équipe ou l’incubateur l’écrit "
            "dans le dossier ; sinon, reportez ce point.",
            gaps=told,
        )
    )
