"""The verbs of irritants, for pages, commands and higher capabilities."""

from portal.irritants.charging import colleagues, entrust, release, take
from portal.irritants.coauthoring import (
    accept as take_part,
    decline as take_no_part,
    invite,
    leave,
    remove as part,
)
from portal.irritants.commenting import answer_mask, comment, correct, withdraw as withdraw_comment
from portal.irritants.deciding import (
    ask_completion,
    decline,
    orient,
    park,
    publish,
    qualify,
    reopen,
    select,
    unmask,
)
from portal.irritants.discarding import discard_draft
from portal.irritants.drafting import (
    complete,
    consent,
    save_draft,
    submit,
    submit_held,
    withdraw,
)
from portal.irritants.following import follow, unfollow
from portal.irritants.joining import join
from portal.irritants.merging import merge, unmerge
from portal.irritants.moderating import flag, keep, lift, mask
from portal.irritants.outcomes import begin_investigation, conclude, leave_investigation
from portal.irritants.queries import audience
from portal.irritants.reviewing import ask as ask_review, reopen as review_reopen, uphold
from portal.irritants.splitting import split
from portal.irritants.supporting import support, unsupport
from portal.irritants.transferring import accept_redirect, lapse, redirect, refuse_redirect

__all__ = [
    "accept_redirect",
    "answer_mask",
    "ask_completion",
    "ask_review",
    "audience",
    "begin_investigation",
    "colleagues",
    "comment",
    "complete",
    "conclude",
    "consent",
    "correct",
    "decline",
    "discard_draft",
    "entrust",
    "flag",
    "follow",
    "invite",
    "join",
    "keep",
    "lapse",
    "leave",
    "leave_investigation",
    "lift",
    "mask",
    "merge",
    "orient",
    "park",
    "part",
    "publish",
    "qualify",
    "redirect",
    "refuse_redirect",
    "release",
    "reopen",
    "review_reopen",
    "save_draft",
    "select",
    "split",
    "submit",
    "submit_held",
    "support",
    "take",
    "take_no_part",
    "take_part",
    "unfollow",
    "unmask",
    "unmerge",
    "unsupport",
    "uphold",
    "withdraw",
    "withdraw_comment",
]
