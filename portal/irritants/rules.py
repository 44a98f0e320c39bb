"""When an irritant may move, what each move needs, and when its answer is due."""

from datetime import date, timedelta

from flask_babel import gettext as _

from portal.irritants.words import (
    ANSWERED_STATES,
    OPEN_STATES,
    CoAuthorState,
    DeclineMotive,
    IrritantState as State,
    IrritantVerb as Verb,
)
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.machine import Machine
from portal.kernel.periods import add_months

MOTIVE_LENGTH = 30
REVIEW_WITHIN_MONTHS = 24
APPEAL_MONTHS = 2
MOST_COAUTHORS = 5

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
    """Whether « moi aussi » is open: submitted or later, not ended.

    What is kept for later is no end: the more say it, the sooner it may be read again.
    """
    return state in {
        State.PARKED,
        State.SUBMITTED,
        State.RETURNED,
        State.QUALIFIED,
        State.SELECTED,
        State.INVESTIGATING,
    }


def accepts_edit(state: str) -> bool:
    """Whether the author may rewrite it: a draft, or when asked to complete."""
    return state in {State.DRAFT, State.RETURNED}


def accepts_coauthors(state: str) -> bool:
    """Whether it may still be told together: a draft, or while an answer is owed."""
    return state == State.DRAFT or state in OPEN_STATES


def check_writing(state: State) -> None:
    """Raise Refused once nobody writes it any more."""
    if not accepts_coauthors(state):
        raise Refused(_("Cet irritant est maintenant « %(state)s ».", state=state.label))


def check_coauthor(*, is_agent: bool, is_author: bool, answers: bool) -> None:
    """Raise Refused unless this person may tell it with its author."""
    if is_author:
        raise Refused(_("C’est vous : invitez un collègue."), field="person")
    if not is_agent or answers:
        raise Refused(_("Cette personne ne peut pas en être co-auteur."), field="person")


def check_invitation(state: CoAuthorState | None, count: int) -> None:
    """Raise Refused when they are already asked, said no, or there are enough."""
    if state in (CoAuthorState.INVITED, CoAuthorState.ACTIVE):
        raise Refused(_("Cette personne est déjà invitée."), field="person")
    if state is CoAuthorState.DECLINED:
        raise Refused(_("Cette personne a choisi de ne pas participer."), field="person")
    if count >= MOST_COAUTHORS:
        raise Refused(_("Cinq co-auteurs au plus."), field="person")


def accepts_files(state: str) -> bool:
    """Whether proofs may still be joined: a draft, or while an answer is owed."""
    return state == State.DRAFT or state in OPEN_STATES


def check_files(state: State) -> None:
    """Raise Refused once no file may be joined."""
    if not accepts_files(state):
        raise Refused(
            _(
                "Cet irritant est maintenant « %(state)s » : on n’y joint plus de fichier.",
                state=state.label,
            ),
            field="file",
        )


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


def check_review_supports(wanted: int | None, count: int) -> None:
    """Raise Refused unless more people are wanted than say « moi aussi » already."""
    if wanted is not None and wanted <= count:
        raise Refused(
            _(
                "Demandez-en plus que les %(count)s d’aujourd’hui, ou laissez ce champ vide.",
                count=count,
            ),
            field="review_supports",
        )


def has_enough_supports(state: str, wanted: int | None, count: int) -> bool:
    """Whether what is kept for later is to be read again for the number of those who meet it."""
    return state == State.PARKED and wanted is not None and count >= wanted


def transfer_expires_on(offered_on: date, days: int) -> date:
    """The last day when the other incubator may accept or return the irritant."""
    return offered_on + timedelta(days=days)


def check_transfer_answer(offered_on: date, days: int, today: date) -> None:
    """Raise Refused when the days of the offer are over."""
    if today > transfer_expires_on(offered_on, days):
        raise Refused(_("L’offre de transfert a pris fin. Demandez qu’elle soit renouvelée."))


def may_appeal(answered_on: date, today: date) -> bool:
    """Whether the author may still ask another officer to look again."""
    return answered_on <= today <= appeal_until(answered_on)


def appeal_until(answered_on: date) -> date:
    """The last day when the author may ask that a refusal be looked at again."""
    return add_months(answered_on, APPEAL_MONTHS)


def check_appeal(state: State, answered_on: date | None, today: date) -> None:
    """Raise Refused unless this is a refusal of the last two months."""
    if state is not State.DECLINED or answered_on is None:
        raise Refused(
            _("Un réexamen se demande quand l’irritant n’est pas retenu. Relisez sa page.")
        )
    if not may_appeal(answered_on, today):
        raise Refused(
            _(
                "Le réexamen se demandait dans les deux mois qui suivent la réponse. Sa date de"
                " relecture reste : l’incubateur y reviendra."
            )
        )


def check_reasons(reasons: str) -> None:
    """Raise Refused unless the author says why, in 30 characters or more."""
    if text.length(reasons) < MOTIVE_LENGTH:
        raise Refused(
            _(
                "Donnez vos raisons en %(count)s caractères ou plus : une autre personne les lira.",
                count=MOTIVE_LENGTH,
            ),
            field="reasons",
        )
