"""When a seat is given, and when its days may change. Pure."""

from collections.abc import Callable, Iterable
from datetime import date

from flask_babel import gettext as _

from portal.kernel.errors import Refused
from portal.people.rules import in_force
from portal.policy import Role

# From a first day to the first day without; None when no end is known.
Span = tuple[date, date | None]


def check_place(holder: str | None) -> None:
    """Raise Refused if somebody holds this place, which is for one alone."""
    if holder is not None:
        raise Refused(
            _("%(name)s tient déjà cette place : mettez d’abord fin à son mandat.", name=holder),
            field="role",
        )


def check_principal(role: str, *, is_substitute: bool) -> None:
    """Raise Refused unless this seat may have a substitute.

    The chair has the deputy (design, section 3), the secretary keeps no seat, a substitute is one.
    """
    if role != Role.SEAT or is_substitute:
        raise Refused(_("Seul le siège d’un membre a une suppléance."))


def check_within(span: Span, seat: Span) -> None:
    """Raise Refused unless these days are among those of the seat."""
    if span[0] < seat[0] or (seat[1] is not None and span[0] >= seat[1]):
        raise Refused(_("Choisissez un jour où ce siège est tenu."), field="starts_on")
    if seat[1] is not None and (span[1] is None or span[1] > seat[1]):
        raise Refused(_("La suppléance prend fin au plus tard avec le siège."), field="ends_on")


def check_first_substitute(named: str | None) -> None:
    """Raise Refused if somebody stands for this seat already."""
    if named is not None:
        raise Refused(
            _("%(name)s est déjà en suppléance de ce siège : mettez-y d’abord fin.", name=named),
            field="email",
        )


def check_not_seated(*, is_seated: bool) -> None:
    """Raise Refused where one person would sit twice in a committee: for oneself, or for another."""
    if is_seated:
        raise Refused(
            _("Cette personne siège déjà dans ce comité à ces dates, pour elle ou pour une autre."),
            field="email",
        )


def check_college(*, votes: bool, has_open_vote: bool, before: str, was: str, after: str) -> None:
    """Raise Refused unless a voting seat changes of college between two votes, knowingly."""
    if not votes:
        raise Refused(_("Seul un siège à voix délibérative compte dans un collège."))
    if has_open_vote:
        raise Refused(
            _("Un vote est ouvert dans ce comité : les collèges changent une fois le vote clos.")
        )
    if before != was:
        raise Refused(_("Ce collège vient de changer : revenez au comité et relisez-le."))
    if before == after:
        raise Refused(_("Choisissez un autre collège."), field="college")


def check_seat_days(
    before: Span, after: Span, held_on: Iterable[date], say: Callable[[date], str]
) -> None:
    """Raise Refused if a seat would come or go on a day when a sitting was held to its end."""
    changed = [day for day in held_on if in_force(*before, day) != in_force(*after, day)]
    if changed:
        field = "starts_on" if before[0] != after[0] else "ends_on"
        raise Refused(
            _(
                "La séance du %(day)s s’est tenue avec ces sièges : qui y siégeait ne change plus.",
                day=say(max(changed)),
            ),
            field=field,
        )
