"""The least that a vote needs to be said of a proposal."""

from sqlalchemy.orm import Session

from portal.committees.item_models import Item


def say(session: Session, *items: Item) -> None:
    """Write it on these items, where nobody wrote it before the freeze."""
    for item in items:
        if item.dossier.frozen_at is None:
            item.dossier.request = item.dossier.request or "Poursuivre."
            item.is_amount_said = True
    session.flush()
