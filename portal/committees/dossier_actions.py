"""Verbs upon the dossier of an item: written, frozen, added to; conditions proposed."""

from datetime import UTC, date, datetime
from typing import Any

from flask_babel import force_locale, gettext as _
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal import policy
from portal.committees import (
    crossing_queries,
    dossier_queries,
    dossier_reading,
    dossiers,
    item_queries,
    rules,
    sitting_rules,
)
from portal.committees.decision_models import Condition
from portal.committees.dossier_models import DossierGrid
from portal.committees.grid_words import GridLine
from portal.committees.item_actions import check
from portal.committees.item_models import Addendum, Dossier, Evidence, Item
from portal.committees.words import (
    ItemState,
)
from portal.files import actions as files
from portal.files.actions import Received
from portal.files.store import Store
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.refs import new_ref
from portal.people.models import Person
from portal.policy import Act, Actor
from portal.startups.words import Rung


def write_dossier(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    now: datetime,
    proposal: dict[str, Any],
    request: str,
    body: str,
    rungs: dict[Rung, dict[str, Any]],
) -> None:
    """Save the proposal and the dossier, until they freeze."""
    policy.require(actor, Act.DOSSIER_EDIT, item)
    item = item_queries.lock(session, item, now)
    check_not_frozen(item, now)
    before = {"request": item.dossier.request, "amount": item.amount, "months": item.months}
    for name, value in proposal.items():
        setattr(item, name, value)
    item.is_amount_said = item.is_amount_said or "amount" in proposal
    check(item)
    rules.check_evidence(rungs)
    _check_files(session, item, rungs)
    item.dossier.request, item.dossier.body = request, body
    for rung, told in rungs.items():
        _keep_rung(item.dossier, rung, told)
    # The dossier's version moves even when only a rung changed: two tabs must not mix.
    flag_modified(item.dossier, "request")
    session.flush()
    after = {"request": request, "amount": item.amount, "months": item.months}
    journal.record(session, actor, Act.DOSSIER_EDIT, item, now=now, before=before, after=after)


def _check_files(session: Session, item: Item, rungs: dict[Rung, dict[str, Any]]) -> None:
    asked = {told.get("file_ref"): rung for rung, told in rungs.items() if told.get("file_ref")}
    if not asked:
        return
    joined = {one.ref for one in dossier_queries.files_of(session, item)}
    for ref, rung in asked.items():
        if ref not in joined:
            raise Refused(
                _("Ce fichier n’est plus joint : choisissez-en un autre."), field=f"{rung}_file"
            )


def _keep_rung(dossier: Dossier, rung: Rung, told: dict[str, Any]) -> None:
    row = next((one for one in dossier.rungs if one.rung is rung), None)
    if row is None and told["figure"]:
        dossier.rungs.append(Evidence(rung=rung, **told))
    elif row is not None and told["figure"]:
        for name, value in told.items():
            setattr(row, name, value)
    elif row is not None:
        dossier.rungs.remove(row)


def write_grid(
    session: Session, actor: Actor, item: Item, *, texts: dict[GridLine, str], now: datetime
) -> None:
    """Save what the team writes on the lines of the grid, until the dossier freezes."""
    policy.require(actor, Act.DOSSIER_EDIT, item)
    item = item_queries.lock(session, item, now)
    check_not_frozen(item, now)
    kept = dossier_queries.grid(session, item.dossier) or DossierGrid(dossier_id=item.dossier.id)
    before = dict(kept.texts or {})
    kept.texts = {line.value: text for line, text in texts.items() if text}
    session.add(kept)
    session.flush()
    journal.record(session, actor, Act.DOSSIER_EDIT, item, now=now, before=before, after=kept.texts)


def freezes_at(item: Item) -> datetime | None:
    """When the dossier freezes; None while its sitting is not convened, or if the vote freezes it."""
    at = _hour(item)
    return None if at is None or sitting_rules.is_late(item.joined_at, at) else at


def is_late(item: Item) -> bool:
    """Whether it entered its agenda after the freeze: its dossier is written until the vote opens."""
    at = _hour(item)
    return at is not None and sitting_rules.is_late(item.joined_at, at)


def _hour(item: Item) -> datetime | None:
    sitting = item.sitting
    if sitting is None or sitting.convened_at is None:
        return None
    return rules.freezes_at(sitting.convened_at, sitting.starts_at, sitting.freeze_days)


def is_frozen(item: Item, now: datetime) -> bool:
    """Whether the dossier can only receive addenda."""
    at = freezes_at(item)
    return (
        item.dossier.frozen_at is not None
        or item.state is not ItemState.LISTED
        or (at is not None and now >= at)
    )


def check_not_frozen(item: Item, now: datetime) -> None:
    """Raise Refused once the dossier can only receive addenda."""
    if is_frozen(item, now):
        raise Refused(_("Le dossier est gelé : ajoutez un complément, il sera visible comme tel."))


def freeze(session: Session, item: Item, now: datetime) -> None:
    """Keep the dossier as it is read, with its fingerprint; once."""
    dossier = item.dossier
    if dossier.frozen_at is not None:
        return
    told = crossing_queries.told(item)
    if told is not None:
        told.keep_before(item.startup)
    # In French whoever freezes it: what is kept is read by everybody.
    with force_locale("fr"):
        read = dossier_reading.read(session, item, now)
    # What comes from the sheet is what it said at this very moment, and the text says so.
    dossier.frozen = dossiers.frozen(read | {"gele_a": now.astimezone(UTC).isoformat()})
    dossier.sha256 = dossiers.fingerprint(dossier.frozen)
    dossier.frozen_at = now
    session.flush()


def add_addendum(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    body: str,
    now: datetime,
    received: Received | None = None,
    store: Store | None = None,
) -> None:
    """Add to a frozen dossier; shown apart, signed and dated. It may bring a file."""
    policy.require(actor, Act.DOSSIER_EDIT, item)
    item = item_queries.lock(session, item, now)
    if item.state is not ItemState.LISTED or not is_frozen(item, now):
        raise Refused(_("Le dossier n’est pas gelé, ou le vote a commencé."))
    # Past its hour and before the round: what is added comes after what was read.
    freeze(session, item, now)
    made = Addendum(body=body, author_id=actor.person_id, at=now)
    if received is not None:
        made.files_ref = new_ref("cpl")
        files.attach(session, store, actor, made.files_ref, received, now=now)
    item.dossier.addenda.append(made)
    after = {"addendum": body, "file": received is not None}
    journal.record(session, actor, Act.DOSSIER_EDIT, item, now=now, after=after)


def propose_condition(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    what: str,
    owner: Person | None,
    due_on: date,
    proof: str,
    today: date,
    now: datetime,
) -> Condition:
    """Add a condition to the proposal: the team until the dossier freezes, the committee until
    the vote opens."""
    keeps_agenda = policy.may(actor, Act.SITTING_AGENDA, item)
    if not keeps_agenda:
        policy.require(actor, Act.DOSSIER_EDIT, item)
    item = item_queries.lock(session, item, now)
    if not keeps_agenda:
        check_not_frozen(item, now)
    if item.state is not ItemState.LISTED:
        raise Refused(_("La proposition est fixée : le vote a commencé."))
    rules.check_condition(what=what, owner=owner, due_on=due_on, proof=proof, today=today)
    condition = Condition(
        ref=new_ref("res"),
        item_id=item.id,
        subject_ref=item.subject_ref,
        what=what,
        owner_id=owner.id,
        due_on=due_on,
        proof=proof,
    )
    session.add(condition)
    session.flush()
    after = {"condition": condition.ref, "what": what, "due_on": due_on}
    journal.record(session, actor, Act.DOSSIER_EDIT, item, now=now, after=after)
    return condition
