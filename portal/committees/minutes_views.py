"""What the pages and the paper of minutes show to this actor."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.committees import (
    college_words,
    item_queries,
    minutes_actions,
    minutes_pdf,
    minutes_queries,
    note_queries,
    queries,
)
from portal.committees.forms import MinutesForm, SignForm
from portal.committees.item_models import Item
from portal.committees.minutes_models import Corrigendum
from portal.committees.minutes_pdf import Correction, Printed, Signature
from portal.committees.models import Minutes, Sitting
from portal.committees.note_models import SittingNote
from portal.committees.words import SittingState
from portal.kernel.errors import Missing
from portal.policy import Act, Actor


def seen(
    session: Session, actor: Actor, sitting: Sitting, now: datetime, form: MinutesForm | None
) -> dict:
    """Everything that the page of minutes shows. Raises Missing before the sitting is closed."""
    if sitting.state not in (SittingState.CLOSED, SittingState.MINUTED):
        raise Missing
    items = item_queries.of_sitting(session, sitting, now)
    kept = queries.minutes_of(session, sitting)
    is_fixed = kept is not None and bool(kept.sha256)
    record = kept.facts if is_fixed else minutes_actions.facts(session, sitting, now)
    shown = minutes_actions.fingerprint(record, kept.prose if kept else "")
    corrections = minutes_queries.corrigenda(session, kept)
    return {
        "sitting": sitting,
        "minutes": kept,
        "record": record,
        "may_ballots": policy.may(actor, Act.BALLOTS_VIEW, sitting),
        "withdrawn": {one.ref for one in items if policy.is_recused(actor, one)},
        "form": form or _filled(kept, note_queries.of_sitting(session, sitting)),
        "sign_form": SignForm(formdata=None, data={"seen": shown}),
        "day_of": date.fromisoformat,
        "held": minutes_pdf.held_text(record),
        "change_text": minutes_pdf.change_text,
        "of_college": college_words.said,
        "corrections": corrections,
        "dissenting": _dissenting(actor, items, is_fixed=is_fixed),
    } | _rights(actor, sitting, corrections, is_fixed=is_fixed)


def _rights(
    actor: Actor, sitting: Sitting, corrections: list[Corrigendum], *, is_fixed: bool
) -> dict:
    is_closed = sitting.state is SittingState.CLOSED
    waits = next((one for one in corrections if not one.is_sealed), None)
    seen_form = SignForm(formdata=None, data={"seen": waits.sha256 if waits else ""})
    return {
        "may_draft": policy.may(actor, Act.MINUTES_DRAFT, sitting) and not is_fixed,
        "may_sign": policy.may(actor, Act.MINUTES_SIGN, sitting) and is_closed,
        "may_correct": policy.may(actor, Act.CORRIGENDUM_WRITE, sitting) and not is_closed,
        "may_countersign": policy.may(actor, Act.CORRIGENDUM_SIGN, sitting) and waits is not None,
        "countersign_form": seen_form,
    }


def _dissenting(actor: Actor, items: list[Item], *, is_fixed: bool) -> set[str]:
    """The points about which this actor may have a dissent written now."""
    if is_fixed:
        return set()
    return {
        one.ref
        for one in items
        if one.state in item_queries.DECIDED and policy.may(actor, Act.MINUTES_DISSENT, one)
    }


def _filled(kept: Minutes | None, notes: SittingNote | None) -> MinutesForm:
    """The prose as it stands; before the first one, what was noted during the sitting."""
    if kept is not None:
        return MinutesForm(formdata=None, data={"prose": kept.prose, "version": kept.version})
    return MinutesForm(formdata=None, data={"prose": notes.body if notes else "", "version": 0})


def printed(session: Session, actor: Actor | None, sitting: Sitting, now: datetime) -> Printed:
    """Sealed minutes as this actor may read them; whole with no actor. Raises Missing before."""
    kept = queries.minutes_of(session, sitting)
    if kept is None or kept.register_seq is None:
        raise Missing
    items = item_queries.of_sitting(session, sitting, now)
    return Printed(
        ref=sitting.ref,
        starts_at=sitting.starts_at,
        facts=kept.facts,
        prose=kept.prose,
        sha256=kept.sha256,
        register_seq=kept.register_seq,
        signatures=_signatures(kept),
        corrections=tuple(
            _correction(one) for one in minutes_queries.corrigenda(session, kept) if one.is_sealed
        ),
        hidden=_hidden(actor, sitting, items),
    )


def _hidden(actor: Actor | None, sitting: Sitting, items: list[Item]) -> frozenset[str]:
    if actor is None:
        return frozenset()
    if not policy.may(actor, Act.BALLOTS_VIEW, sitting):
        return frozenset(one.ref for one in items)
    return frozenset(one.ref for one in items if policy.is_recused(actor, one))


def _signatures(one: Minutes | Corrigendum) -> tuple[Signature, Signature]:
    return (
        Signature(one.presider.name, one.presider_signed_at),
        Signature(one.secretary.name, one.secretary_signed_at),
    )


def _correction(one: Corrigendum) -> Correction:
    return Correction(
        one.number, one.body, one.motive, one.sha256, one.register_seq, _signatures(one)
    )
