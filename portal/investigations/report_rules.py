"""When what was learned may be read by the public, and what is kept from it. Pure."""

from collections.abc import Iterable

from flask_babel import gettext as _

from portal.investigations.words import InvestigationState
from portal.irritants.comment_rules import covered
from portal.kernel import text
from portal.kernel.errors import Refused

MARK = "[…]"


def public_text(told: str, passages: Iterable[str]) -> str:
    """The text as the public reads it."""
    return covered(told, passages, MARK)


def check_passages(passages: Iterable[str], texts: Iterable[str]) -> None:
    """Raise Refused unless each passage stands in one of the texts: else it would hide nothing."""
    said = list(texts)
    for passage in passages:
        if all(public_text(one, [passage]) == one for one in said):
            raise Refused(
                _(
                    "« %(passage)s » ne se trouve ni dans le titre, ni dans la question, ni dans le"
                    " rapport : recopiez-le tel quel.",
                    passage=text.shorten(passage, 80),
                ),
                field="passages",
            )


def check_publish(state: str, report: str, *, is_public: bool) -> None:
    """Raise Refused unless the investigation is closed and has something to tell."""
    if state != InvestigationState.CLOSED:
        raise Refused(_("Le rapport se publie une fois l’investigation close."))
    if not text.length(report):
        raise Refused(_("Cette investigation n’a pas de rapport à publier."))
    if is_public:
        raise Refused(_("Le rapport est déjà public."))


def check_withdrawal(*, is_public: bool) -> None:
    """Raise Refused unless there is something to withdraw."""
    if not is_public:
        raise Refused(_("Le rapport n’est pas public."))
