"""Sealed minutes are corrected by a numbered text beside them, signed by two again, and sealed."""

from datetime import datetime

from flask import current_app
from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import minutes_queries, minutes_rules as rules, queries
from portal.committees.minutes_models import Corrigendum
from portal.committees.models import Minutes, Sitting
from portal.journal import actions as journal
from portal.kernel.errors import Missing, Refused, Stale
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.notices.actions import tell
from portal.people import queries as people
from portal.policy import Act, Actor, Role
from portal.register import actions as register
from portal.register.chain import canonical, person_digest, sha256


def fingerprint(minutes_sha256: str, number: int, body: str, motive: str) -> str:
    """The digest of a correction: its words, its number, and the minutes that it corrects."""
    told = {"pv_sha256": minutes_sha256, "numero": number, "texte": body, "motif": motive}
    return sha256(canonical(told))


def write(
    session: Session,
    actor: Actor,
    sitting: Sitting,
    *,
    body: str,
    motive: str,
    version: int,
    now: datetime,
) -> Corrigendum:
    """Write and sign as presider; until the secretary signs, it may be written again.

    `version` is that of the text shown, 0 for a new one. Raises Forbidden, Refused, Stale.
    """
    policy.require(actor, Act.CORRIGENDUM_WRITE, sitting)
    sitting = queries.lock_sitting(session, sitting)
    minutes = queries.minutes_of(session, sitting)
    is_sealed = minutes is not None and minutes.register_seq is not None
    rules.check_corrigendum(is_sealed=is_sealed, body=body, motive=motive)
    kept = minutes_queries.pending(session, minutes)
    if version != (kept.version if kept else 0):
        raise Stale(kept)
    if kept is None:
        number = minutes_queries.next_number(session, minutes)
        kept = Corrigendum(ref=new_ref("rec"), minutes_id=minutes.id, number=number)
        session.add(kept)
    kept.body, kept.motive = body, motive
    kept.sha256 = fingerprint(minutes.sha256, kept.number, body, motive)
    kept.presider_id, kept.presider_signed_at = actor.person_id, now
    session.flush()
    after = {"corrigendum": kept.ref, "sha256": kept.sha256}
    journal.record(
        session, actor, Act.CORRIGENDUM_WRITE, sitting, now=now, motive=motive, after=after
    )
    _tell_keeper(session, sitting, kept, now)
    return kept


def countersign(
    session: Session, actor: Actor, sitting: Sitting, *, seen: str | None, now: datetime
) -> Corrigendum:
    """Sign as secretary: the correction is sealed after the minutes, and members are told."""
    policy.require(actor, Act.CORRIGENDUM_SIGN, sitting)
    sitting = queries.lock_sitting(session, sitting)
    minutes = queries.minutes_of(session, sitting)
    if minutes is None:
        raise Missing
    kept = minutes_queries.pending(session, minutes)
    if kept is None:
        raise Refused(_("Aucun rectificatif n’attend de contreseing."))
    is_presider = kept.presider_id == actor.person_id
    rules.check_countersign(seen, kept.sha256, is_presider=is_presider)
    seq = _seal(session, actor, sitting, minutes, kept, now)
    kept.secretary_id, kept.secretary_signed_at, kept.register_seq = actor.person_id, now, seq
    session.flush()
    after = {"corrigendum": kept.ref, "sha256": kept.sha256}
    journal.record(session, actor, Act.CORRIGENDUM_SIGN, sitting, now=now, after=after)
    _tell_members(session, sitting, kept, now)
    return kept


def _seal(
    session: Session,
    actor: Actor,
    sitting: Sitting,
    minutes: Minutes,
    kept: Corrigendum,
    now: datetime,
) -> int:
    salt = current_app.secret_key
    signers = people.named(session, {kept.presider_id, actor.person_id})
    payload = {
        "seance": sitting.ref,
        "comite": sitting.committee_ref,
        "rectificatif": kept.number,
        "rectificatif_sha256": kept.sha256,
        "pv_sha256": minutes.sha256,
        "pv_entree": minutes.register_seq,
        "signataires": sorted(
            person_digest(salt, sitting.ref, person.ref) for person in signers.values()
        ),
    }
    return register.append(session, "corrigendum", sitting.ref, payload, now=now).seq


def _tell_keeper(session: Session, sitting: Sitting, kept: Corrigendum, now: datetime) -> None:
    tell(
        session,
        people.holders(session, sitting.committee_ref, paris_day(now), Role.SECRETARY),
        event=f"corrigendum-written:{kept.ref}:{kept.version}",
        kind="minutes.corrigendum",
        subject_ref=sitting.ref,
        title=_l("Un rectificatif attend votre contreseing"),
        body=kept.motive,
        path=f"/seances/{sitting.ref}/proces-verbal",
        now=now,
    )


def _tell_members(session: Session, sitting: Sitting, kept: Corrigendum, now: datetime) -> None:
    name, number = sitting.committee.name, kept.number
    tell(
        session,
        queries.members(session, sitting.committee, paris_day(now)),
        event=f"corrigendum:{kept.ref}",
        kind="minutes.corrigendum",
        subject_ref=sitting.ref,
        title=_l(
            "%(name)s : rectificatif n° %(number)s au procès-verbal", name=name, number=number
        ),
        body=kept.motive,
        path=f"/seances/{sitting.ref}/proces-verbal",
        now=now,
    )
