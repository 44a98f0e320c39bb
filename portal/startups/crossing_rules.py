"""When a startup changes course, joins another, or changes incubator. Pure."""

from datetime import date

from flask_babel import gettext as _

from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.periods import add_months
from portal.startups.words import CarryKind, OfferState

ANSWERABLE = frozenset({OfferState.OFFERED})
STILL_WITHDRAWN = frozenset({OfferState.OFFERED, OfferState.AGREED})
MONTHS_AHEAD = 6


def check_course(before: tuple[str, str], after: tuple[str, str]) -> None:
    """Raise Refused unless this (title, mission) says another mission than before."""
    _title, mission = after
    if not text.length(mission):
        raise Refused(_("Écrivez la mission nouvelle : c’est elle qui est votée."), field="mission")
    if mission.strip() == before[1].strip():
        raise Refused(
            _("Cette mission est celle d’aujourd’hui : dites en quoi elle change."), field="mission"
        )


def check_receiver(*, is_live: bool, is_itself: bool, is_leaving: bool) -> None:
    """Raise Refused unless that startup may receive this one: live, another, and staying."""
    if is_itself:
        raise Refused(_("Une startup ne se réunit pas à elle-même."), field="receiver")
    if not is_live:
        raise Refused(
            _("Choisissez une startup encore accompagnée : celle-ci ne l’est plus."),
            field="receiver",
        )
    if is_leaving:
        raise Refused(
            _("Un point propose déjà que celle-ci en rejoigne une autre : choisissez l’autre."),
            field="receiver",
        )


def check_offer(
    kind: CarryKind,
    *,
    carries: bool,
    is_main: bool,
    share: str,
    wanted_on: date | None,
    today: date,
) -> None:
    """Raise Refused unless another incubator may be asked this."""
    if is_main or (carries and kind is CarryKind.TOGETHER):
        raise Refused(_("Cet incubateur la porte déjà."), field="incubator")
    if kind is CarryKind.TOGETHER and not text.length(share):
        raise Refused(_("Dites qui fait quoi : le partage se lit sur la fiche."), field="share")
    if kind is CarryKind.MOVE:
        _check_day(wanted_on, today)


def _check_day(wanted_on: date | None, today: date) -> None:
    if wanted_on is None or not today <= wanted_on <= add_months(today, MONTHS_AHEAD):
        raise Refused(
            _("Choisissez un jour à partir d’aujourd’hui, dans les six mois."), field="wanted_on"
        )


def check_answer(state: OfferState, expires_on: date, today: date) -> None:
    """Raise Refused when the offer has its answer, or its days are over."""
    if state not in ANSWERABLE:
        raise Refused(_("Cette proposition a déjà sa réponse."))
    if today > expires_on:
        raise Refused(_("Cette proposition n’attend plus de réponse : ses jours sont passés."))


def check_withdraw(state: OfferState) -> None:
    """Raise Refused when there is nothing left to withdraw."""
    if state not in STILL_WITHDRAWN:
        raise Refused(_("Cette proposition a déjà sa réponse."))


def check_motive(motive: str) -> None:
    """Raise Refused without a reason that the other will read."""
    if not text.length(motive):
        raise Refused(_("Dites pourquoi : l’autre incubateur le lira."), field="motive")
