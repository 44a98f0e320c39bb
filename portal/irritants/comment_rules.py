"""When a comment may be written, corrected, withdrawn, masked or flagged. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import gettext as _

from portal.irritants.rules import accepts_support
from portal.irritants.words import IrritantState
from portal.kernel import text
from portal.kernel.errors import Refused

LONGEST = 2000
LONGEST_PASSAGE = 500
CORRECTION = timedelta(minutes=15)
# How many are shown together.
TOGETHER = 50


def accepts_comments(state: str) -> bool:
    """Whether comments are open: deposited, and no end reached."""
    # What is kept for later is still counted, and no longer discussed.
    return accepts_support(state) and state != IrritantState.PARKED


def check_open(state: str) -> None:
    """Raise Refused once the irritant reached an end."""
    if not accepts_comments(state):
        raise Refused(_("Cet irritant a reçu sa réponse : les commentaires sont clos."))


def check_body(body: str) -> None:
    """Raise Refused unless something is said, in 2000 signs at most."""
    if not text.length(body):
        raise Refused(_("Écrivez votre commentaire."), field="body")
    if len(body) > LONGEST:
        raise Refused(
            _("Raccourcissez votre commentaire : %(count)s signes au plus.", count=LONGEST),
            field="body",
        )


def may_correct(
    *, state: str, at: datetime, is_withdrawn: bool, is_masked: bool, now: datetime
) -> bool:
    """Whether its author may still correct it: fifteen minutes, unless something happened."""
    untouched = not is_withdrawn and not is_masked and accepts_comments(state)
    return untouched and now < at + CORRECTION


def check_correction(
    *, state: str, at: datetime, is_withdrawn: bool, is_masked: bool, now: datetime
) -> None:
    """Raise Refused unless the comment may still be corrected."""
    check_open(state)
    if is_withdrawn:
        raise Refused(_("Ce commentaire est retiré : il ne se corrige plus."))
    if is_masked:
        raise Refused(_("L’incubateur a masqué ce commentaire : répondez plutôt à son motif."))
    if now >= at + CORRECTION:
        raise Refused(
            _("Un commentaire se corrige pendant quinze minutes. Retirez-le, ou ajoutez-en un.")
        )


def check_withdrawal(*, is_withdrawn: bool) -> None:
    """Raise Refused if it is withdrawn already."""
    if is_withdrawn:
        raise Refused(_("Ce commentaire est déjà retiré."))


def check_flag(*, is_own: bool, is_withdrawn: bool) -> None:
    """Raise Refused for one's own comment, or one that is gone."""
    if is_own:
        raise Refused(_("C’est votre commentaire : vous pouvez le retirer."))
    if is_withdrawn:
        raise Refused(_("Son auteur a retiré ce commentaire."))


def check_mask(body: str, passage: str, *, is_withdrawn: bool) -> None:
    """Raise Refused unless the passage stands in the comment (none: the whole of it)."""
    if is_withdrawn:
        raise Refused(_("Son auteur a retiré ce commentaire."))
    if passage and not _pattern(passage).search(body):
        raise Refused(
            _("Ce passage ne se trouve pas dans le commentaire : recopiez-le tel quel."),
            field="passage",
        )


def covered(body: str, passages: Iterable[str], mark: str) -> str:
    """The text with `mark` in place of these passages, the longest first."""
    for passage in sorted(passages, key=len, reverse=True):
        body = _pattern(passage).sub(lambda _found: mark, body)
    return body


def _pattern(passage: str) -> re.Pattern[str]:
    # Line breaks and runs of spaces are not what one copies from a screen.
    return re.compile(r"\s+".join(re.escape(word) for word in passage.split()), re.IGNORECASE)
