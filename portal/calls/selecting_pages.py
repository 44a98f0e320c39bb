"""The short list, the pitch day and the laureates, each reread before anybody is told."""

from datetime import datetime

from flask import Response, request, url_for
from flask_babel import gettext as _, ngettext

from portal.calls import actions, entry_queries, figures, queries, rules, selecting
from portal.calls.blueprint import bp, find, frame, required
from portal.calls.entry_models import Entry
from portal.calls.forms import ChosenForm, MoveForm, PitchDayForm
from portal.calls.models import Call
from portal.calls.reviewing_pages import entries_page
from portal.calls.words import EntryState, Part, Verdict
from portal.extensions import db
from portal.irritants import queries as irritants
from portal.irritants.names import author_name
from portal.irritants.words import IrritantState
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_moment, to_paris
from portal.policy import Act, may, require
from portal.web.context import actor, now, today
from portal.web.filters import instant_text
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


def chosen_form(call: Call, kind: type[ChosenForm] = ChosenForm) -> tuple[ChosenForm, list[Entry]]:
    """The form as it was sent, and every entry that it may choose."""
    every = entry_queries.of_call(db.session(), call)
    form = kind.read()
    form.entries.choices = [(one.ref, one.irritant.title) for one in every]
    return form, every


def picked(form: ChosenForm, every: list[Entry]) -> list[Entry]:
    """The entries that were ticked, in the order they were sent."""
    by_ref = {one.ref: one for one in every}
    return [by_ref[ref] for ref in dict.fromkeys(form.entries.data)]


def is_sending() -> bool:
    """Whether the recap was read, and the act is meant."""
    return request.form.get("suite") == "envoyer"


def recap(call: Call, current: str, **told) -> Response:
    """What will happen, to what and to how many people, before anything does."""
    return page("calls/recap.html", author_name=author_name, **frame(call, current), **told)


# The short list


@bp.post("/appels/<ref:ref>/liste-courte")
@allow(Act.CALL_MANAGE)
def shortlist(ref: str) -> Response:
    """Fix who will pitch."""
    call = required(ref, Act.CALL_MANAGE)
    form, every = chosen_form(call)
    if form.validate():
        try:
            if is_sending():
                return _fix(ref, form)
            chosen = _by_rank(picked(form, every))
            selecting.check_short_list(actor(), call, chosen, call.state_on(today()))
            return _short_list_recap(call, form, chosen)
        except Refused as refusal:
            form.refuse(refusal)
    return entries_page(find(ref), form, status=422)


def _by_rank(chosen: list[Entry]) -> list[Entry]:
    lines = figures.rows(actor(), chosen, Part.PREJURY, may_rank=True)
    return [row.entry for row in figures.ranked(lines)]


def _fix(ref: str, form: ChosenForm) -> Response:
    with writing() as session:
        call = queries.by_ref(session, ref)
        told = actions.fix_short_list(session, actor(), call, form.entries.data, now=now())
        said = ngettext(
            "La liste courte est fixée : %(num)s personne est prévenue.",
            "La liste courte est fixée : %(num)s personnes sont prévenues.",
            told,
        )
        return done(url_for(".pitches", ref=ref), said=said)


def _short_list_recap(call: Call, form: ChosenForm, chosen: list[Entry]) -> Response:
    return recap(
        call,
        "entries",
        title=_("Fixer la liste courte"),
        act=_("Fixer la liste courte et prévenir"),
        action=url_for(".shortlist", ref=call.ref),
        back=url_for(".entries", ref=call.ref),
        form=form,
        entries=chosen,
        told=len(selecting.told_of(db.session(), chosen)),
        effects=[
            _("Les notes du pré-jury ne changent plus, ni le texte de l’appel."),
            _("Les autres dossiers attendent votre réponse, sur la page « Réponses »."),
        ],
    )


# The pitch day


@bp.get("/appels/<ref:ref>/presentations")
@allow(Act.CALL_ENTRY_VIEW)
def pitches(ref: str) -> Response:
    """When do they pitch, in what order, and who is chosen?"""
    return pitches_page(required(ref, Act.CALL_ENTRY_VIEW))


def pitches_page(
    call: Call, form: PitchDayForm | None = None, chosen: ChosenForm | None = None, status=200
) -> Response:
    """The day, the order of passing, and what the jury said."""
    session, me = db.session(), actor()
    may_manage = may(me, Act.CALL_MANAGE, call)
    listed = entry_queries.short_list(session, call)
    lines = figures.rows(me, listed, Part.JURY, may_rank=may_manage)
    count = len(lines) if call.pitch_at else 0
    hours = [rules.pitch_starts(call.pitch_at, rank) for rank in range(count)]
    return page(
        "calls/pitches.html",
        status=status,
        rows=lines,
        hours=hours,
        form=form or _day_form(call),
        chosen=chosen or ChosenForm(formdata=None),
        blank=ActForm(formdata=None),
        may_manage=may_manage,
        may_award=may_manage and call.laureates_at is None,
        is_juror=me.person_id in call.ids_of(Part.JURY),
        jury=queries.people_of(session, call, Part.JURY),
        EntryState=EntryState,
        Verdict=Verdict,
        **frame(call, "pitches"),
    )


def _day_form(call: Call) -> PitchDayForm:
    at = to_paris(call.pitch_at) if call.pitch_at else None
    known = {"on": at.date(), "hour": at.time(), "place": call.pitch_place} if at else {}
    return PitchDayForm(formdata=None, data=known | {"version": call.version})


@bp.post("/appels/<ref:ref>/presentations")
@allow(Act.CALL_MANAGE)
def pitch_day(ref: str) -> Response:
    """Fix or move the day, and tell those concerned."""
    call = required(ref, Act.CALL_MANAGE)
    form = PitchDayForm.read()
    if form.validate():
        try:
            at = _moment(form)
            if is_sending():
                return _set_day(ref, form, at)
            selecting.check_pitch_day(call, at, now())
            return _day_recap(call, form, at)
        except Refused as refusal:
            form.refuse(refusal)
    return pitches_page(find(ref), form, status=422)


def _moment(form: PitchDayForm) -> datetime:
    try:
        return paris_moment(form.on.data, form.hour.data)
    except ValueError:
        raise Refused(_("Cette heure n’existe pas ce jour-là."), field="hour") from None


def _set_day(ref: str, form: PitchDayForm, at: datetime) -> Response:
    with writing() as session:
        call = queries.by_ref(session, ref)
        require(actor(), Act.CALL_MANAGE, call)
        queries.lock(session, call)
        _check_seen(call, form)
        place = form.place.data
        told = actions.set_pitch_day(session, actor(), call, at=at, place=place, now=now())
        said = ngettext(
            "La date est fixée : %(num)s personne est prévenue.",
            "La date est fixée : %(num)s personnes sont prévenues.",
            told,
        )
        return done(url_for(".pitches", ref=ref), said=said)


def _check_seen(call: Call, form: PitchDayForm) -> None:
    """Raise Refused when a colleague changed the call since the form was shown."""
    if form.version.data == call.version:
        return
    form.version.data, form.version.raw_data = call.version, None
    raise Refused(
        _(
            "L’appel a changé entre-temps : les présentations sont maintenant prévues le %(when)s."
            " Relisez, puis recommencez si besoin.",
            when=instant_text(call.pitch_at),
        )
        if call.pitch_at
        else _("L’appel a changé entre-temps. Relisez, puis recommencez si besoin.")
    )


def _day_recap(call: Call, form: PitchDayForm, at: datetime) -> Response:
    told = selecting.told_of_pitch_day(db.session(), call)
    return recap(
        call,
        "pitches",
        title=_("Fixer le jour des présentations"),
        act=_("Fixer la date et prévenir"),
        action=url_for(".pitch_day", ref=call.ref),
        back=url_for(".pitches", ref=call.ref),
        form=form,
        entries=entry_queries.short_list(db.session(), call),
        told=len(told),
        at=at,
        place=form.place.data,
        effects=[],
    )


@bp.post("/appels/<ref:ref>/presentations/ordre")
@allow(Act.CALL_MANAGE)
def order(ref: str) -> Response:
    """Let somebody pass one place earlier or later."""
    call = required(ref, Act.CALL_MANAGE)
    form = MoveForm.read()
    step = {"monter": -1, "descendre": 1}.get(request.form.get("suite", ""), 0)
    entry_queries.by_ref(db.session(), call, form.entry.data or "")
    try:
        with writing() as session:
            call = queries.by_ref(session, ref)
            one = entry_queries.by_ref(session, call, form.entry.data)
            actions.move_pitch(session, actor(), call, one, step=step, now=now())
            return done(url_for(".pitches", ref=ref, _anchor="ordre"))
    except Refused as refusal:
        chosen = ChosenForm(formdata=None)
        chosen.refuse(refusal)
        return pitches_page(find(ref), chosen=chosen, status=422)


# Laureates


@bp.post("/appels/<ref:ref>/laureats")
@allow(Act.CALL_MANAGE)
def award(ref: str) -> Response:
    """Choose the laureates."""
    call = required(ref, Act.CALL_MANAGE)
    form, every = chosen_form(call)
    is_nobody = request.form.get("suite") == "aucun"
    if is_nobody or form.validate():
        try:
            if is_sending() or is_nobody:
                return _award(ref, [] if is_nobody else form.entries.data)
            chosen = picked(form, every)
            selecting.check_laureates(actor(), call, chosen)
            return _award_recap(call, form, chosen)
        except Refused as refusal:
            form.refuse(refusal)
    return pitches_page(find(ref), chosen=form, status=422)


def _award(ref: str, refs: list[str]) -> Response:
    with writing() as session:
        call = queries.by_ref(session, ref)
        actions.award(session, actor(), call, refs, now=now())
        said = (
            _("Les lauréats sont désignés, et leurs irritants retenus. Répondez aux autres.")
            if refs
            else _("Aucun lauréat n’est désigné. Répondez à chacun.")
        )
        return done(url_for(".answering", ref=ref), said=said)


def _award_recap(call: Call, form: ChosenForm, chosen: list[Entry]) -> Response:
    fresh = [
        one.irritant
        for one in chosen
        if one.irritant.state not in (IrritantState.SELECTED, IrritantState.INVESTIGATING)
    ]
    told = irritants.audience(db.session(), fresh, today())
    return recap(
        call,
        "pitches",
        title=_("Désigner les lauréats"),
        act=_("Désigner les lauréats et prévenir"),
        action=url_for(".award", ref=call.ref),
        back=url_for(".pitches", ref=call.ref),
        form=form,
        entries=chosen,
        told=len([one for one in told if one.id != actor().person_id]),
        effects=[
            _("Ces irritants sont retenus : auteurs et soutiens l’apprennent, une fois chacun."),
            _("Vous les avez en charge : la suite est une investigation."),
        ],
    )
