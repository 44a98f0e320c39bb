"""Who still waits, what each will read, and the end of the call."""

from flask import Response, url_for
from flask_babel import gettext as _, ngettext

from portal.calls import actions, answering as rules_of_answers, entry_queries, queries
from portal.calls.blueprint import bp, find, frame, required
from portal.calls.entry_models import Entry
from portal.calls.forms import MessageForm
from portal.calls.models import Call
from portal.calls.selecting import told_of
from portal.calls.selecting_pages import chosen_form, is_sending, picked, recap
from portal.calls.words import CallState, EntryState
from portal.extensions import db
from portal.irritants.names import author_name
from portal.kernel.errors import Refused
from portal.policy import Act
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/appels/<ref:ref>/reponses")
@allow(Act.CALL_DESK)
def answering(ref: str) -> Response:
    """Who still waits for an answer?"""
    return answering_page(required(ref, Act.CALL_DESK))


def answering_page(call: Call, form: MessageForm | None = None, status: int = 200) -> Response:
    """Those who wait, those who can be answered today, and those who were."""
    session = db.session()
    waiting = entry_queries.waiting(session, call)
    ready = [one for one in waiting if _is_ready(call, one)]
    form = form or MessageForm(formdata=None)
    form.entries.choices = [(one.ref, one.irritant.title) for one in ready]
    return page(
        "calls/answering.html",
        status=status,
        form=form,
        waiting=waiting,
        ready=ready,
        told=[one for one in entry_queries.of_call(session, call) if one.answered_at],
        author_name=author_name,
        EntryState=EntryState,
        is_over=call.state_on(today()) is CallState.ANSWERED,
        blank=ActForm(formdata=None),
        **frame(call, "answering"),
    )


def _is_ready(call: Call, one: Entry) -> bool:
    return one.shortlisted_at is None or call.laureates_at is not None


@bp.post("/appels/<ref:ref>/reponses")
@allow(Act.CALL_MANAGE)
def answer(ref: str) -> Response:
    """Tell some of them, once reread."""
    call = required(ref, Act.CALL_MANAGE)
    form, every = chosen_form(call, MessageForm)
    if form.validate():
        try:
            if is_sending():
                return _send(ref, form)
            chosen = picked(form, every)
            rules_of_answers.check_answers(call, chosen, form.message.data)
            return _recap(call, form, chosen)
        except Refused as refusal:
            form.refuse(refusal)
    return answering_page(find(ref), form, status=422)


def _send(ref: str, form: MessageForm) -> Response:
    with writing() as session:
        call = queries.by_ref(session, ref)
        message = form.message.data
        told = actions.answer(session, actor(), call, form.entries.data, message=message, now=now())
        said = ngettext(
            "C’est fait : %(num)s personne est prévenue.",
            "C’est fait : %(num)s personnes sont prévenues.",
            told,
        )
        return done(url_for(".answering", ref=ref), said=said)


def _recap(call: Call, form: MessageForm, chosen: list[Entry]) -> Response:
    return recap(
        call,
        "answering",
        title=_("Répondre aux dossiers non lauréats"),
        act=_("Envoyer ces réponses"),
        action=url_for(".answer", ref=call.ref),
        back=url_for(".answering", ref=call.ref),
        form=form,
        entries=chosen,
        told=len(told_of(db.session(), chosen)),
        letter=rules_of_answers.said(chosen[0], now(), form.message.data),
        effects=[_("Les irritants restent vivants : chacun garde sa place au tri et sa promesse.")],
    )


@bp.post("/appels/<ref:ref>/cloture")
@allow(Act.CALL_MANAGE)
def conclude(ref: str) -> Response:
    """Conclude the call: everyone has their answer."""
    required(ref, Act.CALL_MANAGE)
    try:
        with writing() as session:
            call = queries.by_ref(session, ref)
            actions.conclude(session, actor(), call, now=now())
            said = _("L’appel est conclu : chacun a sa réponse, et l’entonnoir est public.")
            return done(url_for(".show", ref=ref), said=said)
    except Refused as refusal:
        call = find(ref)
        form = MessageForm(formdata=None)
        form.refuse(refusal)
        return answering_page(call, form, status=422)
