"""A change of course or a merger, said in lines: dossier, minutes, register."""

from flask_babel import gettext as _

from portal.committees.crossing_queries import told
from portal.committees.item_models import Item
from portal.committees.words import Direction
from portal.web.filters import day_text


def frozen(item: Item) -> dict:
    """What enters the fingerprint of the dossier; nothing for the other directions."""
    found = told(item)
    if found is None:
        return {}
    if item.direction is Direction.PIVOT:
        return {"cap": course(item) | {"garde": found.kept}}
    into = found.receiver
    named = {"vers": found.receiver_ref, "titre": into.title if into else ""}
    return {"fusion": named | {"reste": found.leftover}}


def sealed(item: Item) -> dict:
    """What enters the register: no prose about money."""
    found = told(item)
    if found is None:
        return {}
    if item.direction is Direction.PIVOT:
        return {"cap": course(item)}
    return {"fusion": {"vers": found.receiver_ref}}


def course(item: Item) -> dict:
    """Before and after, name and mission."""
    found = item.crossing
    # Kept as they were once the dossier is frozen, an empty mission too; until then, as they are.
    is_kept = bool(found.title_before)
    title = found.title_before if is_kept else item.startup.title
    return {
        "titre_avant": title,
        "mission_avant": found.mission_before if is_kept else item.startup.mission,
        "titre": found.title or title,
        "mission": found.mission,
    }


def lines(item: Item) -> list[dict]:
    """What the minutes say of it, in order; names of who agreed stay in the dossier."""
    found = told(item)
    if found is None:
        return []
    if item.direction is Direction.PIVOT:
        pairs = [
            (_("Avant"), _said(found.title_before, found.mission_before)),
            (_("Après"), _said(found.title or found.title_before, found.mission)),
            (_("Gardé, abandonné"), found.kept),
        ]
    else:
        pairs = [(_("Rejoint"), found.receiver.title if found.receiver else "")]
        pairs += [(_("Accord : %(side)s", side=one.side.label), _on(one)) for one in found.answers]
    return [{"quoi": what, "texte": words} for what, words in pairs if words]


def _said(title: str, mission: str) -> str:
    return _("%(title)s : %(mission)s", title=title, mission=mission)


def _on(one) -> str:
    on = day_text(one.at, "d MMMM y")
    return on if one.agrees else _("pas d’accord, le %(on)s", on=on)
