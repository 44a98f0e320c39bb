"""What a thread of comments shows to each reader: ready words, so that templates lay them out."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.irritants import comment_queries, comment_rules, names
from portal.irritants.comment_models import Comment, Mask
from portal.irritants.commenting import moment_of
from portal.irritants.models import Irritant
from portal.irritants.words import Readers
from portal.policy import Act, Actor, may
from portal.web.forms import ActForm
from portal.web.paging import Pager, asked_page


@dataclass(frozen=True)
class Said:
    """One comment as this reader sees it; `text` is what may be read of it, `whole` all of it.

    `whole` is empty but for its author and its moderators, while something of it is masked.
    """

    ref: str
    # The irritant on which it was said: this one, or one merged into it.
    on: str
    on_title: str
    who: str
    unit: str
    is_author: bool
    readers: Readers
    told: list[str]
    at: datetime
    corrected_at: datetime | None
    text: str
    whole: str
    masks: list[Mask]
    is_withdrawn: bool
    is_mine: bool
    may_correct: bool
    may_flag: bool
    is_flagged: bool
    may_moderate: bool
    form: ActForm

    @property
    def is_for_few(self) -> bool:
        """Whether some who read the irritant do not read it."""
        return self.readers is not Readers.AGENTS

    @property
    def is_masked(self) -> bool:
        """Whether the whole of it is masked."""
        return any(mask.is_whole for mask in self.masks)

    @property
    def correct_until(self) -> datetime:
        """Until when its author may correct it."""
        return self.at + comment_rules.CORRECTION


@dataclass
class ThreadPager(Pager):
    """A page of the thread, whose address is the irritant's whoever answers."""

    path: str = ""

    def url(self, page: int) -> str:
        """The address of another page of the thread."""
        return f"{self.path}?page={page}#comments"


def thread(
    session: Session, actor: Actor, irritant: Irritant, now: datetime, page: int | None = None
) -> ThreadPager:
    """A page of comments: the one asked for in the address, or `page`; 0 is the last."""
    size = comment_rules.TOGETHER
    pager = ThreadPager([], page or asked_page(), 0, size)
    if page == 0:
        pager.total = comment_queries.count(session, actor, irritant)
        pager.page = pager.pages
    pager.path = url_for("irritants.show", ref=irritant.ref)
    comments, pager.total = comment_queries.together(
        session, actor, irritant, size, (pager.page - 1) * size
    )
    flagged = comment_queries.flagged_by(session, actor, [one.id for one in comments])
    pager.rows = [seen(actor, one, now, is_flagged=one.id in flagged) for one in comments]
    return pager


def seen(actor: Actor, comment: Comment, now: datetime, *, is_flagged: bool = False) -> Said:
    """This comment, for this reader."""
    irritant = comment.irritant
    is_mine = comment.person_id == actor.person_id
    may_moderate = may(actor, Act.IRRITANT_MODERATE, comment)
    by_author = comment.person_id == irritant.author_id
    is_withdrawn = comment.withdrawn_at is not None
    masks = [] if is_withdrawn else comment.live_masks
    return Said(
        ref=comment.ref,
        on=irritant.ref,
        on_title=irritant.title,
        who=names.person_name(actor, irritant, comment.person),
        unit=names.person_unit(actor, irritant, comment.person),
        is_author=by_author,
        readers=comment.readers,
        told=[names.person_name(actor, irritant, each.person) for each in comment.mentions],
        at=comment.at,
        corrected_at=comment.corrected_at,
        text=_readable(comment),
        whole=comment.body if masks and (is_mine or may_moderate) else "",
        masks=masks,
        is_withdrawn=is_withdrawn,
        is_mine=is_mine,
        may_correct=is_mine and comment_rules.may_correct(now=now, **moment_of(comment)),
        may_flag=not is_mine and not is_withdrawn and not is_flagged,
        is_flagged=is_flagged,
        may_moderate=may_moderate and not is_withdrawn,
        form=ActForm(formdata=None),
    )


def _readable(comment: Comment) -> str:
    masks = comment.live_masks
    if comment.withdrawn_at is not None or any(mask.is_whole for mask in masks):
        return ""
    mark = _("(passage masqué par l’incubateur)")
    return comment_rules.covered(comment.body, [mask.passage for mask in masks], mark)
