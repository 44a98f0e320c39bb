"""How a mail is written: a greeting, paragraphs, and where to choose what one receives."""

from flask import current_app
from flask_babel import gettext as _

from portal.kernel.text import plain_name

PREFERENCES = "/moi/preferences"


def address(path: str) -> str:
    """The whole address of a page of the portal."""
    return current_app.extensions["portal.settings"].base_url + path


def letter(name: str, *paragraphs: str) -> str:
    """The text of a mail to this person, in the language in force; empty paragraphs are left out."""
    known = plain_name(name)
    greeting = _("Bonjour %(name)s,", name=known) if known else _("Bonjour,")
    ending = _("Ce message est envoyé par le portail ; n’y répondez pas.")
    choice = _("Choisir les messages que vous recevez : %(link)s", link=address(PREFERENCES))
    parts = (greeting, *(part for part in paragraphs if part), f"{ending}\n{choice}")
    return "\n\n".join(parts)
