"""The grants of a startup and its term: the only place that writes either."""

from datetime import date, datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import is_ref, new_ref
from portal.notices import actions as notices
from portal.people import queries as people
from portal.policy import Act, Actor, Role
from portal.settings import queries as settings
from portal.startups import extending, queries, rules
from portal.startups.models import Grant, Startup
from portal.startups.words import FUNDED_PHASES, EventKind, GrantKind
from portal.web.filters import day_told


def set_term(startup: Startup, today: date) -> None:
    """Write the term of the current grant, or the presumed one; the only writer of these."""
    grant = startup.current_grant
    term = rules.term(
        grant.terms if grant else None,
        startup.current_phase,
        phase_started_on=startup.phase_started_on,
        last_committee_on=last_committee_on(startup, today),
        in_safeguard=startup.safeguard_until is not None,
    )
    startup.term_on, startup.target_on = term.on, term.target_on
    startup.term_is_presumed, startup.money_ends_on = term.is_presumed, term.money_ends_on


def last_committee_on(startup: Startup, today: date) -> date | None:
    """The latest committee that the sheet tells, none of the future."""
    days = [event.on for event in startup.events if event.name == EventKind.COMMITTEE]
    return max((day for day in days if day <= today), default=None)


def grant(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    decided_on: date,
    months: int,
    amount: int,
    money_ends_on: date | None,
    provisional: bool,
    decision_ref: str,
    now: datetime,
    replaces: str | None = None,
) -> Grant:
    """Open the grant that a proclaimed decision gives, and set the term it leads to.

    Whoever calls has proclaimed the decision, which is the authority for this. What it `replaces`
    (a decision) never counted: its months are not added to.
    """
    check_decision(decision_ref)
    startup = queries.lock(session, startup)
    previous = _followed(startup, replaces)
    terms = rules.next_grant(
        previous.terms if previous else None,
        decided_on=decided_on,
        months=months,
        amount=amount,
        money_ends_on=money_ends_on,
    )
    rules.check_grant_size(terms)
    kind = GrantKind.PROVISIONAL if provisional else GrantKind.FULL
    made = _replace(session, actor, startup, terms, kind, decided_on, decision_ref, now)
    if startup.safeguard_until is not None:
        startup.leave_safeguard()
        startup.end_reason = ""
    set_term(startup, paris_day(now))
    told = _told(made) | {"decision": decision_ref}
    journal.record(session, actor, Act.PROCLAIM, startup, now=now, after={"grant": told})
    session.flush()
    return made


def _followed(startup: Startup, replaces: str | None) -> Grant | None:
    """The grant that a new one goes on from: the current one, or the one before what it replaces."""
    current = startup.current_grant
    if current is None or replaces is None or current.decision_ref != replaces:
        return current
    older = [one for one in startup.grants if one.id < current.id]
    return max(older, key=lambda one: one.id, default=None)


def record_current_grant(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    amount: int,
    money_ends_on: date | None,
    term_on: date,
    granted_on: date,
    now: datetime,
) -> Grant:
    """State the grant that already runs, outside any decision kept here: the clock starts.

    `term_on` is its nominal term. Stated again, it replaces what was stated, never a decision.
    """
    startup = queries.lock(session, startup)
    policy.require(actor, Act.GRANT_RECORD, startup)
    _check_may_record(startup)
    rules.check_recorded(granted_on, term_on, amount, money_ends_on, paris_day(now))
    terms = rules.recorded_grant(granted_on, term_on, amount=amount, money_ends_on=money_ends_on)
    before = startup.current_grant
    was = {"grant": _told(before)} if before else None
    made = _replace(session, actor, startup, terms, GrantKind.RECORDED, granted_on, None, now)
    set_term(startup, paris_day(now))
    told = {"grant": _told(made)}
    journal.record(session, actor, Act.GRANT_RECORD, startup, now=now, before=was, after=told)
    _tell_recorded(session, actor, startup, made, now)
    session.flush()
    return made


def extend_term(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    months: int,
    motive: str,
    now: datetime,
    committee: object = None,
) -> Grant:
    """Extend the current grant once, by one or two months, signed by a chair.

    `committee` is the one whose chair signs; without it, any chair or deputy is taken at their
    caller's word.
    """
    _require_chair(actor, committee)
    startup = queries.lock(session, startup)
    current = startup.current_grant
    if current is None or startup.is_ended or startup.safeguard_until is not None:
        raise Refused(_("Aucun financement en cours ne peut être prolongé."))
    window = settings.current(session).window_days
    extending.check(current, months, motive, paris_day(now), window)
    before = {"term_on": current.nominal_on}
    current.extension_months, current.extension_motive = months, motive
    set_term(startup, paris_day(now))
    journal.record(
        session,
        actor,
        Act.GRANT_EXTEND,
        startup,
        now=now,
        before=before,
        after={"term_on": current.nominal_on, "months": months},
        motive=motive,
    )
    session.flush()
    return current


def check_decision(decision_ref: str) -> None:
    """A phase and a grant rest on a decision: calling without one is a fault of ours."""
    if not is_ref(decision_ref or "", "dec"):
        raise ValueError("a phase or a grant without a decision")


def may_record(startup: Startup) -> bool:
    """Whether the current grant may be stated now: a funded phase, and no decision kept here."""
    current = startup.current_grant
    decided = current is not None and current.kind is not GrantKind.RECORDED
    is_safe = startup.safeguard_until is not None
    return startup.current_phase in FUNDED_PHASES and not decided and not is_safe


def _check_may_record(startup: Startup) -> None:
    if startup.current_phase not in FUNDED_PHASES:
        raise Refused(_("Un financement s’enregistre pendant l’incubation."))
    if startup.safeguard_until is not None:
        raise Refused(_("Le service est en sauvegarde : un comité seul lui rend des crédits."))
    if not may_record(startup):
        raise Refused(_("Le financement en cours résulte d’une décision : elle seule le change."))


def _replace(session, actor, startup, terms, kind, decided_on, decision_ref, now) -> Grant:
    current = startup.current_grant
    if current is not None:
        current.is_current = False
        session.flush()  # before the next: the database holds one current grant
    made = Grant(
        ref=new_ref("grt"),
        kind=kind,
        granted_from=terms.granted_from,
        decided_on=decided_on,
        anchor=terms.anchor or terms.granted_from,
        anchor_months=terms.anchor_months,
        months=terms.months,
        amount=terms.amount,
        money_ends_on=terms.money_ends_on,
        decision_ref=decision_ref,
        recorded_by_id=actor.person_id,
        at=now,
        is_current=True,
        extension_months=0,
    )
    startup.grants.insert(0, made)
    return made


def _tell_recorded(session, actor, startup, made, now) -> None:
    today = paris_day(now)
    team = people.holders(session, startup.ref, today, Role.TEAM, Role.SPONSOR)
    notices.tell(
        session,
        [person for person in team if person.id != actor.person_id],
        event=f"grant:{made.ref}",
        kind="grant_recorded",
        subject_ref=startup.ref,
        title=_l("%(title)s : le financement en cours est enregistré", title=startup.title),
        body=_l(
            "Son terme est le %(term)s. Le comité est attendu avant le %(target)s.",
            term=day_told(startup.term_on),
            target=day_told(startup.target_on),
        ),
        path=f"/startups/{startup.ref}",
        now=now,
    )


def _require_chair(actor: Actor, committee: object) -> None:
    if committee is not None:
        policy.require(actor, Act.GRANT_EXTEND, committee)
    elif not actor.has(Role.CHAIR, Role.DEPUTY):
        raise Forbidden(Act.GRANT_EXTEND.value)


def _told(grant: Grant) -> dict:
    return {
        "ref": grant.ref,
        "kind": grant.kind.value,
        "from": grant.granted_from.isoformat(),
        "months": grant.months,
        "amount": grant.amount,
        "money_ends_on": grant.money_ends_on.isoformat() if grant.money_ends_on else None,
        "term_on": grant.nominal_on.isoformat(),
    }
