"""The quorum of each college, at the opening and at the closing, in words."""

from typing import Any

from flask_babel import gettext as _

from portal.committees.words import College
from portal.kernel.text import plural


def by_college(told: dict[str, list[dict]] | None) -> list[dict[str, Any]]:
    """What was kept of a vote (`Item.college_quorum`), college by college; none where none is asked.

    Plain values, as minutes keep them: `requis` is 0 where a college asks nothing.
    """
    found: dict[str, dict[str, Any]] = {}
    for moment, word in (("opening", "ouverture"), ("closing", "cloture")):
        for one in (told or {}).get(moment, ()):
            line = found.setdefault(one["college"], {"nom": str(College(one["college"]).label)})
            line[word] = {"presents": one["there"], "requis": one["needed"]}
    return list(found.values())


def said(line: dict[str, Any]) -> str:
    """« sponsors : 2 présents à l’ouverture, il en fallait 1 ; 1 bulletin à la clôture, … »."""
    parts = []
    if "ouverture" in line:
        parts.append(_part(line["ouverture"], _opening))
    if "cloture" in line:
        parts.append(_part(line["cloture"], _closing))
    return _("%(name)s : %(parts)s", name=line["nom"], parts=" ; ".join(parts))


def _part(counted: dict[str, int], say) -> str:
    told = say(counted["presents"])
    if not counted["requis"]:
        return _("%(told)s, rien n’était demandé", told=told)
    return _("%(told)s, il en fallait %(least)s", told=told, least=counted["requis"])


def _opening(number: int) -> str:
    return _("%(there)s à l’ouverture", there=plural(number, "présent", "présents"))


def _closing(number: int) -> str:
    return _("%(cast)s à la clôture", cast=plural(number, "bulletin", "bulletins"))
