"""Preparing a call: its text, its window, its questions, and the people named for it."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import policy
from portal.calls import queries, rules
from portal.calls.models import Call, CallMember, Question
from portal.calls.words import CallState, Part, QuestionKind
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.notices import actions as notices
from portal.organisations import queries as organisations
from portal.people.models import Person
from portal.policy import Act, Actor


@dataclass(frozen=True)
class Told:
    """What a call says: the fields of its first form."""

    title: str
    opens_on: date
    closes_on: date
    theme: str = ""
    introduction: str = ""
    targets: str = ""
    conditions: str = ""


def prepare(
    session: Session, actor: Actor, *, incubator_ref: str, told: Told, now: datetime
) -> Call:
    """Begin a call that this incubator carries; nobody else sees it yet."""
    made = Call(
        ref=new_ref("cal"),
        incubator_ref=incubator_ref,
        made_by_id=actor.person_id,
        made_at=now,
        **vars(told),
    )
    policy.require(actor, Act.CALL_MANAGE, made)
    organisations.receiving(session, incubator_ref, "incubator_ref")
    rules.check_window(told.opens_on, told.closes_on)
    session.add(made)
    record(session, actor, made, "prepare", now=now, closes_on=told.closes_on)
    return made


def rewrite(session: Session, actor: Actor, call: Call, *, told: Told, now: datetime) -> None:
    """Change what it says, until the short list is fixed."""
    state = hold(session, actor, call, now)
    rules.check_prepare(state, is_shortlisted=call.shortlisted_at is not None)
    rules.check_window(told.opens_on, told.closes_on)
    if state is not CallState.DRAFT and told.closes_on != call.closes_on:
        rules.check_moved_window(told.closes_on, paris_day(now))
    before = {name: getattr(call, name) for name in vars(told)}
    for name, value in vars(told).items():
        setattr(call, name, value)
    after = {name: value for name, value in vars(told).items() if value != before[name]}
    journal.record(
        session,
        actor,
        Act.CALL_MANAGE,
        call,
        now=now,
        before={name: before[name] for name in after},
        after={"verb": "rewrite"} | after,
    )
    session.flush()


def publish(session: Session, actor: Actor, call: Call, *, now: datetime) -> None:
    """Make it public. It takes entries from its first day to the end of its last."""
    state = hold(session, actor, call, now)
    rules.check_open(state, call.introduction, call.closes_on, paris_day(now))
    call.published_at = now
    record(session, actor, call, "publish", now=now)


# Questions


def ask(
    session: Session,
    actor: Actor,
    call: Call,
    *,
    kind: QuestionKind,
    label: str,
    choices: str,
    required: bool,
    now: datetime,
) -> Question:
    """Add a question, after the others."""
    _check_asking(session, actor, call, now)
    offered = _offered(kind, choices)
    last = select(func.max(Question.position)).where(Question.call_id == call.id)
    made = Question(
        ref=new_ref("que"),
        call_id=call.id,
        position=(session.scalar(last) or 0) + 1,
        kind=kind,
        label=label,
        choices=offered,
        required=required,
        made_at=now,
    )
    session.add(made)
    record(session, actor, call, "ask", now=now, question=made.ref)
    return made


def reword(
    session: Session,
    actor: Actor,
    call: Call,
    question: Question,
    *,
    kind: QuestionKind,
    label: str,
    choices: str,
    required: bool,
    now: datetime,
) -> None:
    """Change a question; once somebody answered it, another wording takes its place."""
    _check_asking(session, actor, call, now)
    values = {
        "kind": kind,
        "label": label,
        "choices": _offered(kind, choices),
        "required": required,
    }
    if queries.is_answered(session, question):
        _replace(session, question, values, now)
    else:
        for name, value in values.items():
            setattr(question, name, value)
    record(session, actor, call, "reword", now=now, question=question.ref, label=label)


def _replace(session: Session, question: Question, values: dict, now: datetime) -> None:
    question.replaced_at = now
    session.flush()
    session.add(
        Question(
            ref=question.ref,
            number=question.number + 1,
            call_id=question.call_id,
            position=question.position,
            made_at=now,
            **values,
        )
    )


def move(
    session: Session, actor: Actor, call: Call, question: Question, *, step: int, now: datetime
) -> None:
    """Move a question by one place, up (-1) or down (1)."""
    _check_asking(session, actor, call, now)
    asked = {each.id: each for each in call.asked}
    for place, one in enumerate(rules.moved(list(asked), question.id, step), start=1):
        asked[one].position = place
    record(session, actor, call, "move", now=now, question=question.ref)


def retire(
    session: Session, actor: Actor, call: Call, question: Question, *, now: datetime
) -> None:
    """Ask it no more; the answers already given stay."""
    _check_asking(session, actor, call, now)
    if queries.is_answered(session, question):
        question.replaced_at = now
    else:
        session.delete(question)
    record(session, actor, call, "retire", now=now, question=question.ref)


def _check_asking(session: Session, actor: Actor, call: Call, now: datetime) -> None:
    state = hold(session, actor, call, now)
    rules.check_prepare(state, is_shortlisted=call.shortlisted_at is not None)


def _offered(kind: QuestionKind, choices: str) -> list[str] | None:
    offered = rules.listed_choices(choices) if kind is QuestionKind.CHOICE else []
    rules.check_question(kind, offered)
    return offered or None


# People


def appoint(
    session: Session, actor: Actor, call: Call, person: Person, *, part: Part, now: datetime
) -> CallMember:
    """Name somebody for the pre-jury or the jury, and tell them."""
    if hold(session, actor, call, now) is CallState.ANSWERED:
        raise Refused(_("Cet appel est conclu."))
    found = queries.member(session, call, person.id, part)
    if found is not None and found.ended_at is None:
        raise Refused(_("%(name)s en est déjà.", name=person.name), field="person")
    if found is None:
        found = CallMember(call_id=call.id, person_id=person.id, part=part)
        session.add(found)
    found.appointed_at, found.ended_at = now, None
    record(session, actor, call, "appoint", now=now, person=person.ref, part=part)
    _tell_appointed(session, call, person, part, now)
    return found


def _tell_appointed(session, call: Call, person: Person, part: Part, now: datetime) -> None:
    notices.tell(
        session,
        [person],
        event=f"jury:{call.ref}:{part.value}:{int(now.timestamp())}",
        kind="jury.appointed",
        subject_ref=call.ref,
        title=_l("Vous êtes du jury de l’appel « %(title)s »", title=call.title)
        if part is Part.JURY
        else _l("Vous êtes du pré-jury de l’appel « %(title)s »", title=call.title),
        body=_l(
            "Vous y lisez les dossiers et donnez votre avis. Les avis des autres s’affichent après"
            " le vôtre. Si vous êtes proche d’un auteur, déportez-vous d’un bouton.",
        ),
        path=f"/appels/{call.ref}/dossiers",
        now=now,
    )


def dismiss(
    session: Session, actor: Actor, call: Call, person: Person, *, part: Part, now: datetime
) -> None:
    """End somebody's part. What they marked already stays counted."""
    hold(session, actor, call, now)
    found = queries.member(session, call, person.id, part)
    if found is None or found.ended_at is not None:
        return
    found.ended_at = now
    record(session, actor, call, "dismiss", now=now, person=person.ref, part=part)


# Shared with the other verbs of calls


def hold(session: Session, actor: Actor, call: Call, now: datetime) -> CallState:
    """Require the right to manage the call, hold its row, and tell where it stands."""
    policy.require(actor, Act.CALL_MANAGE, call)
    queries.lock(session, call)
    return call.state_on(paris_day(now))


def record(
    session: Session, actor: Actor, call: Call, verb: str, *, now: datetime, **after
) -> None:
    """Leave the line of this step."""
    session.flush()
    session.expire(call, ["members", "questions"])
    journal.record(session, actor, Act.CALL_MANAGE, call, now=now, after={"verb": verb} | after)
    session.flush()
