"""When a proxy may be given or ended. Pure."""

from flask_babel import gettext as _

from portal.committees.words import SittingState as Sitting
from portal.kernel import text
from portal.kernel.errors import Refused


def may_change(state: str) -> bool:
    """Whether proxies are given and ended now: the sitting is convened or under way."""
    return state in (Sitting.CONVENED, Sitting.IN_SESSION)


def check_proxy_time(state: str) -> None:
    """Raise Refused unless the sitting is convened or under way."""
    if not may_change(state):
        raise Refused(
            _("Les procurations se donnent entre la convocation et la clôture de la séance.")
        )


def check_paper(paper: str, *, is_own: bool) -> None:
    """Raise Refused unless a proxy that somebody else writes down says where the paper is."""
    if not is_own and not text.length(paper):
        raise Refused(_("Dites où se trouve l’écrit reçu."), field="paper")
