"""The triage of one irritant: read it, and reread each gesture before it is sent."""

from collections.abc import Callable

from flask import Response, request, url_for
from flask_babel import gettext as _, ngettext
from sqlalchemy.orm import Session

from portal.extensions import db
from portal.irritants import (
    actions,
    comment_queries,
    desk_shown,
    family,
    filing,
    gestures,
    history,
    names,
    narrowing,
    queries,
    recap,
    review_queries,
    rules,
    shown,
    splitting,
    support_queries,
)
from portal.irritants.blueprint import bp
from portal.irritants.gestures import Gesture
from portal.irritants.merging_rules import MERGEABLE
from portal.irritants.models import Irritant
from portal.irritants.review_models import Review
from portal.irritants.reviewing import Reviewed
from portal.irritants.triage_forms import (
    EntrustForm,
    QueueFilters,
    TakeForm,
    TransferForm,
    UnmaskForm,
)
from portal.irritants.words import (
    OPEN_STATES,
    IrritantState as State,
    IrritantVerb as Verb,
    ReviewState,
)
from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Missing, Refused
from portal.organisations import queries as organisations
from portal.policy import Act, Actor, Kind, may
from portal.settings import queries as settings
from portal.web.context import actor, now, today
from portal.web.forms import ActForm, PageForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing

_READERS = (
    Act.TRIAGE_DECIDE,
    Act.TRIAGE_TRANSFER,
    Act.TRANSFER_ANSWER,
)


def may_open(who: Actor, irritant: Irritant) -> bool:
    """Whether this irritant is in the triage of this person."""
    return who.kind is Kind.AUDITOR or any(may(who, act, irritant) for act in _READERS)


def find(ref: str) -> Irritant:
    """The irritant, for whoever triages it: 404 if they may not see it, 403 if they only may."""
    irritant = queries.by_ref(db.session(), ref)
    if irritant.state == "draft" or not may(actor(), Act.IRRITANT_VIEW, irritant):
        raise Missing
    if not may_open(actor(), irritant):
        raise Forbidden(Act.TRIAGE_DECIDE.value)
    return irritant


@bp.get("/tri/<ref:ref>")
@allow(Act.TRIAGE_VIEW)
def triage_show(ref: str) -> Response:
    """Read, and decide without leaving the list."""
    irritant = find(ref)
    gesture = gestures.BY_SLUG.get(request.args.get("geste", ""))
    if gesture is None or gesture not in gestures.offered(actor(), irritant):
        return desk_page(irritant)
    return desk_page(irritant, gesture=gesture, form=_form(gesture, opening=_opening(irritant)))


def _opening(irritant: Irritant) -> dict[str, str]:
    """What the template asked for puts in the form; nothing without one."""
    wanted = request.args.get("modele", "")
    gesture = request.args.get("geste", "")
    offered = desk_shown.templates(db.session(), actor(), irritant, gesture) if wanted else []
    chosen = next((one for one in offered if one.ref == wanted), None)
    return desk_shown.opening(chosen, irritant, today()) if chosen else {}


def _form(gesture: Gesture, *, sent: bool = False, opening: dict | None = None) -> PageForm:
    data = opening or _prepared(gesture)
    form = gesture.form.read() if sent else gesture.form(formdata=None, data=data)
    if isinstance(form, TransferForm):
        form.offer(organisations.incubators(db.session()))
    return form


def _prepared(gesture: Gesture) -> dict:
    """The words that most often open such a message, to be edited."""
    if gesture.slug == "completer":
        return {
            "motive": _(
                "Bonjour, merci pour ce signalement. Pour que nous puissions y répondre,"
                " pouvez-vous préciser combien de personnes le rencontrent, et ce qui le montre ?"
            )
        }
    return {}


def desk_page(irritant: Irritant, *, status: int = 200, **values) -> Response:
    session, me = db.session(), actor()
    asked = QueueFilters(request.args).asked()
    view = asked.view
    before, after = narrowing.neighbours(session, me, asked, irritant, today())
    told = journal.of(session, irritant.ref)
    review = _review(irritant)
    known = {
        "irritant": irritant,
        "shown": shown,
        "view": view,
        "previous": before,
        "next": after,
        "author": names.tellers(me, irritant),
        "author_unit": names.author_unit(me, irritant),
        "idea": irritant.solution_idea if shown.may_read_idea(me, irritant) else "",
        "is_idea_kept": bool(irritant.solution_idea) and irritant.qualified_at is None,
        "tally": support_queries.tally(session, irritant),
        "contexts": support_queries.contexts(session, irritant),
        "said": comment_queries.count(session, me, irritant),
        "flagged": comment_queries.flagged_count(session, me, irritant),
        "files": filing.listed(irritant),
        "lines": history.history(session, me, irritant, told),
        "relatives": splitting.relatives(session, me, irritant, told),
        "completed": history.completed(irritant, told),
        "labels": shown.labels(),
        "review": review,
        "may_review": review is not None
        and may(me, Act.REVIEW_ANSWER, Reviewed(session, irritant, review, now())),
        # Asked to look again, another than who declined answers: there is no other way to reopen.
        "gestures": [
            each
            for each in gestures.offered(me, irritant)
            if review is None or each.verb is not Verb.REOPEN
        ],
        "may_investigate": shown.leads_on(me, irritant),
        "may_merge": may(me, Act.TRIAGE_MERGE, irritant) and irritant.state in MERGEABLE,
        "gathered": family.gathered(session, irritant),
        "gesture": None,
        "templates": [],
        "desk": desk_shown,
        "now": now,
        "form": None,
        "message": None,
        "blank": ActForm(formdata=None),
        "unmask": UnmaskForm(formdata=None),
    }
    known |= _charge(me, irritant) | desk_shown.beside(session, me, irritant)
    if irritant.head:
        known["parting"] = _parting(session, irritant)
    if "gesture" in values and values.get("message") is None:
        known["templates"] = desk_shown.templates(session, me, irritant, values["gesture"].slug)
    return page("triage/show.html", status=status, **(known | values))


def _parting(session: Session, irritant: Irritant) -> dict:
    """What comes back once the merge is undone."""
    return {
        "state": rules.state_unmerged(irritant.state_before),
        "support": family.count_without(session, irritant.head, irritant),
    }


def _review(irritant: Irritant) -> Review | None:
    """The request that waits; only a refusal may have one."""
    if irritant.state is not State.DECLINED:
        return None
    found = review_queries.of(db.session(), irritant)
    return found if found is not None and found.state is ReviewState.ASKED else None


def _charge(me: Actor, irritant: Irritant) -> dict:
    may_take = may(me, Act.TRIAGE_DECIDE, irritant) and irritant.state in OPEN_STATES
    officer = irritant.officer
    is_mine = officer is not None and officer.id == me.person_id
    over = officer.ref if officer and not is_mine else ""
    may_entrust = may_take and (officer is None or is_mine)
    others = actions.colleagues(db.session(), me, irritant, now()) if may_entrust else []
    return {
        "may_take": may_take and not is_mine,
        "may_release": may_take and is_mine,
        "is_mine": is_mine,
        "may_entrust": bool(others),
        "entrust_form": EntrustForm(formdata=None).offer(others),
        "busy": officer is not None and not is_mine,
        "may_unmask": may(me, Act.IRRITANT_UNMASK, irritant)
        and not irritant.identity_shown
        and irritant.unmasked_at is None,
        "take": TakeForm(formdata=None, data={"over": over}),
    }


def _act(gesture: Gesture) -> Callable[[str], Response]:
    """The page of one gesture: fill in, reread what people will receive, send."""

    def act(ref: str) -> Response:
        irritant = find(ref)
        form, status = _form(gesture, sent=True), 422
        if form.validate() and request.form.get("suite") != "modifier":
            try:
                if request.form.get("suite") == "envoyer":
                    return _send(gesture, ref, form)
                return _preview(gesture, irritant, form)
            except Refused as refusal:
                form.refuse(refusal)
        elif request.form.get("suite") == "modifier":
            status = 200
        return desk_page(find(ref), status=status, gesture=gesture, form=form)

    act.__doc__ = f"The gesture « {gesture.slug} »."
    return allow(gesture.act)(act)


def _preview(gesture: Gesture, irritant: Irritant, form: PageForm) -> Response:
    gesture.require(actor(), irritant)
    values = form.values()
    gesture.check(irritant, values, now())
    days = settings.current(db.session()).answer_days
    return desk_page(
        irritant,
        gesture=gesture,
        form=form,
        message=gesture.message(irritant, values, now(), days=days),
        recap=recap.of(
            db.session(),
            [irritant],
            gesture.receivers(db.session(), actor(), irritant, values, now()),
            gesture.group,
        ),
    )


def _send(gesture: Gesture, ref: str, form: PageForm) -> Response:
    with writing() as session:
        irritant = queries.by_ref(session, ref)
        values = {k: v for k, v in form.values().items() if v is not None}
        told = (
            len(gesture.receivers(session, actor(), irritant, values, now()))
            if _has(irritant, gesture)
            else 0
        )
        if not _has(irritant, gesture):
            # A colleague has answered meanwhile: said in words, not as a right that is missing.
            gesture.check_time(irritant)
        gesture.run(session, actor(), irritant, now=now(), **values)
        said = ngettext(
            "C’est fait : %(num)s personne est prévenue.",
            "C’est fait : %(num)s personnes sont prévenues.",
            told,
        )
        leaves = not may(actor(), Act.IRRITANT_VIEW, irritant) or not may_open(actor(), irritant)
        return done(url_for(".triage") if leaves else back_to(ref), said=said)


def _has(irritant: Irritant, gesture: Gesture) -> bool:
    """What the gesture speaks of, an offer or a merge, is gone once a colleague answered."""
    if gesture.verb is Verb.UNMERGE:
        return irritant.head is not None
    return gesture.act is not Act.TRANSFER_ANSWER or irritant.offer is not None


def back_to(ref: str) -> str:
    """The page of the triage that the form came from, its part of the queue kept."""
    kept = {k: v for k, v in request.args.to_dict().items() if k == "vue"}
    # The form was sent to its own place in the page; what was done is said at the head of it.
    return url_for(".triage_show", ref=ref, _anchor="contenu", **kept)


for each in gestures.GESTURES:
    bp.add_url_rule(
        f"/tri/<ref:ref>/{each.slug}",
        endpoint=f"triage_{each.slug}",
        view_func=_act(each),
        methods=["POST"],
    )
