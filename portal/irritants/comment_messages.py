"""What people are told about comments. The text itself stays on the page, where it can be masked."""

from flask_babel import gettext as _

from portal.irritants import messages, names
from portal.irritants.messages import Message
from portal.irritants.models import Irritant
from portal.irritants.words import FlagOutcome
from portal.kernel.text import shorten
from portal.people.models import Person


def known_as(irritant: Irritant, person: Person) -> str:
    """Who this person is in a mail about the irritant: a masked author stays masked for all."""
    return names.mask_of(irritant, person.id) or person.name


def commented(irritant: Irritant, person: Person) -> Message:
    """Followers are told of a new comment."""
    return messages.simple(
        _("Nouveau commentaire : « %(title)s »", title=_title(irritant)),
        _(
            "%(who)s a commenté l’irritant « %(title)s », que vous suivez.",
            who=known_as(irritant, person),
            title=irritant.title,
        ),
    )


def mentioned(irritant: Irritant, person: Person) -> Message:
    """Somebody is told that a comment asks for their attention."""
    return messages.simple(
        _("Un commentaire vous est adressé : « %(title)s »", title=_title(irritant)),
        _(
            "%(who)s vous prévient d’un commentaire sur l’irritant « %(title)s ».",
            who=known_as(irritant, person),
            title=irritant.title,
        ),
    )


def masked(irritant: Irritant, motive: str, *, is_whole: bool) -> Message:
    """The author of a comment is told that it is masked, and why."""
    title = irritant.title
    whole = _("Votre commentaire sur l’irritant « %(title)s » n’est plus lisible.", title=title)
    part = _("Un passage de votre commentaire sur « %(title)s » n’est plus lisible.", title=title)
    return messages.simple(
        _("Votre commentaire est masqué : « %(title)s »", title=_title(irritant)),
        whole if is_whole else part,
        _("Motif : %(motive)s", motive=motive),
        _("Vous pouvez répondre à ce motif, sous votre commentaire."),
    )


def lifted(irritant: Irritant, motive: str) -> Message:
    """The author of a comment is told that it can be read again."""
    return messages.simple(
        _("Votre commentaire est de nouveau lisible : « %(title)s »", title=_title(irritant)),
        _("Motif : %(motive)s", motive=motive),
    )


def answered(irritant: Irritant, person: Person, answer: str) -> Message:
    """Moderators are told what the author of a masked comment answers."""
    return messages.simple(
        _("Réponse à un masquage : « %(title)s »", title=_title(irritant)),
        _("%(who)s répond à votre motif :", who=known_as(irritant, person)),
        answer,
    )


def examined(irritant: Irritant, outcome: FlagOutcome, motive: str) -> Message:
    """Whoever flagged a comment is told what became of it."""
    return messages.simple(
        _("Votre signalement est examiné : « %(title)s »", title=_title(irritant)),
        _("Le commentaire est %(outcome)s.", outcome=outcome.label),
        _("Motif : %(motive)s", motive=motive) if motive else "",
    )


def _title(irritant: Irritant) -> str:
    return shorten(irritant.title, 120)
