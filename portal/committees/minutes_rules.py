"""When minutes may be objected to, and when they may be corrected. Pure."""

from datetime import date

from flask_babel import gettext as _

from portal.committees.words import ItemState, Outcome, SittingState
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.periods import add_months

FAVOURABLE = frozenset({Outcome.GO, Outcome.PROVISIONAL})
# Article L. 242-1 of the code des relations entre le public et l’administration.
MONTHS_TO_WITHDRAW = 4


def check_dissent(sitting_state: str, item_state: str, *, is_signed: bool) -> None:
    """Raise Refused unless the point was decided and nobody has signed the minutes yet."""
    if is_signed:
        raise Refused(_("Le procès-verbal est signé : un désaccord ne s’y ajoute plus."))
    if sitting_state != SittingState.CLOSED:
        raise Refused(_("Un désaccord s’écrit une fois la séance close."))
    if item_state not in (ItemState.PROCLAIMED, ItemState.PUBLISHED):
        raise Refused(_("Un désaccord porte sur une décision : ce point n’en a pas."))


def check_corrigendum(*, is_sealed: bool, body: str, motive: str) -> None:
    """Raise Refused unless sealed minutes are corrected by a text and for a motive."""
    if not is_sealed:
        raise Refused(_("Ce procès-verbal n’est pas scellé : corrigez son texte."))
    if not text.length(body):
        raise Refused(_("Écrivez ce qu’il faut lire, et à la place de quoi."), field="body")
    if not text.length(motive):
        raise Refused(_("Dites pourquoi le procès-verbal est rectifié."), field="motive")


def check_countersign(seen: str | None, sha256: str, *, is_presider: bool) -> None:
    """Raise Refused if the text changed since it was shown, or one person would sign twice."""
    if is_presider:
        raise Refused(_("Deux personnes signent : vous avez déjà signé pour la présidence."))
    if seen not in (None, sha256):
        raise Refused(_("Le rectificatif a changé depuis que vous l’avez ouvert : relisez-le."))


def withdrawal_ends_on(outcome: str, decided_on: date) -> date | None:
    """The last day when an unlawful favourable decision may be withdrawn; None for the others."""
    return add_months(decided_on, MONTHS_TO_WITHDRAW) if outcome in FAVOURABLE else None
