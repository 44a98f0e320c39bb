"""When a safeguarded service is taken over, what is asked before it sleeps, and what was learned."""

from datetime import date, timedelta

from flask_babel import gettext as _

from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.machine import Machine
from portal.kernel.periods import add_months, days_between
from portal.startups.after_words import (
    TAUGHT,
    OfferState as State,
    OfferVerb as Verb,
    Reminder,
    TechnicalState,
    TechnicalTopic,
)
from portal.startups.words import Phase

USUAL_SAFEGUARD_MONTHS = 3
LAST_DAYS = 15
LONGEST_OFFER_MONTHS = 12
LESSON_DAYS = 60
LESSON_REMINDER_DAYS = 15
LESSON_TOLD_DAYS = 60

OFFER = Machine(
    {
        (State.MADE, Verb.ACCEPT): State.ACCEPTED,
        (State.MADE, Verb.DECLINE): State.DECLINED,
        (State.MADE, Verb.WITHDRAW): State.WITHDRAWN,
        (State.MADE, Verb.LAPSE): State.LAPSED,
        (State.ACCEPTED, Verb.TAKE): State.TAKEN,
        (State.ACCEPTED, Verb.LEAVE): State.NOT_TAKEN,
        (State.ACCEPTED, Verb.WITHDRAW): State.WITHDRAWN,
    }
)
LIVE_OFFERS = (State.MADE, State.ACCEPTED)


def may_be_taken_over(phase: Phase | None, safeguard_until: date | None) -> bool:
    """Whether a service looks for whoever would carry it on: in safeguard, or asleep."""
    return safeguard_until is not None or phase is Phase.DORMANT


def check_may_be_taken_over(phase: Phase | None, safeguard_until: date | None) -> None:
    """Raise Refused unless the service looks for a take-over."""
    if not may_be_taken_over(phase, safeguard_until):
        raise Refused(_("Ce service ne cherche pas de repreneur : sa fiche dit où il en est."))


def began(since: date | None, until: date) -> date:
    """The first day of a safeguard period; periods of before its day was kept lasted three months."""
    return since or add_months(until, -USUAL_SAFEGUARD_MONTHS)


def reminder_due(today: date, since: date, until: date) -> Reminder | None:
    """Which reminder of a safeguard period holds today: the latest one that has come."""
    if not since <= today <= until:
        return None
    if days_between(today, until) <= LAST_DAYS:
        return Reminder.LAST
    half = since + timedelta(days=days_between(since, until) // 2)
    return Reminder.HALF if today >= half else None


def check_offer(amount: int, holds_until: date, today: date) -> None:
    """Raise Refused unless the offer brings money and holds for some days, twelve months at most."""
    if amount <= 0:
        raise Refused(
            _("Indiquez le montant apporté pour six mois, par exemple 150000."), field="amount"
        )
    if holds_until <= today:
        raise Refused(_("Indiquez un jour à venir."), field="holds_until")
    if holds_until > add_months(today, LONGEST_OFFER_MONTHS):
        raise Refused(_("Une offre tient douze mois au plus."), field="holds_until")


def check_answer(answer: str) -> None:
    """Raise Refused unless a declined offer says why: whoever made it reads it."""
    if not text.length(answer):
        raise Refused(_("Dites pourquoi : la personne qui a fait l’offre le lira."), field="answer")


def check_holds(holds_until: date, today: date) -> None:
    """Raise Refused once the offer no longer holds."""
    if holds_until < today:
        raise Refused(_("Cette offre ne tient plus : demandez-en une nouvelle à son auteur."))


def missing(told: dict[TechnicalTopic, TechnicalState]) -> list[TechnicalTopic]:
    """What the technical file still lacks: nothing said, or said in part."""
    fine = (TechnicalState.KNOWN, TechnicalState.NOT_APPLICABLE)
    return [topic for topic in TechnicalTopic if told.get(topic) not in fine]


def check_technical(state: TechnicalState, body: str) -> None:
    """Raise Refused unless the answer says something, or why nothing is to be said."""
    if text.length(body):
        return
    if state is TechnicalState.NOT_APPLICABLE:
        raise Refused(_("Dites pourquoi c’est sans objet."), field="body")
    raise Refused(_("Écrivez ce que le repreneur doit savoir."), field="body")


def lesson_due_on(ended_on: date) -> date:
    """The day by which what was learned is written."""
    return ended_on + timedelta(days=LESSON_DAYS)


def lesson_reminder_is_due(today: date, ended_on: date) -> bool:
    """From fifteen days before that day; a stop of long ago reminds nobody."""
    left = days_between(today, lesson_due_on(ended_on))
    return -LESSON_TOLD_DAYS <= left <= LESSON_REMINDER_DAYS


def check_taught(phase: Phase | None) -> None:
    """Raise Refused unless the startup was stopped or sleeps."""
    if phase not in TAUGHT:
        raise Refused(_("On écrit ce qui a été appris une fois la startup arrêtée ou en dormance."))


def check_correction(is_published: bool, may_publish: bool, motive: str) -> None:
    """Raise Refused unless a published lesson is corrected by whoever publishes, with a motive."""
    if not is_published:
        return
    if not may_publish:
        raise Refused(
            _("Le texte est public : le responsable de l’incubateur seul le corrige désormais.")
        )
    if not text.length(motive):
        raise Refused(
            _("Dites pourquoi le texte change : le journal garde les deux."), field="motive"
        )
