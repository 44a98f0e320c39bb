"""Adding what bears a name of its own."""

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.irritants.desk_models import Label, SavedView, Template
from portal.kernel.errors import Refused


def add(session: Session, made: Label | SavedView | Template) -> None:
    """Add it. Raises Refused when its name was taken at that very moment."""
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Refused(_("Ce nom est déjà pris : choisissez-en un autre."), field="name") from None
