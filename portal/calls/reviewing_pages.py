"""Reading the files of a call, and saying what one thinks of each."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.calls import actions, entry_queries, figures, queries, reviewing
from portal.calls.blueprint import bp, find, frame, required
from portal.calls.entry_models import Entry
from portal.calls.forms import ChosenForm, PitchReviewForm, ReviewForm
from portal.calls.models import Call
from portal.calls.rules import ENTRY
from portal.calls.words import Criterion, EntryState, EntryVerb, Part, Stage, Verdict
from portal.extensions import db
from portal.irritants import names, shown
from portal.irritants.words import IrritantState
from portal.kernel.errors import Refused, Stale
from portal.policy import Act, may, require, writes
from portal.web import conflict
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/appels/<ref:ref>/dossiers")
@allow(Act.CALL_ENTRY_VIEW)
def entries(ref: str) -> Response:
    """Which files are there, and what are they worth?"""
    return entries_page(required(ref, Act.CALL_ENTRY_VIEW))


def entries_page(call: Call, form: ChosenForm | None = None, status: int = 200) -> Response:
    """The files of a call: the whole in its ranking, or those of one step of the funnel."""
    session, me = db.session(), actor()
    stage = _stage()
    may_manage = may(me, Act.CALL_MANAGE, call)
    is_ranking = stage is None and may_manage
    query = entry_queries.at_stage(call, stage or Stage.DEPOSITED)
    pager = None if is_ranking else paginate(session, query)
    found = entry_queries.of_call(session, call) if is_ranking else pager.rows
    lines = figures.rows(me, found, Part.PREJURY, may_rank=may_manage)
    return page(
        "calls/entries.html",
        status=status,
        stage=stage,
        Stage=Stage,
        rows=figures.ranked(lines) if is_ranking else lines,
        pager=pager,
        funnel=entry_queries.counts(session, call),
        reading=_reading(call),
        may_choose=is_ranking and _may_choose(call),
        may_manage=may_manage,
        chosen=form or _choosing(found),
        EntryState=EntryState,
        Verdict=Verdict,
        **frame(call, "entries"),
    )


def _stage() -> Stage | None:
    asked = request.args.get("etape", "")
    return Stage(asked) if asked in Stage.codes() else None


def _may_choose(call: Call) -> bool:
    return call.state_on(today()) == "closed" and call.shortlisted_at is None


def _choosing(found: list[Entry]) -> ChosenForm:
    form = ChosenForm(formdata=None)
    form.entries.choices = [(one.ref, one.irritant.title) for one in found]
    return form


def _reading(call: Call) -> dict | None:
    """How far this reader is, and what comes next; None for whoever has no part in it."""
    part = Part.PREJURY if call.shortlisted_at is None else Part.JURY
    if actor().person_id not in call.ids_of(part) or call.laureates_at is not None:
        return None
    done_, total = entry_queries.progress(db.session(), call, actor(), part)
    following = entry_queries.next_to_read(db.session(), call, actor(), part)
    return {"part": part, "done": done_, "total": total, "next": following}


@bp.get("/appels/<ref:ref>/dossiers/<ref:entry>")
@allow(Act.CALL_ENTRY_VIEW)
def entry(ref: str, entry: str) -> Response:
    """What is told, and what do I think of it?"""
    call = required(ref, Act.CALL_ENTRY_VIEW)
    return _entry_page(call, entry_queries.by_ref(db.session(), call, entry))


def _form(entry: Entry, part: Part, *, sent: bool) -> ReviewForm:
    kind = ReviewForm if part is Part.PREJURY else PitchReviewForm
    if sent:
        return kind.read()
    mine = entry.review_of(actor().person_id, part)
    known = mine if mine is not None and not mine.recused else None
    return kind(formdata=None, obj=known, data={"version": mine.version if mine else 0})


def _entry_page(
    call: Call, one: Entry, form: ReviewForm | None = None, *, status: int = 200, rows=None
) -> Response:
    me, part = actor(), reviewing.round_of(one)
    mine = one.review_of(me.person_id, part)
    sees = figures.may_see(me, one, part, mine, may_rank=may(me, Act.CALL_MANAGE, call))
    irritant = one.irritant
    # Judged for itself first: the idea of a solution comes after one's own opinion.
    idea = irritant.solution_idea if sees or shown.may_read_idea(me, irritant) else ""
    return page(
        "calls/entry.html",
        fragment="calls/_review.html",
        status=status,
        entry=one,
        irritant=irritant,
        shown=shown,
        idea=idea,
        is_idea_kept=bool(irritant.solution_idea) and not idea,
        author=names.author_name(me, irritant),
        author_unit=names.author_unit(me, irritant),
        mine=mine,
        part=part,
        is_reader=_is_reader(call, one, part),
        is_own=writes(me, one),
        figures=figures.of(one, part) if sees else None,
        opinions=figures.counted(one, part) if sees else [],
        before=_before(one, part),
        form=form or _form(one, part, sent=False),
        conflict_rows=rows,
        reading=_reading(call),
        blank=ActForm(formdata=None),
        Criterion=Criterion,
        Verdict=Verdict,
        **frame(call, "entries"),
    )


def _before(one: Entry, part: Part) -> figures.Figures | None:
    """What the pre-jury said, once the jury's turn has come."""
    mine = one.review_of(actor().person_id, Part.PREJURY)
    if part is Part.PREJURY or not figures.may_see(
        actor(), one, Part.PREJURY, mine, may_rank=False
    ):
        return None
    return figures.of(one, Part.PREJURY)


def _is_reader(call: Call, one: Entry, part: Part) -> bool:
    """Whether this person's opinion is asked now."""
    if not may(actor(), Act.CALL_REVIEW, one) or actor().person_id not in call.ids_of(part):
        return False
    if one.irritant.state is IrritantState.WITHDRAWN:
        return False
    if part is Part.PREJURY:
        return ENTRY.can(one.state, EntryVerb.SHORTLIST)
    return one.state in (EntryState.SHORTLISTED, EntryState.PITCHED)


@bp.post("/appels/<ref:ref>/dossiers/<ref:entry>/avis")
@allow(Act.CALL_REVIEW)
def review(ref: str, entry: str) -> Response:
    """Give one's opinion, then go to the next file if that is asked."""
    call, one = _to_review(ref, entry)
    form, status, rows = _form(one, reviewing.round_of(one), sent=True), 422, None
    if form.validate():
        try:
            with writing() as session:
                call = queries.by_ref(session, ref)
                one = entry_queries.by_ref(session, call, entry)
                _give(session, one, form)
                said = _(
                    "Votre avis est gardé. Vous pouvez le changer tant que la liste n’est pas fixée."
                )
                return done(_after(call, one), said=said)
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            status = 409
    call, one = _to_review(ref, entry)
    if status == 409:
        mine = one.review_of(actor().person_id, reviewing.round_of(one))
        rows = conflict.renew(form, mine)
    return _entry_page(call, one, form, status=status, rows=rows)


def _give(session, one: Entry, form: ReviewForm) -> None:
    verdict = form.verdict.data
    actions.review(
        session,
        actor(),
        one,
        verdict=Verdict(verdict.value) if verdict else None,
        marks=form.marks(),
        comment=form.comment.data or "",
        version=form.version.data or 0,
        now=now(),
    )


def _after(call: Call, one: Entry) -> str:
    if request.form.get("suite") == "suivant":
        following = entry_queries.next_to_read(db.session(), call, actor(), reviewing.round_of(one))
        if following is not None:
            return url_for(".entry", ref=call.ref, entry=following.ref)
        return url_for(".entries", ref=call.ref)
    return url_for(".entry", ref=call.ref, entry=one.ref)


@bp.post("/appels/<ref:ref>/dossiers/<ref:entry>/deport")
@allow(Act.CALL_REVIEW)
def recuse(ref: str, entry: str) -> Response:
    """Stand aside from this file."""
    call, one = _to_review(ref, entry)
    try:
        with writing() as session:
            call = queries.by_ref(session, ref)
            one = entry_queries.by_ref(session, call, entry)
            actions.recuse(session, actor(), one, now=now())
            said = _("Vous vous êtes déporté : votre avis n’est pas demandé sur ce dossier.")
            return done(url_for(".entries", ref=ref), said=said)
    except Refused as refusal:
        call, one = _to_review(ref, entry)
        form = _form(one, reviewing.round_of(one), sent=False)
        form.refuse(refusal)
        return _entry_page(call, one, form, status=422)


def _to_review(ref: str, entry: str) -> tuple[Call, Entry]:
    call = find(ref)
    one = entry_queries.by_ref(db.session(), call, entry)
    require(actor(), Act.CALL_REVIEW, one)
    return call, one
