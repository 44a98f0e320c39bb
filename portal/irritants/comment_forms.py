"""What people fill in about comments."""

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.irritants.comment_rules import LONGEST, LONGEST_PASSAGE
from portal.irritants.mentioning import Around
from portal.irritants.words import Readers
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import LongText, Pick, Select


def _body(**told) -> LongText:
    return LongText(
        _l("Votre commentaire"), most=LONGEST, ask=_l("Écrivez votre commentaire."), **told
    )


class CommentForm(PageForm):
    """Something to say, to whom, and who is asked to read it."""

    body = _body(id="comment-body")
    readers = Select(_l("Qui le lira ?"), words=Readers, needed=False, default=Readers.AGENTS)
    told = Pick(_l("Prévenir quelqu’un"), needed=False, default="")

    def offer(self, around: list[Around]) -> "CommentForm":
        """Give the people who may be told, and let the first choice be everybody."""
        self.readers.choices = self.readers.choices[1:]
        self.told.choices = [
            ("", _l("Personne en particulier")),
            *((o.key, o.label) for o in around),
        ]
        return self

    def values(self) -> dict[str, Any]:
        """What was said; nothing chosen means all agents, and nobody in particular."""
        told = super().values()
        return told | {"readers": told["readers"] or Readers.AGENTS, "told": told["told"] or ""}


class CorrectionForm(VersionedForm):
    """The same, better said."""

    body = _body()


class FlagForm(PageForm):
    """Why a comment should not stand."""

    reason = LongText(
        _l("Pourquoi ?"),
        most=500,
        ask=_l("Dites pourquoi, par exemple « il nomme une usagère »."),
    )


class AnswerForm(PageForm):
    """Answering the motive of a mask."""

    answer = LongText(_l("Votre réponse"), most=500, ask=_l("Écrivez votre réponse."))


def _motive(where: str) -> LongText:
    return LongText(
        _l("Motif"),
        most=1000,
        id=f"{where}-motive",
        ask=_l("Expliquez le motif : il sera lu."),
    )


class MaskForm(PageForm):
    """Masking a comment, or a passage of it."""

    passage = LongText(_l("Le passage à masquer"), most=LONGEST_PASSAGE, needed=False)
    motive = _motive("mask")


class LiftForm(PageForm):
    """Letting it be read again."""

    # The page gives it an id of its own for each mask.
    motive = _motive("lift")


class KeepForm(PageForm):
    """Letting a flagged comment stand."""

    motive = _motive("keep")
