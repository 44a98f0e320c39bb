"""The page of one irritant: whoever answers for a part of it shows the whole again."""

from flask import Response

from portal.extensions import db
from portal.irritants import (
    comment_rules,
    comment_views,
    family,
    gestures,
    history,
    names,
    queries,
    shown,
    splitting,
    triage,
)
from portal.irritants.comment_forms import CommentForm
from portal.irritants.forms import SupportForm, WithdrawForm
from portal.irritants.models import Irritant
from portal.irritants.rules import IRRITANT, accepts_support
from portal.irritants.words import IrritantVerb as Verb
from portal.journal import queries as journal
from portal.kernel.errors import Missing
from portal.policy import Act, may
from portal.web.context import actor, now
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
    told = journal.of(session, irritant.ref)
    return (
        supports(irritant)
        | follows(irritant)
        | comments(irritant)
        | {
            "shown": shown,
            "is_author": is_author,
            "author": names.author_name(me, irritant),
            "author_unit": names.author_unit(me, irritant),
            "idea": irritant.solution_idea if shown.may_read_idea(me, irritant) else "",
            "lines": history.history(session, me, irritant, told),
            "relatives": splitting.relatives(session, me, irritant, told),
            "steps": shown.thread(irritant, history.reached(told)),
            "answer_title": history.answer_title(irritant, told),
            "may_complete": is_author and IRRITANT.can(irritant.state, Verb.COMPLETE),
            "may_withdraw": is_author and IRRITANT.can(irritant.state, Verb.WITHDRAW),
            "may_triage": triage.may_open(me, irritant) and not is_author,
            "may_answer": bool(gestures.offered(me, irritant))
            and not is_author
            and not irritant.head,
            "may_investigate": shown.leads_on(me, irritant),
            "withdraw": WithdrawForm(formdata=None),
            "blank": ActForm(formdata=None),
        }
    )


def supports(irritant: Irritant, form: SupportForm | None = None) -> dict:
    """« Moi aussi »: who says it, and whether this reader may."""
    session, inside = db.session(), actor().signed_in
    may_support = may(actor(), Act.IRRITANT_SUPPORT, irritant)
    mine, contexts = queries.said(session, irritant, actor()) if inside else (None, [])
    return merges(irritant) | {
        "irritant": irritant,
        "may_support": may_support and accepts_support(irritant.state),
        "mine": mine,
        "units": queries.supporting_units(session, irritant) if inside else [],
        "contexts": contexts,
        "support": form
        or SupportForm(formdata=None, data={"context": mine.context if mine else ""}),
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
    return {
        "irritant": irritant,
        "thread": comment_views.thread(db.session(), actor(), irritant, now(), shown_page),
        "may_comment": is_open and may(actor(), Act.COMMENT_WRITE, irritant),
        "comments_closed": not is_open,
        "comment": form or CommentForm(formdata=None),
    }
