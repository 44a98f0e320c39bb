"""What people are told, in the groups among which they choose, and how fast mails follow."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class Pace(Word):
    """How fast a mail follows. The line in the inbox is written in every case."""

    NOW = "now", _l("tout de suite")
    DAILY = "daily", _l("un résumé par jour")
    WEEKLY = "weekly", _l("un résumé par semaine")
    NONE = "none", _l("aucun courrier")


class Group(Word):
    """What one may choose about, as one choice."""

    MINE = "mine", _l("Mes irritants et ceux que je suis")
    TRIAGE = "triage", _l("Le tri")
    WORK = "work", _l("Investigations et startups")
    COMMITTEES = "committees", _l("Comités et votes")
    ACCOUNT = "account", _l("Mon compte et mes rôles")


# The kind of a notice, up to its first dot: `irritant.declined` is of the group of `irritant`.
_GROUPS = {
    "irritant": Group.MINE,
    "triage": Group.TRIAGE,
    "call": Group.MINE,
    "jury": Group.WORK,
    "team": Group.WORK,
    "grant_recorded": Group.WORK,
    "agreement_ends": Group.WORK,
    "funding": Group.WORK,
    "takeover": Group.WORK,
    "safeguard": Group.WORK,
    "lesson": Group.WORK,
    "term_reminder": Group.WORK,
    "term_overdue": Group.WORK,
    "term_extended": Group.WORK,
    "health_check": Group.WORK,
    "decision": Group.COMMITTEES,
    "item_undecided": Group.COMMITTEES,
    "committee": Group.COMMITTEES,
    "sitting_convened": Group.COMMITTEES,
    "sitting_cancelled": Group.COMMITTEES,
    "vote": Group.COMMITTEES,
    "minutes": Group.COMMITTEES,
    "role": Group.ACCOUNT,
}


# What a link in a mail may stop. What is said of one's account and roles is not a matter of choice
# for whoever holds a mail.
STOPPABLE = (Group.MINE, Group.TRIAGE, Group.WORK, Group.COMMITTEES)
# The sort of mails that are digests, of whatever groups.
DIGEST = "digest"
IN_DIGESTS = (Pace.DAILY, Pace.WEEKLY)


def stop_sort(kind: str) -> str | None:
    """The sort of mails that the mail of this kind lets one stop, if any."""
    group = group_of(kind)
    return group.value if group in STOPPABLE else None


def sort_label(sort: str) -> str | None:
    """How a sort is called; None for one that nothing stops."""
    if sort == DIGEST:
        return str(_l("Les résumés"))
    return next((str(one.label) for one in STOPPABLE if one.value == sort), None)


def group_of(kind: str) -> Group | None:
    """The group of a kind of notice; None, whose mails leave at once, for one nobody placed."""
    return _GROUPS.get(kind.partition(".")[0])
