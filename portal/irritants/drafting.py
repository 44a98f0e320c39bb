"""What an author does: write, deposit, complete, withdraw, agree to publish."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import (
    content,
    family,
    merging,
    messages,
    promise,
    queries,
    rules,
)
from portal.irritants.content import Deposit
from portal.irritants.following import begin
from portal.irritants.messages import Answer, Message
from portal.irritants.models import Irritant
from portal.irritants.moving import (
    enter,
    index,
    publish_when_due,
    record,
    tell,
    tell_step,
    today,
)
from portal.irritants.names import new_pseudonym
from portal.irritants.words import IrritantState as State, IrritantVerb as Verb
from portal.kernel.errors import Refused, Stale
from portal.kernel.refs import new_ref
from portal.organisations import queries as organisations
from portal.policy import Act, Actor
from portal.search import actions as search
from portal.settings import queries as settings

TOLD = [
    "title",
    "user_types",
    "audience",
    "territory",
    "administration",
    "problem",
    "people_affected",
    "frequency",
    "times",
    "minutes",
    "euros",
    "workarounds",
    "evidence",
    "existing_solutions",
    "solution_idea",
]
CHOSEN = [
    "identity_shown",
    "confidential",
    "publish_consent",
    "carrying",
    "days_a_week",
    "manager_informed",
    "incubator_ref",
]


def save_draft(
    session: Session,
    actor: Actor,
    *,
    key: str,
    values: dict[str, Any],
    version: int,
    now: datetime,
    page: str = "",
    automatic: bool = False,
) -> Irritant:
    """Keep these answers in the draft that this author began with `key`, made if need be.

    Raises Stale if another page saved it since; an automatic save also yields to its own page,
    whose later text is on its way. Raises Refused once it is deposited.
    """
    policy.require(actor, Act.DRAFT_CREATE)
    draft = queries.draft_by_key(session, actor, key)
    if draft is None:
        draft, version = _begin(session, actor, key, now), None
    queries.lock(session, draft)
    policy.require(actor, Act.DRAFT_EDIT, draft)
    if draft.state is not State.DRAFT:
        raise Refused(_("Cet irritant est déjà déposé : son texte ne change plus ici."))
    is_same_page = not automatic and page and page == draft.saved_from
    if version is not None and draft.version != version and not is_same_page:
        raise Stale(draft)
    is_author = actor.person_id == draft.author_id
    # How it is told is shared; who may read it, and under which name, is the author's alone.
    _write(draft, values if is_author else {n: v for n, v in values.items() if n in TOLD})
    draft.saved_from, draft.edited_at = page, now
    session.flush()
    return draft


def _begin(session: Session, actor: Actor, key: str, now: datetime) -> Irritant:
    draft = Irritant(
        ref=new_ref("irr"),
        author_id=actor.person_id,
        draft_key=key,
        state=State.DRAFT,
        pseudonym=new_pseudonym(),
        made_at=now,
        edited_at=now,
    )
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError:
        # Two pages began it at once: the first one made it.
        return queries.draft_by_key(session, actor, key)
    record(session, actor, Act.DRAFT_CREATE, draft, "begin", now=now)
    return draft


def _write(irritant: Irritant, values: dict[str, Any]) -> None:
    for name in [*TOLD, *CHOSEN]:
        if name in values:
            setattr(irritant, name, _kept(name, values[name]))


def _kept(name: str, value: Any) -> Any:
    if name == "incubator_ref":
        return value or None
    column = Irritant.__table__.columns.get(name)
    is_text = column is not None and not column.nullable and value is None
    return "" if is_text else value


def told(irritant: Irritant) -> Deposit:
    """What the rules read of a deposit."""
    return Deposit(
        title=irritant.title,
        problem=irritant.problem,
        user_types=irritant.user_types,
        audience=irritant.audience or "",
        people_affected=irritant.people_affected,
    )


def submit(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> Irritant:
    """Deposit a draft: the promise begins. Raises Refused, naming the field that is missing."""
    session.flush()
    return submit_held(session, actor, queries.held(session, irritant.ref), now=now)


def submit_held(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> Irritant:
    """The same for a draft that `queries.held` gave: locked, it says what stands now."""
    policy.require(actor, Act.IRRITANT_SUBMIT, irritant)
    after = rules.IRRITANT.after(irritant.state, Verb.SUBMIT)
    content.check_submit(told(irritant))
    _route(session, irritant)
    # Read before anything changes: the row is then written once.
    due_on = today(now) + timedelta(days=settings.current(session).answer_days)
    irritant.submitted_at, irritant.answer_due_on = now, due_on
    enter(irritant, after, now=now)
    index(session, irritant)
    record(session, actor, Act.IRRITANT_SUBMIT, irritant, Verb.SUBMIT, now=now)
    for person_id in (irritant.author_id, *irritant.coauthor_ids):
        begin(session, irritant, person_id, now=now)
    tell_step(session, actor, irritant, Verb.SUBMIT, Answer(), now=now)
    return irritant


def _route(session: Session, irritant: Irritant) -> None:
    """To the incubator that was chosen; if it closed meanwhile, to the programme, which routes."""
    if irritant.incubator_ref and not organisations.is_open(session, irritant.incubator_ref):
        irritant.incubator_ref = None
        session.flush()
        session.refresh(irritant, ["incubator"])


def complete(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    *,
    values: dict[str, Any],
    version: int,
    now: datetime,
) -> Irritant:
    """Send it back completed: the clock goes on with the days that remained.

    Raises Stale if it was saved since the form was shown, Refused when something is missing.
    """
    queries.lock(session, irritant)
    policy.require(actor, Act.IRRITANT_COMPLETE, irritant)
    if irritant.version != version:
        raise Stale(irritant)
    after = rules.IRRITANT.after(irritant.state, Verb.COMPLETE)
    before = {name: getattr(irritant, name) for name in TOLD}
    _write(irritant, values)
    content.check_submit(told(irritant))
    changed = [name for name in TOLD if getattr(irritant, name) != before[name]]
    _resume(irritant, now=now)
    # What was asked is answered; the journal keeps the words.
    irritant.motive_code = irritant.motive = ""
    irritant.edited_at = now
    enter(irritant, after, now=now)
    index(session, irritant)
    record(
        session,
        actor,
        Act.IRRITANT_COMPLETE,
        irritant,
        Verb.COMPLETE,
        now=now,
        before={name: before[name] for name in changed},
        changes={name: getattr(irritant, name) for name in changed},
    )
    _tell_officer(session, irritant, Verb.COMPLETE, _l("L’auteur a complété"), now=now)
    return irritant


def withdraw(
    session: Session, actor: Actor, irritant: Irritant, *, now: datetime, motive: str = ""
) -> Irritant:
    """Take it back. Those who said « moi aussi » and the officer in charge are told.

    What was merged into it goes on without it.
    """
    family.hold_all(session, irritant)
    policy.require(actor, Act.IRRITANT_WITHDRAW, irritant)
    after = rules.IRRITANT.after(irritant.state, Verb.WITHDRAW)
    merging.release_all(session, actor, irritant, now=now)
    _resume(irritant, now=now)
    enter(irritant, after, now=now)
    search.forget(session, irritant.ref)
    record(session, actor, Act.IRRITANT_WITHDRAW, irritant, Verb.WITHDRAW, now=now, motive=motive)
    tell_step(session, actor, irritant, Verb.WITHDRAW, Answer(), now=now)
    _tell_officer(session, irritant, "withdrawn", _l("L’auteur a retiré"), now=now)
    return irritant


def consent(
    session: Session, actor: Actor, irritant: Irritant, *, publish: bool, now: datetime
) -> Irritant:
    """Agree, or no longer, that it stands on the public site."""
    queries.lock(session, irritant)
    policy.require(actor, Act.IRRITANT_CONSENT, irritant)
    if publish and irritant.confidential:
        raise Refused(_("Un irritant confidentiel ne va pas sur le site public."))
    irritant.publish_consent = publish
    publish_when_due(irritant, now=now)
    verb = "consent" if publish else "unconsent"
    record(session, actor, Act.IRRITANT_CONSENT, irritant, verb, now=now)
    return irritant


def _resume(irritant: Irritant, *, now: datetime) -> None:
    if irritant.paused_on is None:
        return
    own = irritant.own_due_on or irritant.answer_due_on
    due_on = promise.after_pause(own, irritant.paused_on, today(now))
    irritant.paused_days += (due_on - own).days
    irritant.paused_on = None
    if irritant.own_due_on is None:
        irritant.answer_due_on = due_on
    else:
        irritant.own_due_on = due_on


def _tell_officer(
    session: Session, irritant: Irritant, event: str, said: str, *, now: datetime
) -> None:
    if irritant.officer is None:
        return

    def message() -> Message:
        return messages.simple(
            f"{said} : « {irritant.title} »",
            _(
                "L’irritant %(ref)s revient dans votre file de tri ; réponse due le %(day)s.",
                ref=irritant.ref,
                day=messages.day(irritant.answer_due_on),
            )
            if event == Verb.COMPLETE
            else "",
        )

    tell(session, [irritant.officer], irritant, event, message, now=now, desk=True)
