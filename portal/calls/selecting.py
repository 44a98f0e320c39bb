"""From many files to a few laureates: the short list, the pitch day, the laureates."""

from datetime import datetime

from flask_babel import gettext as _, lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from portal.calls import entry_queries, queries, rules
from portal.calls.entry_models import Entry
from portal.calls.models import Call
from portal.calls.preparing import hold, record
from portal.calls.words import EntryState, EntryVerb, Part
from portal.irritants import coauthor_queries, retaining
from portal.irritants.words import IrritantState
from portal.kernel.errors import Refused
from portal.notices import actions as notices
from portal.people.models import Person
from portal.policy import Actor, writes
from portal.web.filters import instant_text


def check_short_list(actor: Actor, call: Call, entries: list[Entry], state) -> None:
    """Raise Refused unless these may be the short list of this call, fixed by this person."""
    if any(writes(actor, one) for one in entries):
        raise Refused(
            _(
                "Vous racontez l’un de ces dossiers : un autre responsable, ou le programme, fixe"
                " la liste courte."
            )
        )
    rules.check_shortlist(state, len(entries), is_shortlisted=call.shortlisted_at is not None)
    gone = [one for one in entries if one.state is not EntryState.ENTERED]
    if gone or any(one.irritant.state is IrritantState.WITHDRAWN for one in entries):
        raise Refused(_("Un de ces dossiers a été retiré entre-temps : relisez la liste."))


def fix_short_list(
    session: Session, actor: Actor, call: Call, refs: list[str], *, now: datetime
) -> int:
    """Fix who will pitch, in the order of the ranking, and tell them; how many were told."""
    state = hold(session, actor, call, now)
    chosen = held(session, call, refs)
    check_short_list(actor, call, chosen, state)
    order = {ref: rank for rank, ref in enumerate(refs)}
    for entry in chosen:
        entry.state = rules.ENTRY.after(entry.state, EntryVerb.SHORTLIST)
        entry.shortlisted_at, entry.pitch_rank = now, order[entry.ref]
    call.shortlisted_at = now
    record(session, actor, call, "shortlist", now=now, entries=refs)
    for entry in chosen:
        _tell_listed(session, call, entry, now)
    return len(told_of(session, chosen))


def told_of(session: Session, entries: list[Entry]) -> list[Person]:
    """Who tells these irritants, each once: whom a word on their entries reaches."""
    found = (one for entry in entries for one in coauthor_queries.tellers(session, entry.irritant))
    return list({one.id: one for one in found if one.deactivated_at is None}.values())


def _tell_listed(session: Session, call: Call, entry: Entry, now: datetime) -> None:
    notices.tell(
        session,
        coauthor_queries.tellers(session, entry.irritant),
        event=f"call.shortlisted:{entry.ref}",
        kind="call.shortlisted",
        subject_ref=call.ref,
        title=_l("Votre irritant est sur la liste courte : « %(title)s »", title=call.title),
        body=_l(
            "Le pré-jury de l’appel « %(call)s » souhaite que « %(title)s » soit présenté au jury :"
            " trois minutes de présentation, cinq de questions. Le jour et le lieu suivront.",
            call=call.title,
            title=entry.irritant.title,
        ),
        path=f"/appels/{call.ref}",
        now=now,
    )


def set_pitch_day(
    session: Session, actor: Actor, call: Call, *, at: datetime, place: str, now: datetime
) -> int:
    """Fix or move the day of the pitches, and tell who pitches and who listens; how many."""
    hold(session, actor, call, now)
    check_pitch_day(call, at, now)
    call.pitch_at, call.pitch_place = at, place
    record(session, actor, call, "pitch_day", now=now, at=at, place=place)
    return notices.tell(
        session,
        told_of_pitch_day(session, call),
        event=f"call.pitch:{call.ref}:{call.version}",
        kind="call.pitch_day",
        subject_ref=call.ref,
        title=_l("Présentations de l’appel « %(title)s »", title=call.title),
        body=_l(
            "Le jury écoute les présentations le %(when)s. Lieu ou lien : %(place)s. Trois minutes"
            " par irritant, puis cinq de questions.",
            when=LazyString(instant_text, at),
            place=place,
        ),
        path=f"/appels/{call.ref}",
        now=now,
    )


def check_pitch_day(call: Call, at: datetime, now: datetime) -> None:
    """Raise Refused unless the pitches may be heard then."""
    rules.check_pitch_day(
        at,
        now,
        is_shortlisted=call.shortlisted_at is not None,
        is_chosen=call.laureates_at is not None,
    )


def told_of_pitch_day(session: Session, call: Call) -> list[Person]:
    """Who pitches and who listens, each once."""
    authors = told_of(session, entry_queries.short_list(session, call))
    jury = queries.people_of(session, call, Part.JURY)
    return list({one.id: one for one in (*authors, *jury)}.values())


def move_pitch(
    session: Session, actor: Actor, call: Call, entry: Entry, *, step: int, now: datetime
) -> None:
    """Let an entry pass one place earlier (-1) or later (1)."""
    hold(session, actor, call, now)
    if call.laureates_at is not None:
        raise Refused(_("Les lauréats sont désignés : l’ordre ne change plus."))
    listed = {one.id: one for one in entry_queries.short_list(session, call)}
    if entry.id not in listed:
        raise Refused(_("Ce dossier n’est plus sur la liste courte."))
    for rank, one in enumerate(rules.moved(list(listed), entry.id, step)):
        listed[one].pitch_rank = rank
    record(session, actor, call, "order", now=now, entry=entry.ref)


def check_laureates(actor: Actor, call: Call, entries: list[Entry]) -> None:
    """Raise Refused unless the incubator may retain each of these, as the jury wishes."""
    states = [entry.state for entry in entries]
    rules.check_laureates(states, is_chosen=call.laureates_at is not None)
    for entry in entries:
        retaining.check_retainable(actor, entry.irritant)


def award(session: Session, actor: Actor, call: Call, refs: list[str], *, now: datetime) -> None:
    """Choose the laureates: each is retained by the incubator, which tells those concerned."""
    hold(session, actor, call, now)
    chosen = held(session, call, refs)
    check_laureates(actor, call, chosen)
    call.laureates_at = now
    for entry in chosen:
        motive = laureate_motive(call)
        retaining.retain(session, actor, entry.irritant, motive=motive, now=now)
        entry.state = rules.ENTRY.after(entry.state, EntryVerb.AWARD)
        entry.answer, entry.answered_at = motive, now
    record(session, actor, call, "award", now=now, entries=refs)


def laureate_motive(call: Call) -> str:
    """What a laureate reads first."""
    return _("Lauréat de l’appel à problèmes « %(title)s ».", title=call.title)


def held(session: Session, call: Call, refs: list[str]) -> list[Entry]:
    """These entries of the call, their rows held. Raises Refused for one of another call."""
    found = entry_queries.of_call(session, call, refs)
    if len(found) != len(set(refs)):
        raise Refused(_("Choisissez des dossiers de cet appel."), field="entries")
    # Always in the same order, so that two people cannot wait for each other.
    for entry in sorted(found, key=lambda one: one.id):
        entry_queries.lock(session, entry)
    return found
