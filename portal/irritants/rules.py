"""When an irritant may move, what each move needs, and when its answer is due."""

from datetime import date, timedelta

from flask_babel import gettext as _

from portal.irritants.words import (
    ANSWERED_STATES,
    OPEN_STATES,
    DeclineMotive,
    IrritantState as State,
    IrritantVerb as Verb,
)
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.machine import Machine
from portal.kernel.periods import add_months, days_between

MOTIVE_LENGTH = 30
REVIEW_WITHIN_MONTHS = 24
APPEAL_DAYS = 30

_IN_TRIAGE = (State.SUBMITTED, State.QUALIFIED)

IRRITANT = Machine(
    {
        (State.DRAFT, Verb.SUBMIT): State.SUBMITTED,
        (State.SUBMITTED, Verb.QUALIFY): State.QUALIFIED,
        (State.QUALIFIED, Verb.SELECT): State.SELECTED,
        (State.SELECTED, Verb.INVESTIGATE): State.INVESTIGATING,
        (State.INVESTIGATING, Verb.ANSWER): State.ANSWERED,
        (State.INVESTIGATING, Verb.CONCLUDE): State.INCONCLUSIVE,
        (State.INVESTIGATING, Verb.RELEASE): State.SELECTED,
        **{(state, Verb.RETURN): State.RETURNED for state in _IN_TRIAGE},
        (State.RETURNED, Verb.COMPLETE): State.SUBMITTED,
        **{(state, Verb.MERGE): State.MERGED for state in _IN_TRIAGE},
        (State.MERGED, Verb.UNMERGE): State.SUBMITTED,
        **{(state, Verb.REDIRECT): State.REDIRECTED for state in (*_IN_TRIAGE, State.SELECTED)},
        **{(state, Verb.PARK): State.PARKED for state in (*_IN_TRIAGE, State.SELECTED)},
        **{(state, Verb.DECLINE): State.DECLINED for state in _IN_TRIAGE},
        (State.SUBMITTED, Verb.WITHDRAW): State.WITHDRAWN,
        (State.RETURNED, Verb.WITHDRAW): State.WITHDRAWN,
        (State.DECLINED, Verb.REOPEN): State.SUBMITTED,
        (State.PARKED, Verb.REOPEN): State.SUBMITTED,
        (State.REDIRECTED, Verb.REOPEN): State.SUBMITTED,
    }
)

NEEDS: dict[Verb, frozenset[str]] = {
    Verb.RETURN: frozenset({"motive"}),
    Verb.DECLINE: frozenset({"motive_code", "motive", "review_on"}),
    Verb.PARK: frozenset({"motive", "review_on"}),
    Verb.REDIRECT: frozenset({"motive", "destination", "review_on"}),
    Verb.MERGE: frozenset({"destination"}),
    Verb.REOPEN: frozenset({"motive"}),
    Verb.UNMERGE: frozenset({"motive"}),
    Verb.RELEASE: frozenset({"motive"}),
}
"""What a verb must be given, by field name; verbs not named need nothing."""

POINTS_ELSEWHERE = frozenset(
    {DeclineMotive.EXISTING_SERVICE, DeclineMotive.EXISTING_SOLUTION, DeclineMotive.DUPLICATE}
)
"""Declining for these says where the author finds it."""


def state_unmerged(before: str | None) -> State:
    """The state that an irritant takes again when its merge is undone."""
    return State(before) if before in _IN_TRIAGE else State.SUBMITTED


def accepts_support(state: str) -> bool:
    """Whether « moi aussi » and comments are open: submitted or later, not ended."""
    return state in {
        State.SUBMITTED,
        State.RETURNED,
        State.QUALIFIED,
        State.SELECTED,
        State.INVESTIGATING,
    }


def accepts_edit(state: str) -> bool:
    """Whether the author may rewrite it: a draft, or when asked to complete."""
    return state in {State.DRAFT, State.RETURNED}


def check_move(
    state: str,
    verb: str,
    *,
    today: date,
    motive_code: str = "",
    motive: str = "",
    destination: str = "",
    review_on: date | None = None,
) -> str:
    """The state after `verb`. Raises Refused, naming the field, when something is missing."""
    after = IRRITANT.after(state, verb)
    needs = NEEDS.get(Verb(verb), frozenset())
    if "motive_code" in needs and motive_code not in DeclineMotive.codes():
        raise Refused(_("Choisissez un motif dans la liste."), field="motive_code")
    if "motive" in needs:
        check_motive(motive)
    if ("destination" in needs or motive_code in POINTS_ELSEWHERE) and not text.length(destination):
        raise Refused(_("Indiquez où l’auteur pourra trouver une suite."), field="destination")
    if "review_on" in needs:
        check_review_day(review_on, today)
    return after


def check_in_charge(state: State, officer: str, *, is_other: bool) -> None:
    """Raise Refused when a colleague, `officer`, answers this irritant."""
    if is_other:
        raise Refused(
            _(
                "%(name)s a pris cet irritant en charge ; il est maintenant « %(state)s »."
                " Relisez-le, puis reprenez-le si vous devez répondre à sa place.",
                name=officer,
                state=state.label,
            )
        )


def check_takeable(state: State) -> None:
    """Raise Refused unless an answer is still owed."""
    if state not in OPEN_STATES:
        raise Refused(
            _("Cet irritant est maintenant « %(state)s » : il n’attend plus.", state=state.label)
        )


def may_be_published(state: State, *, consent: bool, confidential: bool, qualified: bool) -> bool:
    """The author agrees, nothing is confidential, and it is qualified or has its answer."""
    ready = qualified or state in ANSWERED_STATES
    return consent and not confidential and ready and state is not State.WITHDRAWN


def check_motive(motive: str) -> None:
    """Raise Refused unless the motive says something, in 30 characters or more."""
    if text.length(motive) < MOTIVE_LENGTH:
        raise Refused(
            _(
                "Expliquez le motif en %(count)s caractères ou plus : l’auteur le lira.",
                count=MOTIVE_LENGTH,
            ),
            field="motive",
        )


def check_review_day(review_on: date | None, today: date) -> None:
    """Raise Refused unless the day when it is looked at again is ahead, within two years."""
    if review_on is None:
        raise Refused(_("Indiquez quand l’irritant sera relu."), field="review_on")
    if review_on <= today:
        raise Refused(_("Choisissez une date de relecture à venir."), field="review_on")
    if review_on > add_months(today, REVIEW_WITHIN_MONTHS):
        raise Refused(_("Choisissez une date de relecture d’ici deux ans."), field="review_on")


def transfer_expires_on(offered_on: date, days: int) -> date:
    """The last day when the other incubator may accept or return the irritant."""
    return offered_on + timedelta(days=days)


def check_transfer_answer(offered_on: date, days: int, today: date) -> None:
    """Raise Refused when the days of the offer are over."""
    if today > transfer_expires_on(offered_on, days):
        raise Refused(_("L’offre de transfert a pris fin. Demandez qu’elle soit renouvelée."))


def may_appeal(answered_on: date, today: date) -> bool:
    """Whether the author may still ask another officer to look again."""
    return 0 <= days_between(answered_on, today) <= APPEAL_DAYS
