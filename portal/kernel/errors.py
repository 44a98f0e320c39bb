"""What an action may raise on purpose. Anything else that rises is a bug."""


class Refused(Exception):
    """A rule says no, now. The message is a French sentence for the person.

    `field` names the form field that the sentence belongs beside, if any.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.field = field


class TooMany(Refused):
    """Too often in too little time: answered 429; `seconds` tells how long to wait."""

    def __init__(self, sentence: str, *, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class Forbidden(Exception):
    """The person may see the thing but not do this to it: answered 403."""


class Missing(Exception):
    """Absent, or not to be seen by this person: answered 404, without telling which."""


class Stale(Exception):
    """Somebody saved the thing since the form was shown: answered 409 with both texts."""

    def __init__(self, thing: object) -> None:
        super().__init__("stale")
        self.thing = thing


class Unavailable(Exception):
    """The disk refuses what writing needs: answered 503, nothing was stored."""
