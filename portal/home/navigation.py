"""The main navigation: few entries, those of one's roles."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.policy import Act, Actor, may


@dataclass(frozen=True)
class Entry:
    """A link of the navigation."""

    label: str
    href: str
    current: bool


def navigation(actor: Actor, path: str) -> list[Entry]:
    """The entries for this actor, the present one marked."""
    return [Entry(label, href, _is_current(href, path)) for label, href in _entries(actor)]


def _entries(actor: Actor) -> Iterator[tuple[str, str]]:
    if actor.signed_in:
        yield _("Mes tâches"), "/moi/taches"
    else:
        yield _("Accueil"), "/"
    yield _("Irritants"), "/irritants"
    yield _("Appels"), "/appels"
    if may(actor, Act.TRIAGE_VIEW):
        yield _("Tri"), "/tri"
    if may(actor, Act.INVESTIGATION_LIST):
        yield _("Investigations"), "/investigations"
    yield _("Startups"), "/startups"
    if may(actor, Act.COMMITTEE_LIST):
        yield _("Comités"), "/comites"
    yield _("Décisions"), "/decisions"
    if may(actor, Act.USER_LIST):
        yield _("Administration"), "/administration"
    elif may(actor, Act.HOUSES_VIEW):
        yield _("Incubateurs"), "/administration/incubateurs"


def _is_current(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href + "/"))
