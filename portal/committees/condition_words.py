"""The life of a condition (réserve), as both sides live it."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class ConditionStep(Word):
    """Where a condition stands; the first two bind alike, and no vote opens before the others."""

    OPEN = "open", _l("à lever")
    HANDED_IN = "handed_in", _l("preuve remise, à relire")
    LIFTED = "lifted", _l("levée")
    WAIVED = "waived", _l("abandonnée par écrit")


class ConditionVerb(Word):
    """What moves a condition."""

    HAND_IN = "hand_in", _l("Dire ce qui est fait")
    REVISE = "revise", _l("Demander de revoir")
    LIFT = "lift", _l("Lever")
    WAIVE = "waive", _l("Abandonner par écrit")
