"""Who may do what. One act, one readable predicate, one line in the table; denied by default.

`rules.py` of each capability says *when*. Subjects are read by attribute, so this file knows no
model. Source of the table: docs/permissions.csv, which is the authority.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.kernel.errors import Forbidden


class Role(StrEnum):
    """What a dated mandate gives."""

    DIRECTOR = "director"
    OFFICER = "officer"
    TEAM = "team"
    COACH = "coach"
    SPONSOR = "sponsor"
    SEAT = "seat"
    CHAIR = "chair"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    PROGRAMME = "programme"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Kind(StrEnum):
    """What an account is; auditor and administrator are exclusive accounts."""

    ANONYMOUS = "anonymous"
    AGENT = "agent"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


@dataclass(frozen=True)
class Held:
    """A mandate in force at this moment. `scope` is the ref of what it bears on."""

    role: Role
    scope: str | None = None
    voting: bool = True


@dataclass(frozen=True)
class Actor:
    """Whoever asks: a person with the mandates in force now, a passer-by, or the machine."""

    person_id: int | None = None
    name: str = ""
    kind: Kind = Kind.ANONYMOUS
    held: tuple[Held, ...] = ()
    ref: str | None = None

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def is_agent(self) -> bool:
        return self.kind is Kind.AGENT

    def holds(self, role: Role, scope: str | None) -> bool:
        """Whether the actor has this role on this very thing."""
        return scope is not None and any(m.role is role and m.scope == scope for m in self.held)

    def has(self, *roles: Role) -> bool:
        """Whether the actor has one of these roles, on anything."""
        return any(m.role in roles for m in self.held)

    def scopes(self, *roles: Role) -> frozenset[str]:
        """Refs of what the actor has one of these roles on."""
        return frozenset(m.scope for m in self.held if m.role in roles and m.scope)


PASSER_BY = Actor()
MACHINE = Actor(name="Portail", kind=Kind.SYSTEM)


class Act(StrEnum):
    """Everything that may be asked; the value is the row of docs/permissions.csv."""

    PUBLIC_VIEW = "public.home.view"
    LEGAL_VIEW = "public.legal.view"
    PUBLIC_SEARCH = "public.search"
    PUBLIC_STARTUPS = "public.startup.list"
    PUBLIC_STARTUP = "public.startup.view"
    PUBLIC_DECISION = "public.decision.view"
    PUBLIC_IRRITANT = "public.irritant.view"
    PUBLIC_REPORTS = "public.report.list"
    PUBLIC_REPORT = "public.report.view"
    PUBLIC_REGISTER = "public.register.verify"
    HEALTH_VIEW = "health.live"
    LANGUAGE_CHOOSE = "public.language.choose"
    SIGN_IN_VIEW = "auth.login.view"
    SIGN_IN = "auth.login"
    RESET_VIEW = "auth.reset.view"
    RESET_ASK = "auth.reset.ask"
    RESET_USE = "auth.reset.use"
    SIGN_OUT = "auth.logout"
    STEP_UP_VIEW = "auth.step_up.view"
    STEP_UP = "auth.step_up"
    SELF_VIEW = "account.self.view"
    SELF_UPDATE = "account.self.update"
    PASSWORD_CHANGE = "account.password.change"  # noqa: S105 - the name of an act
    SESSION_REVOKE = "account.sessions.revoke"
    TASKS_VIEW = "account.tasks.view"
    NOTICES_VIEW = "notification.read"
    NOTICE_READ = "notification.mark"
    NOTICE_CHOOSE = "notification.choose"
    STOP_VIEW = "notification.stop.view"
    NOTICE_STOP = "notification.stop"
    DRAFT_CREATE = "irritant.draft.create"
    DRAFT_VIEW = "irritant.draft.view"
    DRAFT_EDIT = "irritant.draft.edit"
    IRRITANT_SUBMIT = "irritant.submit"
    IRRITANT_WITHDRAW = "irritant.withdraw"
    IRRITANT_COMPLETE = "irritant.complete"
    IRRITANT_LIST = "irritant.internal.list"
    IRRITANT_VIEW = "irritant.internal.view"
    IRRITANT_SUPPORT = "irritant.support"
    SUPPORT_VIEW = "irritant.support.view"
    COMMENT_VIEW = "irritant.comment.view"
    COMMENT_WRITE = "irritant.comment"
    COMMENT_EDIT = "irritant.comment.edit"
    FILE_VIEW = "irritant.attachment.download"
    FILE_ADD = "irritant.attachment.add"
    FILE_REMOVE = "irritant.attachment.remove"
    IRRITANT_FLAG = "irritant.flag"
    IRRITANT_MODERATE = "irritant.moderate"
    IRRITANT_FOLLOW = "irritant.follow"
    FOLLOWED_VIEW = "irritant.follow.list"
    IRRITANT_CONSENT = "irritant.consent"
    IRRITANT_PUBLISH = "irritant.publish"
    TRIAGE_VIEW = "triage.queue.view"
    TRIAGE_ASSIGN = "triage.assign"
    JOINT_PROPOSE = "triage.map.propose"
    TRIAGE_DECIDE = "triage.decide"
    TRIAGE_REJECT = "triage.reject"
    TRIAGE_MERGE = "triage.merge"
    TRIAGE_BATCH = "triage.batch"
    TRIAGE_SPLIT = "triage.split"
    TRIAGE_TRANSFER = "triage.transfer"
    TRANSFER_ANSWER = "triage.transfer.answer"
    TRIAGE_REOPEN = "triage.reopen"
    COAUTHOR_INVITE = "irritant.coauthor.invite"
    COAUTHOR_ANSWER = "irritant.coauthor.answer"
    REVIEW_ASK = "irritant.review.ask"
    REVIEW_ANSWER = "triage.review.answer"
    IRRITANT_UNMASK = "irritant.unmask"
    LABEL_PUT = "triage.label"
    LABEL_EDIT = "triage.label.edit"
    VIEW_KEEP = "triage.view.keep"
    VIEW_DROP = "triage.view.drop"
    TEMPLATE_EDIT = "triage.template.edit"
    NOTE_VIEW = "triage.note.view"
    NOTE_WRITE = "triage.note.write"
    NOTE_CORRECT = "triage.note.correct"
    CALL_LIST = "call.list"
    CALL_VIEW = "call.view"
    CALL_DESK = "call.desk.view"
    CALL_MANAGE = "call.manage"
    CALL_ENTER_VIEW = "call.enter.view"
    CALL_ENTER = "call.enter"
    CALL_WITHDRAW = "call.withdraw"
    CALL_ENTRY_VIEW = "call.entry.view"
    CALL_REVIEW = "call.review"
    INVESTIGATION_LIST = "investigation.list"
    INVESTIGATION_VIEW = "investigation.view"
    INVESTIGATION_OPEN = "investigation.open"
    INVESTIGATION_LOG = "investigation.log"
    INVESTIGATION_TEAM = "investigation.team"
    INVESTIGATION_SEND = "investigation.send"
    INVESTIGATION_PUBLISH = "investigation.publish"
    OPINION_VIEW = "investigation.opinion.view"
    OPINION_GIVE = "investigation.opinion.give"
    STARTUP_LIST = "startup.list"
    STARTUP_VIEW = "startup.internal.view"
    STARTUP_EDIT = "startup.sheet.edit"
    STARTUP_JOURNAL = "startup.journal.post"
    STARTUP_BUDGET = "startup.budget.view"
    BUDGET_EDIT = "startup.budget.edit"
    FIGURE_RECORD = "indicator.value.record"
    FIGURE_CORRECT = "indicator.value.correct"
    GRANT_RECORD = "grant.record"
    GRANT_EXTEND = "grant.extend"
    PHASE_CORRECT = "startup.phase.correct"
    STARTUP_TEAM = "startup.team.invite"
    STARTUP_TEAM_END = "startup.team.remove"
    STARTUP_COACH = "startup.coach.assign"
    STARTUP_SPONSOR = "startup.sponsor.assign"
    FUNDING_VIEW = "funding.line.view"
    FUNDING_CONFIRM = "funding.line.confirm"
    FUNDING_NAME = "funding.sponsor.name"
    PURCHASE_VIEW = "purchase.note.view"
    PURCHASE_MARK = "purchase.note.mark"
    TAKEOVER_SEEK = "startup.takeover.seek"
    TAKEOVER_READ = "startup.takeover.read"
    TAKEOVER_OFFER = "startup.takeover.offer"
    TAKEOVER_WITHDRAW = "startup.takeover.withdraw"
    TAKEOVER_ANSWER = "startup.takeover.answer"
    TECHNICAL_READ = "startup.technical.read"
    TECHNICAL_EDIT = "startup.technical.edit"
    LESSON_WRITE = "startup.lesson.write"
    LESSON_PUBLISH = "startup.lesson.publish"
    CARRYING_VIEW = "startup.carrying.view"
    CARRYING_OFFER = "startup.carrying.offer"
    CARRYING_ANSWER = "startup.carrying.answer"
    CARRYING_END = "startup.carrying.end"
    HANDOVER_CHECK = "handover.check"
    PROGRAMME_VIEW = "programme.dashboard.view"
    COMMITTEE_LIST = "committee.list"
    COMMITTEE_VIEW = "committee.view"
    COMMITTEE_CREATE = "committee.create"
    COMMITTEE_CONFIGURE = "committee.configure"
    COMMITTEE_CLOSE = "committee.close"
    MEMBER_APPOINT = "committee.member.appoint"
    MEMBER_REVOKE = "committee.member.revoke"
    SITTING_VIEW = "sitting.view"
    SITTING_PLAN = "sitting.plan"
    SITTING_SCHEDULE = "sitting.schedule"
    SITTING_AGENDA = "sitting.agenda.edit"
    SITTING_RUN = "sitting.run"
    SITTING_NOTE = "sitting.note"
    PROXY_GIVE = "proxy.give"
    PROXY_WRITE = "proxy.write"
    PROXY_END = "proxy.end"
    SITTING_JOIN = "sitting.join"
    ITEM_NOTE = "item.note"
    GRID_FILL = "item.grid"
    CALENDAR_VIEW = "calendar.view"
    FEED_READ = "calendar.feed"
    FEED_MANAGE = "calendar.feed.manage"
    ITEM_VIEW = "item.view"
    DOSSIER_VIEW = "decision.dossier.view"
    DOSSIER_EDIT = "decision.dossier.submit"
    MERGE_VIEW = "decision.merge.view"
    MERGE_ANSWER = "decision.merge.answer"
    INTEREST_DECLARE = "interest.declare"
    RECUSE_SELF = "decision.recuse.self"
    RECUSE_IMPOSE = "decision.recuse.impose"
    VOTE_OPEN = "decision.vote.open"
    VOTE_EXTEND = "decision.deadline.extend"
    VOTE_CLOSE = "decision.vote.close_early"
    BALLOT_CAST = "ballot.cast"
    BALLOT_RECEIPT = "ballot.receipt.view"
    PARTICIPATION_VIEW = "ballot.participation.view"
    BALLOTS_VIEW = "ballot.open.others.view"
    ITEM_DEFER = "decision.defer"
    ITEM_VOID = "decision.vote.void"
    VOTE_SETTLE = "decision.vote.settle"
    DECISION_PUBLISH = "decision.publish"
    DECISION_LIST = "decision.list"
    STARTUP_SEND = "startup.send"
    PROCLAIM = "decision.proclaim"
    CONDITION_HAND_IN = "condition.hand_in"
    CONDITION_SETTLE = "condition.settle"
    MINUTES_VIEW = "minutes.view"
    MINUTES_DRAFT = "decision.pv.draft"
    MINUTES_SIGN = "minutes.sign"
    MINUTES_DISSENT = "decision.pv.dissent"
    CORRIGENDUM_WRITE = "decision.supersede"
    CORRIGENDUM_SIGN = "decision.supersede.countersign"
    DECISION_REVIEW = "decision.review"
    REGISTER_VIEW = "register.internal.view"
    AUDIT_SEARCH = "audit.log.search"
    USER_LIST = "admin.user.list"
    USER_MANAGE = "admin.user.manage"
    HOUSES_VIEW = "admin.houses.view"
    INCUBATOR_EDIT = "incubator.edit"
    INCUBATOR_CLOSE = "incubator.close"
    ORGANISATION_EDIT = "organisation.edit"
    MANDATE_GRANT = "incubator.director.appoint"
    ROLE_GRANT = "admin.role.grant"
    SETTINGS_VIEW = "admin.settings.view"
    SETTINGS_EDIT = "admin.settings.edit"
    OUTBOX_VIEW = "admin.outbox.view"
    OUTBOX_RETRY = "admin.outbox.retry"
    IMPORT = "exchange.import"


Predicate = Callable[[Actor, Any], bool]


def anyone(_actor: Actor, _thing: Any) -> bool:
    return True


def signed_in(actor: Actor, _thing: Any) -> bool:
    return actor.signed_in


def agent(actor: Actor, _thing: Any) -> bool:
    return actor.is_agent


def agent_or_auditor(actor: Actor, _thing: Any) -> bool:
    return actor.is_agent or actor.kind is Kind.AUDITOR


def administrator(actor: Actor, _thing: Any) -> bool:
    return actor.kind is Kind.ADMINISTRATOR


def auditor(actor: Actor, _thing: Any) -> bool:
    return actor.kind is Kind.AUDITOR


def programme(actor: Actor, _thing: Any) -> bool:
    return actor.has(Role.PROGRAMME)


def machine(actor: Actor, _thing: Any) -> bool:
    return actor.kind is Kind.SYSTEM


def is_author(actor: Actor, irritant: Any) -> bool:
    return actor.is_agent and actor.person_id == irritant.author_id


def writes(actor: Actor, irritant: Any) -> bool:
    """The author, and those who tell it together: their rights on the text are the same."""
    return is_author(actor, irritant) or (
        actor.is_agent and actor.person_id in getattr(irritant, "coauthor_ids", ())
    )


def is_invited(actor: Actor, line: Any) -> bool:
    """The person of the line, whatever they answered."""
    return actor.is_agent and actor.person_id == line.person_id


def triages(actor: Actor, thing: Any) -> bool:
    """Director or triage officer of the incubator that carries the thing."""
    return any(
        actor.holds(role, scope)
        for role in (Role.DIRECTOR, Role.OFFICER)
        for scope in _incubators(thing)
    )


def answers(actor: Actor, irritant: Any) -> bool:
    """Triages for its incubator, and did not write it."""
    return not writes(actor, irritant) and triages(actor, irritant)


def reads_notes(actor: Actor, irritant: Any) -> bool:
    """Its desk, the programme and the auditor; never its author, nor the desk it is offered to."""
    inside = triages(actor, irritant) or programme(actor, irritant) or auditor(actor, irritant)
    return inside and not writes(actor, irritant)


def receives(actor: Actor, irritant: Any) -> bool:
    """Director or officer of the incubator to which the irritant is offered."""
    offered_to = getattr(irritant, "offered_to_ref", None)
    return actor.holds(Role.DIRECTOR, offered_to) or actor.holds(Role.OFFICER, offered_to)


def passed_on(actor: Actor, irritant: Any) -> bool:
    """Director or officer of an incubator that carried it before: they keep reading."""
    former = set(getattr(irritant, "former_refs", ()))
    return bool(former & actor.scopes(Role.DIRECTOR, Role.OFFICER))


def reviews(actor: Actor, asked: Any) -> bool:
    """Another than who declined; the programme, when the incubator has nobody else."""
    if writes(actor, asked) or actor.person_id == asked.declined_by_id:
        return False
    return triages(actor, asked) or (programme(actor, asked) and not asked.has_other)


def triages_somewhere(actor: Actor, _thing: Any) -> bool:
    return actor.has(Role.DIRECTOR, Role.OFFICER)


def directs(actor: Actor, thing: Any) -> bool:
    return any(actor.holds(Role.DIRECTOR, scope) for scope in _incubators(thing))


def stands_in(actor: Actor, thing: Any) -> bool:
    """Runs the programme, where no director in force is left to answer."""
    return programme(actor, thing) and getattr(thing, "is_undirected", False)


def directs_somewhere(actor: Actor, _thing: Any) -> bool:
    return actor.has(Role.DIRECTOR)


def brings_money(actor: Actor, _thing: Any) -> bool:
    """Directs, sponsors or runs the programme somewhere: may offer to take a service over."""
    return actor.has(Role.DIRECTOR, Role.SPONSOR, Role.PROGRAMME)


def in_team(actor: Actor, thing: Any) -> bool:
    return any(actor.holds(Role.TEAM, scope) for scope in _subjects(thing))


def coaches(actor: Actor, thing: Any) -> bool:
    return any(actor.holds(Role.COACH, scope) for scope in _subjects(thing))


def sponsors(actor: Actor, thing: Any) -> bool:
    return any(actor.holds(Role.SPONSOR, scope) for scope in _subjects(thing))


def reads_funding(actor: Actor, decision: Any) -> bool:
    """Whoever reads the budget, and those who keep the committee that granted the money."""
    return (
        in_team(actor, decision)
        or coaches(actor, decision)
        or sponsors(actor, decision)
        or triages(actor, decision)
        or chairs(actor, decision)
        or is_secretary(actor, decision)
        or programme(actor, decision)
        or auditor(actor, decision)
    )


def answers_for(actor: Actor, line: Any) -> bool:
    """A sponsor, for the line of their own organisation and no other."""
    return actor.is_agent and actor.person_id in line.speaker_ids


def hosts(actor: Actor, thing: Any) -> bool:
    """Receives the service in the administration where it went, named in the plan of its exit."""
    return actor.is_agent and actor.person_id == getattr(thing, "contact_id", None)


def takes_care(actor: Actor, condition: Any) -> bool:
    """Named, when it was decided, as whoever takes care of this condition."""
    return actor.is_agent and actor.person_id == getattr(condition, "owner_id", None)


def sits(actor: Actor, thing: Any) -> bool:
    """Holds a seat in the committee today, voting or advisory, chair and deputy included."""
    return any(
        actor.holds(role, thing.committee_ref) for role in (Role.SEAT, Role.CHAIR, Role.DEPUTY)
    )


def is_secretary(actor: Actor, thing: Any) -> bool:
    return actor.holds(Role.SECRETARY, thing.committee_ref)


def chairs(actor: Actor, thing: Any) -> bool:
    return any(actor.holds(role, thing.committee_ref) for role in (Role.CHAIR, Role.DEPUTY))


def is_recused(actor: Actor, item: Any) -> bool:
    return actor.person_id in item.recused_ids


def deliberates(actor: Actor, item: Any) -> bool:
    """Sits, voting or not, and has not withdrawn from this point."""
    return sits(actor, item) and not is_recused(actor, item)


def on_roll(actor: Actor, item: Any) -> bool:
    """On the list frozen when the item opened, whatever happened to the seat since."""
    return actor.person_id in item.roll_ids and not is_recused(actor, item)


def presides(actor: Actor, item: Any) -> bool:
    """Chair, or deputy when the chair is absent or recused for this item (design §3)."""
    return actor.person_id is not None and actor.person_id == item.presider_id


def reads_irritant(actor: Actor, irritant: Any) -> bool:
    """Every agent, once submitted; a confidential one stays with author, incubator, programme."""
    if irritant.state == "draft":
        return writes(actor, irritant)
    if irritant.is_published:
        return True
    if not agent_or_auditor(actor, irritant):
        return False
    if not irritant.confidential:
        return True
    return (
        writes(actor, irritant)
        or triages(actor, irritant)
        or receives(actor, irritant)
        or passed_on(actor, irritant)
        or actor.has(Role.PROGRAMME)
        or actor.kind is Kind.AUDITOR
    )


def inside_reads_irritant(actor: Actor, irritant: Any) -> bool:
    """Comments are for those inside: what is public is the irritant, not what is said of it."""
    return agent_or_auditor(actor, irritant) and reads_irritant(actor, irritant)


def agent_reads_irritant(actor: Actor, irritant: Any) -> bool:
    return actor.is_agent and reads_irritant(actor, irritant)


def at_desk(actor: Actor, irritant: Any) -> bool:
    """Answers for the irritant, or looks over those who do: incubator, programme, auditor."""
    return triages(actor, irritant) or programme(actor, irritant) or actor.kind is Kind.AUDITOR


def reads_comment(actor: Actor, comment: Any) -> bool:
    """Its writer, and those it is for. What is for the desk is not for the author, officer or not."""
    irritant = comment.irritant
    if not inside_reads_irritant(actor, irritant):
        return False
    if comment.readers == "agents" or actor.person_id == comment.author_id:
        return True
    if writes(actor, irritant):
        return comment.readers == "author"
    return at_desk(actor, irritant)


def attaches(actor: Actor, irritant: Any) -> bool:
    """Those who tell it; once it is deposited, those who answer it too."""
    if irritant.state == "draft":
        return writes(actor, irritant)
    return writes(actor, irritant) or triages(actor, irritant) or programme(actor, irritant)


def moderates(actor: Actor, comment: Any) -> bool:
    """The incubator or the programme; never one's own words, nor what answers one's own irritant."""
    party = (comment.author_id, getattr(comment, "irritant_author_id", None))
    is_party = actor.person_id in (*party, *getattr(comment, "irritant_coauthor_ids", ()))
    return not is_party and (triages(actor, comment) or programme(actor, comment))


def on_panel(actor: Actor, thing: Any) -> bool:
    """Named today for the pre-jury or the jury of the call."""
    return actor.is_agent and actor.person_id in thing.panel_ids


def reads_dossier(actor: Actor, item: Any) -> bool:
    """Team, coach, sponsor, incubator, members who are not recused, programme, auditor."""
    if is_recused(actor, item):
        return False
    return (
        # The roll is frozen: whoever is on it reads and votes, whatever became of their seat.
        on_roll(actor, item)
        or presides(actor, item)
        or in_team(actor, item)
        or coaches(actor, item)
        or sponsors(actor, item)
        or triages(actor, item)
        or sits(actor, item)
        or is_secretary(actor, item)
        or actor.has(Role.PROGRAMME)
        or actor.kind is Kind.AUDITOR
    )


def reads_item(actor: Actor, item: Any) -> bool:
    """The point and its request are read by whoever reads its dossier, the recused included."""
    return is_recused(actor, item) or reads_dossier(actor, item) or item.is_published


def receives_startup(actor: Actor, item: Any) -> bool:
    """In the team, or director, of the startup into which this one would go."""
    told = getattr(item, "crossing", None)
    if told is None:
        return False
    return any(actor.holds(Role.TEAM, ref) for ref in told.receiver_refs) or any(
        actor.holds(Role.DIRECTOR, ref) for ref in told.receiver_incubator_refs
    )


def directs_main(actor: Actor, startup: Any) -> bool:
    """Director of the incubator that answers for it, among those that carry it."""
    return actor.holds(Role.DIRECTOR, startup.incubator_ref)


def is_offered_it(actor: Actor, offer: Any) -> bool:
    """Director of the incubator that is asked."""
    return actor.holds(Role.DIRECTOR, offer.offered_to_ref)


def either(*predicates: Predicate) -> Predicate:
    """One sentence made of several, joined by « or »."""
    return lambda actor, thing: any(predicate(actor, thing) for predicate in predicates)


def _incubators(thing: Any) -> tuple[str, ...]:
    many = getattr(thing, "incubator_refs", None)
    one = getattr(thing, "incubator_ref", None)
    return tuple(many) if many is not None else ((one,) if one else ())


def _subjects(thing: Any) -> tuple[str, ...]:
    """A dossier speaks of its startup or investigation; a startup speaks of itself."""
    return tuple(getattr(thing, "subject_refs", None) or (thing.ref,))


_TABLE: dict[Act, Predicate] = {
    Act.PUBLIC_VIEW: anyone,
    Act.LEGAL_VIEW: anyone,
    Act.PUBLIC_SEARCH: anyone,
    Act.PUBLIC_STARTUPS: anyone,
    Act.PUBLIC_STARTUP: anyone,
    Act.PUBLIC_DECISION: anyone,
    Act.PUBLIC_IRRITANT: anyone,
    Act.PUBLIC_REPORTS: anyone,
    Act.PUBLIC_REPORT: anyone,
    Act.PUBLIC_REGISTER: anyone,
    Act.HEALTH_VIEW: anyone,
    Act.LANGUAGE_CHOOSE: anyone,
    Act.SIGN_IN_VIEW: anyone,
    Act.SIGN_IN: anyone,
    Act.RESET_VIEW: anyone,
    Act.RESET_ASK: anyone,
    Act.RESET_USE: anyone,
    Act.SIGN_OUT: signed_in,
    Act.STEP_UP_VIEW: signed_in,
    Act.STEP_UP: signed_in,
    Act.SELF_VIEW: signed_in,
    Act.SELF_UPDATE: signed_in,
    Act.PASSWORD_CHANGE: signed_in,
    Act.SESSION_REVOKE: signed_in,
    Act.TASKS_VIEW: signed_in,
    Act.NOTICES_VIEW: signed_in,
    Act.NOTICE_READ: signed_in,
    Act.NOTICE_CHOOSE: signed_in,
    Act.STOP_VIEW: anyone,
    Act.NOTICE_STOP: anyone,
    Act.DRAFT_CREATE: agent,
    Act.DRAFT_VIEW: agent,
    Act.DRAFT_EDIT: writes,
    Act.IRRITANT_SUBMIT: is_author,
    Act.IRRITANT_WITHDRAW: is_author,
    Act.IRRITANT_COMPLETE: writes,
    Act.COAUTHOR_INVITE: is_author,
    Act.COAUTHOR_ANSWER: is_invited,
    Act.IRRITANT_LIST: anyone,
    Act.IRRITANT_VIEW: reads_irritant,
    Act.IRRITANT_SUPPORT: lambda actor, irritant: (
        actor.is_agent and not writes(actor, irritant) and reads_irritant(actor, irritant)
    ),
    Act.SUPPORT_VIEW: inside_reads_irritant,
    Act.COMMENT_VIEW: inside_reads_irritant,
    Act.COMMENT_WRITE: agent_reads_irritant,
    Act.COMMENT_EDIT: is_author,
    Act.FILE_VIEW: inside_reads_irritant,
    Act.FILE_ADD: attaches,
    Act.FILE_REMOVE: either(is_author, triages, programme),
    Act.IRRITANT_FLAG: inside_reads_irritant,
    Act.IRRITANT_MODERATE: moderates,
    Act.IRRITANT_FOLLOW: agent_reads_irritant,
    Act.FOLLOWED_VIEW: agent,
    Act.IRRITANT_CONSENT: is_author,
    Act.IRRITANT_PUBLISH: either(triages, programme),
    Act.TRIAGE_VIEW: either(triages_somewhere, programme, auditor),
    Act.JOINT_PROPOSE: either(triages_somewhere, programme),
    Act.TRIAGE_ASSIGN: lambda actor, irritant: (
        not writes(actor, irritant) and (triages(actor, irritant) or programme(actor, irritant))
    ),
    Act.TRIAGE_DECIDE: lambda actor, irritant: (
        not writes(actor, irritant) and triages(actor, irritant)
    ),
    Act.TRIAGE_REJECT: lambda actor, irritant: (
        not writes(actor, irritant) and triages(actor, irritant)
    ),
    Act.TRIAGE_BATCH: triages_somewhere,
    Act.TRIAGE_SPLIT: answers,
    Act.TRIAGE_MERGE: answers,
    Act.TRIAGE_TRANSFER: lambda actor, irritant: (
        not writes(actor, irritant) and (triages(actor, irritant) or programme(actor, irritant))
    ),
    Act.TRANSFER_ANSWER: lambda actor, irritant: (
        not writes(actor, irritant) and receives(actor, irritant)
    ),
    Act.TRIAGE_REOPEN: lambda actor, irritant: (
        not writes(actor, irritant) and (triages(actor, irritant) or programme(actor, irritant))
    ),
    Act.REVIEW_ASK: is_author,
    Act.REVIEW_ANSWER: reviews,
    Act.IRRITANT_UNMASK: lambda actor, irritant: (
        not writes(actor, irritant) and triages(actor, irritant)
    ),
    Act.LABEL_PUT: answers,
    Act.LABEL_EDIT: triages,
    Act.VIEW_KEEP: either(triages_somewhere, programme),
    Act.VIEW_DROP: lambda actor, view: (
        directs(actor, view)
        or (
            actor.person_id == view.author_id
            and (triages_somewhere(actor, view) or programme(actor, view))
        )
    ),
    Act.TEMPLATE_EDIT: directs,
    Act.NOTE_VIEW: reads_notes,
    Act.NOTE_WRITE: answers,
    Act.NOTE_CORRECT: lambda actor, note: (
        actor.person_id == note.author_id and triages(actor, note)
    ),
    Act.CALL_LIST: anyone,
    Act.CALL_VIEW: anyone,
    Act.CALL_DESK: either(directs, programme),
    Act.CALL_MANAGE: either(directs, programme),
    Act.CALL_ENTER_VIEW: agent,
    Act.CALL_ENTER: agent,
    Act.CALL_WITHDRAW: is_author,
    Act.CALL_ENTRY_VIEW: either(on_panel, directs, programme),
    # Nobody judges what they told themselves, whatever their part in the call.
    Act.CALL_REVIEW: lambda actor, entry: on_panel(actor, entry) and not writes(actor, entry),
    Act.INVESTIGATION_LIST: agent_or_auditor,
    Act.INVESTIGATION_VIEW: agent_or_auditor,
    Act.INVESTIGATION_OPEN: triages,
    Act.INVESTIGATION_LOG: either(in_team, coaches, triages),
    Act.INVESTIGATION_TEAM: directs,
    Act.INVESTIGATION_SEND: either(in_team, triages),
    Act.INVESTIGATION_PUBLISH: either(in_team, directs),
    Act.OPINION_VIEW: either(
        in_team, coaches, sponsors, triages, sits, is_secretary, programme, auditor
    ),
    Act.OPINION_GIVE: either(coaches, directs),
    Act.STARTUP_LIST: anyone,
    Act.STARTUP_VIEW: anyone,
    Act.STARTUP_EDIT: either(in_team, coaches, directs),
    Act.STARTUP_JOURNAL: either(in_team, coaches, directs),
    Act.FIGURE_RECORD: either(in_team, coaches, directs),
    Act.FIGURE_CORRECT: either(in_team, coaches, directs),
    Act.BUDGET_EDIT: either(directs, programme),
    Act.STARTUP_BUDGET: either(in_team, coaches, sponsors, triages, programme, auditor),
    Act.GRANT_RECORD: either(directs, programme),
    Act.GRANT_EXTEND: chairs,
    Act.PHASE_CORRECT: either(directs, programme),
    Act.STARTUP_TEAM: either(in_team, coaches, directs),
    Act.STARTUP_TEAM_END: either(in_team, coaches, directs),
    Act.STARTUP_COACH: either(directs, programme),
    Act.STARTUP_SPONSOR: either(directs, programme),
    Act.FUNDING_VIEW: reads_funding,
    Act.FUNDING_CONFIRM: answers_for,
    Act.FUNDING_NAME: either(directs, programme),
    Act.PURCHASE_VIEW: reads_funding,
    Act.PURCHASE_MARK: either(directs, programme),
    Act.TAKEOVER_SEEK: either(in_team, coaches, directs),
    Act.TAKEOVER_READ: either(in_team, coaches, directs, programme, auditor),
    Act.TAKEOVER_OFFER: brings_money,
    Act.TAKEOVER_WITHDRAW: is_author,
    Act.TAKEOVER_ANSWER: directs,
    Act.TECHNICAL_READ: either(in_team, coaches, brings_money, auditor),
    Act.TECHNICAL_EDIT: either(in_team, coaches, directs),
    Act.LESSON_WRITE: either(in_team, coaches, directs),
    Act.LESSON_PUBLISH: either(directs, stands_in),
    Act.CARRYING_VIEW: agent_or_auditor,
    Act.CARRYING_OFFER: directs_main,
    Act.CARRYING_ANSWER: is_offered_it,
    Act.CARRYING_END: directs,
    Act.HANDOVER_CHECK: either(directs, hosts, programme),
    Act.PROGRAMME_VIEW: agent_or_auditor,
    Act.COMMITTEE_LIST: agent_or_auditor,
    Act.COMMITTEE_VIEW: agent_or_auditor,
    Act.COMMITTEE_CREATE: either(directs, programme),
    Act.COMMITTEE_CONFIGURE: either(directs, programme),
    Act.COMMITTEE_CLOSE: either(directs, programme),
    Act.MEMBER_APPOINT: either(directs, programme),
    Act.MEMBER_REVOKE: either(directs, programme),
    Act.SITTING_VIEW: agent_or_auditor,
    Act.SITTING_PLAN: either(directs, chairs, is_secretary, programme),
    Act.SITTING_SCHEDULE: either(directs, chairs, is_secretary),
    Act.SITTING_AGENDA: either(directs, chairs, is_secretary),
    Act.SITTING_RUN: either(chairs, is_secretary),
    Act.SITTING_NOTE: is_secretary,
    Act.PROXY_GIVE: either(sits, is_secretary),
    Act.PROXY_WRITE: is_secretary,
    Act.PROXY_END: lambda actor, proxy: (
        (sits(actor, proxy) and actor.person_id == proxy.giver_id) or is_secretary(actor, proxy)
    ),
    Act.SITTING_JOIN: sits,
    Act.ITEM_NOTE: deliberates,
    Act.GRID_FILL: deliberates,
    Act.CALENDAR_VIEW: agent_or_auditor,
    Act.FEED_READ: anyone,
    Act.FEED_MANAGE: signed_in,
    Act.ITEM_VIEW: reads_item,
    Act.DOSSIER_VIEW: reads_dossier,
    Act.DOSSIER_EDIT: lambda actor, item: (
        not is_recused_member(actor, item) and (in_team(actor, item) or triages(actor, item))
    ),
    Act.MERGE_VIEW: either(reads_item, receives_startup),
    Act.MERGE_ANSWER: receives_startup,
    Act.INTEREST_DECLARE: sits,
    Act.RECUSE_SELF: sits,
    Act.RECUSE_IMPOSE: presides,
    Act.VOTE_OPEN: presides,
    Act.VOTE_EXTEND: presides,
    Act.VOTE_CLOSE: presides,
    Act.BALLOT_CAST: on_roll,
    Act.BALLOT_RECEIPT: on_roll,
    # Whoever withdrew sees nothing of the deliberation, the chair like the others.
    Act.PARTICIPATION_VIEW: lambda actor, item: (
        not is_recused(actor, item)
        and (chairs(actor, item) or is_secretary(actor, item) or auditor(actor, item))
    ),
    Act.BALLOTS_VIEW: either(sits, is_secretary, programme, auditor),
    Act.ITEM_DEFER: presides,
    Act.ITEM_VOID: either(presides, is_secretary),
    Act.VOTE_SETTLE: either(sits, is_secretary),
    Act.DECISION_PUBLISH: either(chairs, is_secretary),
    Act.DECISION_LIST: anyone,
    Act.STARTUP_SEND: either(in_team, triages),
    Act.PROCLAIM: presides,
    Act.CONDITION_HAND_IN: either(takes_care, in_team),
    Act.CONDITION_SETTLE: lambda actor, item: (
        not is_recused(actor, item)
        and (chairs(actor, item) or is_secretary(actor, item) or directs(actor, item))
    ),
    Act.MINUTES_VIEW: agent_or_auditor,
    Act.MINUTES_DRAFT: is_secretary,
    Act.MINUTES_SIGN: either(chairs, is_secretary),
    Act.MINUTES_DISSENT: lambda actor, item: (
        not is_recused(actor, item) and (on_roll(actor, item) or sponsors(actor, item))
    ),
    Act.CORRIGENDUM_WRITE: chairs,
    Act.CORRIGENDUM_SIGN: is_secretary,
    Act.DECISION_REVIEW: either(directs, chairs),
    Act.REGISTER_VIEW: signed_in,
    Act.AUDIT_SEARCH: auditor,
    Act.USER_LIST: either(auditor, administrator),
    Act.USER_MANAGE: administrator,
    Act.HOUSES_VIEW: either(programme, auditor, administrator),
    Act.INCUBATOR_EDIT: either(programme, administrator),
    Act.INCUBATOR_CLOSE: either(programme, administrator),
    Act.ORGANISATION_EDIT: either(programme, administrator),
    Act.MANDATE_GRANT: programme,
    Act.ROLE_GRANT: administrator,
    Act.SETTINGS_VIEW: either(auditor, administrator),
    Act.SETTINGS_EDIT: administrator,
    Act.OUTBOX_VIEW: administrator,
    Act.OUTBOX_RETRY: administrator,
    Act.IMPORT: either(programme, machine),
}

# Password asked again, at most fifteen minutes before (docs/permissions.csv, column step_up).
STEP_UP: frozenset[Act] = frozenset(
    {
        Act.COMMITTEE_CREATE,
        Act.COMMITTEE_CONFIGURE,
        Act.COMMITTEE_CLOSE,
        Act.MEMBER_APPOINT,
        Act.MEMBER_REVOKE,
        Act.MANDATE_GRANT,
        Act.INCUBATOR_CLOSE,
        Act.ROLE_GRANT,
        Act.USER_MANAGE,
        Act.SETTINGS_EDIT,
        Act.RECUSE_IMPOSE,
        Act.VOTE_OPEN,
        Act.VOTE_CLOSE,
        Act.ITEM_VOID,
        Act.BALLOT_CAST,
        Act.PROCLAIM,
        Act.MINUTES_SIGN,
        Act.CORRIGENDUM_WRITE,
        Act.CORRIGENDUM_SIGN,
        Act.GRANT_EXTEND,
        Act.AUDIT_SEARCH,
    }
)

# Acts that bear on no single thing: the guard decides them before the page runs.
PLACES: frozenset[Act] = frozenset(
    act
    for act, predicate in _TABLE.items()
    if predicate in (anyone, signed_in, agent, agent_or_auditor, administrator, auditor, programme)
) | {
    Act.TRIAGE_VIEW,
    Act.VIEW_KEEP,
    Act.TRIAGE_BATCH,
    Act.JOINT_PROPOSE,
    Act.USER_LIST,
    Act.SETTINGS_VIEW,
    Act.HOUSES_VIEW,
    Act.INCUBATOR_EDIT,
    Act.INCUBATOR_CLOSE,
    Act.ORGANISATION_EDIT,
}

# Open to a passer-by for what is published; the rest is offered to whoever signs in.
PARTLY_OPEN: frozenset[Act] = frozenset({Act.IRRITANT_VIEW, Act.ITEM_VIEW, Act.PUBLIC_DECISION})

# Acts open to a passer-by; everything else asks to sign in first.
OPEN: frozenset[Act] = PARTLY_OPEN | {
    act for act, predicate in _TABLE.items() if predicate is anyone
}


def is_recused_member(actor: Actor, item: Any) -> bool:
    """Recused although a member: the team of the dossier is not concerned by its own recusal."""
    return is_recused(actor, item) and not in_team(actor, item)


def may(actor: Actor, act: Act, thing: Any = None) -> bool:
    """Whether this actor has the right; whether the moment is right is for the rules."""
    return _TABLE[act](actor, thing)


def require(actor: Actor, act: Act, thing: Any = None) -> None:
    """Raise Forbidden unless the actor may."""
    if not may(actor, act, thing):
        raise Forbidden(act.value)
