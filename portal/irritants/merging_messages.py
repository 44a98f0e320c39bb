"""What is told of a merge and of its undoing: the same text in the preview and in the mail."""

from datetime import date

from flask_babel import gettext as _

from portal.irritants.messages import Message, day, simple, who_answers
from portal.irritants.models import Irritant
from portal.kernel.text import shorten


def merged(irritant: Irritant, head: Irritant, note: str, due_on: date | None) -> Message:
    """The author, supporters and followers of the one that leaves are told where it goes."""
    return simple(
        _("« %(title)s » est réuni à un autre irritant", title=shorten(irritant.title, 120)),
        _(
            "L’irritant « %(title)s » dit le même problème que « %(head)s » (%(ref)s). Ils sont"
            " maintenant suivis ensemble, par %(who)s : votre voix y compte, une fois, et vous"
            " recevrez chaque réponse.",
            title=irritant.title,
            head=head.title,
            ref=head.ref,
            who=who_answers(head),
        ),
        note,
        _("Réponse attendue le %(day)s au plus tard.", day=day(due_on)) if due_on else "",
        _("Le texte et les commentaires restent lisibles. La réunion peut être défaite."),
    )


def gathered(irritant: Irritant, head: Irritant) -> Message:
    """The author and the followers of the one that stays are told who joins them."""
    return simple(
        _("Un irritant rejoint « %(title)s »", title=shorten(head.title, 120)),
        _(
            "L’irritant « %(title)s » (%(ref)s) dit le même problème que « %(head)s ». Ils sont"
            " maintenant suivis ensemble : ceux qui le rencontrent comptent avec vous.",
            title=irritant.title,
            ref=irritant.ref,
            head=head.title,
        ),
    )


def separated(irritant: Irritant, head: Irritant, motive: str, due_on: date | None) -> Message:
    """Both sides are told that they stand apart again, and why."""
    return simple(
        _("« %(title)s » est de nouveau suivi à part", title=shorten(irritant.title, 120)),
        _(
            "L’irritant « %(title)s » avait été réuni à « %(head)s ». Il reprend son cours, avec"
            " ses soutiens et ses commentaires.",
            title=irritant.title,
            head=head.title,
        ),
        motive,
        _("Réponse attendue le %(day)s au plus tard.", day=day(due_on)) if due_on else "",
    )
