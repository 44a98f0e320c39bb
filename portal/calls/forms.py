"""What people fill in about calls."""

from hashlib import sha256

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, TimeField
from wtforms.validators import InputRequired

from portal.calls.models import Call, Question
from portal.calls.words import Criterion, Part, PitchVerdict, QuestionKind, Verdict, YesNo
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import (
    Day,
    Hidden,
    LongText,
    Pick,
    PickSeveral,
    Radio,
    Select,
    Text,
    Whole,
)


class CallForm(VersionedForm):
    """What a call says."""

    title = Text(_l("Titre de l’appel"), ask=_l("Donnez un titre court."))
    theme = Text(_l("Thème"), needed=False)
    introduction = LongText(
        _l("Présentation"), most=10_000, needed=False, description=_l("Markdown possible.")
    )
    targets = LongText(
        _l("Administrations visées"), most=2000, needed=False, description=_l("Une par ligne.")
    )
    opens_on = Day(_l("Premier jour"), ask=_l("Écrivez une date, par exemple 04/12/2026."))
    closes_on = Day(_l("Dernier jour"), ask=_l("Écrivez une date, par exemple 18/12/2026."))
    conditions = LongText(
        _l("Conditions d’engagement"),
        most=4000,
        needed=False,
        description=_l("À cocher pour déposer : temps libéré, accord du responsable…"),
    )


class NewCallForm(CallForm):
    """A new call, and who carries it."""

    incubator_ref = Pick(_l("Incubateur qui porte l’appel"), ask=_l("Choisissez l’incubateur."))


class QuestionForm(VersionedForm):
    """One question of the call."""

    label = Text(_l("Question"), most=300, ask=_l("Écrivez la question, telle que chacun la lira."))
    kind = Select(
        _l("Comment on y répond"), words=QuestionKind, ask=_l("Choisissez comment on y répond.")
    )
    choices = LongText(
        _l("Réponses proposées"),
        most=2000,
        needed=False,
        description=_l("Pour un choix dans une liste : une par ligne."),
    )
    required = BooleanField(_l("Réponse obligatoire"))


class MemberForm(PageForm):
    """Somebody to name."""

    person = Text(_l("Adresse de la personne"), most=254, ask=_l("Écrivez l’adresse de l’agent."))
    part = Radio(_l("Ce que la personne fera"), words=Part, ask=_l("Choisissez son rôle."))


class PartForm(PageForm):
    """Whose part ends."""

    part = Radio(_l("Rôle"), words=Part)


class EnteringForm(PageForm):
    """Which irritant enters; `entering_form` adds the questions of the call."""

    irritant = Pick(_l("Votre irritant"), ask=_l("Choisissez un de vos irritants."))
    agreed = Hidden()
    # Fields of questions that were worded otherwise when the page was shown.
    reworded: tuple[str, ...] = ()

    def validate(self, extra_validators=None) -> bool:
        """Also that what was read is what is asked: an answer keeps the wording it answers."""
        fine = super().validate(extra_validators)
        for name in self.reworded:
            self[name].errors = [*self[name].errors, _REWORDED]
        return fine and not self.reworded


_REQUIRED = _l("Répondez à cette question : elle est obligatoire dans cet appel.")
_REWORDED = _l("Cette question a changé entre-temps : relisez-la avant d’envoyer.")


def entering_form(call: Call, sent: MultiDict | None = None) -> EnteringForm:
    """The form of this call, with a field for each question asked today; `sent`: what came back."""
    fields = {_name(one): _field(one) for one in call.asked}
    digest = sha256(call.conditions.encode()).hexdigest()[:16]
    if call.conditions:
        fields["engaged"] = BooleanField(
            _l("J’ai lu les conditions d’engagement et je les accepte"),
            validators=[InputRequired(_l("Cochez pour accepter les conditions d’engagement."))],
        )
    kind = type("EnteringForm", (EnteringForm,), fields)
    if sent is None:
        return kind(formdata=None, agreed=digest)
    data, reworded = _as_asked(call, sent)
    if data.get("agreed") != digest:
        # What they agreed to is no longer what is asked: they read it, and tick again.
        data.setlist("agreed", [digest])
        data.poplist("engaged")
    form = kind(formdata=data)
    form.reworded = reworded
    return form


def _as_asked(call: Call, sent: MultiDict) -> tuple[MultiDict, tuple[str, ...]]:
    """What was sent, each answer under the present wording; and which of them had another."""
    data, reworded = MultiDict(sent), []
    for one in call.asked:
        earlier = [f"{_stem(one)}{number}" for number in range(1, one.number)]
        typed = next((name for name in reversed(earlier) if name in sent), None)
        if _name(one) not in sent and typed is not None:
            data.setlist(_name(one), sent.getlist(typed))
            reworded.append(_name(one))
    return data, tuple(reworded)


def answers_of(call: Call, form: EnteringForm) -> dict[Question, str]:
    """What was answered to each wording, as text."""
    return {one: str(form[_name(one)].data or "") for one in call.asked}


def _name(question: Question) -> str:
    return f"{_stem(question)}{question.number}"


def _stem(question: Question) -> str:
    return f"q_{question.ref.replace('-', '_')}_"


def _field(question: Question):
    told = {"needed": question.required, "ask": _REQUIRED}
    if question.kind is QuestionKind.LONG:
        return LongText(question.label, most=5000, **told)
    if question.kind is QuestionKind.YES_NO:
        return Radio(question.label, words=YesNo, **told)
    if question.kind is QuestionKind.CHOICE:
        return _Choice(question.label, offered=question.choices or [], **told)
    return Text(question.label, most=300, **told)


class _Choice(Pick):
    """One of the answers that a question offers."""

    def __init__(self, label, *, offered: list[str], **kwargs) -> None:
        super().__init__(label, **kwargs)
        self.choices = [("", _l("Choisir…")), *((one, one) for one in offered)]


class ReviewForm(VersionedForm):
    """An opinion: a tick, the grid, or both."""

    verdict = Radio(_l("Votre avis"), words=Verdict, needed=False)
    problem = Whole(Criterion.PROBLEM.label, most=10, needed=False)
    strategy = Whole(Criterion.STRATEGY.label, most=10, needed=False)
    legitimacy = Whole(Criterion.LEGITIMACY.label, most=10, needed=False)
    carrier = Whole(Criterion.CARRIER.label, most=10, needed=False)
    comment = LongText(_l("Commentaire pour le jury"), most=2000, needed=False)

    def marks(self) -> dict[Criterion, int | None]:
        """The grid as it was filled in."""
        return {criterion: self[criterion.value].data for criterion in Criterion}


class PitchReviewForm(ReviewForm):
    """The same after a pitch, where one says yes or no."""

    verdict = Radio(_l("Votre avis"), words=PitchVerdict, needed=False)


class ChosenForm(PageForm):
    """Some entries of a call."""

    entries = PickSeveral(_l("Dossiers"), ask=_l("Choisissez au moins un dossier."))


class MessageForm(ChosenForm):
    """Some entries, and what their authors will read."""

    message = LongText(
        _l("Message aux auteurs"),
        most=4000,
        ask=_l("Écrivez ce que l’auteur lira."),
        description=_l("Ce que le jury a apprécié, et pourquoi le dossier n’est pas lauréat."),
    )


class PitchDayForm(VersionedForm):
    """When and where one pitches."""

    on = Day(_l("Jour"), ask=_l("Écrivez une date, par exemple 04/12/2026."))
    hour = TimeField(
        _l("Heure"),
        validators=[InputRequired(_l("Écrivez une heure, par exemple 14:00."))],
        description=_l("Par exemple 14:00"),
    )
    place = Text(_l("Lieu ou lien"), most=300, ask=_l("Indiquez la salle, ou le lien de la visio."))


class MoveForm(PageForm):
    """Which entry passes earlier or later."""

    entry = Hidden()
