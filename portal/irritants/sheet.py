"""The page of one irritant: whoever answers for a part of it shows the whole again."""

from flask import Response

from portal.extensions import db
from portal.irritants import (
    comment_rules,
    comment_views,
    family,
    filing,
    gestures,
    history,
    mentioning,
    names,
    queries,
    review_queries,
    rules,
    shown,
    splitting,
    support_queries,
    triage,
)
from portal.irritants.comment_forms import CommentForm
from portal.irritants.forms import SupportForm, WithdrawForm
from portal.irritants.models import Irritant
from portal.irritants.rules import IRRITANT, accepts_support
from portal.irritants.words import IrritantState as State, IrritantVerb as Verb
from portal.journal import queries as journal
from portal.kernel.errors import Missing
from portal.kernel.periods import paris_day
from portal.policy import Act, may, writes
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.respond import page

COMMENTS = "irritants/_comments.html"


def find(ref: str) -> Irritant:
    """The irritant, for whoever may see it."""
    irritant = queries.by_ref(db.session(), ref)
    if not may(actor(), Act.IRRITANT_VIEW, irritant):
        raise Missing
    return irritant


def sheet_page(thing: Irritant, *, fragment: str, status: int = 200, **values) -> Response:
    """The page, or the fragment of it that htmx asked for; `values` win over what it shows."""
    shown_now = sheet(thing) | values
    return page("irritants/show.html", fragment=fragment, status=status, **shown_now)


def sheet(irritant: Irritant) -> dict:
    """What the page shows."""
    session = db.session()
    me = actor()
    is_author = me.person_id is not None and me.person_id == irritant.author_id
    is_writer = writes(me, irritant)
    told = journal.of(session, irritant.ref)
    return (
        supports(irritant)
        | follows(irritant)
        | comments(irritant)
        | filing.shown(irritant)
        | reviews(irritant)
        | {
            "shown": shown,
            "is_author": is_author,
            "is_writer": is_writer,
            "author": names.tellers(me, irritant),
            "author_unit": names.author_unit(me, irritant),
            "idea": irritant.solution_idea if shown.may_read_idea(me, irritant) else "",
            "lines": history.history(session, me, irritant, told),
            "relatives": splitting.relatives(session, me, irritant, told),
            "steps": shown.thread(irritant, history.reached(told)),
            "answer_title": history.answer_title(irritant, told),
            "may_complete": is_writer and IRRITANT.can(irritant.state, Verb.COMPLETE),
            "may_withdraw": is_author and IRRITANT.can(irritant.state, Verb.WITHDRAW),
            "may_triage": triage.may_open(me, irritant) and not is_writer,
            "may_answer": bool(gestures.offered(me, irritant))
            and not is_writer
            and not irritant.head,
            "may_investigate": shown.leads_on(me, irritant),
            "withdraw": WithdrawForm(formdata=None),
            "blank": ActForm(formdata=None),
        }
    )


def reviews(irritant: Irritant) -> dict:
    """What an author whose irritant is declined may still ask, or has asked."""
    is_mine = may(actor(), Act.REVIEW_ASK, irritant) and irritant.state is State.DECLINED
    review = review_queries.of(db.session(), irritant) if is_mine else None
    answered_on = paris_day(irritant.answered_at) if is_mine and irritant.answered_at else None
    is_time = answered_on is not None and rules.may_appeal(answered_on, today())
    return {
        "review": review,
        "may_ask_review": is_mine and review is None and is_time,
        "appeal_until": rules.appeal_until(answered_on) if answered_on else None,
    }


def supports(irritant: Irritant, form: SupportForm | None = None) -> dict:
    """« Moi aussi »: what those who say it tell, and whether this reader may."""
    session, me = db.session(), actor()
    inside = may(me, Act.SUPPORT_VIEW, irritant)
    may_support = may(me, Act.IRRITANT_SUPPORT, irritant)
    mine, contexts = support_queries.said(session, irritant, me) if inside else (None, [])
    return merges(irritant) | {
        "irritant": irritant,
        "may_support": may_support and accepts_support(irritant.state),
        "mine": mine,
        "tally": support_queries.tally(session, irritant) if inside else None,
        "contexts": contexts,
        "support": form or SupportForm(formdata=None, obj=mine),
        "me_too": ActForm(formdata=None),
    }


def merges(irritant: Irritant) -> dict:
    """Where it was merged, and what was merged into it, as far as this reader may read them."""
    me, head = actor(), irritant.head
    every = [] if irritant.is_head is False else family.gathered(db.session(), irritant)
    gathered = [one for one in every if may(me, Act.IRRITANT_VIEW, one)]
    return {
        "head": head if head and may(me, Act.IRRITANT_VIEW, head) else None,
        "gathered": gathered,
        "told_mine": [one for one in gathered if me.signed_in and one.author_id == me.person_id],
    }


def follows(irritant: Irritant) -> dict:
    """Whether this reader follows it, or may."""
    may_follow = may(actor(), Act.IRRITANT_FOLLOW, irritant)
    return {
        "irritant": irritant,
        "may_follow": may_follow,
        "is_author": actor().person_id == irritant.author_id,
        "is_followed": may_follow and queries.is_followed(db.session(), irritant, actor()),
        "follow": ActForm(formdata=None),
    }


def comments(
    irritant: Irritant, form: CommentForm | None = None, *, shown_page: int | None = None
) -> dict:
    """The thread, and whether this reader may add to it."""
    if not may(actor(), Act.COMMENT_VIEW, irritant):
        return {"irritant": irritant, "thread": None}
    is_open = comment_rules.accepts_comments(irritant.state)
    may_comment = is_open and may(actor(), Act.COMMENT_WRITE, irritant)
    return {
        "irritant": irritant,
        "thread": comment_views.thread(db.session(), actor(), irritant, now(), shown_page),
        "may_comment": may_comment,
        "comments_closed": not is_open,
        "comment": form or (_blank_comment(irritant) if may_comment else None),
    }


def _blank_comment(irritant: Irritant) -> CommentForm:
    around = mentioning.around(db.session(), actor(), irritant, today())
    return CommentForm(formdata=None).offer(around)
