"""What may be set, and within which bounds. Pure."""

from dataclasses import asdict, dataclass, fields

from flask_babel import gettext as _

from portal.kernel import text
from portal.kernel.errors import Refused

MOTIVE_LENGTH = 10
MOST_REMINDERS = 6
BOUNDS = {
    "answer_days": (5, 180),
    "vote_minutes": (1, 20160),
    "notice_days": (1, 60),
    "safeguard_months": (1, 12),
    "digest_hour": (0, 23),
    "transfer_days": (5, 60),
    "freeze_days": (1, 30),
    "window_days": (14, 180),
}


@dataclass(frozen=True, slots=True)
class Values:
    """The settings in force. The defaults are those of the programme's handbook.

    `answer_days`: to answer an irritant; `reminder_days`: before a term, the farthest first;
    `vote_minutes`: offered to a new committee; `notice_days`: between convening and sitting;
    `safeguard_months`: for a startup stopped for want of money or sponsor;
    `digest_hour`: from when the day's digest is written, in Paris; `transfer_days`: for another
    incubator to accept an irritant; `freeze_days`: between a dossier's freeze and its sitting;
    `window_days`: before a term, from when it is « bientôt » and enters an agenda.
    """

    answer_days: int = 30
    reminder_days: tuple[int, ...] = (60, 45, 30, 7)
    vote_minutes: int = 20
    notice_days: int = 7
    safeguard_months: int = 3
    digest_hour: int = 8
    transfer_days: int = 15
    freeze_days: int = 7
    window_days: int = 60

    def stored(self) -> dict:
        """As the database keeps them."""
        return asdict(self) | {"reminder_days": list(self.reminder_days)}

    @classmethod
    def read(cls, stored: dict) -> "Values":
        """From what the database keeps; a setting that it does not know yet has its default."""
        known = {field.name: stored[field.name] for field in fields(cls) if field.name in stored}
        if "reminder_days" in known:
            known["reminder_days"] = tuple(known["reminder_days"])
        return cls(**known)


DEFAULTS = Values()
NAMES = tuple(field.name for field in fields(Values))


def read_days(written: str) -> tuple[int, ...]:
    """« 60, 45, 30, 7 » as numbers, the farthest first. Raises Refused."""
    parts = written.replace(";", ",").split(",")
    told = [part.strip() for part in parts if part.strip()]
    if not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in told):
        raise Refused(
            _("Écrivez des nombres de jours, par exemple 60, 45, 30, 7."), field="reminder_days"
        )
    return tuple(sorted({int(part) for part in told}, reverse=True))


def check(values: Values) -> None:
    """Raise Refused, naming the field, for a value out of its bounds."""
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(values, name) <= most:
            raise Refused(
                _("Écrivez un nombre entre %(least)s et %(most)s.", least=least, most=most),
                field=name,
            )
    _check_reminders(values.reminder_days, values.window_days)


def _check_reminders(days: tuple[int, ...], window_days: int) -> None:
    # Before that window nothing is watched, so nothing would be told.
    if not 1 <= len(days) <= MOST_REMINDERS or not all(1 <= n <= window_days for n in days):
        raise Refused(
            _(
                "Écrivez de un à %(count)s nombres de jours, chacun entre 1 et %(most)s.",
                count=MOST_REMINDERS,
                most=window_days,
            ),
            field="reminder_days",
        )


def check_change(before: Values, after: Values, motive: str) -> None:
    """Raise Refused unless something changes, within bounds, with a motive."""
    check(after)
    if before == after:
        raise Refused(_("Rien n’a changé : aucun réglage n’est enregistré."))
    if text.length(motive) < MOTIVE_LENGTH:
        raise Refused(
            _("Expliquez le motif en %(count)s caractères ou plus.", count=MOTIVE_LENGTH),
            field="motive",
        )


def changes(before: Values, after: Values) -> list[tuple[str, object, object]]:
    """Names of the settings that differ, with both values."""
    both = [(name, getattr(before, name), getattr(after, name)) for name in NAMES]
    return [(name, was, now) for name, was, now in both if was != now]
