"""Minutes: facts generated from the sitting, prose by the secretary, two signatures, one seal."""

from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import (
    agenda_notices,
    agenda_queries,
    crossing_says,
    decision_queries,
    item_queries,
    minutes_queries,
    proxy_queries,
    queries,
    rules,
    substitutes,
)
from portal.committees.college_words import by_college
from portal.committees.item_models import Item, RollMember
from portal.committees.models import Minutes, Sitting, SittingAttendance
from portal.committees.sentences import sentence
from portal.committees.words import Attendance, ItemState, SittingState, SittingVerb
from portal.journal import actions as journal
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import paris_day
from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.policy import Act, Actor, Role
from portal.register import actions as register
from portal.register.chain import canonical, person_digest, sha256

COUNTED = (ItemState.PROCLAIMED, ItemState.PUBLISHED, ItemState.DEFERRED)


def facts(session: Session, sitting: Sitting, now: datetime) -> dict[str, Any]:
    """What happened, as plain JSON values: nobody edits it.

    In French whoever reads: two people who sign must sign the same words.
    """
    with force_locale("fr"):
        return _facts(session, sitting, now)


def _facts(session: Session, sitting: Sitting, now: datetime) -> dict[str, Any]:
    return {
        "comite": sitting.committee.name,
        "seance": sitting.ref,
        "debut": sitting.opened_at.isoformat() if sitting.opened_at else None,
        "fin": sitting.closed_at.isoformat() if sitting.closed_at else None,
        **_told_late(session, sitting),
        "presences": _attendances(session, sitting),
        "procurations": _proxies(session, sitting),
        "points": [
            _point(session, item) for item in item_queries.of_sitting(session, sitting, now)
        ],
    }


def _told_late(session: Session, sitting: Sitting) -> dict:
    """Why it was convened in haste, and what its agenda gained or lost after that; else nothing."""
    changed = [
        {
            "titre": one.item.title,
            "quoi": str(one.kind.label),
            "le": one.at.isoformat(),
            "par": one.person.name if one.person else None,
            "motif": agenda_notices.why(one),
        }
        for one in agenda_queries.changes(session, sitting)
    ]
    urgency = {"urgence": sitting.urgency} if sitting.urgency else {}
    return urgency | ({"ordre_du_jour": changed} if changed else {})


def _attendances(session: Session, sitting: Sitting) -> list[dict]:
    day = paris_day(sitting.opened_at or sitting.starts_at)
    roles = {seat.person_id: seat for seat in queries.seats(session, sitting.committee, day)}
    names = people.named(session, {one.person_id for one in sitting.attendances})
    return [
        {
            "nom": names[one.person_id].name,
            "qualite": _quality(roles.get(one.person_id)),
            "presence": str(one.attendance.label),
        }
        for one in sorted(sitting.attendances, key=lambda one: names[one.person_id].name)
        if _is_told(one, roles.get(one.person_id))
    ]


def _proxies(session: Session, sitting: Sitting) -> list[dict]:
    """Written proxies, those that ended before the closing included: a vote may have kept them."""
    return [
        {
            "de": one.giver.name,
            "a": one.holder.name,
            "depuis": one.given_at.isoformat(),
            "jusque": one.ended_at.isoformat() if one.ended_at else None,
        }
        for one in proxy_queries.given(session, sitting)
    ]


def _quality(seat: Mandate | None) -> str:
    if seat is None or seat.stands_for is None:
        return seat.quality if seat else ""
    return substitutes.in_place_of(seat.stands_for.person.name, seat.stands_for.quality)


def _is_told(one: SittingAttendance, seat: Mandate | None) -> bool:
    """A substitute who did not come was not awaited: the member's own absence is told."""
    came = one.attendance in (Attendance.PRESENT, Attendance.REMOTE)
    return came or seat is None or seat.stands_for is None


def _point(session: Session, item: Item) -> dict:
    decision = decision_queries.decision_of(session, item)
    return {
        "point": item.ref,
        "titre": item.title,
        "etat": item.state.value,
        "motif": decision.motive if decision else item.motive,
        "decision": decision.ref if decision else None,
        "sens": sentence(decision) if decision else str(item.state.label).capitalize(),
        "prochaine_date": item.next_on.isoformat() if item.next_on else None,
        "seconde_convocation": item.second_convening,
        # Who withdrew, never why.
        "deports": sorted(one.person.name for one in item.recusals),
        "quorum": {"presents": item.present_at_opening, **_needed(item)},
        "decompte": _counts(item),
        "bulletins": _named(session, item) if item.state in COUNTED and item.counts else [],
        "desaccords": [
            {"nom": one.person.name, "texte": one.body}
            for one in minutes_queries.dissents(session, item)
        ],
        "reserves": [
            _condition(one)
            for one in decision_queries.proposed_conditions(session, item)
            if one.decision_ref
        ],
        "dossier_sha256": item.dossier.sha256,
        **_changes(item),
    }


def _changes(item: Item) -> dict:
    """The course or the merger that was put to the vote; nothing for the other directions."""
    told = crossing_says.lines(item)
    return {"changement": told} if told else {}


def _needed(item: Item) -> dict:
    return {
        "requis": (item.counts or {}).get("needed"),
        "membres": len(item.roll_ids) or None,
        "votants": _counts_cast(item),
        **({"colleges": by_college(item.college_quorum)} if item.college_quorum else {}),
    }


def _counts_cast(item: Item) -> int | None:
    found = _counts(item)
    return sum(found.values()) if found else None


def _counts(item: Item) -> dict | None:
    if not item.counts:
        return None
    return {key: item.counts[key] for key in ("go", "provisional", "no_go", "abstain")}


def _named(session: Session, item: Item) -> list[dict]:
    instead = {one.person_id: one for one in item.roll if one.principal is not None}
    return [
        {
            "nom": _voter(one.person, instead.get(one.person_id)),
            "choix": str(one.choice.label),
            "motif": one.motive,
            "par": one.cast_by.name if one.cast_by else None,
        }
        for one in decision_queries.ballots(session, item)
    ]


def _voter(person: Person, line: RollMember | None) -> str:
    if line is None:
        return person.name
    return substitutes.standing(person.name, line.principal.name, line.quality)


def _condition(one) -> dict:
    return {
        "quoi": one.what,
        "qui": one.owner.name,
        "pour_le": one.due_on.isoformat(),
        "preuve": one.proof,
    }


def write(
    session: Session, actor: Actor, sitting: Sitting, *, prose: str, now: datetime
) -> Minutes:
    """Save the prose, until the first signature."""
    policy.require(actor, Act.MINUTES_DRAFT, sitting)
    sitting = queries.lock_sitting(session, sitting)
    minutes = _begun(session, sitting)
    if minutes.sha256:
        raise Refused(_("Le procès-verbal est déjà signé : son texte ne change plus."))
    minutes.prose = prose
    session.flush()
    journal.record(session, actor, Act.MINUTES_DRAFT, sitting, now=now)
    return minutes


def _begun(session: Session, sitting: Sitting) -> Minutes:
    if sitting.state not in (SittingState.CLOSED, SittingState.MINUTED):
        raise Refused(_("Le procès-verbal se rédige une fois la séance close."))
    minutes = queries.minutes_of(session, sitting)
    if minutes is None:
        minutes = Minutes(sitting=sitting)
        session.add(minutes)
        session.flush()
    return minutes


def sign(
    session: Session, actor: Actor, sitting: Sitting, *, now: datetime, seen: str | None = None
) -> Minutes:
    """Sign as presider or as secretary; the second signature seals the minutes.

    `seen` is the fingerprint of what the signer was shown. Raises Refused if the text has
    changed since: nobody signs what they have not read.
    """
    policy.require(actor, Act.MINUTES_SIGN, sitting)
    sitting = queries.lock_sitting(session, sitting)
    minutes = _begun(session, sitting)
    if not minutes.sha256:
        minutes.facts = facts(session, sitting, now)
        minutes.sha256 = fingerprint(minutes.facts, minutes.prose)
    if seen not in (None, minutes.sha256):
        raise Refused(_("Le procès-verbal a changé depuis que vous l’avez ouvert : relisez-le."))
    _put_signature(actor, sitting, minutes, now)
    if minutes.presider_signed_at and minutes.secretary_signed_at:
        _seal(session, actor, sitting, minutes, now)
    session.flush()
    journal.record(
        session, actor, Act.MINUTES_SIGN, sitting, now=now, after={"sha256": minutes.sha256}
    )
    return minutes


def fingerprint(facts: dict[str, Any], prose: str) -> str:
    """The digest of the facts and the prose."""
    return sha256(canonical({"faits": facts, "debats": prose}))


def _put_signature(actor: Actor, sitting: Sitting, minutes: Minutes, now: datetime) -> None:
    if actor.holds(Role.SECRETARY, sitting.committee_ref):
        if minutes.secretary_signed_at:
            raise Refused(_("Le secrétariat a déjà signé."))
        minutes.secretary_id, minutes.secretary_signed_at = actor.person_id, now
        return
    if not policy.chairs(actor, sitting):
        raise Forbidden(Act.MINUTES_SIGN.value)
    if minutes.presider_signed_at:
        raise Refused(_("La présidence a déjà signé."))
    minutes.presider_id, minutes.presider_signed_at = actor.person_id, now


def _seal(
    session: Session, actor: Actor, sitting: Sitting, minutes: Minutes, now: datetime
) -> None:
    sitting.state = SittingState(rules.SITTING.after(sitting.state, SittingVerb.SIGN))
    salt = current_app.secret_key
    signers = people.named(session, {minutes.presider_id, minutes.secretary_id} - {None})
    payload = {
        "seance": sitting.ref,
        "comite": sitting.committee_ref,
        "pv_sha256": minutes.sha256,
        "signataires": sorted(
            person_digest(salt, sitting.ref, person.ref) for person in signers.values()
        ),
    }
    minutes.register_seq = register.append(session, "minutes", sitting.ref, payload, now=now).seq
