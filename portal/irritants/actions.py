"""The verbs of irritants, for pages, commands and higher capabilities."""

from portal.irritants.commenting import answer_mask, comment, correct, withdraw as withdraw_comment
from portal.irritants.deciding import (
    ask_completion,
    decline,
    orient,
    park,
    publish,
    qualify,
    release,
    reopen,
    select,
    take,
    unmask,
)
from portal.irritants.drafting import (
    complete,
    consent,
    discard_draft,
    save_draft,
    submit,
    submit_held,
    withdraw,
)
from portal.irritants.following import follow, unfollow
from portal.irritants.joining import join
from portal.irritants.moderating import flag, keep, lift, mask
from portal.irritants.outcomes import begin_investigation, conclude, leave_investigation
from portal.irritants.queries import audience
from portal.irritants.supporting import support, unsupport
from portal.irritants.transferring import accept_redirect, lapse, redirect, refuse_redirect

__all__ = [
    "accept_redirect",
    "answer_mask",
    "ask_completion",
    "audience",
    "begin_investigation",
    "comment",
    "complete",
    "conclude",
    "consent",
    "correct",
    "decline",
    "discard_draft",
    "flag",
    "follow",
    "join",
    "keep",
    "lapse",
    "leave_investigation",
    "lift",
    "mask",
    "orient",
    "park",
    "publish",
    "qualify",
    "redirect",
    "refuse_redirect",
    "release",
    "reopen",
    "save_draft",
    "select",
    "submit",
    "submit_held",
    "support",
    "take",
    "unfollow",
    "unmask",
    "unsupport",
    "withdraw",
    "withdraw_comment",
]
