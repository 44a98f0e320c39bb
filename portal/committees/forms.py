"""What people fill in around committees. Shapes only: sense is for the rules."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TimeField

from portal.committees.words import Attendance, Choice, CommitteeMode, Direction, StopReason
from portal.policy import Role
from portal.startups.words import LIVE_PHASES, Rung
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import Day, LongText, Pick, Radio, Select, Text, Whole

SEAT_ROLES = [
    (Role.CHAIR.value, _l("Présidence")),
    (Role.DEPUTY.value, _l("Présidence suppléante")),
    (Role.SEAT.value, _l("Membre")),
    (Role.SECRETARY.value, _l("Secrétariat")),
]


class CommitteeForm(PageForm):
    """A standing committee."""

    name = Text(
        _l("Nom du comité"),
        ask=_l("Nommez le comité, par exemple « Comité d’investissement numérique »."),
    )
    incubator = Pick(_l("Incubateur qui le porte"))
    mode = Radio(_l("Qui décide"), words=CommitteeMode, default=CommitteeMode.COLLEGIAL_VOTE)
    vote_minutes = Whole(_l("Durée d’un vote, en minutes"), least=1, most=20160, default=20)


class SettingsForm(VersionedForm):
    """Its settings."""

    name = Text(_l("Nom du comité"))
    mode = Radio(_l("Qui décide"), words=CommitteeMode)
    vote_minutes = Whole(_l("Durée d’un vote, en minutes"), least=1, most=20160)


class SeatForm(PageForm):
    """A seat, from a day to a day."""

    email = Text(
        _l("Adresse de la personne"),
        most=254,
        ask=_l("Écrivez l’adresse d’une personne qui a un compte."),
    )
    role = Pick(_l("Siège"))
    quality = Text(
        _l("En quelle qualité"),
        most=160,
        ask=_l("Dites à quel titre, par exemple « directrice du budget »."),
    )
    voting = BooleanField(_l("Voix délibérative"), default=True)
    starts_on = Day(_l("À partir du"))
    ends_on = Day(_l("Jusqu’au"), needed=False)


class UnseatForm(PageForm):
    """The end of a seat."""

    seat = Pick(_l("Mandat"))
    ends_on = Day(_l("Dernier jour"))
    motive = Text(_l("Motif"), ask=_l("Dites pourquoi le mandat prend fin."))


class SittingForm(PageForm):
    """A date and a place."""

    day = Day(_l("Jour"), ask=_l("Choisissez le jour de la séance."))
    hour = TimeField(_l("Heure"), validators=[], description=_l("Par exemple 14:30"))
    place = Text(_l("Lieu ou lien de visioconférence"), needed=False)


class ConveneForm(PageForm):
    """Convening."""

    urgency = LongText(
        _l("Motif d’urgence"),
        needed=False,
        most=500,
        description=_l("Nécessaire à moins de sept jours de la séance."),
    )


class MotiveForm(PageForm):
    """A motive."""

    motive = LongText(
        _l("Motif"), most=1000, ask=_l("Écrivez le motif : il figurera au procès-verbal.")
    )


class AttendanceForm(PageForm):
    """Attendance: one answer for each member, read by the page."""

    def attendances(self, sent, members) -> dict[int, Attendance]:
        """What was ticked for each member; anything else is left as it was."""
        told = {person.id: sent.get(f"presence-{person.ref}") for person in members}
        known = {word.value for word in Attendance} - {Attendance.REPRESENTED.value}
        return {key: Attendance(value) for key, value in told.items() if value in known}


class DossierForm(VersionedForm):
    """The proposal put to the vote and what is read before deciding."""

    request = Text(
        _l("La demande en une phrase"),
        most=400,
        ask=_l(
            "Dites ce qui est demandé, par exemple « Poursuivre six mois pour ouvrir à vingt départements »."
        ),
    )
    direction = Pick(_l("Suite proposée"))
    phase = Pick(_l("Phase visée"), needed=False)
    months = Whole(_l("Durée, en mois"), least=1, most=12, default=6)
    amount = Whole(_l("Montant demandé, en euros"), default=0)
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
    provisional_amount = Whole(_l("Montant d’un sursis éventuel, en euros"), default=0)
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

    def proposal(self) -> dict:
        """The proposal, ready for the item."""
        from portal.startups.words import Phase

        return {
            "direction": Direction(self.direction.data),
            "phase": Phase(self.phase.data) if self.phase.data else None,
            "months": self.months.data,
            "amount": self.amount.data,
            "money_ends_on": self.money_ends_on.data,
            "provisional_months": self.provisional_months.data,
            "provisional_amount": self.provisional_amount.data,
        }

    def rungs(self) -> dict[Rung, dict]:
        """The five rungs, each with its figure, date and source."""
        return {
            rung: {
                "figure": self[f"{rung.value}_figure"].data or "",
                "measured_on": self[f"{rung.value}_on"].data,
                "source": self[f"{rung.value}_source"].data or "",
            }
            for rung in Rung
        }


for _rung in Rung:
    setattr(DossierForm, f"{_rung.value}_figure", Text(_l("Chiffre"), needed=False))
    setattr(DossierForm, f"{_rung.value}_on", Day(_l("Mesuré le"), needed=False))
    setattr(DossierForm, f"{_rung.value}_source", Text(_l("Source"), most=300, needed=False))


class AddendumForm(PageForm):
    """What comes after freezing."""

    body = LongText(_l("Complément"), most=10000, ask=_l("Écrivez le complément."))


class ConditionForm(PageForm):
    """A réserve."""

    what = LongText(_l("Ce qui est attendu"), most=1000)
    owner = Text(_l("Adresse de la personne qui s’en charge"), most=254)
    due_on = Day(_l("Pour le"))
    proof = Text(_l("Preuve attendue"), most=300)


class SettleForm(PageForm):
    """A condition lifted, or waived."""

    how = RadioField(
        _l("Cette réserve est"),
        choices=[("lifted", _l("levée")), ("waived", _l("abandonnée"))],
        default="lifted",
    )
    settlement = LongText(
        _l("Preuve, ou motif de l’abandon"),
        most=1000,
        ask=_l("Écrivez la preuve constatée, ou pourquoi la réserve est abandonnée."),
    )


class InterestForm(PageForm):
    """A declaration of interests."""

    has_interest = RadioField(
        _l("Avez-vous un intérêt dans ce point ?"),
        choices=[("no", _l("Non, aucun")), ("yes", _l("Oui : je me déporte"))],
    )
    note = LongText(_l("Précision, pour la présidence seule"), most=500, needed=False)


class RecuseForm(PageForm):
    """The presider sets a member aside."""

    person = Pick(_l("Membre"))
    motive = Text(_l("Motif"), ask=_l("Écrivez le motif : chaque membre le lira."))


class BallotForm(PageForm):
    """A ballot."""

    choice = Radio(_l("Votre bulletin"), words=Choice, ask=_l("Choisissez une réponse."))
    reason = Select(
        _l("Raison de l’arrêt"),
        words=StopReason,
        needed=False,
        description=_l("Seulement pour arrêter."),
    )
    motive = LongText(
        _l("Pourquoi"),
        most=1000,
        needed=False,
        description=_l("Nécessaire pour un sursis ou un arrêt ; une phrase suffit."),
    )

    def offer(self, choices) -> None:
        """Give the choices that this vote allows."""
        self.choice.choices = [(word.value, word.label) for word in choices]


class ExtendForm(PageForm):
    """More time."""

    minutes = Whole(_l("Minutes de plus"), least=1, most=1440, default=10)


class DeferForm(PageForm):
    """Putting off."""

    motive = LongText(
        _l("Motif"), most=1000, ask=_l("Écrivez le motif : il figurera au procès-verbal.")
    )
    next_on = Day(_l("Prochaine date"))


class ProclaimForm(PageForm):
    """Proclaiming."""

    motive = LongText(
        _l("Motifs de la décision"),
        most=4000,
        ask=_l("Écrivez ce qui fonde la décision : elle sera lue avec son motif."),
    )
    reason = Select(_l("Raison de l’arrêt"), words=StopReason, needed=False)


class MinutesForm(VersionedForm):
    """The secretary's prose."""

    prose = LongText(
        _l("Débats et observations"),
        most=60000,
        needed=False,
        description=_l(
            "En Markdown. Présences, décomptes et décisions sont écrits par le portail."
        ),
    )


class SendInvestigationForm(PageForm):
    """Carrying an investigation to a committee."""

    committee = Pick(_l("Comité"))
    startup_title = Text(
        _l("Nom proposé pour la startup"), ask=_l("Donnez le nom que porterait la startup.")
    )
    startup_mission = LongText(
        _l("Sa mission en une phrase"),
        most=500,
        ask=_l(
            "Dites sa mission à l’infinitif, par exemple « Éviter aux familles de ressaisir leurs revenus »."
        ),
    )


class SendStartupForm(PageForm):
    """Putting a startup before a committee."""

    committee = Pick(_l("Comité"))
    direction = Pick(_l("Suite proposée"))
    phase = Pick(_l("Phase visée, si elle change"), needed=False)
