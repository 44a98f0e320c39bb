"""Lives of a mail that waits."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class MailState(StrEnum):
    """`dead`: tried ten times; an administrator is shown it, without its body."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"

    @property
    def label(self) -> str:
        return {"waiting": _l("en attente"), "sent": _l("envoyé"), "dead": _l("en souffrance")}[
            self
        ]
