"""What an officer may do from the triage page: each gesture with its form, message and verb."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import (
    actions,
    merging,
    merging_rules,
    messages,
    moving,
    rules,
    splitting,
    transferring,
)
from portal.irritants.messages import Answer, Message
from portal.irritants.models import Irritant
from portal.irritants.triage_forms import (
    DeclineForm,
    GiveBackForm,
    OrientForm,
    ParkForm,
    PlainForm,
    ReopenForm,
    ReturnForm,
    SelectForm,
    SeparateForm,
    SplitForm,
    TransferForm,
)
from portal.irritants.words import OPEN_STATES, IrritantVerb as Verb
from portal.kernel.errors import Refused
from portal.notices.words import Group
from portal.people.models import Person
from portal.policy import Act, Actor, may
from portal.web.forms import PageForm

Values = dict[str, Any]


@dataclass(frozen=True)
class Gesture:
    """`slug` stands in the address; `button` says what pressing does, once reread."""

    slug: str
    label: str
    button: str
    act: Act
    form: type[PageForm]
    run: Callable[..., object]
    verb: Verb | None = None

    def is_open(self, actor: Actor, irritant: Irritant) -> bool:
        """Whether this actor may do it, now."""
        return may(actor, self.act, irritant) and self.is_time(irritant)

    def require(self, actor: Actor, irritant: Irritant) -> None:
        """Raise Forbidden or Refused unless this actor may do it, now."""
        policy.require(actor, self.act, irritant)
        self.check_time(irritant)

    def check_time(self, irritant: Irritant) -> None:
        """Raise Refused, saying where the irritant stands, once it is too late."""
        if not self.is_time(irritant):
            raise Refused(
                _(
                    "Cela n’est plus possible : l’irritant est maintenant « %(state)s »."
                    " Relisez-le avant de continuer.",
                    state=irritant.state.label,
                )
            )

    def is_time(self, irritant: Irritant) -> bool:
        """Whether it has a meaning where the irritant stands."""
        if self.verb is not None:
            return rules.IRRITANT.can(irritant.state, self.verb)
        if self.act is Act.TRANSFER_ANSWER:
            return irritant.offer is not None
        if self.act is Act.TRIAGE_SPLIT:
            return irritant.state in merging_rules.MERGEABLE and irritant.offer is None
        return irritant.state in OPEN_STATES and irritant.offer is None

    def check(self, irritant: Irritant, values: Values, now: datetime) -> None:
        """Raise Refused where the verb itself would, before anybody is shown a message."""
        if self.verb is not None:
            answer = {k: v for k, v in values.items() if v is not None}
            wanted = answer.pop("review_supports", None)
            rules.check_move(irritant.state, self.verb, today=moving.today(now), **answer)
            rules.check_review_supports(wanted, irritant.support_count)
        elif self.act is Act.TRIAGE_SPLIT:
            splitting.check(irritant, **values)
        elif "motive" in values:
            rules.check_motive(values["motive"])

    def message(self, irritant: Irritant, values: Values, now: datetime, *, days: int) -> Message:
        """What will be read by `receivers`; reopened, it promises an answer within `days`."""
        if self.verb is Verb.UNMERGE:
            return merging.parting_message(irritant, values["motive"], now, days)
        if self.verb is not None:
            answer = Answer(**{k: v for k, v in values.items() if v is not None})
            due_on = irritant.due_on(moving.today(now))
            if self.verb is Verb.REOPEN:
                due_on = messages.promised_on(moving.today(now), days)
            return messages.step(self.verb, irritant, answer, due_on=due_on)
        if self.act is Act.TRIAGE_SPLIT:
            return splitting.message(irritant, values["title"])
        if self.slug == "transferer":
            return transferring.offer_message(irritant, values["motive"])
        if self.slug == "accepter":
            return transferring.accept_message(irritant, irritant.offer, now)
        return transferring.give_back_message(irritant, irritant.offer, values["motive"])

    @property
    def group(self) -> Group:
        """Among what receivers choose their mails from."""
        return Group.TRIAGE if self.slug in ("transferer", "rendre") else Group.MINE

    def receivers(
        self, session: Session, actor: Actor, irritant: Irritant, values: Values, now: datetime
    ) -> list[Person]:
        """Who will read it."""
        if self.verb is Verb.UNMERGE:
            return merging.told_of_parting(session, actor, irritant, now)
        if self.verb is not None:
            return moving.concerned(session, actor, irritant, self.verb, now=now)
        if self.act is Act.TRIAGE_SPLIT:
            return splitting.told(session, actor, irritant, now)
        if self.slug == "transferer":
            return transferring.desk(session, values["incubator_ref"], irritant, now)
        senders = transferring.desk(session, irritant.offer.from_ref, irritant, now)
        if self.slug == "rendre":
            return senders
        told = [*actions.audience(session, [irritant], moving.today(now)), *senders]
        return list({one.id: one for one in told if one.id != actor.person_id}.values())


GESTURES = (
    Gesture(
        "qualifier",
        _l("Qualifier : le problème est établi"),
        _l("Qualifier et prévenir"),
        Act.TRIAGE_DECIDE,
        PlainForm,
        actions.qualify,
        Verb.QUALIFY,
    ),
    Gesture(
        "retenir",
        _l("Retenir pour une investigation"),
        _l("Retenir et prévenir"),
        Act.TRIAGE_DECIDE,
        SelectForm,
        actions.select,
        Verb.SELECT,
    ),
    Gesture(
        "completer",
        _l("Demander à l’auteur de compléter"),
        _l("Envoyer la demande"),
        Act.TRIAGE_DECIDE,
        ReturnForm,
        actions.ask_completion,
        Verb.RETURN,
    ),
    Gesture(
        "reserver",
        _l("Mettre en réserve"),
        _l("Mettre en réserve et prévenir"),
        Act.TRIAGE_DECIDE,
        ParkForm,
        actions.park,
        Verb.PARK,
    ),
    Gesture(
        "orienter",
        _l("Orienter vers un autre service"),
        _l("Orienter et prévenir"),
        Act.TRIAGE_REJECT,
        OrientForm,
        actions.orient,
        Verb.REDIRECT,
    ),
    Gesture(
        "decliner",
        _l("Ne pas retenir"),
        _l("Répondre sans retenir"),
        Act.TRIAGE_REJECT,
        DeclineForm,
        actions.decline,
        Verb.DECLINE,
    ),
    Gesture(
        "transferer",
        _l("Proposer à un autre incubateur"),
        _l("Proposer et prévenir"),
        Act.TRIAGE_TRANSFER,
        TransferForm,
        actions.redirect,
    ),
    Gesture(
        "scinder",
        _l("Scinder : il mêle deux problèmes"),
        _l("Scinder et prévenir"),
        Act.TRIAGE_SPLIT,
        SplitForm,
        actions.split,
    ),
    Gesture(
        "accepter",
        _l("Prendre le relais"),
        _l("Prendre le relais et prévenir"),
        Act.TRANSFER_ANSWER,
        PlainForm,
        actions.accept_redirect,
    ),
    Gesture(
        "rendre",
        _l("Rendre à l’incubateur qui le propose"),
        _l("Rendre et prévenir"),
        Act.TRANSFER_ANSWER,
        GiveBackForm,
        actions.refuse_redirect,
    ),
    Gesture(
        "rouvrir",
        _l("Rouvrir"),
        _l("Rouvrir et prévenir"),
        Act.TRIAGE_REOPEN,
        ReopenForm,
        actions.reopen,
        Verb.REOPEN,
    ),
    Gesture(
        "separer",
        _l("Séparer à nouveau"),
        _l("Séparer et prévenir"),
        Act.TRIAGE_MERGE,
        SeparateForm,
        actions.unmerge,
        Verb.UNMERGE,
    ),
)
BY_SLUG = {gesture.slug: gesture for gesture in GESTURES}
_NEEDS_CHARGE = frozenset({Act.TRIAGE_DECIDE, Act.TRIAGE_REJECT, Act.TRIAGE_SPLIT})


def offered(actor: Actor, irritant: Irritant) -> list[Gesture]:
    """What this actor may do now; answering waits while a colleague has it in charge."""
    busy = irritant.officer_id is not None and irritant.officer_id != actor.person_id
    return [
        gesture
        for gesture in GESTURES
        if gesture.is_open(actor, irritant) and not (busy and gesture.act in _NEEDS_CHARGE)
    ]
