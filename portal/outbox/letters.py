"""How a mail is written: a greeting, paragraphs, and where to choose what one receives."""

from flask import current_app
from flask_babel import gettext as _

from portal.kernel.text import plain_name
from portal.outbox.stopping import MARK

PREFERENCES = "/moi/preferences"


def address(path: str) -> str:
    """The whole address of a page of the portal."""
    return current_app.extensions["portal.settings"].base_url + path


def letter(name: str, *paragraphs: str, can_stop: bool = False) -> str:
    """The text of a mail to this person, in the language in force; empty paragraphs are left out.

    `can_stop`: it has a `stop_key`, and says how to have no more of them.
    """
    known = plain_name(name)
    greeting = _("Bonjour %(name)s,", name=known) if known else _("Bonjour,")
    ending = _("Ce message est envoyé par le portail ; n’y répondez pas.")
    choice = _("Choisir les messages que vous recevez : %(link)s", link=address(PREFERENCES))
    stop = _("Ne plus recevoir ces courriers : %(link)s", link=MARK)
    ends = [ending, choice, stop] if can_stop else [ending, choice]
    parts = (greeting, *(part for part in paragraphs if part), "\n".join(ends))
    return "\n\n".join(parts)
