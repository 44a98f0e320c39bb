"""What people fill in around one item. Shapes only: sense is for the rules."""

from datetime import UTC, date, datetime, time

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import TimeField
from wtforms.validators import Optional

from portal.committees.words import Choice, Direction, StopReason
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_moment
from portal.startups.words import LIVE_PHASES, Phase, Rung
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import Day, Either, LongText, Pick, Radio, Select, Text, Whole


def phase_or_none(value: str | None) -> Phase | None:
    """The phase chosen; None for « la même »."""
    return Phase(value) if value else None


class DossierForm(VersionedForm):
    """The proposal put to the vote and what is read before deciding."""

    request = Text(
        _l("La demande en une phrase"),
        most=400,
        ask=_l(
            "Dites ce qui est demandé, par exemple « Poursuivre six mois pour ouvrir à vingt départements »."
        ),
    )
    direction = Pick(_l("Suite proposée"), coerce=Direction)
    phase = Pick(_l("Phase visée, si elle change"), needed=False, coerce=phase_or_none)
    months = Whole(_l("Durée, en mois"), least=1, most=12, default=6)
    amount = Whole(
        _l("Montant demandé, en euros"),
        ask=_l("Écrivez le montant demandé ; 0 s’il n’en faut pas."),
    )
    money_ends_on = Day(
        _l("Fin des crédits"),
        needed=False,
        description=_l(
            "Si elle est connue : le comité suivant se tient quarante-cinq jours avant."
        ),
    )
    provisional_months = Whole(
        _l("Durée d’un sursis éventuel, en mois"), least=1, most=2, default=2
    )
    provisional_amount = Whole(
        _l("Montant d’un sursis éventuel, en euros"), default=0, needed=False
    )
    body = LongText(
        _l("Dossier"),
        most=60000,
        needed=False,
        description=_l(
            "En Markdown : ce qui était promis, ce qui est observé, le coût pour un effet, les risques, la suite."
        ),
    )

    def offer(self, directions) -> None:
        """Give the choices that depend on the subject."""
        self.direction.choices = [(word.value, word.label) for word in directions]
        phases = [(word.value, word.label) for word in LIVE_PHASES]
        self.phase.choices = [("", _l("la même")), *phases]

    def offer_files(self, files) -> None:
        """Give the files of the dossier that may show a figure."""
        told = [("", _l("aucun")), *((one.ref, one.name) for one in files)]
        for rung in Rung:
            self[f"{rung.value}_file"].choices = told

    def proposal(self) -> dict:
        """The proposal, ready for the item."""
        return {
            "direction": self.direction.data,
            "phase": self.phase.data,
            "months": self.months.data,
            "amount": self.amount.data,
            "money_ends_on": self.money_ends_on.data,
            "provisional_months": self.provisional_months.data,
            "provisional_amount": self.provisional_amount.data or 0,
        }

    def rungs(self) -> dict[Rung, dict]:
        """The five rungs, each with its figure, date, source, and what shows it."""
        return {
            rung: {
                "figure": self[f"{rung.value}_figure"].data or "",
                "measured_on": self[f"{rung.value}_on"].data,
                "source": self[f"{rung.value}_source"].data or "",
                "link": self[f"{rung.value}_link"].data or "",
                "file_ref": self[f"{rung.value}_file"].data or None,
            }
            for rung in Rung
        }


for _rung in Rung:
    setattr(DossierForm, f"{_rung.value}_figure", Text(_l("Chiffre"), needed=False))
    setattr(DossierForm, f"{_rung.value}_on", Day(_l("Mesuré le"), needed=False))
    setattr(DossierForm, f"{_rung.value}_source", Text(_l("Source"), most=300, needed=False))
    setattr(
        DossierForm, f"{_rung.value}_link", Text(_l("Lien qui le montre"), most=500, needed=False)
    )
    setattr(DossierForm, f"{_rung.value}_file", Pick(_l("Ou fichier joint"), needed=False))


class ConditionForm(PageForm):
    """A réserve."""

    what = LongText(_l("Ce qui est attendu"), most=1000, ask=_l("Écrivez ce qui est attendu."))
    owner = Text(
        _l("Adresse de la personne qui s’en charge"),
        most=254,
        ask=_l("Écrivez l’adresse d’une personne qui a un compte."),
    )
    due_on = Day(_l("Pour le"), ask=_l("Choisissez une date à venir."))
    proof = Text(_l("Preuve attendue"), most=300, ask=_l("Indiquez la preuve attendue."))


class InterestForm(PageForm):
    """A declaration of interests."""

    has_interest = Either(
        _l("Avez-vous un intérêt dans ce point ?"),
        choices=[("no", _l("Non, aucun")), ("yes", _l("Oui : je me déporte"))],
        ask=_l("Dites si vous avez un intérêt : oui ou non."),
    )
    note = LongText(_l("Précision, pour la présidence seule"), most=500, needed=False)


class RecuseForm(PageForm):
    """The presider sets a member aside."""

    person = Pick(_l("Membre"))
    motive = Text(
        _l("Motif"), id="recusal-motive", ask=_l("Écrivez le motif : chaque membre le lira.")
    )


class BallotForm(PageForm):
    """A ballot."""

    choice = Radio(_l("Votre bulletin"), words=Choice, ask=_l("Choisissez une réponse."))
    reason = Select(
        _l("Raison de l’arrêt"),
        id="ballot-reason",
        words=StopReason,
        needed=False,
        description=_l("Seulement pour arrêter."),
    )
    motive = LongText(
        _l("Pourquoi"),
        id="ballot-motive",
        most=1000,
        needed=False,
        description=_l("Nécessaire pour un sursis ou un arrêt ; une phrase suffit."),
    )

    def offer(self, choices: list[Choice], labels: dict[Choice, str]) -> None:
        """Give the choices that this vote allows, in the words of what is proposed."""
        self.choice.choices = [(word.value, labels[word]) for word in choices]


class OpenForm(PageForm):
    """When the vote closes, if not at the usual time."""

    day = Day(_l("Jour de la clôture"), id="closing-day", needed=False)
    hour = TimeField(
        _l("Heure de la clôture"),
        id="closing-hour",
        validators=[Optional()],
        description=_l("Par exemple 14:30"),
    )


class ExtendForm(PageForm):
    """More time: some minutes, or until a day and an hour."""

    minutes = Whole(_l("Minutes de plus"), least=1, most=1440, default=10, needed=False)
    day = Day(_l("Ou jusqu’au"), id="later-day", needed=False)
    hour = TimeField(
        _l("À"),
        id="later-hour",
        validators=[Optional()],
        description=_l("Par exemple 14:30"),
    )


def closing_of(day: date | None, hour: time | None) -> datetime | None:
    """The moment that was chosen, None if none was. Raises Refused for half of one."""
    if day is None and hour is None:
        return None
    if day is None:
        raise Refused(_("Choisissez le jour de la clôture."), field="day")
    if hour is None:
        raise Refused(_("Écrivez une heure, par exemple 14:30."), field="hour")
    try:
        # In UTC: between two hours of Paris, one that the clocks skip would be counted.
        return paris_moment(day, hour).astimezone(UTC)
    except ValueError:
        told = _("Cette heure n’existe pas cette nuit-là : choisissez-en une autre.")
        raise Refused(told, field="hour") from None


class DeferForm(PageForm):
    """Putting off."""

    motive = LongText(
        _l("Motif"),
        id="deferral-motive",
        most=1000,
        ask=_l("Écrivez le motif : il figurera au procès-verbal."),
    )
    next_on = Day(_l("Prochaine date"), ask=_l("Choisissez une prochaine date, à venir."))


class ReferForm(PageForm):
    """Another committee for a point that waits."""

    committee = Pick(_l("Autre comité"), ask=_l("Choisissez un autre comité."))


class ProclaimForm(PageForm):
    """Proclaiming."""

    motive = LongText(
        _l("Motifs de la décision"),
        id="decision-motive",
        most=4000,
        ask=_l("Écrivez ce qui fonde la décision : elle sera lue avec son motif."),
    )
    reason = Select(
        _l("Raison de l’arrêt, parmi celles des bulletins"),
        id="decision-reason",
        words=StopReason,
        ask=_l("Choisissez la raison de l’arrêt parmi celles des bulletins."),
    )
