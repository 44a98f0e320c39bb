"""When an incubator may be called so, closed, and opened again. Pure."""

from datetime import date

from flask_babel import gettext as _

from portal.kernel import text
from portal.kernel.errors import Refused

MOTIVE_LENGTH = 10
UNNAMED = "(nom retiré)"
"""What an import leaves where an organisation bore the name of a person: nobody can choose it."""


def check_name(*, taken: bool, field: str) -> None:
    """Raise Refused if another one has this very name: two that are called alike are confused."""
    if taken:
        raise Refused(_("Ce nom est déjà pris : précisez-le, ou modifiez l’autre."), field=field)


def check_motive(motive: str) -> None:
    """Raise Refused unless the motive says something."""
    if text.length(motive) < MOTIVE_LENGTH:
        raise Refused(
            _("Expliquez le motif en %(count)s caractères ou plus.", count=MOTIVE_LENGTH),
            field="motive",
        )


def check_close(
    *,
    is_closed: bool,
    closed_on: date,
    today: date,
    motive: str,
    waiting: int,
    has_open_vote: bool,
    leaves: bool,
    has_successor: bool,
) -> None:
    """Raise Refused unless nobody waits for an answer there, and what it leaves goes somewhere."""
    if is_closed:
        raise Refused(_("Cet incubateur est déjà fermé."))
    if waiting:
        raise Refused(
            _(
                "Des irritants y attendent une suite : répondez-leur ou proposez-les à un autre"
                " incubateur, puis fermez."
            )
        )
    if has_open_vote:
        raise Refused(_("Un vote y est ouvert : fermez l’incubateur une fois le vote clos."))
    if closed_on > today:
        raise Refused(
            _("La fermeture prend effet tout de suite : écrivez aujourd’hui ou un jour passé."),
            field="closed_on",
        )
    check_motive(motive)
    if leaves and not has_successor:
        raise Refused(_("Choisissez l’incubateur qui prend le relais."), field="successor")


def check_reopen(*, is_closed: bool, motive: str) -> None:
    """Raise Refused unless it is closed, and one says why it opens again."""
    if not is_closed:
        raise Refused(_("Cet incubateur est ouvert."))
    check_motive(motive)


def check_receives(*, is_closed: bool, field: str | None = None) -> None:
    """Raise Refused if this incubator receives nothing more."""
    if is_closed:
        raise Refused(_("Cet incubateur est fermé : choisissez-en un autre."), field=field)
