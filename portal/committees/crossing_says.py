"""A change of course or a merger, said in lines: dossier, minutes, register."""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.committees.crossing_queries import told
from portal.committees.item_models import Item
from portal.committees.words import Direction, Outcome
from portal.startups import crossing
from portal.startups.models import Startup
from portal.startups.words import LIVE_PHASES, Phase
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


def gone(session: Session, item: Item) -> str:
    """Why the merger that was voted can no longer be proclaimed; empty while it can, or joins none.

    The startup that receives may end between the opening of the vote and its proclamation.
    """
    joins = item.direction is Direction.MERGE and item.outcome is Outcome.GO
    found = told(item) if joins and item.phase not in LIVE_PHASES else None
    if found is None or found.receiver is None or crossing.is_live(found.receiver):
        return ""
    return _(
        "%(changed)s : la fusion votée ne peut plus se faire. Annulez ce vote avec un motif ; "
        "le point revient à l’ordre du jour, et l’équipe nommera une autre startup.",
        changed=_changed(session, found.receiver),
    )


def _changed(session: Session, into: Startup) -> str:
    words = {"title": into.title, "on": day_text(into.phase_started_on, "d MMMM y")}
    if into.current_phase is Phase.MERGED:
        merger = crossing.merger_of(session, into.ref)
        other = merger.into.title if merger else _("une autre startup")
        return _("%(title)s a rejoint %(other)s le %(on)s", other=other, **words)
    if into.current_phase in LIVE_PHASES:
        since = into.safeguard_since or into.safeguard_until
        words["on"] = day_text(since, "d MMMM y")
        return _("%(title)s est en sauvegarde et cherche un repreneur depuis le %(on)s", **words)
    state = into.current_phase.label
    return _("%(title)s n’est plus accompagnée depuis le %(on)s (%(state)s)", state=state, **words)


def _said(title: str, mission: str) -> str:
    return _("%(title)s : %(mission)s", title=title, mission=mission)


def _on(one) -> str:
    on = day_text(one.at, "d MMMM y")
    return on if one.agrees else _("pas d’accord, le %(on)s", on=on)
